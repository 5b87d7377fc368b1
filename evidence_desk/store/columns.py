"""What the columns of the tables are made of, and the names their keys and indexes get."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, MetaData, Text

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# On the tables the program keeps for itself, whichever module is imported first: not in the history, not undone.
OF_PROGRAM = {"of": "program"}


def key_column() -> Column[str]:
    """Return the key of a table."""
    return Column("id", Text, primary_key=True)


def text_column(name: str, *, index: bool = False) -> Column[str]:
    """Return a column of text, empty where nothing is known."""
    return Column(name, Text, nullable=False, server_default="", index=index)


def reference(name: str, target: str, *, required: bool = False) -> Column[str]:
    """Return a column that names a row of another table."""
    return Column(name, Text, ForeignKey(f"{target}.id"), nullable=not required, index=True)


def fuzzy_date() -> tuple[Column[str], Column[str], Column[str]]:
    """Return the columns of a date as people know it: words, sort key and precision."""
    return text_column("date_text"), text_column("date_sort"), text_column("date_precision")
