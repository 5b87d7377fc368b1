"""Migration 1 makes the tables the program works with; a migration that fails leaves the matter as it was."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from evidence_desk.store import migrate, replica_tables, store, tables
from evidence_desk.store.engines import APPLICATION_ID, FORMAT_MAJOR, reader_engine, writer_engine
from evidence_desk.store.identity import matter_id
from evidence_desk.store.matter_folder import MatterFolder, back_up
from evidence_desk.store.migrate import FORMAT_MINOR, HEAD, revision, upgrade
from evidence_desk.support.errors import UserError

from ..matters import Clock, empty_folder, full_session

METADATA = tables.HISTORY.metadata
assert replica_tables.SEEN.metadata is METADATA  # every table is in it
_LATER = ("conflict", "saved_search", "review_batch", "review_item")
FIRST = {table.name for table in tables.RECORDED if table.name not in _LATER} | {"history", "meta"}
SCRIPTS = Path(migrate.__file__).parent / "migrations"

HALF_WAY = """
from alembic import op
revision = "9999"
down_revision = "HEAD"
def upgrade():
    op.execute("CREATE TABLE half (id TEXT)")
    op.execute("ALTER TABLE party ADD COLUMN extra TEXT")
    op.execute("UPDATE party SET name = 'overwritten'")
    op.execute("INSERT INTO no_such_table VALUES (1)")
"""
WHOLE = """
from alembic import op
revision = "9999"
down_revision = "HEAD"
def upgrade():
    op.execute("ALTER TABLE party ADD COLUMN extra TEXT DEFAULT '' NOT NULL")
"""


def scripts_with(folder: Path, second: str) -> Path:
    shutil.copytree(SCRIPTS, folder / "scripts")
    (folder / "scripts" / "versions" / "9999_next.py").write_text(second.replace("HEAD", HEAD))
    return folder / "scripts"


def contents(path: Path) -> list[str]:
    raw = sqlite3.connect(path)
    lines = list(raw.iterdump())
    raw.close()
    return lines


def test_the_migrated_tables_are_those_of_the_program(tmp_path: Path) -> None:
    engine = reader_engine(empty_folder(tmp_path / "m.edesk").database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []
        assert revision(connection) == HEAD
    engine.dispose()


def _shape(path: Path) -> dict[str, object]:
    """Columns with types and defaults, foreign keys and indexes of every table, as SQLite has them."""
    raw = sqlite3.connect(path)
    tables = [
        row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    shape: dict[str, object] = {}
    for table in tables:
        if table != "alembic_version":
            shape[table] = [
                sorted(map(repr, raw.execute(f"PRAGMA {what}({table})")))
                for what in ("table_info", "foreign_key_list")
            ] + [sorted(row[1:4] for row in raw.execute(f"PRAGMA index_list({table})"))]
    raw.close()
    return shape


def test_defaults_keys_and_indexes_too(tmp_path: Path) -> None:
    """Alembic does not compare all of them on SQLite."""
    engine = create_engine(f"sqlite:///{tmp_path / 'made.sqlite'}")
    METADATA.create_all(engine)
    engine.dispose()
    assert _shape(empty_folder(tmp_path / "m.edesk").database) == _shape(tmp_path / "made.sqlite")


def test_the_marks_of_the_format(tmp_path: Path) -> None:
    raw = sqlite3.connect(empty_folder(tmp_path / "m.edesk").database)
    assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert raw.execute("PRAGMA user_version").fetchone() == (FORMAT_MAJOR * 1000 + FORMAT_MINOR,)
    raw.close()


def test_a_migration_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    session, _ids = full_session(tmp_path)
    session.close()
    database = session.path / "matter.sqlite"
    before = contents(database)
    scripts = scripts_with(tmp_path, HALF_WAY)
    engine = writer_engine(database, journal="wal")
    with pytest.raises(OperationalError, match="no_such_table"), engine.begin() as connection:
        upgrade(connection, scripts=scripts)
    engine.dispose()
    assert contents(database) == before


def test_opening_backs_up_before_it_migrates_and_keeps_the_backup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ids = full_session(tmp_path)
    session.close()
    folder = MatterFolder(session.path)
    before = contents(folder.database)
    scripts = scripts_with(tmp_path, HALF_WAY)
    clock = Clock()
    monkeypatch.setattr(store, "HEAD", "9999")
    monkeypatch.setattr(store, "upgrade", lambda connection: upgrade(connection, scripts=scripts))
    with pytest.raises(OperationalError):
        store.Store(folder, actor="tester", clock=clock)
    [copy] = folder.backups.iterdir()
    assert "before-migration" in copy.name
    assert contents(copy) == before == contents(folder.database)
    (scripts / "versions" / "9999_next.py").write_text(WHOLE.replace("HEAD", HEAD))
    store.Store(folder, actor="tester", clock=clock).close()
    engine = reader_engine(folder.database)
    with engine.connect() as connection:
        assert revision(connection) == "9999"
        assert connection.exec_driver_sql("SELECT DISTINCT extra FROM party").scalars().all() == [""]
    engine.dispose()


def test_an_older_matter_is_not_migrated_by_who_only_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = empty_folder(tmp_path / "m.edesk")
    before = folder.database.read_bytes()
    monkeypatch.setattr(store, "HEAD", "9999")
    with pytest.raises(UserError) as caught:
        store.Store(folder, actor="tester", read_only=True)
    assert caught.value.code == "older_format"
    assert folder.database.read_bytes() == before
    assert list(folder.backups.iterdir()) == []


def test_a_backup_is_whole_while_the_matter_is_open(tmp_path: Path) -> None:
    session, _ids = full_session(tmp_path)
    folder = MatterFolder(session.path)
    copy = back_up(folder, "test", Clock()())
    session.close()
    assert contents(copy) == contents(folder.database)


def test_a_matter_of_the_first_format_is_brought_up_to_date(tmp_path: Path) -> None:
    """What was in it is as it was, and it gets the identity that all copies of it will share."""
    session, _ids = full_session(tmp_path)
    session.close()
    folder = MatterFolder(session.path)
    raw = sqlite3.connect(folder.database)
    for table in sorted(set(tables.METADATA.tables) - FIRST, reverse=True):
        raw.execute(f"DROP TABLE {table}")
    for index in ("ix_evidence_exhibit_order", "ix_evidence_date_order"):
        raw.execute(f"DROP INDEX {index}")
    raw.execute("UPDATE alembic_version SET version_num = '0001'")
    raw.execute("DELETE FROM meta WHERE key = 'matter_id'")
    raw.execute("PRAGMA user_version = 1000")
    raw.commit()
    raw.close()
    before = [
        line for line in contents(folder.database) if line.startswith("INSERT") and "alembic" not in line
    ]
    opened = store.Store(folder, actor="tester", clock=Clock())
    with opened.read() as connection:
        assert revision(connection) == HEAD
        first, again = matter_id(connection), matter_id(connection)
    opened.close()
    assert first == again != ""
    assert set(before) <= set(contents(folder.database))
    assert len(list(folder.backups.iterdir())) == 1
