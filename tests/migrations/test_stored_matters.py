"""A matter of every released format opens with this program: brought up to date after a backup, nothing lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect

from evidence_desk.queries.integrity import verify
from evidence_desk.store.engines import writer_engine
from evidence_desk.store.migrate import FORMAT_MINOR, HEAD, upgrade
from evidence_desk.store.tables import METADATA
from evidence_desk.support.errors import UserError

from ..matters import apply, dump, open_session

STORED = sorted((Path(__file__).parent / "matters").glob("*.zip"))


@pytest.fixture(params=STORED, ids=lambda path: path.stem)
def matter(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A stored matter, unpacked."""
    shutil.unpack_archive(request.param, tmp_path)
    return tmp_path / f"{request.param.stem}.edesk"


def _plain(value: object) -> object:
    """JSON in one spelling: taking a change back may write its keys in another order."""
    is_json = isinstance(value, str) and value[:1] in ("{", "[")
    return json.dumps(json.loads(value), sort_keys=True) if is_json else value  # type: ignore[arg-type]


def _rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(database)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted(
                (tuple(map(_plain, row)) for row in connection.execute(f"SELECT * FROM {table}")), key=repr
            )
            for table in tables
            if table != "alembic_version"
        }


def test_a_stored_matter_opens_with_all_it_held(matter: Path) -> None:
    database = matter / "matter.sqlite"
    before = _rows(database)
    assert before["evidence"]
    assert before["history"]
    session = open_session(matter)
    found = session.read(verify, session.files_folder).problems
    assert [problem for problem in found if problem.code != "file_missing"] == []
    apply(session, {"do": "SaveSearch", "name": "New", "query": "合同"})
    session.undo()
    session.undo()
    session.redo()
    session.close()
    after = _rows(database)
    for name, rows in before.items():
        if name == "history":
            assert set(rows) <= set(after[name])
        elif name == "meta":  # the note of the history's end moves on with it
            assert {row for row in rows if row[0] != "head"} <= set(after[name])
        else:
            assert after[name] == rows, name
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
        assert connection.execute("PRAGMA user_version").fetchone() == (1000 + FORMAT_MINOR,)


def test_the_backup_is_the_matter_as_it_was(matter: Path) -> None:
    before = _rows(matter / "matter.sqlite")
    open_session(matter).close()
    (backup,) = (matter / "backups").glob("*before-migration.sqlite")
    assert _rows(backup) == before


def test_an_older_matter_is_not_changed_by_reading_it(matter: Path) -> None:
    before = (matter / "matter.sqlite").read_bytes()
    with pytest.raises(UserError) as caught:
        open_session(matter, read_only=True)
    assert caught.value.code == "older_format"
    assert (matter / "matter.sqlite").read_bytes() == before


def test_a_migrated_matter_has_the_tables_of_a_new_one(matter: Path, tmp_path: Path) -> None:
    session = open_session(matter)
    rows = dump(session)
    session.close()
    assert rows
    new = tmp_path / "new.sqlite"
    engine = writer_engine(new, journal="delete", create=True)
    with engine.begin() as connection:
        upgrade(connection)
        made = {column["name"] for column in inspect(connection).get_columns("saved_search")}
    engine.dispose()
    assert made == set(METADATA.tables["saved_search"].columns.keys())
    schemas = []
    for database in (matter / "matter.sqlite", new):
        with closing(sqlite3.connect(database)) as connection:
            schemas.append(sorted(connection.execute("SELECT name, sql FROM sqlite_master"), key=repr))
    assert schemas[0] == schemas[1]
