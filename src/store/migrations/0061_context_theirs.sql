-- The patient that COSMIC is known to show, instead of the one told before the current one: the last
-- that it opened by itself or followed to.
ALTER TABLE context_topic RENAME COLUMN previous_version TO theirs_version;
