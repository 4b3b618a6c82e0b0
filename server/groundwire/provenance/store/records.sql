-- Version 3: which told edits were taken in, so that one told twice counts once. No source text.

CREATE TABLE record (
    event TEXT PRIMARY KEY,         -- the host's name of the edit
    path TEXT NOT NULL,
    before TEXT NOT NULL,           -- digests of the texts before and after
    after TEXT NOT NULL,
    taken REAL NOT NULL             -- seconds since the epoch
) WITHOUT ROWID;

CREATE INDEX record_of_text ON record (path, after);
