-- COSMIC installations: the name each signs its launches under, and who is responsible for it.
CREATE TABLE installation (
    issuer TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    care_provider TEXT NOT NULL REFERENCES care_provider (hsa_id)
);

-- What care providers have uploaded to trust an installation's launches; each its own. A removed
-- one stays, so that it can be seen who trusted what and when.
CREATE TABLE launch_certificate (
    id TEXT PRIMARY KEY,
    installation TEXT NOT NULL REFERENCES installation (issuer),
    care_provider TEXT NOT NULL REFERENCES care_provider (hsa_id),
    thumbprint TEXT NOT NULL,
    pem TEXT NOT NULL,
    not_after BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    removed_by TEXT,
    removed_at BIGINT
);
CREATE INDEX launch_certificate_care_provider ON launch_certificate (care_provider, installation);

-- Launches that have been used: the key makes a second use fail, on whichever instance.
CREATE TABLE used_assertion (
    installation TEXT NOT NULL,
    id TEXT NOT NULL,
    forget_after BIGINT NOT NULL,
    PRIMARY KEY (installation, id)
);
CREATE INDEX used_assertion_forget_after ON used_assertion (forget_after);
