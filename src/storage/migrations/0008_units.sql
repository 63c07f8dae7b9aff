-- Administrative units that a store keeps over those its pack ships, and which unit an organisation stands for. A unit is
-- named by list version and code together; one unit may have several spells, each beginning on another day.

CREATE TABLE administrative_unit (
    list_version {{text}} NOT NULL,
    code {{text}} NOT NULL,
    valid_from {{text}} NOT NULL,
    valid_until {{text}} NOT NULL,
    name {{text}} NOT NULL,
    kind {{text}} NOT NULL,
    parent_code {{text}} NOT NULL,
    basis {{text}} NOT NULL,
    confidence {{text}} NOT NULL,
    PRIMARY KEY (list_version, code, valid_from)
){{strict}};

CREATE TABLE administrative_unit_predecessor (
    list_version {{text}} NOT NULL,
    code {{text}} NOT NULL,
    valid_from {{text}} NOT NULL,
    ordinal {{int}} NOT NULL,
    from_list {{text}} NOT NULL,
    from_code {{text}} NOT NULL,
    extent {{text}} NOT NULL,
    PRIMARY KEY (list_version, code, valid_from, ordinal)
){{strict}};

CREATE TABLE organisation_unit (
    organisation_id {{text}} NOT NULL PRIMARY KEY,
    list_version {{text}} NOT NULL,
    code {{text}} NOT NULL
){{strict}};
