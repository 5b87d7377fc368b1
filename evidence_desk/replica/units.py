"""Which columns of a row are one thing, and which clashes need nobody's word."""

from __future__ import annotations

from functools import cache
from typing import Any

from evidence_desk.store import tables as t
from evidence_desk.support.canonical import canonical_json

_DATE = ("date_text", "date_sort", "date_precision")
_NUMBER = ("number", "number_sort")
# Columns that mean nothing apart; the first is the one people know.
_TOGETHER: dict[str, tuple[tuple[str, ...], ...]] = {
    "claim": (_NUMBER,),
    "element": (_NUMBER,),
    "fact": (_NUMBER, _DATE),
    "evidence_group": (_NUMBER,),
    "evidence": (("exhibit", "exhibit_sort"), _DATE),
    "stage_event": (_DATE,),
    "assessment": (_DATE,),
    "deadline": (("due", "rule", "source"),),
    "cite": (("page", "file_id", "label", "quote", "before", "after", "rects"),),
    "proof_link": (("element_id", "fact_id"),),
    "note": (("on_id", "on_kind"),),
    "review_batch": (("name", "number"),),
}
# Rows that are there or not: a pair of two things. Who adds wins over who removes at the same time.
SETS = frozenset(
    [
        "evidence_tag",
        "fact_element",
        "fact_competition",
        "link_cite",
        "evidence_file",
        "file_place",
        "review_item",
    ]
)
# Rows the program makes of files; the same file taken in on two copies is no question to a person.
_BY_PROGRAM = frozenset(["file", "file_place", "batch", "evidence_file"])
# What may stand only once in a matter, or among the rows `AMONG` says, though two copies may each have given it out.
NUMBERED: dict[str, tuple[str, ...]] = {
    "claim": ("number",),
    "element": ("number",),
    "fact": ("number",),
    "evidence_group": ("number",),
    "evidence": ("exhibit",),
    "party": ("name",),
    "tag": ("name", "key"),
    "proceeding": ("case_number",),
    "preset": ("key",),
    "review_batch": ("number",),
}
AMONG = {"review_batch": "name"}  # where a number stands once among the rows with the same value in a column


@cache
def units(table: str) -> tuple[tuple[str, ...], ...]:
    """Return the columns of a table, those that are one thing together."""
    columns = t.BY_NAME[table].columns.keys()
    if table in _BY_PROGRAM:
        return (tuple(name for name in columns if name != "id"),)
    joined = _TOGETHER.get(table, ())
    alone = [name for name in columns if name != "id" and not any(name in unit for unit in joined)]
    return (*joined, *((name,) for name in alone))


def columns_with(table: str, column: str) -> tuple[str, ...]:
    """Return the columns that are one thing with a column."""
    return next((unit for unit in units(table) if column in unit), (column,))


def joined_value(table: str, unit: tuple[str, ...], ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> Any:
    """Return the value both sides get without asking anybody, the same on each; None where somebody must decide."""
    if table in _BY_PROGRAM:
        return min(ours, theirs, key=lambda value: canonical_json(_first_seen(unit, value)))
    if table == "evidence" and unit == ("guesses",):
        # A guess somebody replaced on either side is no guess any more.
        return ({name: value for name, value in ours[0].items() if name in theirs[0]},)
    return None


def _first_seen(unit: tuple[str, ...], value: tuple[Any, ...]) -> list[Any]:
    """Order by when a file was taken in, then by anything that is the same on both sides."""
    named = dict(zip(unit, value, strict=True))
    return [named.get("imported_at") or named.get("at") or "", list(value)]
