"""What whoever read a file had to remark: in the report on the import, with its run, and on the file."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pikepdf

from evidence_desk.commands.importing import Import
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.queries.batches import batches
from evidence_desk.queries.evidence import files, list_evidence

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


def test_what_nobody_sees_in_a_name_is_in_the_title_by_number_and_kept_as_it_was(tmp_path: Path) -> None:
    empty_folder(tmp_path / "m.edesk")
    session = open_session(tmp_path / "m.edesk")
    top = tmp_path / "in"
    written(top, "invoice\u202efdp.txt", b"pay at once")
    written(top, "slip.zip", archive(("../../e\u200bvil.txt", b"out of the folder")))
    with WorkerPool(1) as pool:
        Import(session, pool).run([top])
    titles = {row.title for row in session.read(list_evidence)}
    assert {"invoice⟨U+202E⟩fdp", "e⟨U+200B⟩vil"} <= titles
    paths = {file.original_path for file in session.read(files)}
    assert f"{top}/invoice\u202efdp.txt".replace("/", os.sep) in paths
    assert any(path.endswith("slip.zip › ../../e\u200bvil.txt") for path in paths)
    [inner] = (file for file in session.read(files) if "› .." in file.original_path)
    assert inner.problem_code == "unsafe_path"
    assert inner.name == "e\u200bvil.txt"
    session.close()
