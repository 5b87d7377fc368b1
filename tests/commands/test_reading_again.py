"""What was locked when it came is read when it is imported again with the password; undo takes that back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.importing import Import, ImportReport
from evidence_desk.commands.session import Session
from evidence_desk.intake.model import Limits
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.queries.batches import batches
from evidence_desk.queries.evidence import list_evidence
from evidence_desk.queries.integrity import verify
from evidence_desk.queries.provenance import provenance

from ..intake.packed import archive, locked_with_aes, written

WITH_PASSWORD = Limits(passwords=("no", "secret"))


@pytest.fixture(scope="module")
def desk() -> Iterator[LocalDesk]:
    desk = LocalDesk(actor="tester")
    yield desk
    desk.close()


@pytest.fixture
def pool(desk: LocalDesk) -> WorkerPool:
    return desk.pool


@pytest.fixture
def session(desk: LocalDesk, tmp_path: Path) -> Iterator[Session]:
    session = desk.new_matter(tmp_path / "m.edesk", profile="prc_civil", title="M")
    yield session
    session.close()


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    """A PDF of one page that opens with the password ``secret``."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page = document.add_blank_page(page_size=(300, 400))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = document.make_stream(b"BT /F1 12 Tf 50 300 Td (a confidential letter) Tj ET")
    output = io.BytesIO()
    document.save(output, encryption=pikepdf.Encryption(user="secret", owner="other"))
    return Path(written(tmp_path / "in", "letter.pdf", output.getvalue()))


def run(session: Session, pool: WorkerPool, path: Path, **options: Any) -> ImportReport:
    return Import(session, pool, **options).run([path])


def counts(report: ImportReport) -> tuple[int, int, int]:
    return len(report.files), len(report.duplicates), len(report.read_anew)


def test_a_locked_file_is_read_when_it_comes_again_with_its_password(
    session: Session, pool: WorkerPool, letter: Path
) -> None:
    (taken,) = run(session, pool, letter).files
    assert (taken.pages, bool(taken.problem)) == (0, True)
    for limits in (Limits(), Limits(passwords=("no",))):
        assert counts(run(session, pool, letter, limits=limits)) == (0, 1, 0)
    again = run(session, pool, letter, limits=WITH_PASSWORD)
    assert counts(again) == (0, 1, 1)
    assert (again.read_anew[0].pages, again.read_anew[0].problem) == (1, "")
    assert session.page_text(taken.sha256, 1) == "a confidential letter"
    origin = session.read(provenance, taken.sha256)
    assert (origin.pages, origin.problem_code) == (1, "")
    assert origin.tools
    assert len(session.read(list_evidence)) == 1
    assert session.read(batches)[-1].duplicates == 1
    assert session.read(verify, session.files_folder).ok
    assert counts(run(session, pool, letter, limits=WITH_PASSWORD)) == (0, 1, 0)


def test_what_was_read_anew_is_one_step_to_undo(session: Session, pool: WorkerPool, letter: Path) -> None:
    (taken,) = run(session, pool, letter).files
    run(session, pool, letter, limits=WITH_PASSWORD)
    assert session.undo_label == "Read 1 file that could not be read before: letter.pdf"
    session.undo()
    origin = session.read(provenance, taken.sha256)
    assert (origin.pages, origin.problem_code) == (0, "encrypted")
    session.redo()
    assert session.read(provenance, taken.sha256).problem_code == ""


@pytest.mark.parametrize("is_nested", [False, True])
def test_what_was_locked_in_an_archive_is_taken_out_with_the_password(
    session: Session, pool: WorkerPool, tmp_path: Path, is_nested: bool
) -> None:
    data = locked_with_aes({"a.txt": b"the secret"}, "secret")
    path = Path(
        written(tmp_path / "in", "outer.zip", archive(("inner.zip", data), ("b.txt", b"b")))
        if is_nested
        else written(tmp_path / "in", "inner.zip", data)
    )
    first = run(session, pool, path)
    assert [left.code for left in first.failed] == ["encrypted"]
    locked = next(file for file in first.files if file.path.endswith("inner.zip"))
    assert "a.txt: " in locked.problem
    assert session.read(provenance, locked.sha256).problem_code == "not_all_read"
    again = run(session, pool, path, limits=WITH_PASSWORD)
    assert [file.sha256 for file in again.read_anew] == [locked.sha256]
    assert session.read(provenance, locked.sha256).problem_code == ""
    (member,) = again.files
    assert session.page_text(member.sha256, 1) == "the secret"
    inner = next(file for file in first.files if file.path.endswith("inner.zip"))
    assert member.parent == inner.evidence
    assert (len(again.duplicates), again.failed) == (len(first.files), [])
    assert len(session.read(list_evidence)) == len(first.files) + 1
