"""Commands for cites, and for proof links from evidence to elements and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from evidence_desk.commands.base import Command, Ref, Text, Work, given, same_named
from evidence_desk.commands.relations import held_by, set_relations
from evidence_desk.domain.cites import find_quote
from evidence_desk.domain.file_ids import hash_of
from evidence_desk.domain.words import Stance
from evidence_desk.store import tables as t
from evidence_desk.support.errors import CommandError
from evidence_desk.support.unset import UNSET, UnsetType

_MAX_PAGE = 1_000_000  # of a file whose pages are not known
_CONTEXT = 40  # characters of the page kept before and after a quote, to find it again
_SAME = ("evidence_id", "element_id", "fact_id", "stance")  # of two links that say the same
_MAX_POINTS = 20_000.0  # far beyond the largest page PDF allows (14,400 units; ISO 32000-1, annex C)


@dataclass(frozen=True, kw_only=True)
class _CiteFields(Command):
    file: Text = UNSET
    page: int | UnsetType = UNSET
    quote: Text = UNSET
    rects: list[list[float]] | UnsetType = UNSET
    note: Text = UNSET


def _checked_rects(rects: list[list[float]]) -> list[list[float]]:
    """Return rectangles in page points from the top left.

    Raises:
        CommandError: one is not [x0, y0, x1, y1] with x0 < x1 and y0 < y1 on a page.
    """
    for place, rect in enumerate(rects, 1):
        good = len(rect) == 4 and all(0 <= abs(n) <= _MAX_POINTS for n in rect)
        if not good or rect[0] >= rect[2] or rect[1] >= rect[3]:
            raise CommandError(
                "bad_rectangle",
                f"Rectangle {place} is not [x0, y0, x1, y1] in page points with x0 < x1 and y0 < y1",
                field="rects",
            )
    return [[round(float(n), 2) for n in rect] for rect in rects]


def _file_of(work: Work, evidence_id: str, reference: Text) -> str | None:
    """Return the file a cite is on: the one named, or the only one of the item, or None.

    Raises:
        CommandError: the item has several files and none is named, or the named one is not the item's.
    """
    held = held_by(work.connection, evidence_id)
    if isinstance(reference, str) and reference:
        file_id = work.resolve("file", reference, "file")
        is_marked = hash_of(reference) != reference
        alike = [] if is_marked else [each for each in held if hash_of(each) == hash_of(file_id)]
        is_named = file_id in held and (is_marked or hash_of(file_id) == file_id)
        found = [file_id] if is_named else alike
        if not found:
            raise CommandError(
                "not_its_file", f"The file {reference!r} is not one of this item", field="file"
            )
        if len(found) > 1:
            raise CommandError(
                "which_file",
                f"The bytes of {reference!r} are several pages of this item",
                "Name the file by its id.",
                field="file",
            )
        return found[0]
    if len(held) > 1:
        raise CommandError(
            "which_file", "This item has several files", "Name the one that is cited.", field="file"
        )
    return held[0] if held else None


def _place_columns(work: Work, file_id: str | None, page: int, quote: str) -> dict[str, Any]:
    """Return the columns of a place on a page, with its label and the words around the quote.

    Raises:
        CommandError: the file has no such page.
    """
    pages = work.row(t.FILE, file_id)["pages"] if file_id else 0
    if not 0 <= page <= (pages or _MAX_PAGE):
        raise CommandError(
            "no_such_page", f"There is no page {page}; the last is {pages or _MAX_PAGE}", field="page"
        )
    values: dict[str, Any] = {"file_id": file_id, "page": page, "quote": quote, "before": "", "after": ""}
    values["label"] = work.page_label(file_id, page) if file_id and page else ""
    text = work.page_text(file_id, page) if file_id and page else None
    if text is not None and quote:
        found = find_quote(text, quote)
        if found is None:
            work.warnings.append(f"The quote {quote[:60]!r} is not in the text of page {page}")
        else:
            start, end = found
            values["before"] = text[max(0, start - _CONTEXT) : start]
            values["after"] = text[end : end + _CONTEXT]
    return values


def _check_on_page(page: int, quote: str, rects: list[list[float]]) -> None:
    if (quote or rects) and page < 1:
        raise CommandError("no_such_page", "A cite with a quote or rectangles needs its page", field="page")


@dataclass(frozen=True, kw_only=True)
class AddCite(_CiteFields):
    """Keep a place in an evidence item: a page with a quote, rectangles, or both."""

    evidence: str

    def apply(self, work: Work) -> str:
        """Insert the cite."""
        evidence_id = work.resolve("evidence", self.evidence, "evidence")
        page = 0 if isinstance(self.page, UnsetType) else self.page
        quote = "" if isinstance(self.quote, UnsetType) else self.quote
        rects = [] if isinstance(self.rects, UnsetType) else _checked_rects(self.rects)
        _check_on_page(page, quote, rects)
        place = _place_columns(work, _file_of(work, evidence_id, self.file), page, quote)
        values = {**same_named(self, "note"), **place, "evidence_id": evidence_id, "rects": rects}
        work.create("cite", t.CITE, values)
        return f"Add cite to {_name(work, evidence_id)}, p. {page}"


@dataclass(frozen=True, kw_only=True)
class EditCite(_CiteFields):
    """Change a cite."""

    cite: str

    def apply(self, work: Work) -> str:
        """Update the cite."""
        cite_id = work.resolve("cite", self.cite, "cite")
        old = work.row(t.CITE, cite_id)
        values: dict[str, Any] = same_named(self, "note")
        if not isinstance(self.rects, UnsetType):
            values["rects"] = _checked_rects(self.rects)
        if any(given(file=self.file, page=self.page, quote=self.quote)):
            file = old["file_id"] if isinstance(self.file, UnsetType) else self.file
            page = old["page"] if isinstance(self.page, UnsetType) else self.page
            quote = old["quote"] if isinstance(self.quote, UnsetType) else self.quote
            file_id = _file_of(work, old["evidence_id"], file or UNSET)
            values |= _place_columns(work, file_id, page, quote)
        after = {**old, **values}
        _check_on_page(after["page"], after["quote"], after["rects"])
        work.recorder.update(t.CITE, cite_id, values)
        return f"Edit cite of {_name(work, old['evidence_id'])}"


def check_weight(weight: int, field: str) -> None:
    """Refuse a weight that is not 1, 2 or 3.

    Raises:
        CommandError: naming the field.
    """
    if not 1 <= weight <= 3:
        raise CommandError("bad_weight", f"The weight {weight} is not 1, 2 or 3", field=field)


@dataclass(frozen=True, kw_only=True)
class _LinkFields(Command):
    weight: int | UnsetType = UNSET
    purpose: Text = UNSET
    cites: list[str] | UnsetType = UNSET
    objection: Text = UNSET
    answer: Text = UNSET

    def columns(self) -> dict[str, Any]:
        """Return the given plain fields as columns."""
        if isinstance(self.weight, int):
            check_weight(self.weight, "weight")
        return same_named(self, "weight", "purpose", "objection", "answer")

    def set_cites(self, work: Work, link_id: str, evidence_id: str) -> None:
        """Make the link's cites exactly the given ones, where given."""
        if isinstance(self.cites, UnsetType):
            return
        ids = [work.resolve("cite", reference, "cites") for reference in self.cites]
        for cite_id in ids:
            if work.row(t.CITE, cite_id)["evidence_id"] != evidence_id:
                raise CommandError("other_item", "A cite is of another evidence item", field="cites")
        set_relations(work, t.LINK_CITE, "link_id", link_id, "cite_id", ids)


def _target(work: Work, element: Text, fact: Text) -> dict[str, str | None]:
    """Return the columns of what a link is to: an element or a fact, not both, not none."""
    wanted = [
        name for name, value in (("element", element), ("fact", fact)) if isinstance(value, str) and value
    ]
    if len(wanted) != 1:
        raise CommandError(
            "one_target",
            "A link is to one element or to one fact",
            "Give either element or fact.",
            field="element",
        )
    element_id = work.resolve("element", str(element), "element") if wanted == ["element"] else None
    fact_id = work.resolve("fact", str(fact), "fact") if wanted == ["fact"] else None
    return {"element_id": element_id, "fact_id": fact_id}


@dataclass(frozen=True, kw_only=True)
class LinkEvidence(_LinkFields):
    """Say what an evidence item proves: it supports or contradicts an element or fact, or gives context."""

    evidence: str
    stance: Stance
    element: Text = UNSET
    fact: Text = UNSET

    def apply(self, work: Work) -> str:
        """Insert the link with its cites."""
        evidence_id = work.resolve("evidence", self.evidence, "evidence")
        target = _target(work, self.element, self.fact)
        values = {
            "weight": 2,
            **self.columns(),
            **target,
            "evidence_id": evidence_id,
            "stance": str(self.stance),
        }
        said = f"{_name(work, evidence_id)}: {self.stance} {_target_name(work, target)}"
        held = _same_link(work, values)
        if held is not None:
            return self._add_to(work, held, said)
        link_id = work.create("link", t.PROOF_LINK, values)
        self.set_cites(work, link_id, evidence_id)
        return f"Link {said}"

    def _add_to(self, work: Work, link_id: str, said: str) -> str:
        """Add what is new to the link there is already, so that the same is never said twice; what it says stays.

        Raises:
            CommandError: nothing is new, or a field would take the place of what the link says.
        """
        work.created.append(Ref("link", link_id))  # a handle of a command file names the link there is
        row = work.row(t.PROOF_LINK, link_id)
        fresh = {name: value for name, value in self.columns().items() if value and value != row[name]}
        for name in fresh:
            if row[name]:
                raise CommandError(
                    "taken",
                    f"It is linked so already, with another {name}: {said}",
                    "Edit that link.",
                    field=name,
                )
        added = self._added_cites(work, link_id)
        if not fresh and added is None:
            raise CommandError(
                "taken",
                f"It is linked so already: {said}",
                "Choose another element, fact or stance, or add a cite to the link.",
                field="element",
            )
        work.recorder.update(t.PROOF_LINK, link_id, fresh)
        if added is not None:
            replace(self, cites=added).set_cites(work, link_id, row["evidence_id"])
        return f"Add to the link {said}"

    def _added_cites(self, work: Work, link_id: str) -> list[str] | None:
        """Return the cites of a link with those given, or None where they are all on it."""
        query = select(t.LINK_CITE.c.cite_id).where(t.LINK_CITE.c.link_id == link_id)
        held = list(work.connection.execute(query).scalars())
        given_cites = [] if isinstance(self.cites, UnsetType) else self.cites
        whole = list(dict.fromkeys([*held, *(work.resolve("cite", each, "cites") for each in given_cites)]))
        return whole if len(whole) > len(held) else None


@dataclass(frozen=True, kw_only=True)
class EditLink(_LinkFields):
    """Change a proof link."""

    link: str
    evidence: Text = UNSET
    stance: Stance | UnsetType = UNSET
    element: Text = UNSET
    fact: Text = UNSET

    def apply(self, work: Work) -> str:
        """Update the link."""
        link_id = work.resolve("link", self.link, "link")
        evidence_id = work.resolve_given("evidence", self.evidence, "evidence")
        values = {**self.columns(), **same_named(self, "stance"), **given(evidence_id=evidence_id)}
        if given(element=self.element, fact=self.fact):
            values |= _target(work, self.element, self.fact)
        old = work.row(t.PROOF_LINK, link_id)
        after = {**old, **values}
        # Two copies may have said the same: such a pair can be worked on, and no other one made.
        is_another = any(after[name] != old[name] for name in _SAME)
        if is_another and _same_link(work, after) is not None:
            raise CommandError(
                "taken",
                "Another link says the same of this item already",
                "Delete one of the two.",
                field="stance",
            )
        work.recorder.update(t.PROOF_LINK, link_id, values)
        row = work.row(t.PROOF_LINK, link_id)
        self.set_cites(work, link_id, row["evidence_id"])
        self._check_cites_follow(work, link_id, row["evidence_id"])
        return f"Edit link of {_name(work, row['evidence_id'])} to {_target_name(work, row)}"

    def _check_cites_follow(self, work: Work, link_id: str, evidence_id: str) -> None:
        """Refuse to leave cites of another item on the link."""
        joined = t.LINK_CITE.join(t.CITE, t.LINK_CITE.c.cite_id == t.CITE.c.id)
        strays = (
            select(t.CITE.c.id)
            .select_from(joined)
            .where(t.LINK_CITE.c.link_id == link_id, t.CITE.c.evidence_id != evidence_id)
        )
        if work.has(strays):
            raise CommandError(
                "other_item",
                "The link has cites of its old evidence item",
                "Give new cites, or cites: [].",
                field="evidence",
            )


def _same_link(work: Work, values: Mapping[str, Any]) -> str | None:
    """Return a link of the same item to the same target with the same stance, another than that of ``values``."""
    link = t.PROOF_LINK.c
    query = select(link.id).where(
        *(link[name] == values[name] for name in _SAME), link.id != values.get("id", "")
    )
    return work.connection.execute(query.limit(1)).scalar()


def _name(work: Work, evidence_id: str) -> str:
    row = work.row(t.EVIDENCE, evidence_id)
    return str(row["exhibit"] or row["title"])


def _target_name(work: Work, target: Any) -> str:
    if target["element_id"]:
        return str(work.row(t.ELEMENT, target["element_id"])["number"])
    return f"fact {work.row(t.FACT, target['fact_id'])['number']}"
