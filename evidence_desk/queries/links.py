"""Reads of cites and proof links; a cite's state is checked against the text of its page at every read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, text

from evidence_desk.domain.cites import cite_state
from evidence_desk.queries.rows import CiteRow, LinkRow
from evidence_desk.store import tables as t

_PAGE_TEXT = text("SELECT text FROM cache.page WHERE sha256 = :sha256 AND page = :page")
_TITLE = func.coalesce(func.nullif(t.EVIDENCE.c.title, ""), t.EVIDENCE.c.native_title)
_ITEM = func.trim(t.EVIDENCE.c.exhibit + " " + _TITLE).label("item")


class PageTexts:
    """The text of pages, each read once."""

    def __init__(self, connection: Connection) -> None:
        """Read through a connection."""
        self._connection = connection
        self._held: dict[tuple[str, int], str | None] = {}

    def get(self, sha256: str, page: int) -> str | None:
        """Return the text of a page, or None when it was not read."""
        key = (sha256, page)
        if key not in self._held:
            self._held[key] = self._connection.execute(_PAGE_TEXT, {"sha256": sha256, "page": page}).scalar()
        return self._held[key]


def cites(connection: Connection, *, evidence: str | None = None) -> list[CiteRow]:
    """Return the cites, of one item or of all, in the order of their pages."""
    query = select(t.CITE, _ITEM).join(t.EVIDENCE, t.EVIDENCE.c.id == t.CITE.c.evidence_id)
    if evidence is not None:
        query = query.where(t.CITE.c.evidence_id == evidence)
    return _cite_rows(connection, query)


def _cite_rows(connection: Connection, query: Select[Any]) -> list[CiteRow]:
    texts = PageTexts(connection)
    query = query.order_by(t.CITE.c.evidence_id, t.CITE.c.file_id, t.CITE.c.page, t.CITE.c.id)
    return [_cite_row(row, texts) for row in connection.execute(query).mappings()]


def _cite_row(row: Any, texts: PageTexts) -> CiteRow:
    page_text = texts.get(row["file_id"], row["page"]) if row["quote"] and row["file_id"] else None
    return CiteRow(
        id=row["id"],
        evidence=row["evidence_id"],
        file=row["file_id"] or "",
        page=row["page"],
        label=row["label"],
        quote=row["quote"],
        rects=tuple((r[0], r[1], r[2], r[3]) for r in row["rects"]),
        note=row["note"],
        item=row["item"],
        state=str(cite_state(page_text, row["quote"])) if row["quote"] else "ok",
    )


def links(
    connection: Connection, *, evidence: str | None = None, element: str | None = None
) -> list[LinkRow]:
    """Return the proof links with their cites, in the order of what they prove and then of the exhibits."""
    query = _link_query()
    if evidence is not None:
        query = query.where(t.PROOF_LINK.c.evidence_id == evidence)
    if element is not None:
        query = query.where(t.PROOF_LINK.c.element_id == element)
    rows = connection.execute(query).mappings().all()
    narrowed = [row["id"] for row in rows] if evidence is not None or element is not None else None
    held = _cites_by_link(connection, narrowed)
    return [_link_row(row, held.get(row["id"], ())) for row in rows]


def _link_query() -> Select[Any]:
    joined = (
        t.PROOF_LINK.join(t.EVIDENCE, t.PROOF_LINK.c.evidence_id == t.EVIDENCE.c.id)
        .outerjoin(t.ELEMENT, t.PROOF_LINK.c.element_id == t.ELEMENT.c.id)
        .outerjoin(t.FACT, t.PROOF_LINK.c.fact_id == t.FACT.c.id)
    )
    return (
        select(
            t.PROOF_LINK,
            t.EVIDENCE.c.exhibit,
            t.ELEMENT.c.number.label("element_number"),
            t.FACT.c.number.label("fact_number"),
        )
        .select_from(joined)
        .order_by(t.ELEMENT.c.number_sort, t.FACT.c.number_sort, t.EVIDENCE.c.exhibit_sort, t.PROOF_LINK.c.id)
    )


def _cites_by_link(connection: Connection, link_ids: Iterable[str] | None) -> dict[str, tuple[CiteRow, ...]]:
    joined = t.LINK_CITE.join(t.CITE, t.LINK_CITE.c.cite_id == t.CITE.c.id)
    joined = joined.join(t.EVIDENCE, t.EVIDENCE.c.id == t.CITE.c.evidence_id)
    query = select(t.LINK_CITE.c.link_id, t.CITE, _ITEM).select_from(joined)
    parameters: dict[str, Any] = {}
    if link_ids is not None:
        query = query.where(t.LINK_CITE.c.link_id.in_(bindparam("link_ids", expanding=True)))
        parameters["link_ids"] = list(link_ids)
    texts = PageTexts(connection)
    found: dict[str, list[CiteRow]] = defaultdict(list)
    ordered = query.order_by(t.CITE.c.file_id, t.CITE.c.page, t.CITE.c.id)
    for row in connection.execute(ordered, parameters).mappings():
        found[row["link_id"]].append(_cite_row(row, texts))
    return {link_id: tuple(rows) for link_id, rows in found.items()}


def _link_row(row: Any, held: tuple[CiteRow, ...]) -> LinkRow:
    return LinkRow(
        id=row["id"],
        evidence=row["evidence_id"],
        exhibit=row["exhibit"],
        element=row["element_id"] or "",
        element_number=row["element_number"] or "",
        fact=row["fact_id"] or "",
        fact_number=row["fact_number"] or "",
        stance=row["stance"],
        weight=row["weight"],
        purpose=row["purpose"],
        objection=row["objection"],
        answer=row["answer"],
        cites=held,
    )
