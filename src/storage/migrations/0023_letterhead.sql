-- What stands on the papers an organisation sends: the two lines above, place, what follows the number, who signs how (forms
-- of one or more lines, an empty line between two), who receives a copy (one a line). Empty parts follow from the tree.
CREATE TABLE organisation_letterhead (
    organisation_id {{text}} NOT NULL PRIMARY KEY,
    above {{text}} NOT NULL,
    own {{text}} NOT NULL,
    place {{text}} NOT NULL,
    symbol {{text}} NOT NULL,
    signatures {{text}} NOT NULL,
    recipients {{text}} NOT NULL
){{strict}};
