-- Calendars that a client fetches without a session: whoever knows the token reads the days on which something of this account
-- falls due, and nothing else. The token itself is never stored. It ends by `until_at`, by `ended_at` (0: not yet), with the
-- account's epoch and with its grant. A row with a wrong tag is as if absent.
CREATE TABLE calendar_feed (
    id {{text}} NOT NULL PRIMARY KEY,
    account_id {{text}} NOT NULL,
    grant_id {{text}} NOT NULL,
    token_digest {{blob}} NOT NULL,
    opened_at {{int}} NOT NULL,
    until_at {{int}} NOT NULL,
    ended_at {{int}} NOT NULL,
    epoch {{int}} NOT NULL,
    version {{int}} NOT NULL,
    tag {{blob}} NOT NULL
){{strict}};
CREATE UNIQUE INDEX calendar_feed_by_token ON calendar_feed (token_digest);
CREATE INDEX calendar_feed_of_account ON calendar_feed (account_id, opened_at, id);
CREATE INDEX calendar_feed_by_end ON calendar_feed (until_at);

-- Where somebody wants to be reminded: her address, and whether she has shown that she reads what comes there, sealed for this
-- account and version.
CREATE TABLE reminder_address (
    account_id {{text}} NOT NULL PRIMARY KEY,
    sealed {{blob}} NOT NULL,
    version {{int}} NOT NULL
){{strict}};
