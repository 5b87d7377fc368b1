"""Finds the other members of an item's family, nearest first; a file met again belongs to each family it came in."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, or_, select

from evidence_desk.intake.one_file import BETWEEN
from evidence_desk.queries.evidence import evidence_rows
from evidence_desk.queries.rows import EvidenceRow
from evidence_desk.store import tables as t

_MOST = 200
_LAST = "\U0010ffff"


def relatives(connection: Connection, evidence: str) -> list[EvidenceRow]:
    """Return what an item was found in, then what was found in it, then what was found beside it."""
    above = containers(connection, evidence)
    below = (each for item in (evidence, *above) for each in contents(connection, item, most=_MOST))
    ids = dict.fromkeys((*above, *below))
    return evidence_rows(connection, [each for each in ids if each != evidence])


def containers(connection: Connection, evidence: str) -> list[str]:
    """Return the items an item was found in: first that of its first import, then those it was met again in."""
    item, join = t.EVIDENCE.c, t.EVIDENCE_FILE.c
    parent = connection.execute(select(item.parent_id).where(item.id == evidence)).scalar()
    within = {path.rpartition(BETWEEN)[0] for path in _paths(connection, evidence) if BETWEEN in path}
    found: list[str] = [parent] if parent else []
    if len(within) > 1:  # that of its first import is known
        for query in (
            select(join.evidence_id)
            .join_from(t.EVIDENCE_FILE, t.FILE)
            .where(t.FILE.c.original_path.in_(within)),
            select(join.evidence_id)
            .join_from(t.EVIDENCE_FILE, t.FILE_PLACE, t.FILE_PLACE.c.file_id == join.file_id)
            .where(t.FILE_PLACE.c.path.in_(within)),
        ):
            found += connection.execute(query.order_by(join.evidence_id)).scalars()
    return list(dict.fromkeys(found))


def contents(connection: Connection, evidence: str, *, most: int | None = None) -> list[str]:
    """Return the items found in an item: first those of its import, at most so many, then those met again in it."""
    item, join, place = t.EVIDENCE.c, t.EVIDENCE_FILE.c, t.FILE_PLACE.c
    own = select(item.id).where(item.parent_id == evidence)
    own = own.order_by(item.exhibit_sort, item.added_at, item.id).limit(most)
    found = list(connection.execute(own).scalars())
    begins = [f"{path}{BETWEEN}" for path in _paths(connection, evidence)]
    if begins:
        query = (
            select(join.evidence_id, place.path)
            .join_from(t.FILE_PLACE, t.EVIDENCE_FILE, place.file_id == join.file_id)
            .where(or_(*(place.path.between(begin, begin + _LAST) for begin in begins)))
            .order_by(place.path)
        )
        again = connection.execute(query)
        found += (row.evidence_id for row in again if _is_directly_in(row.path, begins))
    return [each for each in dict.fromkeys(found) if each != evidence]


def _is_directly_in(path: str, begins: Iterable[str]) -> bool:
    return any(path.startswith(begin) and BETWEEN not in path[len(begin) :] for begin in begins)


def _paths(connection: Connection, evidence: str) -> list[str]:
    """Return where the file of an item was met; nothing for several files, which come in no container."""
    join = t.EVIDENCE_FILE.c
    files = (
        connection.execute(select(join.file_id).where(join.evidence_id == evidence).limit(2)).scalars().all()
    )
    if len(files) != 1:
        return []
    first = select(t.FILE.c.original_path).where(t.FILE.c.id == files[0])
    further = select(t.FILE_PLACE.c.path).where(t.FILE_PLACE.c.file_id == files[0]).limit(_MOST)
    found = (*connection.execute(first).scalars(), *connection.execute(further).scalars())
    return [path for path in found if path]
