-- That the card of a record of persons was written, and by whom: the name it says is looked for among all others after her
-- answer has left, whoever she is and whatever there is to find. One row a writing, gone with the look.
CREATE TABLE match_look (
    record_id {{text}} NOT NULL,
    version {{int}} NOT NULL,
    register_name {{text}} NOT NULL,
    account_id {{text}} NOT NULL,
    role {{text}} NOT NULL,
    organisation_id {{text}} NOT NULL,
    noted_at {{int}} NOT NULL,
    PRIMARY KEY (record_id, version)
){{strict}};

-- Two records that may be about one person, where who typed the one could not see the other. Gives nobody any right: who
-- hears of it is asked anew at every look. `record_a` is the lower id. `stage`: waiting, answered. `answer`: same, different,
-- unclear, empty before the first. Her words are sealed under the key of `record_a`, for the event of her answer.
CREATE TABLE possible_match (
    id {{text}} NOT NULL PRIMARY KEY,
    register_name {{text}} NOT NULL,
    record_a {{text}} NOT NULL,
    record_b {{text}} NOT NULL,
    noticed_at {{int}} NOT NULL,
    stage {{text}} NOT NULL,
    answer {{text}} NOT NULL,
    answers {{int}} NOT NULL,
    event_id {{text}} NOT NULL,
    answered_by {{text}} NOT NULL,
    answered_at {{int}} NOT NULL,
    sealed {{blob}} NOT NULL,
    version {{int}} NOT NULL,
    tag {{blob}} NOT NULL
){{strict}};
CREATE UNIQUE INDEX possible_match_pair ON possible_match (record_a, record_b);
CREATE INDEX possible_match_second ON possible_match (record_b);
CREATE INDEX possible_match_waiting ON possible_match (register_name, noticed_at, id) WHERE stage = 'waiting';
CREATE INDEX possible_match_answered ON possible_match (register_name, answered_at, id) WHERE stage = 'answered';

-- Tries at the glass that were refused are counted by account; searches, which name no record either, are thousands a week.
CREATE INDEX journal_glass_refused ON journal (register_name, recorded_at) WHERE action LIKE '%.glass_refused';
