-- The attribution store, version 1. Spans count code points of the LF-normalised text.

CREATE TABLE origin (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    grade TEXT NOT NULL,
    via TEXT NOT NULL,
    tool TEXT,
    model TEXT,
    session TEXT,
    event TEXT,
    time TEXT
) WITHOUT ROWID;

CREATE TABLE text (
    seq INTEGER PRIMARY KEY,        -- rises with each save: the greatest of a path is its latest
    path TEXT NOT NULL,             -- relative to the work tree or folder, with slashes
    digest TEXT NOT NULL,           -- SHA-256 of the text in UTF-8
    length INTEGER NOT NULL,        -- code points
    newline TEXT NOT NULL,          -- the document's line ending
    spans TEXT NOT NULL,            -- JSON: [[start, end, origin], ...]
    written TEXT NOT NULL,          -- JSON: {origin: characters it wrote at first}
    time TEXT NOT NULL,             -- RFC 3339, UTC
    body BLOB                       -- zlib; dropped from older texts
);

CREATE UNIQUE INDEX text_of_path ON text (path, digest);
CREATE INDEX latest_text ON text (path, seq);
CREATE INDEX text_by_digest ON text (digest);

CREATE TABLE review (
    path TEXT NOT NULL,
    unit TEXT NOT NULL,
    digest TEXT NOT NULL,           -- of the unit's text as it was reviewed
    time TEXT NOT NULL,
    who TEXT NOT NULL DEFAULT 'person',
    PRIMARY KEY (path, unit, digest)
) WITHOUT ROWID;
