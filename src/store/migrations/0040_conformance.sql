-- What runs of the conformance rules found, per producer. Reports never hold a patient's id.
CREATE TABLE conformance_run (
    id TEXT PRIMARY KEY,
    logical_address TEXT NOT NULL,
    contract TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    started_by TEXT NOT NULL,
    passed BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    not_applicable BIGINT NOT NULL,
    not_testable BIGINT NOT NULL,
    -- Why there is no report; none where there is one.
    trouble TEXT,
    report TEXT
);
CREATE INDEX conformance_run_producer ON conformance_run (logical_address, started_at);
