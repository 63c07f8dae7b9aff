-- Files of records; their chunks lie in `blob_chunk` under the same id. While `record_id` is empty nobody's record has
-- taken the file: only `uploaded_by` may name it, in this register alone, for a day. `sealed` holds the file's own key, its
-- name, type, size and the hash of what it says: first under the domain's epoch, then under the record's own key, so that it
-- dies with the record. `digest` is of the ciphertext and stands in the event that took the file in. `chunks`: 0 while it is
-- being uploaded.
CREATE TABLE attachment (
    id {{text}} NOT NULL PRIMARY KEY,
    register_name {{text}} NOT NULL,
    record_id {{text}} NOT NULL,
    event_id {{text}} NOT NULL,
    field_class {{int}} NOT NULL,
    uploaded_by {{text}} NOT NULL,
    created_at {{int}} NOT NULL,
    chunks {{int}} NOT NULL,
    digest {{blob}} NOT NULL,
    epoch {{int}} NOT NULL,
    sealed {{blob}} NOT NULL
){{strict}};
CREATE INDEX attachment_by_record ON attachment (record_id) WHERE record_id <> '';
CREATE INDEX attachment_waiting ON attachment (created_at) WHERE record_id = '';
