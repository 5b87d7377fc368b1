"""A produced document in which pages look alike: each shows at its place, is gone to, cited and found there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.links import AddCite
from evidence_desk.commands.loadfile_import import LoadFileImport
from evidence_desk.gui.viewer.item_pages import ItemPages
from evidence_desk.gui.viewer.panel import ViewerPanel
from evidence_desk.gui.window import MainWindow
from evidence_desk.intake.loadfiles.loading import SetRequest
from evidence_desk.queries import evidence as evidence_queries
from evidence_desk.queries.links import cites
from tests.gui.conftest import WAIT, space, trigger
from tests.intake.loadfiles.write import write_dat

SHADES = (30, 255, 90, 255)  # the second page is blank, and so is the fourth
NUMBERS = [f"B-{number}" for number in range(1, len(SHADES) + 1)]


@pytest.fixture(scope="module")
def produced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A matter with one document of four pages."""
    folder, desk = tmp_path_factory.mktemp("alike"), LocalDesk(actor="tester")
    for number, shade in enumerate(SHADES, 1):
        Image.new("L", (500, 700), shade).save(folder / f"{number}.tif")
    load, images = folder / "load.dat", folder / "load.opt"
    load.write_bytes(write_dat(["BEGBATES", "ENDBATES", "SUBJECT"], [["B-1", "B-4", "Scan"]]))
    images.write_text("\n".join(f"B-{n},,{n}.tif,{'Y' if n == 1 else ''},,,4" for n in range(1, 5)))
    session = desk.new_matter(folder / "alike.edesk", profile="us_federal_civil", title="Alike")
    LoadFileImport(session, desk.pool, SetRequest(load_file=load, images=images)).run()
    session.close()
    yield session.path
    desk.close()


@pytest.fixture
def matter(produced: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(produced, tmp_path / produced.name))


@pytest.fixture
def viewer(window: MainWindow, qtbot: QtBot) -> ViewerPanel:
    """The viewer with the document."""
    review = space(window).review
    (row,) = window.ui.bridge.read(evidence_queries.list_evidence)
    review.go_to(row.id)
    qtbot.waitUntil(lambda: review.viewer.canvas.file is not None, timeout=WAIT)
    qtbot.waitUntil(review.viewer.canvas.geometry_known, timeout=WAIT)
    return review.viewer


def _says(viewer: ViewerPanel, number: int) -> bool:
    said = viewer.header.page.text(), viewer.header._pages.text()
    return said == (NUMBERS[number - 1], f"{number} / {len(SHADES)}")


def test_every_page_has_its_number_and_its_place(
    window: MainWindow, viewer: ViewerPanel, qtbot: QtBot
) -> None:
    trigger(window, "review", "thumbnails")
    model = viewer.thumbnails.model()
    assert model.rowCount() == len(SHADES)
    qtbot.waitUntil(lambda: [str(model.index(row, 0).data()) for row in range(4)] == NUMBERS, timeout=WAIT)
    qtbot.waitUntil(lambda: _says(viewer, 1), timeout=WAIT)
    for number in (2, 3, 4):
        trigger(window, "review", "next_page")
        qtbot.waitUntil(lambda number=number: _says(viewer, number), timeout=WAIT)  # type: ignore[misc]
        assert viewer.thumbnails.currentIndex().row() == number - 1
    assert not viewer.header._files.isVisible()  # each file is one page, which the place tells


def test_a_cite_leads_to_the_page_it_is_of(window: MainWindow, viewer: ViewerPanel, qtbot: QtBot) -> None:
    bridge = window.ui.bridge
    (row,) = bridge.read(evidence_queries.list_evidence)
    second, fourth = row.files[1], row.files[3]
    assert second.sha256 == fourth.sha256
    for file in (second, fourth):
        rect = [[100.0, 100.0, 200.0, 200.0]]
        bridge.run(AddCite(evidence=row.id, file=file.id, page=1, rects=rect))
    qtbot.waitUntil(lambda: len(viewer._detail.cites) == 2, timeout=WAIT)  # type: ignore[union-attr]
    found = {cite.label: cite for cite in bridge.read(cites, evidence=row.id)}
    for label, file in (("B-4", fourth), ("B-2", second)):
        viewer.show_cite(found[label].id)
        assert viewer.canvas.file == file
        assert [mark.cite for mark in viewer.canvas._highlights] == [found[label].id]


def test_places_are_counted_through_files(viewer: ViewerPanel) -> None:
    assert viewer._detail is not None
    files = viewer._detail.row.files
    pages = ItemPages(files)
    assert [pages.at(place) for place in range(len(pages))] == [(file, 1) for file in files]
    assert [pages.place_of(file, 1) for file in files] == [0, 1, 2, 3]
    assert (pages.is_one_document, pages.is_page_by_page) == (True, True)
    assert len(ItemPages()) == 0
