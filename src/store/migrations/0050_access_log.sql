-- The access log (åtkomstlogg): one chain for each care provider, row on row. Nothing here is ever
-- changed or removed; `Store::open` adds triggers that refuse it, which each database writes its own
-- way. No row points at another table: what it says must outlive what it speaks of.
CREATE TABLE access_log (
    care_provider TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    occasion TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    written_at BIGINT NOT NULL,
    -- 1 where the row was kept aside for a while because the database could not be written.
    late BIGINT NOT NULL,
    instance TEXT NOT NULL,
    activity TEXT NOT NULL,
    -- Why it was refused; none where it was done.
    refusal TEXT,
    staff TEXT NOT NULL,
    staff_name TEXT NOT NULL,
    assignment TEXT NOT NULL,
    title TEXT NOT NULL,
    purpose TEXT NOT NULL,
    care_provider_name TEXT NOT NULL,
    clinic TEXT,
    clinic_hsa_id TEXT,
    clinic_name TEXT,
    care_unit TEXT,
    id_type TEXT,
    id_number TEXT,
    basis TEXT,
    basis_reason TEXT,
    sources TEXT NOT NULL,
    details TEXT,
    -- SHA-256 over the row before and this one, in hexadecimal.
    hash TEXT NOT NULL,
    -- Two instances cannot put a row in the same place.
    PRIMARY KEY (care_provider, sequence)
);
CREATE INDEX access_log_patient ON access_log (id_type, id_number, happened_at);
CREATE INDEX access_log_staff ON access_log (care_provider, staff, happened_at);
