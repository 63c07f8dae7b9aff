-- A list sorted by when a record was opened or by a declared column goes along an index and does not sort the register.
CREATE INDEX record_by_opened ON record (register_name, opened_at, id);
CREATE INDEX record_by_owner_opened ON record (register_name, owner_org, opened_at, id);
CREATE INDEX record_by_creator_due ON record (register_name, created_by, due_at, id);
CREATE INDEX record_by_c1 ON record (register_name, c1, id);
CREATE INDEX record_by_c2 ON record (register_name, c2, id);
CREATE INDEX record_by_c3 ON record (register_name, c3, id);
CREATE INDEX record_by_c4 ON record (register_name, c4, id);
CREATE INDEX record_by_c5 ON record (register_name, c5, id);
CREATE INDEX record_by_c6 ON record (register_name, c6, id);
CREATE INDEX record_by_c7 ON record (register_name, c7, id);
CREATE INDEX record_by_c8 ON record (register_name, c8, id);
