-- Format 1.3: the order of the evidence list without sorting, and items dealt out to reviewers.

CREATE INDEX ix_evidence_exhibit_order ON evidence (exhibit_sort, added_at, id);

CREATE INDEX ix_evidence_date_order ON evidence (date_sort, id);

CREATE TABLE review_batch (
    id TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    number INTEGER NOT NULL,
    reviewer TEXT DEFAULT '' NOT NULL,
    "query" TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_review_batch PRIMARY KEY (id)
);

CREATE INDEX ix_review_batch_name ON review_batch (name);

CREATE INDEX ix_review_batch_reviewer ON review_batch (reviewer);

CREATE TABLE review_item (
    id TEXT NOT NULL,
    batch_id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_review_item PRIMARY KEY (id),
    CONSTRAINT uq_review_item_batch_id_evidence_id UNIQUE (batch_id, evidence_id),
    CONSTRAINT fk_review_item_batch_id FOREIGN KEY(batch_id) REFERENCES review_batch (id),
    CONSTRAINT fk_review_item_evidence_id FOREIGN KEY(evidence_id) REFERENCES evidence (id)
);

CREATE INDEX ix_review_item_batch_id ON review_item (batch_id);

CREATE INDEX ix_review_item_evidence_id ON review_item (evidence_id);
