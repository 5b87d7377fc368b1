"""The one translation of a query to SQL: a condition on evidence items, used by lists, search, facets and scopes.

An item fits a word when the word is on a page of one of its files, or in its own title, people, labels, notes or
quotes; so ``a b`` finds an item with the one word on its first page and the other on its last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    cast,
    column,
    exists,
    false,
    func,
    not_,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.sql.expression import TableClause

from evidence_desk.domain import fuzzy_dates
from evidence_desk.domain.fuzzy_dates import Precision
from evidence_desk.domain.search_language import (
    And,
    Everything,
    Field,
    In,
    Node,
    Not,
    Or,
    Phrase,
    Term,
    Word,
    place_of,
)
from evidence_desk.queries.search_rare import fits_here, is_rare
from evidence_desk.queries.search_terms import items_match, pages_match
from evidence_desk.store import tables as t
from evidence_desk.store.index_file import SCHEMA_NAME, SHEAF_BITS

Condition = ColumnElement[bool]


def _index(name: str, *columns: str) -> TableClause:
    return table(name, *(column(one) for one in columns), schema=SCHEMA_NAME)


SHEAF = _index("sheaf", "no", "sha256", "start", "pages")
PAGE_FTS = _index("page_fts", "rowid", "page_fts", "rank")
ITEM = _index("item", "no", "evidence")
ITEM_FTS = _index("item_fts", "rowid", "item_fts", "rank")


def condition(connection: Connection, node: Node) -> Condition:
    """Return a query as a condition on the table of evidence.

    Args:
        connection: of a reader; the names of parties are looked up through it.
        node: what `parse` made of the query.
    """
    return _Translation(connection).of(node, "")


def fits_terms(terms: list[Term]) -> Condition:
    """Return the condition that an item has one of some terms, on a page or in its own words."""
    found: list[Condition] = []
    if pages := pages_match(terms):
        sheaves = select(PAGE_FTS.c.rowid.op(">>")(SHEAF_BITS)).where(PAGE_FTS.c.page_fts.op("MATCH")(pages))
        joined = t.EVIDENCE_FILE.join(SHEAF, SHEAF.c.sha256 == t.EVIDENCE_FILE.c.file_id)
        holders = select(t.EVIDENCE_FILE.c.evidence_id).select_from(joined).where(SHEAF.c.no.in_(sheaves))
        found.append(t.EVIDENCE.c.id.in_(holders))
    if items := items_match(terms):
        found.append(_own_words(items))
    return or_(false(), *found)


def _own_words(match: str) -> Condition:
    rows = select(ITEM_FTS.c.rowid).where(ITEM_FTS.c.item_fts.op("MATCH")(match))
    return t.EVIDENCE.c.id.in_(select(ITEM.c.evidence).where(ITEM.c.no.in_(rows)))


class _Translation:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._fields: dict[str, Callable[[Field], Condition]] = {
            "kind": lambda field: _same(t.EVIDENCE.c.kind, field),
            "type": lambda field: _same(t.EVIDENCE.c.type, field),
            "exhibit": lambda field: _same(t.EVIDENCE.c.exhibit, field),
            "tag": _tagged,
            "claim": _of_claim,
            "batch": _in_batch,
            "reviewer": _of_reviewer,
            "element": _of_element,
            "fact": _of_fact,
            "stage": _at_stage,
            "party": self._of_party,
            "date": _dated,
            "has": lambda field: _HAS[field.value](),
            "is": lambda field: _IS[field.value](),
        }

    def of(self, node: Node, place: str) -> Condition:
        match node:
            case Word(text, is_prefix):
                return fits_terms([Term(text, is_prefix, place)])
            case Phrase(text):
                return fits_terms([Term(text, False, place)])
            case Field(name):
                return self._fields[name](node)
            case Not(part):
                return not_(self.of(part, place))
            case And(parts):
                inner = place_of(parts, place)
                return and_(*self._all_of(parts, inner))
            case Or(parts):
                return or_(*(self.of(part, place) for part in parts))
            case In() | Everything():
                return true()

    def _all_of(self, parts: Sequence[Node], place: str) -> list[Condition]:
        """Return the conditions of parts that must all fit; beside a rare word no frequent one is collected."""
        words: dict[Node, Term] = {}
        for part in parts:
            if isinstance(part, Word | Phrase):
                words[part] = Term(part.text, isinstance(part, Word) and part.is_prefix, place)
        rare = {part for part, term in words.items() if len(words) > 1 and is_rare(self._connection, term)}
        first = [self.of(part, place) for part in parts if part in rare or part not in words]
        rest = [part for part in words if part not in rare]
        return first + [fits_here([words[part]]) if rare else self.of(part, place) for part in rest]

    def _of_party(self, field: Field) -> Condition:
        if field.is_prefix and not field.value:
            return or_(t.EVIDENCE.c.author != "", t.EVIDENCE.c.source != "", t.EVIDENCE.c.custodian != "")
        names = [field.value]
        wanted = field.value.casefold()
        for row in self._connection.execute(select(t.PARTY.c.name, t.PARTY.c.native_name, t.PARTY.c.aliases)):
            called = [name for name in (row.name, row.native_name, *row.aliases) if name]
            if any(_is_called(name, wanted, field.is_prefix) for name in called):
                names += called
        terms = [Term(name, field.is_prefix, "people") for name in names if any(map(str.isalnum, name))]
        match = items_match(terms)
        return _own_words(match) if match else false()


def _is_called(name: str, wanted: str, is_prefix: bool) -> bool:
    return name.casefold().startswith(wanted) if is_prefix else name.casefold() == wanted


def _same(value: ColumnElement[str], field: Field) -> Condition:
    """Return that a column is the value whatever its capitals, begins with it, or is not empty for a mere star."""
    if not field.is_prefix:
        return func.lower(value) == func.lower(field.value)
    return value.istartswith(field.value, autoescape=True) if field.value else value != ""


def _tagged(field: Field) -> Condition:
    joined = t.EVIDENCE_TAG.join(t.TAG, t.EVIDENCE_TAG.c.tag_id == t.TAG.c.id)
    rows = select(t.EVIDENCE_TAG.c.evidence_id).select_from(joined).where(_same(t.TAG.c.name, field))
    return t.EVIDENCE.c.id.in_(rows)


def _dealt_out(*conditions: Condition) -> Condition:
    joined = t.REVIEW_ITEM.join(t.REVIEW_BATCH, t.REVIEW_ITEM.c.batch_id == t.REVIEW_BATCH.c.id)
    return t.EVIDENCE.c.id.in_(select(t.REVIEW_ITEM.c.evidence_id).select_from(joined).where(*conditions))


def _in_batch(field: Field) -> Condition:
    """Return that an item is in a review batch: a name alone means all batches of the name, NAME/2 the second."""
    batch = t.REVIEW_BATCH.c
    name, slash, number = field.value.rpartition("/")
    if slash and not field.is_prefix:
        numbered = and_(_same(batch.name, Field("batch", name)), cast(batch.number, Text) == number)
        return _dealt_out(or_(numbered, _same(batch.name, field)))
    return _dealt_out(_same(batch.name, field))


def _of_reviewer(field: Field) -> Condition:
    return _dealt_out(_same(t.REVIEW_BATCH.c.reviewer, field))


def _linked(*conditions: Condition) -> Condition:
    """Return that an item has a proof link to an element that fits, as facets count it."""
    joined = t.PROOF_LINK.join(t.ELEMENT, t.PROOF_LINK.c.element_id == t.ELEMENT.c.id).join(
        t.CLAIM, t.ELEMENT.c.claim_id == t.CLAIM.c.id
    )
    return t.EVIDENCE.c.id.in_(select(t.PROOF_LINK.c.evidence_id).select_from(joined).where(*conditions))


def _of_claim(field: Field) -> Condition:
    claim = t.CLAIM.c
    return _linked(
        or_(_same(claim.number, field), _same(claim.title, field), _same(claim.native_title, field))
    )


def _of_element(field: Field) -> Condition:
    return _linked(_same(t.ELEMENT.c.number, field))


def _linked_to_fact(*conditions: Condition) -> Condition:
    joined = t.PROOF_LINK.join(t.FACT, t.PROOF_LINK.c.fact_id == t.FACT.c.id)
    return t.EVIDENCE.c.id.in_(select(t.PROOF_LINK.c.evidence_id).select_from(joined).where(*conditions))


def _of_fact(field: Field) -> Condition:
    return _linked_to_fact(_same(t.FACT.c.number, field))


def _at_stage(field: Field) -> Condition:
    stage, court = t.STAGE_EVENT.c, t.PROCEEDING.c
    name, slash, kind = field.value.rpartition("/")
    if slash:
        there = Field("stage", name)
        at_court = or_(*(_same(one, there) for one in (court.court, court.court_native, court.case_number)))
        wanted = and_(at_court, _same(stage.kind, Field("stage", kind, field.is_prefix)))
    else:
        wanted = _same(stage.kind, field)
    joined = t.STAGE_LINK.join(t.STAGE_EVENT, t.STAGE_LINK.c.stage_id == stage.id).join(
        t.PROCEEDING, stage.proceeding_id == court.id
    )
    return t.EVIDENCE.c.id.in_(select(t.STAGE_LINK.c.evidence_id).select_from(joined).where(wanted))


def _dated(field: Field) -> Condition:
    """Return that an item's date may lie in the days the words allow; see ``FuzzyDate.sort_key``."""
    sort = t.EVIDENCE.c.date_sort
    anchor, rank, latest = func.substr(sort, 1, 10), func.substr(sort, 12, 1), func.substr(sort, 14, 10)
    is_known = rank.in_(("0", "1"))
    if field.is_prefix:
        return is_known
    wanted = fuzzy_dates.parse(field.value)
    if wanted.precision is Precision.UNKNOWN:
        return not_(is_known)
    found: list[Condition] = [is_known]
    if wanted.latest is not None:
        found.append(or_(rank == "0", anchor <= wanted.latest.isoformat()))
    if wanted.earliest is not None:
        last = func.iif(rank == "0", anchor, latest)
        found.append(last >= wanted.earliest.isoformat())
    return and_(*found)


def _has_file(*conditions: Condition) -> Condition:
    joined = t.EVIDENCE_FILE.join(t.FILE, t.EVIDENCE_FILE.c.file_id == t.FILE.c.id)
    rows = select(t.EVIDENCE_FILE.c.evidence_id).select_from(joined).where(*conditions)
    return t.EVIDENCE.c.id.in_(rows)


def _has_text() -> Condition:
    joined = t.EVIDENCE_FILE.join(SHEAF, SHEAF.c.sha256 == t.EVIDENCE_FILE.c.file_id)
    rows = select(t.EVIDENCE_FILE.c.evidence_id).select_from(joined).where(SHEAF.c.pages > 0)
    return t.EVIDENCE.c.id.in_(rows)


def _has_note() -> Condition:
    on_item = exists().where(t.NOTE.c.on_kind == "evidence", t.NOTE.c.on_id == t.EVIDENCE.c.id)
    return or_(t.EVIDENCE.c.notes != "", on_item)


def _is_disputed() -> Condition:
    """Return that an item is linked to a disputed element or fact, or to a fact that another one rules out."""
    rival, fact = t.FACT_COMPETITION.c, t.FACT.c
    has_rival = exists().where(or_(rival.a_id == fact.id, rival.b_id == fact.id))
    return or_(_linked(t.ELEMENT.c.disputed), _linked_to_fact(or_(fact.status == "disputed", has_rival)))


def _has_link() -> Condition:
    return exists().where(t.PROOF_LINK.c.evidence_id == t.EVIDENCE.c.id)


_NOT_PRIVILEGED = ("", "none", "no", "无")
_HAS: dict[str, Callable[[], Condition]] = {
    "cite": lambda: exists().where(t.CITE.c.evidence_id == t.EVIDENCE.c.id),
    "text": _has_text,
    "ocr": lambda: _has_file(t.FILE.c.ocr),
    "note": _has_note,
    "link": _has_link,
}
_IS: dict[str, Callable[[], Condition]] = {
    "unlinked": lambda: not_(_has_link()),
    "linked": _has_link,
    "unreviewed": lambda: t.EVIDENCE.c.review.in_(("", "unreviewed")),
    "reviewed": lambda: t.EVIDENCE.c.review == "reviewed",
    "needs_second_look": lambda: t.EVIDENCE.c.review == "needs_second_look",
    "privileged": lambda: func.lower(t.EVIDENCE.c.privilege).not_in(_NOT_PRIVILEGED),
    "disputed": _is_disputed,
}
