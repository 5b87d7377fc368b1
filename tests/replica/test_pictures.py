"""Copies without files: their pages are in them as pictures, with the places of their words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.importing import read_missing_text
from evidence_desk.commands.kept_pages import has_original, kept_picture, kept_places, laid_out
from evidence_desk.commands.session import Session
from evidence_desk.intake.kept_pages import LONGEST, kept_geometry, render_kept
from evidence_desk.intake.model import RenderedPage
from evidence_desk.intake.pages import page_geometry, render_page
from evidence_desk.jobs.progress import Cancelled, CancelToken, Progress
from evidence_desk.queries.rows import FileRow
from evidence_desk.replica.container import CopyReader
from evidence_desk.replica.merge import bring_back
from evidence_desk.replica.pack import TakenCopy, Wish, take_offline
from evidence_desk.replica.unpack import open_copy
from evidence_desk.store.matter_folder import MatterFolder
from evidence_desk.store.store import Store
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource

from ..matters import empty_session

PDF, TEXT = "notice.pdf", "letter.txt"


@pytest.fixture(scope="module")
def desk() -> Iterator[LocalDesk]:
    made = LocalDesk(actor="tester")
    yield made
    made.close()


@pytest.fixture
def session(desk: LocalDesk, tmp_path: Path) -> Iterator[Session]:
    """A matter with a PDF of several pages and a text."""
    folder = tmp_path / "in"
    folder.mkdir()
    source = max(resource("demo", "documents").rglob("*.pdf"), key=lambda path: path.stat().st_size)
    (folder / PDF).write_bytes(source.read_bytes())
    (folder / TEXT).write_text("We end the contract on 5 January 2019.\n", encoding="utf-8")
    made = empty_session(tmp_path)
    desk.import_paths(made, [folder])
    yield made
    made.close()


def file_of(session: Session, name: str) -> FileRow:
    from evidence_desk.queries.evidence import evidence_ids, evidence_rows

    rows = session.read(evidence_rows, session.read(evidence_ids))
    return next(file for row in rows for file in row.files if file.name == name)


def taken(session: Session, desk: LocalDesk, name: str) -> TakenCopy:
    out = session.path.parent / name
    return take_offline(session, out, Wish(with_files=False), pool=desk.pool)


def opened(copy: Path) -> Session:
    path = open_copy(copy, copy.with_name(f"{copy.stem} opened"))
    return Session(Store(MatterFolder(path), actor="traveller"))


def test_every_page_is_there_to_see_and_to_cite(session: Session, desk: LocalDesk) -> None:
    made = taken(session, desk, "c")
    file = file_of(session, PDF)
    assert (made.files, made.pictures, made.unpictured) == (0, file.pages, 0)
    copy = opened(made.path)
    try:
        assert not has_original(copy, file.sha256)
        original = str(session.file_path(file.sha256))
        for page in range(1, file.pages + 1):
            picture, places = kept_picture(copy, file.sha256, page), kept_places(copy, file.sha256, page)
            assert picture is not None
            assert places is not None
            here, there = kept_geometry(str(places)), page_geometry(original, "application/pdf", page)
            assert here.text == there.text == copy.page_text(file.sha256, page)
            for box, other in zip(here.char_boxes, there.char_boxes, strict=True):
                assert box == pytest.approx(other, abs=0.006)
            shown = render_kept(str(picture), scale=1.3, rotation=90)
            wanted = render_page(original, "application/pdf", page, scale=1.3, rotation=90)
            assert wanted is not None
            assert (shown.width, shown.height) == pytest.approx((wanted.width, wanted.height), abs=1)
            assert _difference(shown, wanted) < 12
        text = file_of(copy, TEXT)
        geometry = laid_out(copy, text.sha256, text.media_type, 1)
        assert geometry is not None
        assert "5 January 2019" in geometry.text
        assert geometry.lines
    finally:
        copy.close()


def _difference(first: RenderedPage, second: RenderedPage) -> float:
    """The mean difference of two pictures that may differ by a pixel in size, of 255."""
    from PIL import Image, ImageChops, ImageStat

    one, two = (
        Image.frombuffer("RGBA", (page.width, page.height), page.pixels, "raw", "BGRA", page.stride, 1)
        for page in (first, second)
    )
    away = ImageChops.difference(one.convert("L"), two.convert("L").resize(one.size))
    return float(ImageStat.Stat(away).mean[0])


def test_pictures_are_of_bounded_size(session: Session, desk: LocalDesk) -> None:
    from PIL import Image

    copy = opened(taken(session, desk, "c").path)
    copy.close()
    pictures = list((copy.path / "pages").rglob("*.jpg"))
    assert pictures
    for path in pictures:
        with Image.open(path) as image:
            assert max(image.size) <= LONGEST + 1  # a part of a pixel is a pixel


def test_a_copy_of_such_a_copy_passes_its_pages_on_and_comes_home(session: Session, desk: LocalDesk) -> None:
    first = opened(taken(session, desk, "first").path)
    try:
        again = taken(first, desk, "second")
        assert again.pictures == file_of(session, PDF).pages
        second = opened(again.path)
        assert kept_picture(second, file_of(session, PDF).sha256, 1) is not None
        second.close()
        assert bring_back(session, second.path, preview=True).changes == 0
    finally:
        first.close()


def test_text_comes_back_when_the_cache_is_thrown_away(session: Session, desk: LocalDesk) -> None:
    copy = opened(taken(session, desk, "c").path)
    sha256 = file_of(copy, TEXT).sha256
    copy.drop_pages([sha256])
    assert copy.page_text(sha256, 1) is None
    read_missing_text(copy, desk.pool)
    assert "5 January 2019" in (copy.page_text(sha256, 1) or "")
    copy.close()


def test_without_painters_the_text_comes_along_alone(session: Session) -> None:
    made = take_offline(session, session.path.parent / "c", Wish(with_files=False))
    assert made.pictures == 0
    assert made.unpictured == file_of(session, PDF).pages
    with made.path.open("rb") as stream:
        assert set(CopyReader(stream).members) == {"matter.sqlite", "pages/text.jsonl"}


def test_stopping_while_pages_are_painted_leaves_nothing(session: Session, desk: LocalDesk) -> None:
    token = CancelToken()

    def _on_progress(progress: Progress) -> None:
        if progress.phase == "painting":
            token.cancel()

    out = session.path.parent / "c.edcopy"
    with pytest.raises(Cancelled):
        take_offline(
            session, out, Wish(with_files=False), pool=desk.pool, on_progress=_on_progress, token=token
        )
    assert not out.exists()
    assert sorted(path.name for path in out.parent.iterdir()) == ["in", "m.edesk"]


@pytest.mark.parametrize("name", ["1.jpg", "1.json.gz"])
def test_a_damaged_picture_is_said_and_breaks_nothing(session: Session, desk: LocalDesk, name: str) -> None:
    copy = opened(taken(session, desk, "c").path)
    copy.close()
    path = next((copy.path / "pages").rglob(name))
    path.chmod(0o644)
    path.write_bytes(b"nonsense")
    with pytest.raises(UserError, match="damaged"):
        render_kept(str(path.with_name("1.jpg")))
