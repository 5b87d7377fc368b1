"""What whoever read a file had to remark: in the report on the import, with its run, and on the file."""

from __future__ import annotations

import io
import os
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from evidence_desk.commands.importing import Import
from evidence_desk.domain.remarks import serious
from evidence_desk.export.import_report import import_report
from evidence_desk.export.words import PaperWords
from evidence_desk.gui.texts import Texts
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.queries.batches import batches
from evidence_desk.queries.evidence import files, list_evidence
from evidence_desk.queries.matter import matter
from evidence_desk.queries.provenance import provenance

from ..intake.packed import archive, written
from ..matters import empty_folder, open_session


def _two_pages() -> bytes:
    """Return a PDF with words on its first page and nothing on its second."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for content in (b"BT /F1 20 Tf 50 350 Td (First line) Tj ET", b""):
        page = document.add_blank_page(page_size=(300, 400))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(content)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_damaged_an_unread_and_a_misnamed_file_come_in_with_remarks(tmp_path: Path) -> None:
    empty_folder(tmp_path / "m.edesk")
    session = open_session(tmp_path / "m.edesk")
    whole = _two_pages()
    top = tmp_path / "in"
    written(top, "cut.pdf", whole[: whole.rindex(b"startxref")])
    written(top, "garbage.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 8)
    written(top, "program.exe", b"MZ" + bytes(200) + b"This program cannot be run in DOS mode")
    written(top, "letter.docx", whole)
    written(top, "fine.txt", b"nothing is wrong with this")
    with WorkerPool(2) as pool:
        report = Import(session, pool).run([top])
    told = {Path(one.path).name: one.problem for one in report.files}
    assert told.pop("fine.txt") == ""
    assert all(told.values()), told
    assert told["letter.docx"] == "named .docx but is application/pdf"
    assert report.remarked == 4
    [kept] = session.read(batches)
    assert kept.remarked == 4
    codes = {one.name: one.code for one in kept.files}
    assert codes["letter.docx"] == "name_mismatch"
    assert (codes["garbage.pdf"], codes["fine.txt"]) == ("damaged", "")
    held = {file.name: file for file in session.read(files)}
    assert held["garbage.pdf"].problem_code == "damaged"
    assert held["cut.pdf"].problem == "the document is damaged; its end is missing; pages without text: 2"
    session.close()


def test_what_nobody_sees_in_a_name_is_kept_as_it_was_and_shown_by_number(tmp_path: Path) -> None:
    empty_folder(tmp_path / "m.edesk")
    session = open_session(tmp_path / "m.edesk")
    top = tmp_path / "in"
    written(top, "invoice\u202efdp.txt", b"pay at once")
    written(top, "slip.zip", archive(("../../e\u200bvil.txt", b"out of the folder")))
    with WorkerPool(1) as pool:
        Import(session, pool).run([top])
    titles = {row.title for row in session.read(list_evidence)}
    assert {"invoice\u202efdp", "e\u200bvil"} <= titles
    assert {"invoice⟨U+202E⟩fdp", "e⟨U+200B⟩vil"} <= {Texts("en").names(each, "")[0] for each in titles}
    paths = {file.original_path for file in session.read(files)}
    assert f"{top}/invoice\u202efdp.txt".replace("/", os.sep) in paths
    assert any(path.endswith("slip.zip › ../../e\u200bvil.txt") for path in paths)
    [inner] = (file for file in session.read(files) if "› .." in file.original_path)
    assert inner.problem_code == "unsafe_path"
    assert inner.name == "e\u200bvil.txt"
    session.close()


def test_every_remark_of_a_file_is_kept_the_gravest_first(tmp_path: Path) -> None:
    empty_folder(tmp_path / "m.edesk")
    session = open_session(tmp_path / "m.edesk")
    whole = _two_pages()
    written(tmp_path / "in", "cut.docx", whole[: whole.rindex(b"startxref")])
    with WorkerPool(1) as pool:
        report = Import(session, pool).run([tmp_path / "in"])
    (held,) = session.read(files)
    codes = [code for code, _message in held.remarks]
    assert {"name_mismatch", "damaged"} <= set(codes) or {"name_mismatch", "repaired"} <= set(codes)
    assert codes[-1] == "name_mismatch"
    assert (held.problem_code, held.problem) == held.remarks[0]
    assert report.files[0].problem == "; ".join(message for _code, message in held.remarks)
    (run,) = session.read(batches)
    assert run.files[0].remarks == held.remarks
    (row,) = session.read(list_evidence)
    assert row.remarks == held.remarks
    told = session.read(provenance, held.id).warnings
    assert set(held.remarks) <= set(told)
    paper = import_report(session.read(matter), [run], PaperWords.load(), lang="en", today=date(2019, 1, 5))
    assert all(message in str(paper) for _code, message in held.remarks)
    session.close()


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], ()),
        ([("hidden_content", "h")], ()),
        ([("no_text_layer", "n"), ("damaged", "d")], (("damaged", "d"), ("no_text_layer", "n"))),
        ([("name_mismatch", "m"), ("encrypted", "e")], (("encrypted", "e"), ("name_mismatch", "m"))),
        ([("damaged", "d"), ("repaired", "r")], (("damaged", "d"), ("repaired", "r"))),
    ],
)
def test_what_keeps_a_file_from_being_read_comes_first(
    found: list[tuple[str, str]], expected: tuple[tuple[str, str], ...]
) -> None:
    assert serious(found) == expected
