-- Format 1.2: conflicts between copies, entries taken over from copies, copies given, and who has seen what.

CREATE TABLE "conflict" (
    id TEXT NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    table_name TEXT DEFAULT '' NOT NULL,
    row_id TEXT DEFAULT '' NOT NULL,
    field TEXT DEFAULT '' NOT NULL,
    base JSON NOT NULL,
    ours JSON NOT NULL,
    theirs JSON NOT NULL,
    ours_by TEXT DEFAULT '' NOT NULL,
    ours_at TEXT DEFAULT '' NOT NULL,
    theirs_by TEXT DEFAULT '' NOT NULL,
    theirs_at TEXT DEFAULT '' NOT NULL,
    along JSON NOT NULL,
    stamps JSON NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_conflict PRIMARY KEY (id)
);

CREATE INDEX ix_conflict_row_id ON "conflict" (row_id);

CREATE TABLE foreign_entry (
    replica TEXT NOT NULL,
    seq INTEGER NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    command TEXT NOT NULL,
    summary TEXT NOT NULL,
    arguments TEXT NOT NULL,
    changes TEXT NOT NULL,
    undoes INTEGER,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    taken_by INTEGER NOT NULL,
    CONSTRAINT pk_foreign_entry PRIMARY KEY (replica, seq),
    CONSTRAINT uq_foreign_entry_hash UNIQUE (hash)
);

CREATE INDEX ix_foreign_entry_taken_by ON foreign_entry (taken_by);

CREATE TABLE copy_given (
    id TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    recipient TEXT NOT NULL,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    with_files BOOLEAN NOT NULL,
    head_seq INTEGER NOT NULL,
    head_hash TEXT NOT NULL,
    brought_at TEXT NOT NULL,
    CONSTRAINT pk_copy_given PRIMARY KEY (id)
);

CREATE TABLE seen (
    actor TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    CONSTRAINT pk_seen PRIMARY KEY (actor)
);
