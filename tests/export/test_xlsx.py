"""The spreadsheet, read back with other programs."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_desk.export.blocks import Cell, Column, Paper, Row, Run, Section, Table
from evidence_desk.export.texts import clean, sheet_name, utf16_length
from evidence_desk.export.xlsx import xlsx_bytes
from evidence_desk.queries.rows import Matrix
from evidence_desk.support.errors import UserError


def _open(paper: Paper) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(paper)), rich_text=False)


def _head_row(page: Any) -> int:
    """Return the row the headings are in, counted from 1: that above the frozen panes."""
    return int(page[page.freeze_panes].row) - 1


@pytest.mark.parametrize("lang", ["en", "zh", "both"])
def test_every_cell_agrees_with_the_paper(sample: Matrix, make: Any, lang: str) -> None:
    paper = make.paper(sample, lang)
    data = xlsx_bytes(paper)
    other = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    book = openpyxl.load_workbook(io.BytesIO(data))
    for section, page in zip(paper.sections, book.worksheets, strict=True):
        table, top = section.tables[0], _head_row(page)
        grid = other.get_sheet_by_name(page.title).to_python(skip_empty_area=False)
        for row_number, row in enumerate(table.rows, start=top + 1):
            for column_number, cell in enumerate(row.cells, start=1):
                expected = cell.text if cell.share is None else cell.share
                assert (page.cell(row_number, column_number).value or "") == expected
                assert grid[row_number - 1][column_number - 1] == expected


def test_stances_are_in_the_right_row_and_column(sample: Matrix, make: Any) -> None:
    page = _open(make.paper(sample)).worksheets[0]
    top = _head_row(page)
    columns = {str(page.cell(top, i).value).split()[0]: i for i in range(5, page.max_column + 1)}
    rows = {page.cell(i, 1).value: i for i in range(top + 1, page.max_row + 1)}
    numbers = {element.id: element.number for claim in sample.claims for element in claim.elements}
    exhibits = {evidence.id: evidence.exhibit for evidence in sample.columns}
    for (element, evidence), cell in sample.cells.items():
        place = page.cell(rows[numbers[element]], columns[exhibits[evidence]])
        assert place.value.startswith({"supports": "▲", "contradicts": "▼", "context": "●"}[cell.stance])
        assert place.fill.fgColor.rgb != "FFFFFFFF"
        assert place.hyperlink is not None
        assert place.comment is not None
        assert all(cite.quote in place.comment.text for cite in cell.cites)
    full = sum(bool(page.cell(row, col).value) for row in rows.values() for col in columns.values())
    assert full == len(sample.cells)


def test_the_sheets_are_set_up_for_reading_and_printing(sample: Matrix, make: Any) -> None:
    for page, lead in zip(_open(make.paper(sample, "both")).worksheets, "DCB", strict=True):
        top = _head_row(page)
        assert page[page.freeze_panes].column_letter == chr(ord(lead) + 1)
        assert page.auto_filter.ref.startswith(f"A{top}:")
        assert page.print_title_rows == f"${top}:${top}"
        assert page.print_title_cols == f"$A:${lead}"
        assert page.page_setup.orientation == "landscape"
        assert str(page.page_setup.paperSize) == page.PAPERSIZE_A4
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.oddHeader.left.text == "She Shoots v. Tencent Cloud 她拍诉腾讯云"
        assert "2026-11-22" in page.oddFooter.left.text
        assert "&P" in page.oddFooter.right.text
        assert "&N" in page.oddFooter.right.text


def test_links_lead_from_the_grid_to_the_cites_and_back(sample: Matrix, make: Any) -> None:
    book = _open(make.paper(sample))
    grid, cites = book["Matrix"], book["Cites"]
    for link in [cell.hyperlink for row in grid.iter_rows() for cell in row if cell.hyperlink]:
        sheet, place = link.location.replace("'", "").split("!")
        exhibit = cites[f"B{cites[place].row}"]
        assert sheet == "Cites"
        back = exhibit.hyperlink.location.replace("'", "").split("!")
        assert back == ["Matrix", link.ref]


def test_the_same_paper_gives_the_same_bytes(sample: Matrix, make: Any) -> None:
    assert xlsx_bytes(make.paper(sample, "both")) == xlsx_bytes(make.paper(sample, "both"))


def _one_cell(make: Any, sample: Matrix, *runs: str, **more: Any) -> Paper:
    column = Column("a", (Run("A"),), 20)
    cell = Cell(tuple(Run(text, is_bold=bool(index)) for index, text in enumerate(runs)), **more)
    section = Section("s", "S", (Table((column,), (Row((cell,)),), 1),))
    return replace(make.paper(sample), sections=(section,))


NASTY = st.one_of(
    st.sampled_from(["=", "+", "-", "@", "\t", "\r", "", "{=", "http://", "mailto:", "'"]).flatmap(
        lambda start: st.text(max_size=20).map(lambda rest: start + rest)
    ),
    st.text(st.characters(), max_size=30),
)


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(NASTY, min_size=1, max_size=2), linked=st.booleans())
def test_no_text_is_run_or_lost(make: Any, sample: Matrix, texts: list[str], linked: bool) -> None:
    anchor = "here" if linked else ""
    paper = _one_cell(make, sample, *texts, link=anchor, anchor=anchor, notes=(texts[0],) if texts[0] else ())
    data = xlsx_bytes(paper)
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    grid = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    rows = grid.to_python(skip_empty_area=False)
    expected = clean(" ".join(texts))
    got = rows[4][0] if len(rows) > 4 else ""
    assert got == expected


def test_a_text_that_looks_like_an_escape_is_kept(make: Any, sample: Matrix) -> None:
    """The format writes _x0041_ for A (ECMA-376, ST_Xstring), so such a text has its underscore escaped."""
    data = xlsx_bytes(_one_cell(make, sample, "_x0041_"))
    assert b"<t>_x005F_x0041_</t>" in zipfile.ZipFile(io.BytesIO(data)).read("xl/sharedStrings.xml")


def test_an_evidence_title_that_looks_like_a_formula_stays_a_text(make: Any) -> None:
    title = '=HYPERLINK("http://example.org","click")'
    element, evidence = make.element("1.1", "=1+1"), make.evidence("=A1", title)
    link = make.link(evidence, element, "supports", 1)
    matrix = make.matrix_of([make.claim("1", "=cmd|' /C calc'!A0", "", [element])], [evidence], [link])
    matrix = replace(matrix, matter=replace(matrix.matter, title="=2+2 & Sons &P", native_title=""))
    data = xlsx_bytes(make.paper(matrix))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "sheet" in name)
        assert not any(b"TargetMode" in archive.read(name) for name in archive.namelist())
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value} <= {"s", "n"}
    assert b"=2+2 &amp;&amp; Sons &amp;&amp;P" in zipfile.ZipFile(io.BytesIO(data)).read(
        "xl/worksheets/sheet1.xml"
    )


@pytest.mark.parametrize("letter", ["a", "中", "😀"])
def test_a_text_too_long_for_a_cell_is_cut_with_a_mark(make: Any, sample: Matrix, letter: str) -> None:
    paper = _one_cell(make, sample, letter * 40_000)
    value = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(paper))).get_sheet_by_index(
        0
    )
    text = value.to_python(skip_empty_area=False)[4][0]
    assert text.endswith(" … [cut]")
    assert 32_766 <= utf16_length(text) <= 32_767


def test_a_table_no_sheet_can_hold_is_refused(make: Any, sample: Matrix) -> None:
    columns = tuple(Column(str(i), (), 5) for i in range(16_385))
    paper = replace(make.paper(sample), sections=(Section("s", "S", (Table(columns, (), 1),)),))
    with pytest.raises(UserError, match=r"16,385 columns.*html") as caught:
        xlsx_bytes(paper)
    assert caught.value.code == "too_large"


def test_more_links_than_a_sheet_can_hold_leave_the_text(make: Any, sample: Matrix, monkeypatch: Any) -> None:
    monkeypatch.setattr("evidence_desk.export.xlsx._LINKS", 3)
    page = _open(make.paper(sample)).worksheets[0]
    linked = [cell for row in page.iter_rows() for cell in row if cell.hyperlink]
    signs = [cell for row in page.iter_rows(min_col=5) for cell in row if cell.comment]
    assert len(linked) == 3
    assert all(cell.value for cell in signs)
    assert len(signs) == len(sample.cells)


@given(
    titles=st.lists(st.one_of(st.text(max_size=40), st.sampled_from(["History", "a" * 31, "'"])), max_size=5)
)
def test_sheet_names_are_accepted_and_different(titles: list[str]) -> None:
    taken: set[str] = set()
    names = [sheet_name(title, taken) for title in titles]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 1 <= utf16_length(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert name == name.strip("'")
        assert name.lower() != "history"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_prints_every_sheet(sample: Matrix, make: Any, tmp_path: Path) -> None:
    source = tmp_path / "matrix.xlsx"
    source.write_bytes(xlsx_bytes(make.paper(sample, "both")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(tmp_path / "matrix.pdf") as pdf:
        pages = [pdf[i].get_textpage().get_text_bounded() for i in range(len(pdf))]
        sizes = {tuple(round(side) for side in pdf.get_page_size(i)) for i in range(len(pdf))}
    assert sizes == {(842, 595)}
    assert 3 <= len(pages) <= 4
    assert all("She Shoots v. Tencent Cloud" in page for page in pages)
    text = "\n".join(pages)
    assert "▲3 ·2" in text
    assert "双方存在有效的一年期合同" in text
    assert "=1+1 is what it says" in text
