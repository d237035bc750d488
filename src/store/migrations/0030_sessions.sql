-- Who is logged in, on whichever instance. Only a hash of the number in the user's cookie is kept, so
-- that a copy of the table opens nothing. An assignment that is taken away takes its sessions along.
CREATE TABLE login_session (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('staff', 'launch', 'support')),
    holder TEXT NOT NULL,
    assignment TEXT REFERENCES assignment (id) ON DELETE CASCADE,
    care_provider TEXT,
    has_choice BIGINT NOT NULL DEFAULT 0,
    begun_at BIGINT NOT NULL,
    last_used_at BIGINT NOT NULL,
    -- Of the launch that it came by.
    installation TEXT,
    certificate TEXT,
    care_unit TEXT,
    unit TEXT,
    id_type TEXT,
    id_number TEXT,
    topic TEXT
);
CREATE INDEX login_session_assignment ON login_session (assignment);
CREATE INDEX login_session_last_used ON login_session (last_used_at);

-- Views that are open: each is one session's look at one patient, and goes with its session. By it
-- another instance opens the same view again.
CREATE TABLE opened_view (
    id TEXT PRIMARY KEY,
    session TEXT NOT NULL REFERENCES login_session (id) ON DELETE CASCADE,
    id_type TEXT NOT NULL,
    id_number TEXT NOT NULL,
    opened_at BIGINT NOT NULL
);
CREATE INDEX opened_view_session ON opened_view (session, opened_at);
