-- The table of access of all registers as it holds in this store, and the one that waits for a second person. One row, whose
-- id is the store's; every version of it is named by the journal, so that nobody sets it aside by deleting or replacing it
-- (what `accepted_access` of migration 11 said is taken over once). `waiting_*` are empty where none waits; why somebody
-- proposed or refused is sealed.
CREATE TABLE access_table (
    id {{text}} NOT NULL PRIMARY KEY,
    table_text {{text}} NOT NULL,
    bundle {{text}} NOT NULL,
    accepted_at {{int}} NOT NULL,
    proposed_by {{text}} NOT NULL,
    confirmed_by {{text}} NOT NULL,
    waiting_text {{text}} NOT NULL,
    waiting_bundle {{text}} NOT NULL,
    waiting_by {{text}} NOT NULL,
    waiting_at {{int}} NOT NULL,
    sealed {{blob}} NOT NULL,
    version {{int}} NOT NULL,
    tag {{blob}} NOT NULL
){{strict}};

-- Acts of breaking the glass: who opened which record that was closed to her, until when, and what somebody else thought of it
-- afterwards. The power itself is a row of `relation`. `stage`: waiting, reviewed. Reason and words of the review are sealed.
CREATE TABLE break_glass (
    id {{text}} NOT NULL PRIMARY KEY,
    register_name {{text}} NOT NULL,
    record_id {{text}} NOT NULL,
    number {{text}} NOT NULL,
    account_id {{text}} NOT NULL,
    organisation_id {{text}} NOT NULL,
    opened_at {{int}} NOT NULL,
    until_at {{int}} NOT NULL,
    review_due_at {{int}} NOT NULL,
    stage {{text}} NOT NULL,
    justified {{int}} NOT NULL,
    reviewed_by {{text}} NOT NULL,
    reviewed_at {{int}} NOT NULL,
    sealed {{blob}} NOT NULL,
    version {{int}} NOT NULL,
    tag {{blob}} NOT NULL
){{strict}};
CREATE INDEX break_glass_by_register ON break_glass (register_name, opened_at, id);
CREATE INDEX break_glass_waiting ON break_glass (register_name, review_due_at, id) WHERE stage = 'waiting';
