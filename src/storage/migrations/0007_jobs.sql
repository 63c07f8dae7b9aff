-- Work without a caller, and mail that leaves. A job's natural key is its kind and period: twice is once. Who works on a
-- kind holds its lease; `term` grows with every taking, so that a holder who lost it can commit nothing more.

CREATE TABLE job (
    kind {{text}} NOT NULL,
    period {{int}} NOT NULL,
    state {{text}} NOT NULL,
    tries {{int}} NOT NULL,
    next_at {{int}} NOT NULL,
    changed_at {{int}} NOT NULL,
    result {{int}} NOT NULL,
    code {{text}} NOT NULL,
    PRIMARY KEY (kind, period)
){{strict}};
CREATE INDEX job_by_time ON job (kind, changed_at);

CREATE TABLE job_lease (
    kind {{text}} NOT NULL PRIMARY KEY,
    holder {{text}} NOT NULL,
    term {{int}} NOT NULL,
    until_at {{int}} NOT NULL
){{strict}};

-- `id` is a keyed digest of what the mail is about and to whom: the natural key, and the Message-ID. Address and text are
-- sealed, and gone once the mail was sent or given up. `number` is the checkpoint's where the mail carries an anchor.
CREATE TABLE mail_outbox (
    id {{text}} NOT NULL PRIMARY KEY,
    kind {{text}} NOT NULL,
    number {{int}} NOT NULL,
    created_at {{int}} NOT NULL,
    state {{text}} NOT NULL,
    tries {{int}} NOT NULL,
    next_at {{int}} NOT NULL,
    changed_at {{int}} NOT NULL,
    code {{text}} NOT NULL,
    sealed {{blob}} NOT NULL
){{strict}};
CREATE INDEX mail_outbox_by_state ON mail_outbox (state, created_at);
