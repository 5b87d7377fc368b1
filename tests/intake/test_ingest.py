"""Taking files in, one and many."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from evidence_desk.intake.ingest import Intake
from evidence_desk.intake.one_file import ingest_one
from evidence_desk.intake.scan import scan
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.jobs.progress import Cancelled, CancelToken
from tests.intake.packed import archive

from .taking import ingest_many

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"


def test_one_file_is_copied_read_and_guessed(make_pdf: Any, tmp_path: Path) -> None:
    source = make_pdf(b"BT /F1 20 Tf 50 350 Td (Service Agreement) Tj ET", name="x 2018-08-21.pdf")
    found = ingest_one(str(source), str(tmp_path / "files"))
    assert found.failure is None
    assert found.sha256 == hashlib.sha256(source.read_bytes()).hexdigest()
    assert Path(found.stored) == tmp_path / "files" / found.sha256[:2] / f"{found.sha256}.pdf"
    assert (found.media_type, found.name, found.size) == (
        "application/pdf",
        source.name,
        source.stat().st_size,
    )
    assert found.result.pages[0].text == "Service Agreement"
    assert found.guesses is not None
    assert (found.guesses.type.value, found.guesses.date and found.guesses.date.value) == (
        "contract",
        "2018-08-21",
    )


def test_equal_bytes_are_kept_once_and_new_once(tmp_path: Path) -> None:
    sources = [tmp_path / name for name in ("a.txt", "b.csv", "c.txt")]
    for source in sources:
        source.write_text("same")
    paths, files = [str(source) for source in sources], str(tmp_path / "files")
    with WorkerPool(1) as pool:
        first = list(ingest_many(pool, paths, files))
        second = list(ingest_many(pool, paths, files, known_hashes={first[0].sha256}))
    assert sorted(item.is_duplicate for item in first) == [False, True, True]
    assert [item.is_duplicate for item in second] == [True] * 3
    assert {item.sha256 for item in first + second} == {hashlib.sha256(b"same").hexdigest()}
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == [Path(first[0].stored)]


def test_bytes_left_by_a_killed_import_are_new(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("left behind")
    ingest_one(str(source), str(tmp_path / "files"))
    with WorkerPool(1) as pool:
        found = list(ingest_many(pool, [str(source)], str(tmp_path / "files")))
    assert [(item.is_duplicate, item.result.pages[0].text) for item in found] == [(False, "left behind")]


def test_file_that_cannot_be_copied_is_a_failure(tmp_path: Path) -> None:
    found = ingest_one(str(tmp_path / "nowhere.pdf"), str(tmp_path / "files"))
    assert found.failure is not None
    assert (found.failure.code, found.sha256) == ("unreadable", "")


def test_misleading_name_is_a_warning(tmp_path: Path) -> None:
    source = tmp_path / "contract.pdf"
    source.write_text("<html><body>Please log in")
    found = ingest_one(str(source), str(tmp_path / "files"))
    assert Path(found.stored).suffix == ".html"
    assert ("name_mismatch", "named .pdf but is text/html") in found.result.warnings


def test_many_through_workers_and_stopping(tmp_path: Path) -> None:
    sources = [tmp_path / f"{number}.txt" for number in range(30)]
    for source in sources:
        source.write_text(f"text of {source.name}")
    sources.append(tmp_path / "missing.txt")
    token = CancelToken()
    with WorkerPool(2) as pool:
        found = list(ingest_many(pool, map(str, sources), str(tmp_path / "files")))
        assert sorted(item.source for item in found) == sorted(map(str, sources))
        assert [item.name for item in found if item.failure] == ["missing.txt"]
        part = ingest_many(pool, map(str, sources), str(tmp_path / "again"), token=token)
        first = next(part)
        token.cancel()
        with pytest.raises(Cancelled):
            list(part)
    assert Path(first.stored).read_text() == f"text of {first.name}"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real documents is not beside this checkout")
def test_real_documents_are_all_taken_in(tmp_path: Path) -> None:
    sources = {str(item.path): item.path for item in scan([CORPUS]) if item.skipped is None}
    with WorkerPool(2) as pool:
        found = list(ingest_many(pool, sources, str(tmp_path)))
    assert {item.source for item in found} == set(sources)
    for item in found:
        assert item.failure is None
        assert Path(item.stored).read_bytes() == sources[item.source].read_bytes()
        assert Path(item.stored).stat().st_mode & 0o222 == 0
        is_text = item.media_type in ("application/pdf", "text/html", "text/plain", "message/rfc822")
        if is_text and not item.is_duplicate:  # what is held already is not read again
            assert item.result.pages
            assert not {code for code, _ in item.result.warnings} & {"failed", "damaged", "crashed"}


def test_bytes_torn_by_a_power_cut_are_not_trusted(tmp_path: Path) -> None:
    """What lies under a hash and is named by nobody may be torn, with the right size."""
    files = tmp_path / "files"
    for name, text in (("a.txt", "the whole text"), ("b.txt", "another text")):
        (tmp_path / name).write_text(text)
        torn = files / (sha := hashlib.sha256(text.encode()).hexdigest())[:2] / f"{sha}.txt"
        torn.parent.mkdir(parents=True)
        torn.write_bytes(bytes(len(text)))
        torn.chmod(0o444)
    packed = tmp_path / "c.zip"
    packed.write_bytes(archive(("inside.txt", b"another text")))
    with WorkerPool(1) as pool:
        found = list(ingest_many(pool, [str(tmp_path / "a.txt")], str(files)))
        [[_, inner]] = Intake([str(packed)], str(files)).run(pool)
    for one in (*found, inner):
        assert hashlib.sha256(Path(one.stored).read_bytes()).hexdigest() == one.sha256
        assert Path(one.stored).stat().st_mode & 0o222 == 0
    assert [path.name for path in (files / "incoming").iterdir()] == []
