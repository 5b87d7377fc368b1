"""Commands for searches that are kept under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evidence_desk.commands.base import Command, Text, Work, required_texts, same_named
from evidence_desk.domain.search_grammar import parse
from evidence_desk.domain.search_problems import QueryError
from evidence_desk.store import tables as t
from evidence_desk.support.errors import CommandError
from evidence_desk.support.unset import UNSET


def _columns(work: Work, values: dict[str, Any], *, besides: str | None = None) -> dict[str, Any]:
    for column in ("name", "key"):
        work.check_unique(t.SAVED_SEARCH, column, values, besides=besides)
    if "query" in values:
        try:
            parse(values["query"])
        except QueryError as error:
            raise CommandError("bad_query", str(error), field="query", **error.details) from error
    return values


@dataclass(frozen=True, kw_only=True)
class SaveSearch(Command):
    """Keep a search under a name; a key runs it."""

    name: str
    query: str
    key: Text = UNSET

    def apply(self, work: Work) -> str:
        """Insert the search."""
        values = _columns(work, {**required_texts(self, "name", "query"), **same_named(self, "key")})
        work.create("search", t.SAVED_SEARCH, values)
        return f"Save search {values['name']}"


@dataclass(frozen=True, kw_only=True)
class EditSearch(Command):
    """Change a saved search."""

    search: str
    name: Text = UNSET
    query: Text = UNSET
    key: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the search."""
        row_id = work.resolve("search", self.search, "search")
        values = {**required_texts(self, "name", "query"), **same_named(self, "key")}
        work.recorder.update(t.SAVED_SEARCH, row_id, _columns(work, values, besides=row_id))
        return f"Edit search {work.row(t.SAVED_SEARCH, row_id)['name']}"
