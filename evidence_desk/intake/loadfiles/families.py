"""Which document of a production is attached to which, from the several ways load files say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from evidence_desk.intake.loadfiles.bates import parse_bates
from evidence_desk.intake.loadfiles.dat import values_of
from evidence_desk.intake.loadfiles.documents import key_of
from evidence_desk.intake.loadfiles.model import Document, Finding

Parents = dict[int, int]


def parents_of(documents: Sequence[Document]) -> tuple[Parents, list[Finding]]:
    """Return the place of each attached document's parent by its own place, and what does not add up.

    In this order: a parent's identifier; the first number of the family (BEGATTACH); a group identifier that
    is a document's; a list of attachments on the parent.
    """
    places: dict[str, int] = {}
    for place, one in enumerate(documents):
        for name in filter(None, (one.identifier, one.begin_bates)):
            places.setdefault(key_of(name), place)
    listed = {
        key_of(name): place
        for place, one in enumerate(documents)
        for name in values_of(one.values.get("attachments", ""))
    }
    parents: Parents = {}
    findings: list[Finding] = []
    for place, one in enumerate(documents):
        parent = _parent(one, places, listed, findings)
        if parent is not None and parent != place:
            parents[place] = parent
    findings += _loops(parents, documents)
    findings += _miscounted(parents, documents)
    return parents, findings


def in_order(count: int, parents: Parents) -> list[int]:
    """Return the places of documents so that parents come before their children."""
    ordered: list[int] = []
    placed: set[int] = set()
    for place in range(count):
        chain = [place]
        while chain[-1] in parents and chain[-1] not in placed:
            chain.append(parents[chain[-1]])
        fresh = [one for one in reversed(chain) if one not in placed]
        placed.update(fresh)
        ordered += fresh
    return ordered


def _parent(
    one: Document, places: dict[str, int], listed: dict[str, int], findings: list[Finding]
) -> int | None:
    if one.parent:
        return _named(one, one.parent, "parent", places, findings)
    if one.begin_attach:
        _check_within(one, findings)
        return _named(one, one.begin_attach, "first document of its family", places, findings)
    if one.group and key_of(one.group) in places:
        return places[key_of(one.group)]
    return listed.get(key_of(one.identifier), listed.get(key_of(one.begin_bates)))


def _named(
    one: Document, name: str, role: str, places: dict[str, int], findings: list[Finding]
) -> int | None:
    place = places.get(key_of(name))
    if place is None:
        message = f"{one.identifier}: the {role}, {name}, is no document of the load file"
        findings.append(Finding("parent_missing", message, one.source, one.line))
    return place


def _check_within(one: Document, findings: list[Finding]) -> None:
    """Name a document whose numbers lie outside those of its family."""
    begin, end = parse_bates(one.begin_attach), parse_bates(one.end_attach or one.begin_attach)
    own = parse_bates(one.begin_bates or one.identifier)
    if begin is None or end is None or own is None or not begin.series == end.series == own.series:
        return
    is_open = not one.end_attach
    if not (begin.counter <= own.counter and (is_open or own.counter <= end.counter)):
        message = f"{one.identifier} lies outside its family {one.begin_attach} to {one.end_attach}"
        findings.append(Finding("outside_family", message, one.source, one.line))


def _loops(parents: Parents, documents: Sequence[Document]) -> Iterator[Finding]:
    """Cut families that bite their own tail, and name where."""
    settled: set[int] = set()
    for place in sorted(parents):
        chain: dict[int, None] = {}
        at = place
        while at in parents and at not in settled and at not in chain:
            chain[at] = None
            at = parents[at]
        if at in chain:
            one = documents[at]
            del parents[at]
            yield Finding("family_loop", f"{one.identifier} is attached to itself", one.source, one.line)
        settled.update(chain)


def _miscounted(parents: Parents, documents: Sequence[Document]) -> Iterator[Finding]:
    children = Counter(parents.values())
    for place, one in enumerate(documents):
        declared = one.values.get("attachment_count", "")
        if declared.isdecimal() and int(declared[:9]) != children[place]:
            message = f"{one.identifier} declares {declared} attachments; {children[place]} are there"
            yield Finding("attachment_count", message, one.source, one.line)
