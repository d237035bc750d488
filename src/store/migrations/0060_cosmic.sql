-- Where launches have placed users in COSMIC, and with which certificate they were signed: what is
-- known of COSMIC's own configuration.
CREATE TABLE seen_in_cosmic (
    care_provider TEXT NOT NULL REFERENCES care_provider (hsa_id),
    installation TEXT NOT NULL,
    staff TEXT NOT NULL,
    unit TEXT NOT NULL,
    care_unit TEXT NOT NULL,
    certificate TEXT NOT NULL,
    last_seen BIGINT NOT NULL,
    PRIMARY KEY (care_provider, installation, staff, unit)
);

-- The latest launch of an installation that was signed as it should be, and meant for another
-- environment.
CREATE TABLE launch_elsewhere (
    care_provider TEXT NOT NULL REFERENCES care_provider (hsa_id),
    installation TEXT NOT NULL,
    audience TEXT NOT NULL,
    last_seen BIGINT NOT NULL,
    PRIMARY KEY (care_provider, installation)
);

-- Units and users that a care provider has in COSMIC, from a file of its own; the latest file.
CREATE TABLE cosmic_list (
    care_provider TEXT PRIMARY KEY REFERENCES care_provider (hsa_id),
    listed_by TEXT NOT NULL,
    listed_at BIGINT NOT NULL
);
CREATE TABLE cosmic_list_entry (
    care_provider TEXT NOT NULL REFERENCES cosmic_list (care_provider),
    kind TEXT NOT NULL CHECK (kind IN ('unit', 'staff')),
    hsa_id TEXT NOT NULL,
    care_unit TEXT,
    PRIMARY KEY (care_provider, kind, hsa_id)
);

-- The care provider whose file a vaccination came by; none for one that was recorded here.
ALTER TABLE vaccination ADD COLUMN indata_of TEXT;
CREATE INDEX vaccination_indata_of ON vaccination (indata_of);
