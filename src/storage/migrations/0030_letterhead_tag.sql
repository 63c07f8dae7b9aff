-- What stands on official papers is power too (ADR 78): a letterhead carries a keyed tag and the version of its organisation that
-- it was written with. Version 0 without a tag: a row of before, until the next start names it in the journal.
ALTER TABLE organisation_letterhead ADD COLUMN version {{int}} NOT NULL DEFAULT 0;
ALTER TABLE organisation_letterhead ADD COLUMN tag {{blob}};
