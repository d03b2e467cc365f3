"""The library's tables. Deleting a version takes its chunks, sentences, words and vectors with it."""

from __future__ import annotations

SCHEMA_VERSION = 2

SCHEMA = """
BEGIN IMMEDIATE;

CREATE TABLE IF NOT EXISTS facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS documents (
    id TEXT PRIMARY KEY,
    location TEXT NOT NULL UNIQUE
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS versions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    bytes_sha256 TEXT NOT NULL,
    details TEXT NOT NULL,
    details_sha256 TEXT NOT NULL,
    added TEXT NOT NULL,
    active INTEGER NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS one_active_version ON versions(document) WHERE active = 1;
CREATE INDEX IF NOT EXISTS versions_of_document ON versions(document, text_sha256);

CREATE TABLE IF NOT EXISTS chunks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL REFERENCES versions(number) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    part INTEGER NOT NULL,
    indexed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (version, number)
);
CREATE INDEX IF NOT EXISTS chunks_not_indexed ON chunks(id) WHERE indexed = 0;

CREATE TABLE IF NOT EXISTS sentences (
    chunk INTEGER NOT NULL REFERENCES chunks(id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (chunk, start)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS vectors (
    chunk INTEGER PRIMARY KEY REFERENCES chunks(id) ON DELETE CASCADE,
    vector BLOB NOT NULL
);

CREATE TABLE IF NOT EXISTS foreseen (
    version INTEGER NOT NULL REFERENCES versions(number) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    vector BLOB,
    PRIMARY KEY (version, number)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS vectors_to_drop (chunk INTEGER PRIMARY KEY);

CREATE TABLE IF NOT EXISTS vector_files (
    path TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL
) WITHOUT ROWID;

CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(
    title, heading, text, tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER IF NOT EXISTS chunk_gone AFTER DELETE ON chunks BEGIN
    DELETE FROM words WHERE rowid = OLD.id;
    INSERT OR IGNORE INTO vectors_to_drop SELECT OLD.id WHERE OLD.indexed = 1;
END;

PRAGMA user_version = 2;
COMMIT;
"""
