-- What an assignment for administration may administer. None: nothing in this program.
ALTER TABLE assignment ADD COLUMN role TEXT CHECK (role IN ('care_provider', 'users'));

-- What has been changed in a care provider's organisation, by whom and when.
CREATE TABLE organisation_change (
    id TEXT PRIMARY KEY,
    care_provider TEXT NOT NULL REFERENCES care_provider (hsa_id),
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX organisation_change_care_provider ON organisation_change (care_provider, changed_at);
