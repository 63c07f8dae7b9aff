-- Records of registers that are data. A record is what its events say; everything here but `record_key`, `draft` and
-- `bundle` can be derived from the clear parts of events (`neove rebuild`). In the clear lie state, organisation, times and
-- the columns a register declares; answers are sealed under the record's own key.

-- `c1` … `c8`: the declared columns, in their order. `due_at`: of the earliest clock that runs, the largest number where none
-- does. `entered`: when each state was entered last. `last_event`: digest of the newest event, which the seal is bound to.
-- A row with a wrong tag is as if absent.
CREATE TABLE record (
    id {{text}} NOT NULL PRIMARY KEY,
    register_name {{text}} NOT NULL,
    number {{text}} NOT NULL,
    state {{text}} NOT NULL,
    owner_org {{text}} NOT NULL,
    created_by {{text}} NOT NULL,
    opened_at {{int}} NOT NULL,
    changed_at {{int}} NOT NULL,
    version {{int}} NOT NULL,
    bundle {{text}} NOT NULL,
    c1 {{text}} NOT NULL,
    c2 {{text}} NOT NULL,
    c3 {{text}} NOT NULL,
    c4 {{text}} NOT NULL,
    c5 {{text}} NOT NULL,
    c6 {{text}} NOT NULL,
    c7 {{text}} NOT NULL,
    c8 {{text}} NOT NULL,
    due_at {{int}} NOT NULL,
    entered {{text}} NOT NULL,
    last_event {{blob}} NOT NULL,
    tag {{blob}} NOT NULL,
    sealed {{blob}} NOT NULL,
    UNIQUE (register_name, number)
){{strict}};
CREATE INDEX record_by_state ON record (register_name, state, due_at, id);
CREATE INDEX record_by_due ON record (register_name, due_at, id);
CREATE INDEX record_by_changed ON record (register_name, changed_at, id);
CREATE INDEX record_by_owner_due ON record (register_name, owner_org, due_at, id);
CREATE INDEX record_by_owner_changed ON record (register_name, owner_org, changed_at, id);
CREATE INDEX record_by_creator ON record (created_by, register_name);

-- The record's own key, wrapped under the epoch key of its domain. Its row is what dies at an erasure; it goes into the keys
-- file of a backup and never into the data file.
CREATE TABLE record_key (
    record_id {{text}} NOT NULL PRIMARY KEY,
    register_name {{text}} NOT NULL,
    domain {{int}} NOT NULL,
    epoch {{int}} NOT NULL,
    wrapped {{blob}} NOT NULL
){{strict}};
CREATE INDEX record_key_by_epoch ON record_key (domain, epoch, record_id);

-- Limits that run or ran. Overdue is asked at query time and never stored. `detail` is what explains it: canonical JSON.
CREATE TABLE clock (
    record_id {{text}} NOT NULL,
    limit_id {{text}} NOT NULL,
    ordinal {{int}} NOT NULL,
    register_name {{text}} NOT NULL,
    started_at {{int}} NOT NULL,
    due_at {{int}},
    stopped_at {{int}},
    detail {{text}} NOT NULL,
    PRIMARY KEY (record_id, limit_id, ordinal)
){{strict}};

-- What is counted. `subject` is a keyed digest of the record.
CREATE TABLE fact (
    register_name {{text}} NOT NULL,
    subject {{text}} NOT NULL,
    ordinal {{int}} NOT NULL,
    kind {{text}} NOT NULL,
    on_date {{text}} NOT NULL,
    org {{text}} NOT NULL,
    unit {{text}} NOT NULL,
    d1 {{text}} NOT NULL,
    d2 {{text}} NOT NULL,
    d3 {{text}} NOT NULL,
    d4 {{text}} NOT NULL,
    d5 {{text}} NOT NULL,
    d6 {{text}} NOT NULL,
    d7 {{text}} NOT NULL,
    d8 {{text}} NOT NULL,
    n {{int}} NOT NULL,
    PRIMARY KEY (register_name, subject, ordinal)
){{strict}};
CREATE INDEX fact_by_kind ON fact (register_name, kind, on_date);

-- How a person or a body stands to a record; confers power. `account_id` or `organisation_id` is set.
CREATE TABLE relation (
    id {{text}} NOT NULL PRIMARY KEY,
    register_name {{text}} NOT NULL,
    record_id {{text}} NOT NULL,
    kind {{text}} NOT NULL,
    account_id {{text}} NOT NULL,
    organisation_id {{text}} NOT NULL,
    from_at {{int}} NOT NULL,
    until_at {{int}},
    given_by {{text}} NOT NULL,
    version {{int}} NOT NULL,
    tag {{blob}} NOT NULL
){{strict}};
CREATE INDEX relation_by_record ON relation (record_id);
CREATE INDEX relation_by_account ON relation (account_id, register_name) WHERE account_id <> '';
CREATE INDEX relation_by_organisation ON relation (organisation_id, register_name) WHERE organisation_id <> '';

CREATE TABLE record_link (
    id {{text}} NOT NULL PRIMARY KEY,
    register_name {{text}} NOT NULL,
    record_id {{text}} NOT NULL,
    kind {{text}} NOT NULL,
    to_register {{text}} NOT NULL,
    to_id {{text}} NOT NULL,
    role_name {{text}} NOT NULL
){{strict}};
CREATE INDEX record_link_by_record ON record_link (record_id);
CREATE INDEX record_link_by_target ON record_link (to_id);

-- One overwritten row per person and form. `record_key`: a record's id, or `new`.
CREATE TABLE draft (
    account_id {{text}} NOT NULL,
    register_name {{text}} NOT NULL,
    record_key {{text}} NOT NULL,
    action {{text}} NOT NULL,
    changed_at {{int}} NOT NULL,
    epoch {{int}} NOT NULL,
    sealed {{blob}} NOT NULL,
    PRIMARY KEY (account_id, register_name, record_key, action)
){{strict}};
CREATE INDEX draft_by_time ON draft (changed_at);

-- What a person is found by, opened into memory alone.
CREATE TABLE record_card (
    record_id {{text}} NOT NULL PRIMARY KEY,
    register_name {{text}} NOT NULL,
    version {{int}} NOT NULL,
    sealed {{blob}} NOT NULL
){{strict}};
CREATE INDEX record_card_by_register ON record_card (register_name, record_id);

-- Definitions that records were opened under, by the digest of their canonical JSON; kept for ever.
CREATE TABLE bundle (
    digest {{text}} NOT NULL PRIMARY KEY,
    source {{text}} NOT NULL,
    first_used_at {{int}} NOT NULL
){{strict}};

-- Tables of access that were accepted; the newest one holds. A row with a wrong tag is as if absent.
CREATE TABLE accepted_access (
    digest {{text}} NOT NULL PRIMARY KEY,
    table_text {{text}} NOT NULL,
    accepted_at {{int}} NOT NULL,
    proposed_by {{text}} NOT NULL,
    confirmed_by {{text}} NOT NULL,
    tag {{blob}} NOT NULL
){{strict}};
