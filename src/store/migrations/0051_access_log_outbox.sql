-- Rows of the access log on their way to the log service. A row is marked as being sent before the
-- call, so that a crash leaves it marked and it is never sent again unseen.
CREATE TABLE access_log_outbox (
    id TEXT PRIMARY KEY,
    care_provider TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('waiting', 'sending', 'sent', 'uncertain', 'refused', 'settled')),
    -- Which call it is or was sent in, and by which instance.
    batch TEXT,
    sender TEXT,
    trouble TEXT,
    -- Who decided what becomes of it, where somebody had to.
    decided_by TEXT,
    changed_at BIGINT NOT NULL
);
CREATE INDEX access_log_outbox_state ON access_log_outbox (state, care_provider, sequence);
CREATE INDEX access_log_outbox_batch ON access_log_outbox (batch);
