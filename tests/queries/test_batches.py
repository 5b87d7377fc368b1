"""Import runs are listed without their files, and one of them is read with its files and no others'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from evidence_desk.commands.importing import Import
from evidence_desk.commands.intake import FurtherPlace, ImportedFile, ImportedItem, ImportFiles
from evidence_desk.commands.session import Session
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.queries.batches import batch_of, batch_runs, batches

from ..matters import empty_folder, open_session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A matter with runs that ended, met files again, failed in part, and ended before they could say so."""
    empty_folder(tmp_path / "m.edesk")
    session, top = open_session(tmp_path / "m.edesk"), tmp_path / "papers"
    top.mkdir()
    for number in range(4):
        (top / f"{number}.txt").write_text(f"letter {number}", encoding="utf-8")
    (top / "broken.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 8)
    with WorkerPool(1) as pool:
        first = Import(session, pool).run([top]).files[0]
        Import(session, pool).run([top])  # all are known, at these paths
        (top / "0.txt").rename(top / "again.txt")
        Import(session, pool).run([top])
    file = ImportedFile(
        sha256="ab" * 32,
        name="x.pdf",
        media_type="application/pdf",
        extension="pdf",
        bytes=1,
        pages=1,
        original_path="/x.pdf",
        modified_at="",
        facts={"warnings": [["no_text_layer", "Page 1 is a picture."]]},
    )
    place = FurtherPlace(sha256=first.sha256, name="y.txt", path="/y.txt", modified_at="")
    items = [ImportedItem(files=[file.sha256], title="x")]
    session.run(ImportFiles(batch="killed", source="x", files=[file], items=items, places=[place]))
    yield session
    session.close()


def test_the_list_of_runs_says_of_each_what_the_whole_says_but_for_its_files(session: Session) -> None:
    whole = session.read(batches)
    assert [(row.state, row.seen) for row in whole] == [("finished", 5)] * 3 + [("interrupted", 2)]
    assert [len(row.files) for row in whole] == [5, 5, 5, 2]
    bare = [replace(row, files=(), findings=(), remarked=0) for row in whole]
    assert session.read(batch_runs) == bare
    going_on = {"killed"}
    assert session.read(batch_runs, going_on)[-1] == replace(bare[-1], state="running")


def test_one_run_is_read_as_the_whole_reads_it_and_no_other(session: Session) -> None:
    whole = session.read(batches)
    assert [session.read(batch_of, row.id) for row in whole] == whole
    assert session.read(batch_of, "nothing") is None


def test_files_are_no_part_of_reading_the_list_of_runs(session: Session) -> None:
    asked: list[str] = []

    def look() -> None:
        with session._store.read() as connection:
            event.listen(connection, "before_cursor_execute", lambda _c, _k, sql, *_rest: asked.append(sql))
            batch_runs(connection)

    look()
    assert asked
    assert not [sql for sql in asked if "facts" in sql or "evidence" in sql]
