-- How many events the journal names of a record is asked when its row is first looked at: without the looks, of which there
-- may be thousands.
CREATE INDEX journal_events ON journal (register_name, record_id) WHERE event_id <> '';
