-- Records of persons that one person wants erased and another confirms; afterwards the certificate, which outlives the
-- record. Why (authority, legal ground) is sealed. `stage`: waiting, erased, refused. `state`: the record's before, by which
-- it is still known who may see the certificate. `epoch`: of the key that was destroyed; beyond recovery once a key day of
-- its domain went past it. A row with a wrong tag is as if absent.
CREATE TABLE erasure (
    id {{text}} NOT NULL PRIMARY KEY,
    register_name {{text}} NOT NULL,
    record_id {{text}} NOT NULL,
    number {{text}} NOT NULL,
    stage {{text}} NOT NULL,
    state {{text}} NOT NULL,
    proposed_by {{text}} NOT NULL,
    proposed_at {{int}} NOT NULL,
    decided_by {{text}} NOT NULL,
    decided_at {{int}},
    domain {{int}} NOT NULL,
    epoch {{int}} NOT NULL,
    sealed {{blob}} NOT NULL,
    version {{int}} NOT NULL,
    tag {{blob}} NOT NULL
){{strict}};
CREATE INDEX erasure_by_register ON erasure (register_name, proposed_at, id);
CREATE INDEX erasure_by_record ON erasure (record_id);
CREATE UNIQUE INDEX erasure_waiting ON erasure (record_id) WHERE stage = 'waiting';
