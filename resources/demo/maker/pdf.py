"""Page furniture and paragraph styles shared by the sample's PDF documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONTS = Path(__file__).resolve().parents[2] / "fonts"
MARK = "ILLUSTRATIVE / 示例"
MARK_LINE = f"{MARK} · written for a sample matter, not a real document · 为示例案件撰写，并非真实文件"
FRAME_PAD = 6  # points that reportlab leaves inside its frame
INK = HexColor("#1d1f24")
SOFT = HexColor("#5b616b")
RULE = HexColor("#c9ccd2")
AMBER = HexColor("#a4660a")
AMBER_GROUND = HexColor("#fdf3dd")


@dataclass(frozen=True, kw_only=True)
class Look:
    """What distinguishes one document from the next.

    Attributes:
        title: the document's title in the PDF's own properties.
        author: who the sample says wrote it.
        running: the running head on every page, or an empty string.
        accent: colour of the hairline under the head and of headings.
        margin: left and right margin in points.
    """

    title: str
    author: str
    running: str = ""
    accent: Color = INK
    margin: float = 25 * mm


def register_fonts() -> None:
    """Make the two cuts of the sample's typeface known to reportlab."""
    registerFont(TTFont("Noto", FONTS / "NotoSansSC-Regular.ttf"))
    registerFont(TTFont("Noto-Bold", FONTS / "NotoSansSC-Bold.ttf"))
    registerFontFamily("Noto", normal="Noto", bold="Noto-Bold", italic="Noto", boldItalic="Noto-Bold")


def _style(name: str, size: float, *, bold: bool = False, zh: bool = False, **more: object) -> ParagraphStyle:
    settings: dict[str, object] = {
        "fontName": "Noto-Bold" if bold else "Noto",
        "fontSize": size,
        "leading": size * 1.55,
        "textColor": INK,
    }
    if zh:
        settings["wordWrap"] = "CJK"
    return ParagraphStyle(name, **{**settings, **more})


STYLES: dict[str, ParagraphStyle] = {
    style.name: style
    for style in (
        _style("title", 18, bold=True, alignment=TA_CENTER, leading=25),
        _style("title_zh", 14, bold=True, alignment=TA_CENTER, leading=21, spaceAfter=8, zh=True),
        _style("headline", 17, bold=True, leading=24),
        _style("headline_zh", 14, bold=True, leading=21, spaceAfter=6, zh=True),
        _style("heading", 11, bold=True, spaceBefore=11, spaceAfter=3, keepWithNext=1),
        _style("body", 10, spaceAfter=4),
        _style("zh", 9.5, spaceAfter=7, zh=True, textColor=HexColor("#2c3038")),
        _style("quote", 10.5, leftIndent=14, spaceBefore=4, spaceAfter=2),
        _style("quote_zh", 9.5, leftIndent=14, spaceAfter=8, zh=True),
        _style("small", 8.5, textColor=SOFT, spaceAfter=3),
        _style("small_zh", 8.5, textColor=SOFT, spaceAfter=3, zh=True),
        _style("center", 10, alignment=TA_CENTER),
        _style("center_zh", 10, alignment=TA_CENTER, zh=True),
        _style("right", 10, alignment=TA_RIGHT, spaceBefore=3),
        _style("cell", 9, leading=13),
        _style("cell_head", 9, bold=True, leading=13),
    )
}


def text(style: str, words: str) -> Paragraph:
    """Make one paragraph in one of ``STYLES``."""
    return Paragraph(words, STYLES[style])


def both(english: str, chinese: str) -> list[Flowable]:
    """Make an English paragraph with its Chinese text below."""
    return [text("body", english), text("zh", chinese)]


def gap(points: float) -> Flowable:
    """Leave some white space."""
    return Spacer(1, points)


def table(rows: Sequence[Sequence[str]], widths: Sequence[float], *, head: bool = True) -> Flowable:
    """Set rows of words as a hairline table; the first row is a heading unless told otherwise."""
    cells = [
        [text("cell_head" if head and at == 0 else "cell", word) for word in row]
        for at, row in enumerate(rows)
    ]
    grid = Table(cells, colWidths=list(widths), repeatRows=1 if head else 0)
    grid.setStyle(
        TableStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
                ("LINEABOVE", (0, 0), (-1, 0), 0.8, INK),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 3.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
                *([("BACKGROUND", (0, 0), (-1, 0), HexColor("#f3f3f1"))] if head else []),
            ]
        )
    )
    return grid


def write_pdf(path: Path, look: Look, story: Sequence[Flowable]) -> None:
    """Set a story on A4 pages, each with the sample's mark, a running head and a page number.

    The same story gives the same bytes every time (reportlab's invariant mode: fixed dates and identifiers).
    """
    document = SimpleDocTemplate(
        str(path),
        pagesize=A4,
        leftMargin=look.margin - FRAME_PAD,
        rightMargin=look.margin - FRAME_PAD,
        topMargin=31 * mm,
        bottomMargin=22 * mm,
        title=look.title,
        author=look.author,
        subject=MARK,
        creator="Evidence Desk sample matter",
        invariant=1,
    )

    def furnish(canvas: Canvas, _document: SimpleDocTemplate) -> None:
        _draw_furniture(canvas, look)

    document.build(list(story), onFirstPage=furnish, onLaterPages=furnish)


def _draw_furniture(canvas: Canvas, look: Look) -> None:
    width, height = A4
    canvas.saveState()
    canvas.setFillColor(AMBER_GROUND)
    canvas.rect(0, height - 9 * mm, width, 9 * mm, stroke=0, fill=1)
    canvas.setFillColor(AMBER)
    canvas.setFont("Noto-Bold", 8)
    canvas.drawCentredString(width / 2, height - 5.9 * mm, MARK_LINE)
    canvas.setFillColor(SOFT)
    canvas.setFont("Noto", 8)
    canvas.drawString(look.margin, height - 18 * mm, look.running)
    canvas.setStrokeColor(look.accent)
    canvas.setLineWidth(0.8)
    canvas.line(look.margin, height - 20.5 * mm, width - look.margin, height - 20.5 * mm)
    canvas.drawString(look.margin, 12 * mm, MARK)
    canvas.drawRightString(width - look.margin, 12 * mm, f"{canvas.getPageNumber()}")
    canvas.restoreState()
