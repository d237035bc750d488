-- Organisation: who may ask, and on whose behalf.
CREATE TABLE care_provider (
    hsa_id TEXT PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE care_unit (
    hsa_id TEXT PRIMARY KEY,
    care_provider TEXT NOT NULL REFERENCES care_provider (hsa_id),
    name TEXT NOT NULL
);
CREATE TABLE clinic (
    id TEXT PRIMARY KEY,
    hsa_id TEXT,
    care_unit TEXT NOT NULL REFERENCES care_unit (hsa_id),
    name TEXT NOT NULL
);
CREATE TABLE staff (
    hsa_id TEXT PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE assignment (
    id TEXT PRIMARY KEY,
    staff TEXT NOT NULL REFERENCES staff (hsa_id),
    care_provider TEXT NOT NULL REFERENCES care_provider (hsa_id),
    clinic TEXT REFERENCES clinic (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('care', 'administration')),
    title TEXT NOT NULL
);
CREATE INDEX assignment_staff ON assignment (staff);

-- Patients and what MVJ itself knows of their vaccinations, indata rows included.
CREATE TABLE patient (
    id_type TEXT NOT NULL,
    id_number TEXT NOT NULL,
    name TEXT,
    PRIMARY KEY (id_type, id_number)
);
CREATE TABLE vaccination (
    source_system TEXT NOT NULL,
    document_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    id_type TEXT NOT NULL,
    id_number TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (source_system, document_id, position),
    FOREIGN KEY (id_type, id_number) REFERENCES patient (id_type, id_number)
);
CREATE INDEX vaccination_patient ON vaccination (id_type, id_number);

-- The toggle: every change is a row, the newest one that has begun to apply decides.
CREATE TABLE gvh_switch (
    id TEXT PRIMARY KEY,
    care_provider TEXT NOT NULL REFERENCES care_provider (hsa_id),
    is_on BIGINT NOT NULL,
    reason TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    applies_from BIGINT NOT NULL
);
CREATE INDEX gvh_switch_care_provider ON gvh_switch (care_provider, applies_from);

-- Records that a user wants kept apart (dela upp); joined again when that is undone.
CREATE TABLE kept_apart (
    id TEXT PRIMARY KEY,
    id_type TEXT NOT NULL,
    id_number TEXT NOT NULL,
    pair TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    undone_by TEXT,
    undone_at BIGINT
);
CREATE INDEX kept_apart_patient ON kept_apart (id_type, id_number);
