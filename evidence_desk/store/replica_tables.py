"""The tables the program keeps for itself about copies of a matter: nobody's work, not in the history."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, Table, Text

from evidence_desk.store.columns import METADATA, OF_PROGRAM

# Entries other copies wrote, taken over word for word when they were brought back, so that their chains can be checked.
FOREIGN_ENTRY = Table(
    "foreign_entry",
    METADATA,
    Column("replica", Text, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("actor", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("arguments", Text, nullable=False),
    Column("changes", Text, nullable=False),
    Column("undoes", Integer, nullable=True),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    Column(
        "taken_by", Integer, nullable=False, index=True
    ),  # the number of our entry that took it over first
    info=OF_PROGRAM,
)

# What was given to whom, and when it last came back.
COPY_GIVEN = Table(
    "copy_given",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("with_files", Boolean(create_constraint=False), nullable=False),
    Column("head_seq", Integer, nullable=False),
    Column("head_hash", Text, nullable=False),
    Column("brought_at", Text, nullable=False),
    info=OF_PROGRAM,
)

# Up to which entry of the history each person has looked.
SEEN = Table(
    "seen",
    METADATA,
    Column("actor", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("at", Text, nullable=False),
    info=OF_PROGRAM,
)
