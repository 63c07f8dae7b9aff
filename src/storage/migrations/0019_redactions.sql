-- Redactions (ADR 0052). A record whose answers were taken away in part has a new key; `generation` says the how manieth, and
-- is sealed into it: an older key that somebody puts back opens nothing.
ALTER TABLE record_key ADD COLUMN generation {{int}} NOT NULL DEFAULT 0;

-- The sealed parts of a redacted record's events under its new key, all in one text. Events themselves never change: what they
-- hold was sealed under the key that is gone. One row a record; the journal names its newest version, and the event of the
-- redaction which digest became which.
CREATE TABLE resealed (
    record_id {{text}} NOT NULL PRIMARY KEY,
    register_name {{text}} NOT NULL,
    version {{int}} NOT NULL,
    sealed {{blob}} NOT NULL
){{strict}};
