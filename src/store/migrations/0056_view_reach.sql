-- Whether a view shows the user's own care provider's records only, so that another instance opens it
-- no wider than she chose.
ALTER TABLE opened_view ADD COLUMN own_only BIGINT NOT NULL DEFAULT 0;
