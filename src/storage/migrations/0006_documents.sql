-- Which files a document came from, by a keyed digest: the same file of the same body is found again, and the rows tell
-- nobody what it was nor that two bodies hold the same one. `ordinal` counts the documents of one file: of two uploads at
-- the same moment only one finds its number free.
CREATE TABLE document_file (
    document_id {{text}} NOT NULL,
    digest {{text}} NOT NULL,
    ordinal {{int}} NOT NULL,
    PRIMARY KEY (document_id, digest),
    UNIQUE (digest, ordinal)
){{strict}};

-- Which document of the register a person says another changes or replaces, to be found from the other side. What she
-- said lies sealed in the document; a row with a wrong tag is as if absent.
CREATE TABLE document_relation (
    document_id {{text}} NOT NULL,
    relation {{text}} NOT NULL,
    other_id {{text}} NOT NULL,
    tag {{blob}} NOT NULL,
    PRIMARY KEY (document_id, relation, other_id)
){{strict}};
CREATE INDEX document_relation_by_other ON document_relation (other_id);
