-- Loggadministratör: an assignment for administration that reads the care provider's access log. A
-- column of its own, since what `role` may hold is fixed where it was made.
ALTER TABLE assignment ADD COLUMN reads_log BIGINT NOT NULL DEFAULT 0;
