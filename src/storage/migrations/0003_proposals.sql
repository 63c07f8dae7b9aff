-- What one person proposes and another confirms before it gives power. The row carries a keyed `tag`; login, name, roles,
-- reasons and the first half of a password are sealed, and that half goes when the proposal is decided or its time is over.

CREATE TABLE proposal (
    id {{text}} NOT NULL PRIMARY KEY,
    state {{text}} NOT NULL,
    action {{text}} NOT NULL,
    account_id {{text}} NOT NULL,
    proposed_by {{text}} NOT NULL,
    proposed_at {{int}} NOT NULL,
    expires_at {{int}} NOT NULL,
    decided_by {{text}} NOT NULL,
    decided_at {{int}},
    sealed {{blob}} NOT NULL,
    tag {{blob}} NOT NULL,
    version {{int}} NOT NULL
){{strict}};
CREATE INDEX proposal_by_time ON proposal (proposed_at, id);
