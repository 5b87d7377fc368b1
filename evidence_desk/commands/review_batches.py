"""Commands for review batches: deal items out among reviewers by name, and give a batch to somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from evidence_desk.commands.base import Command, Text, Work, required_text, required_texts
from evidence_desk.commands.evidence import resolve_all
from evidence_desk.domain.splitting import split_by_size, split_evenly
from evidence_desk.queries.review_batches import kept_together
from evidence_desk.store import tables as t
from evidence_desk.support.errors import CommandError, UserError
from evidence_desk.support.ids import pair_id
from evidence_desk.support.unset import UNSET, UnsetType
from evidence_desk.support.wording import counted

_MOST_REVIEWERS = 100


@dataclass(frozen=True, kw_only=True)
class SplitReview(Command):
    """Deal items out among reviewers; families and exact copies stay together.

    The items are those listed, or those a query or a saved search finds. With ``size`` every batch holds about so
    many items and the reviewers get them in turn; without it each gets one batch, all about as large.
    """

    name: str
    reviewers: list[str]
    evidence: list[str] | UnsetType = UNSET
    search: Text = UNSET
    query: Text = UNSET
    size: int | UnsetType = UNSET

    @property
    def seeks(self) -> bool:
        """Whether a query or a saved search says what is split."""
        return isinstance(self.evidence, UnsetType) or not isinstance(self.search, UnsetType)

    def apply(self, work: Work) -> str:
        """Insert the batches with their items."""
        name, reviewers = required_text(self.name, "name"), self._reviewers()
        ids, query = self._items(work)
        groups = kept_together(work.connection, ids)
        if isinstance(self.size, int):
            if self.size < 1:
                raise CommandError("bad_size", "A batch holds at least one item", field="size")
            parts = split_by_size(groups, self.size)
        else:
            parts = split_evenly(groups, len(reviewers))
        shares = [(reviewers[place % len(reviewers)], part) for place, part in enumerate(parts) if part]
        for number, (reviewer, part) in enumerate(shares, next_batch_number(work, name)):
            batch = {"name": name, "number": number, "reviewer": reviewer, "query": query, "at": work.at}
            _fill(work, work.create("review_batch", t.REVIEW_BATCH, batch), part)
        return f"Split {counted(len(ids), 'item')} among {', '.join(reviewers)}: {name}"

    def _reviewers(self) -> list[str]:
        names = list(dict.fromkeys(required_text(each, "reviewers") for each in self.reviewers))
        if not 1 <= len(names) <= _MOST_REVIEWERS:
            raise CommandError(
                "bad_reviewers",
                f"There are {len(names)} reviewers",
                f"Name 1 to {_MOST_REVIEWERS}.",
                field="reviewers",
            )
        return names

    def _items(self, work: Work) -> tuple[list[str], str]:
        """Return the items to deal out, and in words what they are."""
        given = [name for name in ("evidence", "search", "query") if getattr(self, name)]
        query = "" if isinstance(self.query, UnsetType) else self.query
        if not isinstance(self.evidence, UnsetType) and "search" not in given:
            return resolve_all(work, self.evidence), query  # the query only says where they come from
        if len(given) != 1:
            raise CommandError(
                "one_of",
                "A split has a list of evidence, a search or a query",
                "Give one of them.",
                field="query",
            )
        if isinstance(self.search, str):
            row_id = work.resolve("search", self.search, "search")
            query = work.row(t.SAVED_SEARCH, row_id)["query"]
        ids = _found(work, query)
        if not ids:
            raise CommandError("nothing_found", f"{query!r} finds no evidence", field=given[0])
        return ids, query


def next_batch_number(work: Work, name: str) -> int:
    """Return the number that follows those of the batches of a name."""
    last = select(func.max(t.REVIEW_BATCH.c.number)).where(t.REVIEW_BATCH.c.name == name)
    return (work.connection.execute(last).scalar() or 0) + 1


def _found(work: Work, query: str) -> list[str]:
    """Return what a query finds; one that cannot be read is an error of its field."""
    try:
        return work.find(query)
    except UserError as error:
        raise CommandError(error.code, error.message, error.remedy, field="query") from error


def _fill(work: Work, batch_id: str, ids: list[str]) -> None:
    rows = [
        {
            "id": pair_id("review_item", batch_id, each),
            "batch_id": batch_id,
            "evidence_id": each,
            "position": place,
        }
        for place, each in enumerate(ids, 1)
    ]
    work.recorder.insert_many(t.REVIEW_ITEM, rows)


@dataclass(frozen=True, kw_only=True)
class EditReviewBatch(Command):
    """Give a review batch to another reviewer, or call it otherwise; under a new name it gets the next number."""

    review_batch: str
    reviewer: Text = UNSET
    name: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the batch."""
        batch_id = work.resolve("review_batch", self.review_batch, "review_batch")
        values: dict[str, Any] = dict(required_texts(self, "reviewer", "name"))
        old = work.row(t.REVIEW_BATCH, batch_id)
        if values.get("name", old["name"]) != old["name"]:
            values["number"] = next_batch_number(work, values["name"])
        work.recorder.update(t.REVIEW_BATCH, batch_id, values)
        row = work.row(t.REVIEW_BATCH, batch_id)
        return f"Review batch {row['name']} {row['number']}: {row['reviewer']}"
