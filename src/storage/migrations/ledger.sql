-- Run before the numbered migrations, every time: where the store remembers which of them it has.
CREATE TABLE IF NOT EXISTS schema_migration (
    number {{int}} NOT NULL PRIMARY KEY,
    name {{text}} NOT NULL,
    digest {{blob}} NOT NULL,
    applied_at {{int}} NOT NULL
){{strict}};
