"""A page is found by what it is called: as a whole, and in a production by each of the numbers that share it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.session import Session
from evidence_desk.queries.evidence import list_evidence
from evidence_desk.queries.pages import page_labels, page_sources
from tests.gui.viewer.papers import write_production


@pytest.fixture
def desk() -> Iterator[LocalDesk]:
    made = LocalDesk(actor="tester")
    yield made
    made.close()


@pytest.fixture
def session(desk: LocalDesk, tmp_path: Path) -> Iterator[Session]:
    made = desk.new_matter(tmp_path / "m.edesk", profile="us_federal_civil", title="A v. B")
    yield made
    made.close()


def test_a_comma_in_the_name_of_a_page_is_part_of_it(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    canvas = Canvas(str(tmp_path / "exhibit.pdf"))
    canvas.addPageLabel(0, style="ARABIC", start=1, prefix="Ex. A, ")
    for page in (1, 2):
        canvas.drawString(72, 100, f"Leaf {page}")
        canvas.showPage()
    canvas.save()
    desk.import_paths(session, [tmp_path / "exhibit.pdf"])
    ((file,),) = (item.files for item in session.read(list_evidence))
    names = [("Ex. A, 1",), ("Ex. A, 2",)]
    assert [page.names for page in session.read(page_sources, file.id)] == names
    assert [page.names for page in session.read(page_labels, [file.id])] == names


def test_a_page_that_was_kept_once_under_several_numbers_is_found_by_each(
    session: Session, desk: LocalDesk, tmp_path: Path
) -> None:
    write_production(tmp_path, session, desk)
    (files,) = (item.files for item in session.read(list_evidence))
    with closing(sqlite3.connect(session.cache_folder / "text.sqlite", isolation_level=None)) as kept:
        kept.execute("UPDATE page SET label = 'A-3, A-5' WHERE sha256 = ?", (files[0].id,))
    names = ("A-3, A-5", "A-3", "A-5")
    assert session.read(page_sources, files[0].id)[0].names == names
    found = session.read(page_labels, [file.id for file in files])
    assert {page.file: page.names for page in found}[files[0].id] == names
    assert all(len(page.names) == 1 for page in found if page.file != files[0].id)
