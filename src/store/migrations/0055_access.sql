-- What users have stated as grounds for reading a patient's records, each by one employee at one
-- care unit. Nothing is overwritten: what is withdrawn stays, with who withdrew it.
CREATE TABLE access_ground (
    id TEXT PRIMARY KEY,
    id_type TEXT NOT NULL,
    id_number TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('relation', 'consent', 'emergency', 'cannot_decide')),
    reason TEXT,
    care_provider TEXT NOT NULL,
    care_unit TEXT NOT NULL,
    employee TEXT NOT NULL,
    -- 1: for everybody at the care unit; 0: for the employee only.
    for_unit BIGINT NOT NULL,
    stated_at BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at BIGINT
);
CREATE INDEX access_ground_patient ON access_ground (id_type, id_number, care_unit, valid_until);

-- Temporary liftings of blocks on what one care unit holds, for seven days at most.
CREATE TABLE block_lifting (
    id TEXT PRIMARY KEY,
    id_type TEXT NOT NULL,
    id_number TEXT NOT NULL,
    held_by_provider TEXT NOT NULL,
    held_by_unit TEXT NOT NULL,
    care_provider TEXT NOT NULL,
    care_unit TEXT NOT NULL,
    employee TEXT NOT NULL,
    for_unit BIGINT NOT NULL,
    requested_by TEXT NOT NULL,
    ground TEXT NOT NULL CHECK (ground IN ('consent', 'emergency')),
    reason TEXT NOT NULL,
    stated_at BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at BIGINT
);
CREATE INDEX block_lifting_patient ON block_lifting (id_type, id_number, care_unit, valid_until);
