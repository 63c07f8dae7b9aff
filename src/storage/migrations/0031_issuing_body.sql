-- Which body a person said issued a document: its leaders read that document (ADR 97). A table of its own, for the journal names
-- rows of `document` as they were written, and another column would be a change of each. One row a document; `organisation_id` is
-- empty where somebody took it back, and `version` is the document's when it was said. A row with a wrong tag is as if absent.
CREATE TABLE issuing_body (
    document_id {{text}} NOT NULL PRIMARY KEY,
    organisation_id {{text}} NOT NULL,
    version {{int}} NOT NULL,
    tag {{blob}} NOT NULL
){{strict}};
CREATE INDEX issuing_body_by_organisation ON issuing_body (organisation_id);
