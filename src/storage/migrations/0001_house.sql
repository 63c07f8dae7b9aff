-- The core of every store: versions, events, the journal, idempotency. One text for both engines; what stands in double
-- braces is replaced by storage/migration.cpp: three column types, the identity column and SQLite's STRICT.

CREATE TABLE store_fact (
    fact_key {{text}} NOT NULL PRIMARY KEY,
    fact_value {{text}} NOT NULL
){{strict}};

CREATE TABLE record_version (
    register_name {{text}} NOT NULL,
    record_id {{text}} NOT NULL,
    version {{int}} NOT NULL,
    PRIMARY KEY (register_name, record_id)
){{strict}};

-- Appended, never changed. `position` is the place within its commit; `body_digest` is event_body_digest() of the port.
CREATE TABLE event (
    id {{text}} NOT NULL PRIMARY KEY,
    register_name {{text}} NOT NULL,
    record_id {{text}} NOT NULL,
    version {{int}} NOT NULL,
    position {{int}} NOT NULL,
    kind {{text}} NOT NULL,
    occurred_at {{int}} NOT NULL,
    occurred_precision {{text}} NOT NULL,
    actor {{text}} NOT NULL,
    acting_org {{text}} NOT NULL,
    clear {{text}} NOT NULL,
    sealed {{blob}} NOT NULL,
    body_digest {{blob}} NOT NULL,
    recorded_at {{int}} NOT NULL
){{strict}};
CREATE INDEX event_by_record ON event (register_name, record_id, version, position);
CREATE INDEX event_by_time ON event (recorded_at);

-- The chain. `digest` and `head` stay when an entry's own retention ended, so the chain still verifies.
CREATE TABLE journal (
    seq {{int}} NOT NULL PRIMARY KEY,
    recorded_at {{int}} NOT NULL,
    node {{text}} NOT NULL,
    actor {{text}} NOT NULL,
    session_digest {{text}} NOT NULL,
    action {{text}} NOT NULL,
    register_name {{text}} NOT NULL,
    record_id {{text}} NOT NULL,
    event_id {{text}} NOT NULL,
    classes {{text}} NOT NULL,
    purpose {{text}} NOT NULL,
    body {{blob}} NOT NULL,
    reason {{blob}} NOT NULL,
    digest {{blob}} NOT NULL,
    head {{blob}} NOT NULL
){{strict}};
CREATE INDEX journal_by_record ON journal (register_name, record_id, seq);

-- Entries that are durable but not yet chained. PostgreSQL only: SQLite chains in the commit itself and leaves it empty.
CREATE TABLE chain_queue (
    id {{identity}},
    recorded_at {{int}} NOT NULL,
    node {{text}} NOT NULL,
    actor {{text}} NOT NULL,
    session_digest {{text}} NOT NULL,
    action {{text}} NOT NULL,
    register_name {{text}} NOT NULL,
    record_id {{text}} NOT NULL,
    event_id {{text}} NOT NULL,
    classes {{text}} NOT NULL,
    purpose {{text}} NOT NULL,
    body {{blob}} NOT NULL,
    reason {{blob}} NOT NULL
){{strict}};

CREATE TABLE idempotency (
    actor {{text}} NOT NULL,
    key_digest {{text}} NOT NULL,
    body_digest {{text}} NOT NULL,
    resource_id {{text}} NOT NULL,
    status {{int}} NOT NULL,
    recorded_at {{int}} NOT NULL,
    PRIMARY KEY (actor, key_digest)
){{strict}};
CREATE INDEX idempotency_by_time ON idempotency (recorded_at);
