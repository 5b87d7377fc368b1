"""Finds the files that have the same bytes: pages of productions that look alike have a file each."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, func, text

from evidence_desk.domain.file_ids import HASH_DIGITS, IDS_END

# A walk along the key for each hash; the order of the join is kept.
_FILES = text(
    "SELECT wanted.value AS hash, file.id FROM json_each(:hashes) AS wanted"  # noqa: S608  our own mark
    f" CROSS JOIN file ON file.id >= wanted.value AND file.id < wanted.value || '{IDS_END}' ORDER BY file.id"
)


_FIRST = text(
    "SELECT wanted.value AS name, (SELECT min(file.id) FROM file"  # noqa: S608  our own mark
    f" WHERE file.id >= wanted.value AND file.id < wanted.value || '{IDS_END}') AS id"
    " FROM json_each(:names) AS wanted"
)


def file_of_bytes(connection: Connection, names: Iterable[str]) -> dict[str, str]:
    """Return the id of a file for each id or hash that there is one of: of bytes the one that has no mark, if any."""
    rows = connection.execute(_FIRST, {"names": json.dumps(sorted(set(names)))})
    return {row.name: row.id for row in rows if row.id is not None}


def files_of_bytes(connection: Connection, hashes: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids of the files that have the bytes of each hash, the one that is called by it alone first."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in connection.execute(_FILES, {"hashes": json.dumps(sorted(set(hashes)))}):
        found[row.hash].append(row.id)
    return found


def has_bytes_of(column: ColumnElement[str], other: ColumnElement[str]) -> ColumnElement[bool]:
    """Return whether two ids are of files with the same bytes; the index on ``column`` serves it."""
    sha256 = func.substr(other, 1, HASH_DIGITS)
    return (column >= sha256) & (column < sha256.concat(IDS_END))
