"""What texts are compared by: made in the worker that reads a file, of the very text that is kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.loadfile_import import LoadFileImport
from evidence_desk.commands.produced_text import keep_read
from evidence_desk.commands.session import Session
from evidence_desk.domain.simhash import fingerprint
from evidence_desk.intake.loadfiles.loading import SetRequest
from evidence_desk.intake.model import ReadResult
from evidence_desk.queries.evidence import list_evidence
from evidence_desk.store.page_text import FILE_NAME
from tests.intake.loadfiles.write import write_dat

TEXT = "Der Vertrag wurde am 1. Mai gekündigt. 合同于五月一日解除。"


@pytest.fixture
def desk() -> Iterator[LocalDesk]:
    made = LocalDesk()
    yield made
    made.close()


@pytest.fixture
def session(desk: LocalDesk, tmp_path: Path) -> Iterator[Session]:
    made = desk.new_matter(tmp_path / "case.edesk", profile="us_federal_civil", title="A v. B")
    yield made
    made.close()


def kept(session: Session) -> dict[str, tuple[str, int]]:
    """Return, by file, the mark and the number of shingles that are kept."""
    (path,) = session.files_folder.parent.rglob(FILE_NAME)
    with closing(sqlite3.connect(path)) as cache:
        rows = cache.execute("SELECT sha256, simhash, shingles FROM read").fetchall()
    return {sha256: (mark, shingles) for sha256, mark, shingles in rows}


def expected(session: Session) -> dict[str, tuple[str, int]]:
    """Return the same, of the text of the pages that are kept."""
    found = {}
    for sha256 in kept(session):
        mark = fingerprint(page.text for page in session.pages(sha256))
        found[sha256] = f"{mark.value:016x}", mark.shingles
    return found


def test_the_marks_of_an_import_are_those_of_the_text_that_is_kept(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    folder = tmp_path / "client"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT * 300, "utf-8")
    (folder / "half.json").write_bytes(b'{"text": "half a pair \\ud800 and words enough to tell"}')
    (folder / "empty.txt").write_bytes(b"")
    desk.import_paths(session, [folder])
    assert kept(session) == expected(session)
    assert sorted(shingles > 5 for _mark, shingles in kept(session).values()) == [False, True, True]


def test_text_that_came_with_a_production_makes_the_mark_of_a_file_without_words(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    folder = tmp_path / "VOL01"
    folder.mkdir()
    (folder / "1.bin").write_bytes(bytes(range(256)) * 8)
    (folder / "1.txt").write_text(TEXT, "utf-8")
    row = ["A-1", "A-1", "1.bin", "1.txt"]
    (folder / "load.dat").write_bytes(write_dat(["BEGBATES", "ENDBATES", "NATIVEPATH", "TEXTPATH"], [row]))
    LoadFileImport(session, desk.pool, SetRequest(load_file=folder / "load.dat")).run()
    [file] = session.read(list_evidence)[0].files[:1]
    sha256 = file.id
    assert file.name == "1.bin"
    assert kept(session)[sha256][1] > 5
    assert kept(session) == expected(session)
    keep_read(session, sha256, ReadResult(mark=fingerprint([])))  # as it is read anew once the cache is lost
    assert kept(session) == expected(session)
    assert kept(session)[sha256][1] > 5
