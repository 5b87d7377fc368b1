"""OCR is asked for by a command, runs in processes of its own, and lives in the cache alone."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

import jsonschema
import pikepdf
import pytest

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.cli.answers import answer_schemas
from evidence_desk.commands.base import Command
from evidence_desk.commands.importing import Import
from evidence_desk.commands.loadfile_import import LoadFileImport
from evidence_desk.commands.ocr import DropOcr, RequestOcr
from evidence_desk.commands.reading_pictures import read_pictures
from evidence_desk.commands.session import Session
from evidence_desk.intake.loadfiles.loading import SetRequest
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.jobs.progress import Cancelled, CancelToken, Progress
from evidence_desk.jobs.worker import TaskLimits
from evidence_desk.queries.batches import batches
from evidence_desk.queries.evidence import files, list_evidence
from evidence_desk.queries.pages import PageSource, evidence_without_text, page_sources
from evidence_desk.queries.provenance import provenance
from evidence_desk.support.errors import CommandError
from tests.intake.loadfiles.write import write_dat
from tests.matters import dump

# Stands in for OCR where what is tested is who calls it: page 1 has words, 2 to 4 raise; or 2 crashes, 3 hangs.
STAND_IN = """
import os, time
from evidence_desk.intake.ocr import OcrPage
from evidence_desk.intake.ocr_lines import OcrWord
from evidence_desk.support.errors import UserError

def read_badly(path, media_type, page, limits):
    if page == 2: os.abort()
    if page == 3: time.sleep(60)
    return read(path, media_type, page, limits)

def read(path, media_type, page, limits):
    if page > 1: raise UserError("page_unreadable", f"page {page} cannot be painted")
    words = "\u75af\u72c2 page " + str(page)
    return OcrPage(words, [OcrWord(words, (72.0, 72.0, 172.0, 92.0), 0.75)], 0.75, 90)
"""


def scan(pages: int, text_on: int = 0) -> bytes:
    """A PDF whose pages have no text, but for one if given."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for number in range(1, pages + 1):
        page = document.add_blank_page(page_size=(300, 400))
        if number == text_on:
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = document.make_stream(b"BT /F1 12 Tf 50 300 Td (own text) Tj ET")
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    import importlib

    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "ocr_stand_in.py").write_text(STAND_IN, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(__import__("sys").modules, "ocr_stand_in", raising=False)
    return importlib.import_module("ocr_stand_in")


@pytest.fixture(scope="module")
def desk() -> Iterator[LocalDesk]:
    desk = LocalDesk(actor="tester")
    yield desk
    desk.close()


@pytest.fixture
def session(desk: LocalDesk, tmp_path: Path) -> Iterator[Session]:
    """A matter with a scan of five pages, of which the fifth has text of its own, and a note."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "scan.pdf").write_bytes(scan(5, text_on=5))
    (folder / "note.txt").write_text("a note", encoding="utf-8")
    session = desk.new_matter(tmp_path / "m.edesk", profile="prc_civil", title="M")
    desk.import_paths(session, [folder])
    yield session
    session.close()


@pytest.fixture
def pool(stand_in: ModuleType) -> Iterator[WorkerPool]:
    with WorkerPool(1, limits=TaskLimits(seconds=3.0)) as pool:
        yield pool


def the_scan(session: Session) -> tuple[str, str]:
    """Return the id of the scan's item and its hash."""
    row = next(row for row in session.read(list_evidence) if row.files[0].extension == "pdf")
    return row.id, row.files[0].sha256


def sources(session: Session, sha256: str) -> list[str]:
    return [page.source for page in session.read(page_sources, sha256)]


def test_nothing_runs_when_nobody_asked(session: Session, pool: WorkerPool, stand_in: ModuleType) -> None:
    item, sha256 = the_scan(session)
    assert session.pages_for_ocr() == {}
    report = read_pictures(session, pool, recognise=stand_in.read)
    assert (report.files, report.pages, report.failed) == (0, 0, [])
    assert sources(session, sha256) == ["text"] * 5
    assert session.read(evidence_without_text) == [item]


def test_an_import_that_asks_for_ocr_is_one_step_to_undo(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "other.pdf").write_bytes(scan(2))
    before = dump(session)
    report = Import(session, desk.pool, ocr=True).run([tmp_path / "more"])
    (taken,) = report.files
    assert session.pages_for_ocr() == {taken.sha256: [1, 2]}
    assert session.undo_label == "Import 1 file from more"
    session.undo()
    assert dump(session) == before
    session.redo()
    assert session.pages_for_ocr() == {taken.sha256: [1, 2]}
    assert session.redo_label is None


def test_ocr_asked_for_of_what_is_held_already_is_a_step_of_its_own(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    _item, sha256 = the_scan(session)
    Import(session, desk.pool, ocr=True).run([tmp_path / "in" / "scan.pdf"])
    assert session.pages_for_ocr() == {sha256: [1, 2, 3, 4]}
    assert session.undo_label == "Ask for the text in the pictures of 1 file: scan.pdf"
    session.undo()
    assert session.pages_for_ocr() == {}
    assert len(session.read(list_evidence)) == 2


def test_a_crash_a_hang_and_an_error_cost_only_their_page(
    session: Session, pool: WorkerPool, stand_in: ModuleType
) -> None:
    item, sha256 = the_scan(session)
    session.run(RequestOcr(evidence=[item]))
    assert session.pages_for_ocr() == {sha256: [1, 2, 3, 4]}
    heard: list[Progress] = []
    report = read_pictures(session, pool, recognise=stand_in.read_badly, on_progress=heard.append)
    assert (report.files, report.pages, report.with_words) == (1, 4, 1)
    assert [(left.page, left.code, left.name) for left in sorted(report.failed, key=lambda p: p.page)] == [
        (2, "crashed", "scan.pdf"),
        (3, "timeout", "scan.pdf"),
        (4, "page_unreadable", "scan.pdf"),
    ]
    assert [(step.done, step.total) for step in heard] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    told = session.read(page_sources, sha256)
    assert told[0] == PageSource(1, "ocr", 0.75)
    assert told[4] == PageSource(5, "text", None)
    assert [page.problem.rpartition("(")[2] for page in told[1:4]] == [
        "crashed)",
        "timeout)",
        "page_unreadable)",
    ]
    assert session.page_text(sha256, 1) == "疯狂 page 1"
    assert "own text" in (session.page_text(sha256, 5) or "")
    assert session.pages_for_ocr() == {}
    assert session.pages_for_ocr(again=True) == {sha256: [2, 3, 4]}


def test_a_page_of_a_production_that_failed_is_told_by_file_and_by_bytes(
    session: Session, desk: LocalDesk, pool: WorkerPool, stand_in: ModuleType, tmp_path: Path
) -> None:
    produced = tmp_path / "produced"
    produced.mkdir()
    (produced / "1.pdf").write_bytes(scan(2))
    rows = [["A-1", "A-2", "1.pdf"]]
    (produced / "a.dat").write_bytes(write_dat(["BEGBATES", "ENDBATES", "NATIVEPATH"], rows))
    LoadFileImport(session, desk.pool, SetRequest(load_file=produced / "a.dat")).run()
    item = next(row for row in session.read(list_evidence) if row.files[0].name == "1.pdf")
    session.run(RequestOcr(evidence=[item.id]))
    report = read_pictures(session, pool, recognise=stand_in.read)
    (left,) = report.failed
    assert (left.id, left.sha256, left.page) == (item.files[0].id, item.files[0].sha256, 2)
    assert left.id != left.sha256
    jsonschema.validate(dataclasses.asdict(report), answer_schemas()["ocr.schema.json"])


def test_a_viewer_gets_the_place_of_every_character(
    session: Session, pool: WorkerPool, stand_in: ModuleType
) -> None:
    item, sha256 = the_scan(session)
    session.run(RequestOcr(evidence=[item]))
    read_pictures(session, pool, recognise=stand_in.read)
    geometry = session.page_geometry_hint(sha256, 1)
    assert geometry is not None
    assert geometry.text == session.page_text(sha256, 1)
    assert (geometry.width_pt, geometry.height_pt, geometry.rotation) == (300, 400, 90)
    assert len(geometry.char_boxes) == len(geometry.text)
    assert session.page_geometry_hint(sha256, 5) is None
    assert session.page_geometry_hint(sha256, 2) is None


@pytest.mark.parametrize("way", ["undo", "drop"])
def test_what_is_not_wanted_any_more_is_forgotten(
    session: Session, pool: WorkerPool, stand_in: ModuleType, way: str
) -> None:
    item, sha256 = the_scan(session)
    before = dump(session)
    session.run(RequestOcr(evidence=[item]))
    assert session.read(files)[0] is not None
    read_pictures(session, pool, recognise=stand_in.read)
    if way == "undo":
        session.undo()
    else:
        session.run(DropOcr(evidence=[item]))
    assert dump(session) == before
    assert sources(session, sha256) == ["text"] * 5
    assert session.page_text(sha256, 1) == ""
    assert session.pages_for_ocr(again=True) == {}
    if way == "undo":
        session.redo()
    else:
        session.undo()
    assert session.pages_for_ocr() == {sha256: [1, 2, 3, 4]}


def test_a_stop_keeps_what_was_read(session: Session, stand_in: ModuleType) -> None:
    item, sha256 = the_scan(session)
    session.run(RequestOcr(evidence=[item]))
    token = CancelToken()
    with WorkerPool(1) as pool, pytest.raises(Cancelled):  # one worker reads the first page first
        read_pictures(
            session, pool, recognise=stand_in.read, token=token, on_progress=lambda _progress: token.cancel()
        )
    # The next page may have been under way when the first one's progress asked to stop.
    assert session.pages_for_ocr() in ({sha256: [2, 3, 4]}, {sha256: [3, 4]})
    assert session.page_text(sha256, 1) == "疯狂 page 1"


def test_files_that_hold_no_pictures_are_left_alone(session: Session) -> None:
    note = next(row for row in session.read(list_evidence) if row.files[0].extension == "txt")
    before = dump(session)
    outcome = session.run(RequestOcr(evidence=[note.id]))
    assert not outcome.changes.rows
    assert dump(session) == before


@pytest.mark.parametrize("command", [RequestOcr, DropOcr])
def test_an_unknown_item_is_refused(session: Session, command: type[Command]) -> None:
    with pytest.raises(CommandError):
        session.run(partial(command, evidence=["nothing"])())
    with pytest.raises(CommandError):
        session.run(partial(command, evidence=[])())


def test_a_lost_cache_is_read_again_and_ocr_with_it(
    desk: LocalDesk, session: Session, stand_in: ModuleType, pool: WorkerPool
) -> None:
    item, sha256 = the_scan(session)
    session.run(RequestOcr(evidence=[item]))
    read_pictures(session, pool, recognise=stand_in.read)
    path = session.path
    session.close()
    for left in (path / "cache").glob("text.sqlite*"):
        left.unlink()
    again = desk.open_matter(path)
    try:
        assert again.page_text(sha256, 1) is None
        from evidence_desk.commands.importing import read_missing_text

        assert read_missing_text(again, desk.pool) == 2
        assert again.pages_for_ocr() == {sha256: [1, 2, 3, 4]}
    finally:
        again.close()


def photographed(pages: int) -> bytes:
    """A PDF whose pages are a picture each, as a scanner makes them."""
    from PIL import Image

    document = pikepdf.new()
    for number in range(pages):
        picture = io.BytesIO()
        Image.new("RGB", (600, 800), (200 - number, 210, 220)).save(picture, "JPEG")
        image = pikepdf.Stream(document, picture.getvalue())
        image.update(
            {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": 600, "/Height": 800}
        )
        image.update(
            {"/ColorSpace": pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8, "/Filter": pikepdf.Name.DCTDecode}
        )
        page = document.add_blank_page(page_size=(300, 400))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        page.Contents = document.make_stream(b"q 300 0 0 400 0 0 cm /I Do Q")
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


@pytest.mark.parametrize(("pages", "still"), [(1, 0), (2, 1)])
def test_a_page_read_by_ocr_is_no_longer_remarked(
    session: Session, pool: WorkerPool, stand_in: ModuleType, tmp_path: Path, pages: int, still: int
) -> None:
    """The stand-in reads the first page of a file and no other, so that the remark on a second one stays."""
    path = tmp_path / "photographed.pdf"
    path.write_bytes(photographed(pages))
    run = Import(session, pool, ocr=True)
    report = run.run([path])
    assert [code for code, _text in _remarks(session, report.files[0].sha256)] == ["no_text_layer"]
    assert report.remarked == 1
    read_pictures(session, pool, recognise=stand_in.read)
    run.note_read()
    assert run.report.remarked == still
    assert run.report.has_problems == bool(still)
    assert len(_remarks(session, report.files[0].sha256)) == still
    [kept] = (one for one in session.read(batches)[-1].files if one.outcome == "imported")
    assert bool(kept.code) == bool(still)
    [held] = (file for file in session.read(files) if file.name == path.name)
    assert bool(held.problem) == bool(still)
    session.run(DropOcr(evidence=[report.files[0].evidence]))
    assert len(_remarks(session, report.files[0].sha256)) == 1


def _remarks(session: Session, sha256: str) -> tuple[tuple[str, str], ...]:
    return session.read(provenance, sha256).warnings
