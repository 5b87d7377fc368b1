"""Papers that tests of the viewer read."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

PAGES = 12


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
