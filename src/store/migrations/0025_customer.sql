-- How a patient who has been added is reached, and who added her. Nothing of it stands here for
-- somebody whose identity is protected.
ALTER TABLE patient ADD COLUMN care_of TEXT;
ALTER TABLE patient ADD COLUMN street TEXT;
ALTER TABLE patient ADD COLUMN postal_code TEXT;
ALTER TABLE patient ADD COLUMN place TEXT;
ALTER TABLE patient ADD COLUMN phone TEXT;
ALTER TABLE patient ADD COLUMN email TEXT;
ALTER TABLE patient ADD COLUMN added_by TEXT;
ALTER TABLE patient ADD COLUMN added_at BIGINT;
