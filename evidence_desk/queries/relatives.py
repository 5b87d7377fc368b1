"""Finds the other members of an item's family, nearest first; a file met again belongs to each family it came in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, or_, select

from evidence_desk.intake.containers.unpack import CONTAINERS
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
    item = t.EVIDENCE.c
    parent = connection.execute(select(item.parent_id).where(item.id == evidence)).scalar()
    found: list[str] = [parent] if parent else []
    paths = _paths(connection, evidence)
    above = [each for each in map(_above, paths) if each]
    if len(paths) > 1 and above:  # else that of its first import is all there is
        held = _containers_at(connection, lambda path: path.in_({one for each in above for one in each}))
        nearest = {next((one for one in each if one in held), "") for each in above}
        found += sorted(one for path in nearest if path for one in held[path])
    return [each for each in dict.fromkeys(found) if each != evidence]


def contents(connection: Connection, evidence: str, *, most: int | None = None) -> list[str]:
    """Return the items found in an item: first those of its import, at most so many, then those met again in it."""
    item, join, place = t.EVIDENCE.c, t.EVIDENCE_FILE.c, t.FILE_PLACE.c
    own = select(item.id).where(item.parent_id == evidence)
    own = own.order_by(item.exhibit_sort, item.added_at, item.id).limit(most)
    found = list(connection.execute(own).scalars())
    begins = [f"{path}{BETWEEN}" for path in _paths(connection, evidence, is_container=True)]
    if begins:
        query = (
            select(join.evidence_id, place.path)
            .join_from(t.FILE_PLACE, t.EVIDENCE_FILE, place.file_id == join.file_id)
            .where(_is_below(place.path, begins))
            .order_by(place.path)
        )
        found += _directly_in(connection, connection.execute(query).all(), begins)
    return [each for each in dict.fromkeys(found) if each != evidence]


def _directly_in(connection: Connection, met: Sequence[Any], begins: list[str]) -> Iterator[str]:
    """Yield the items of those met below containers that stand in no other container between."""
    between: Mapping[str, list[str]] = {}
    if any(path.count(BETWEEN) > min(begin.count(BETWEEN) for begin in begins) for _item, path in met):
        between = _containers_at(connection, lambda path: _is_below(path, begins))
    for item, path in met:
        begin = max((each for each in begins if path.startswith(each)), key=len, default=path)
        if not any(len(each) > len(begin) and each in between for each in _above(path)):
            yield item


def _above(path: str) -> list[str]:
    """Return what may be the path of the container of a path, the nearest first; a name may hold the sign as well."""
    parts = path.split(BETWEEN)
    return [BETWEEN.join(parts[:count]) for count in range(len(parts) - 1, 0, -1)]


def _is_below(path: ColumnElement[str], begins: list[str]) -> ColumnElement[bool]:
    return or_(*(path.between(begin, begin + _LAST) for begin in begins))


def _containers_at(
    connection: Connection, is_meant: Callable[[ColumnElement[str]], ColumnElement[bool]]
) -> dict[str, list[str]]:
    """Return the items of files that can hold others, by the paths these were met at."""
    file, join, place = t.FILE.c, t.EVIDENCE_FILE.c, t.FILE_PLACE.c
    first = select(file.original_path, join.evidence_id).join_from(t.FILE, t.EVIDENCE_FILE)
    again = select(place.path, join.evidence_id).join_from(t.FILE_PLACE, t.FILE)
    again = again.join(t.EVIDENCE_FILE, join.file_id == file.id)
    found: dict[str, list[str]] = {}
    for query, path in ((first, file.original_path), (again, place.path)):
        for at, item in connection.execute(query.where(file.media_type.in_(CONTAINERS), is_meant(path))):
            found.setdefault(at, []).append(item)
    return found


def _paths(connection: Connection, evidence: str, *, is_container: bool = False) -> list[str]:
    """Return where the file of an item was met; nothing for several files, which come in no container.

    Where it shall be a container, nothing for a file that can hold no others.
    """
    join = t.EVIDENCE_FILE.c
    files = (
        connection.execute(select(join.file_id).where(join.evidence_id == evidence).limit(2)).scalars().all()
    )
    if len(files) != 1:
        return []
    first = select(t.FILE.c.original_path, t.FILE.c.media_type).where(t.FILE.c.id == files[0])
    path, media_type = connection.execute(first).one()
    if is_container and media_type not in CONTAINERS:
        return []
    further = select(t.FILE_PLACE.c.path).where(t.FILE_PLACE.c.file_id == files[0]).limit(_MOST)
    return [each for each in (path, *connection.execute(further).scalars()) if each]
