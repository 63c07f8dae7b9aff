-- The tree of organisations is power (ADR 70, 73): who stands above a body and whose desk it is opens records. A row carries a
-- keyed tag over itself, its other names, successors, members and unit; one without its right tag is as if absent. NULL: a row
-- of before, until the next start names it in the journal.
ALTER TABLE organisation ADD COLUMN tag {{blob}};
