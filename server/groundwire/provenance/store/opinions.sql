-- Version 2: what a person said of marks, and what they asked to be forgotten. No source text.

CREATE TABLE opinion (
    code TEXT NOT NULL,             -- of the rule whose mark was not useful
    path TEXT NOT NULL,
    unit TEXT NOT NULL,             -- qualified name
    digest TEXT NOT NULL,           -- of the unit's text as it was judged
    place TEXT NOT NULL,            -- JSON: [line, column, end line, end column], counted from the unit's first line
    time TEXT NOT NULL,             -- RFC 3339, UTC
    PRIMARY KEY (code, digest, place)
) WITHOUT ROWID;

CREATE TABLE demoted (
    code TEXT PRIMARY KEY,
    time TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE cleared (
    path TEXT NOT NULL,
    origin TEXT NOT NULL,           -- wrote nothing in this path any more, whoever still says so
    PRIMARY KEY (path, origin)
) WITHOUT ROWID;
