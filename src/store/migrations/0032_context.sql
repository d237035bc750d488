-- Topics of patient context shared with COSMIC: one for each launch that brought one, until the
-- user leaves. The topic itself lets in whoever knows it, so only its hash is kept. The current
-- context stands here as it was sent; version counts what has happened under the topic.
CREATE TABLE context_topic (
    topic TEXT PRIMARY KEY,
    installation TEXT NOT NULL,
    care_provider TEXT NOT NULL,
    certificate TEXT NOT NULL,
    staff TEXT NOT NULL,
    ends BIGINT NOT NULL,
    version BIGINT NOT NULL,
    happened BIGINT,
    current_version BIGINT,
    previous_version BIGINT
);

-- What has happened under a topic, in order, so that every instance can tell its own subscribers.
-- The two events that say which patient is and was the current one stay; others go soon.
CREATE TABLE context_entry (
    topic TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subscriber TEXT,
    event_id TEXT,
    event TEXT,
    happened BIGINT,
    content TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (topic, version)
);

-- Subscriptions over a socket. The plain topic stands here only until the socket is opened, which
-- the subscriber has a minute for.
CREATE TABLE context_subscription (
    endpoint TEXT PRIMARY KEY,
    topic TEXT NOT NULL,
    plain_topic TEXT,
    name TEXT NOT NULL,
    events TEXT NOT NULL,
    ends BIGINT NOT NULL,
    connect_by BIGINT NOT NULL
);
CREATE INDEX context_subscription_topic ON context_subscription (topic);
