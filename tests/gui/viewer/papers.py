"""Papers that tests of the viewer read."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.loadfile_import import LoadFileImport
from evidence_desk.commands.session import Session
from evidence_desk.intake.loadfiles.loading import SetRequest
from tests.intake.loadfiles.write import write_dat

PAGES = 12
FILES = 4


def write_labelled(path: Path) -> Path:
    """Write a paper whose first pages are called i to iii, then 1 to 9; the fourth lies on its side."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    for page in range(1, PAGES + 1):
        if page == 4:
            canvas.setPageSize((842, 595))
        elif page == 5:
            canvas.setPageSize((420, 595))
        canvas.drawString(72, 500, f"This is leaf {page}")
        canvas.addPageLabel(
            page - 1, style="ROMAN_LOWER" if page < 4 else "ARABIC", start=page if page < 4 else page - 3
        )
        canvas.showPage()
    canvas.save()
    return path


def write_production(folder: Path, session: Session, desk: LocalDesk) -> None:
    """Take in one document of four files, the second of which holds two pages, numbered ABC000001 to 5."""
    images = folder / "VOL01" / "I"
    images.mkdir(parents=True)
    for number in range(1, FILES + 1):
        more = [Image.new("L", (500, 700), 200)] if number == 2 else []
        Image.new("L", (500, 700), number * 30).save(
            images / f"{number}.tif", save_all=True, append_images=more
        )
    load = folder / "VOL01" / "load.dat"
    load.write_bytes(write_dat(["BEGBATES", "ENDBATES", "SUBJECT"], [["ABC000001", "ABC000005", "Scan"]]))
    lines = ["ABC000001,V,I\\1.tif,Y,,,4", "ABC000002,V,I\\2.tif,,,,", "ABC000004,V,I\\3.tif,,,,"]
    (folder / "VOL01" / "load.opt").write_text("\r\n".join([*lines, "ABC000005,V,I\\4.tif,,,,"]))
    LoadFileImport(session, desk.pool, SetRequest(load_file=load, images=load.with_suffix(".opt"))).run()
