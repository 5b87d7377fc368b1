"""Which files of the matter an import looks at again, since what kept them from being read may be gone now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from sqlalchemy import ColumnElement, Connection, select

from evidence_desk.domain.file_ids import hash_of
from evidence_desk.domain.remarks import NOT_ALL_READ, serious
from evidence_desk.intake.model import Limits
from evidence_desk.intake.one_file import BETWEEN, Ingested
from evidence_desk.intake.readers.registry import CONVERTED
from evidence_desk.store.tables import BATCH, FILE, FILE_PLACE

_LOCKED = "encrypted"


@dataclass(frozen=True, slots=True)
class Unread:
    """What may be read now.

    Attributes:
        problems: of files that were not read, by SHA-256, the code of what was wrong with them.
        containers: files in which something was locked, or in what is in them.
    """

    problems: dict[str, str] = field(default_factory=dict)
    containers: frozenset[str] = frozenset()

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self.problems or sha256 in self.containers

    def is_read_now(self, found: Ingested) -> bool:
        """Tell whether a file that was not read before was read this time."""
        problem = self.problems.get(found.sha256)
        if problem is None or not (found.is_read and found.page_count):
            return False
        return problem not in (code for code, _message in serious(found.result.warnings))


def unread(connection: Connection, limits: Limits) -> Unread:
    """Return what was not read without what ``limits`` have now: passwords, or the program that converts."""
    problems: dict[str, str] = {}
    containers: frozenset[str] = frozenset()
    if limits.passwords:
        problems |= _files(connection, FILE.c.pages == 0, FILE.c.problem_code == _LOCKED)
        problems |= _files(connection, FILE.c.problem_code == NOT_ALL_READ)
        containers = frozenset(_holding_locked(connection))
    if limits.convert_with:
        problems |= _files(connection, FILE.c.pages == 0, FILE.c.media_type.in_(CONVERTED))
    return Unread(problems, containers)


def _files(connection: Connection, *conditions: ColumnElement[bool]) -> dict[str, str]:
    query = select(FILE.c.id, FILE.c.problem_code).where(FILE.c.problem_code != "", *conditions)
    return {hash_of(row.id): row.problem_code for row in connection.execute(query)}


def _holding_locked(connection: Connection) -> Iterator[str]:
    """Yield the files at whose paths an import had to leave out something locked, and those these are in."""
    reports = connection.execute(select(BATCH.c.report)).scalars()
    left = (one for report in reports for one in report.get("left", ()) if one["code"] == _LOCKED)
    above = {path for one in left for path in _above(one["path"])}
    if above:
        for query in (
            select(FILE.c.id, FILE.c.original_path),
            select(FILE_PLACE.c.file_id, FILE_PLACE.c.path),
        ):
            yield from (hash_of(file_id) for file_id, path in connection.execute(query) if path in above)


def _above(path: str) -> Iterator[str]:
    """Yield the paths of the containers a path leads through."""
    return accumulate(path.split(BETWEEN)[:-1], lambda outer, inner: f"{outer}{BETWEEN}{inner}")
