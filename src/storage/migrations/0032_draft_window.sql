-- Which open form wrote a draft last (ADR 99): it goes on without being asked what it builds on, every other one has to say. `changed_at`
-- is the version: it never comes twice in one place. A row of before was written by none that is still open.
ALTER TABLE draft ADD COLUMN writer {{text}} NOT NULL DEFAULT '';
