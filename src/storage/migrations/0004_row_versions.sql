-- Rows that confer power count their writes, so that an older one put back is known as such; the journal names each
-- version (`row.account`, `id.version`). Version 0: a row from before, which holds until it is first written again.

ALTER TABLE account ADD COLUMN version {{int}} NOT NULL DEFAULT 0;
ALTER TABLE role_grant ADD COLUMN version {{int}} NOT NULL DEFAULT 0;

-- Sessions of before have no version: their people sign in once more. `epoch` is the account's when the session was opened: a reset ends all earlier ones, listed or not.
DELETE FROM session;
ALTER TABLE session ADD COLUMN version {{int}} NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN epoch {{int}} NOT NULL DEFAULT 0;

-- The document's version that a confirmation belongs to.
ALTER TABLE confirmed_task_body ADD COLUMN version {{int}} NOT NULL DEFAULT 0;

-- Alarms are few among millions of entries; the status page asks for them.
CREATE INDEX journal_alarm ON journal (recorded_at) WHERE action = 'alarm.row_tag';
