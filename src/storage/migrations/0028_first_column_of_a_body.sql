-- A list of one body by the first column of its register goes along an index and does not sort all records of the body.
CREATE INDEX record_by_owner_c1 ON record (register_name, owner_org, c1, id);
