"""The tables of review batches: items to be read, dealt out among people by name."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, UniqueConstraint

from evidence_desk.store.columns import METADATA, key_column, reference, text_column

REVIEW_BATCH = Table(
    "review_batch",
    METADATA,
    key_column(),
    text_column("name", index=True),  # of the split it comes from; several batches share it
    Column("number", Integer, nullable=False),  # among those of the name, from 1
    text_column("reviewer", index=True),
    text_column("query"),  # what was split, in words
    text_column("at"),
)

REVIEW_ITEM = Table(
    "review_item",
    METADATA,
    key_column(),
    reference("batch_id", "review_batch", required=True),
    reference("evidence_id", "evidence", required=True),
    Column("position", Integer, nullable=False),
    UniqueConstraint("batch_id", "evidence_id"),
)
