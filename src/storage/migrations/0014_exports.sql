-- Exports that need others to agree before anything leaves: who asks for what, and where it stands. What is asked for, why,
-- and who agreed or refused is sealed. `stage`: waiting, agreed, refused. `until_at`: from then on it is worth nothing, and
-- housekeeping takes the row away. What was exported is never stored. A row with a wrong tag is as if absent.
CREATE TABLE export_request (
    id {{text}} NOT NULL PRIMARY KEY,
    register_name {{text}} NOT NULL,
    asked_by {{text}} NOT NULL,
    role {{text}} NOT NULL,
    organisation_id {{text}} NOT NULL,
    asked_at {{int}} NOT NULL,
    stage {{text}} NOT NULL,
    until_at {{int}} NOT NULL,
    sealed {{blob}} NOT NULL,
    version {{int}} NOT NULL,
    tag {{blob}} NOT NULL
){{strict}};
CREATE INDEX export_request_by_time ON export_request (asked_at, id);
CREATE INDEX export_request_by_end ON export_request (until_at);
