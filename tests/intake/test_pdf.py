"""PDF: text, labels, metadata, geometry that agrees with what is painted, repair."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from evidence_desk.intake.geometry import displayed_size, quote_rects, text_in_rects, to_displayed
from evidence_desk.intake.model import Limits, RenderedPage
from evidence_desk.intake.pages import page_geometry, render_page
from evidence_desk.intake.readers.pdf import iso_date
from evidence_desk.intake.readers.registry import read_file
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.support.errors import UserError

PDF = "application/pdf"
TWO_LINES = b"BT /F1 20 Tf 50 350 Td (First line) Tj 0 -40 Td (Second one) Tj ET"


def test_text_labels_and_metadata(make_pdf: Any) -> None:
    result = read_file(make_pdf(TWO_LINES, b"", title="The Contract", labels=True), PDF)
    assert [(page.number, page.label, page.text) for page in result.pages] == [
        (1, "i", "First line\nSecond one"),
        (2, "A-1", ""),
    ]
    assert (result.pages[0].width_pt, result.pages[0].height_pt, result.pages[0].rotation) == (300, 400, 0)
    assert result.title == "The Contract"
    assert result.people == ["Ann Author"]
    assert result.dates == [("document_created", "2018-08-21T10:11:12+08:00")]
    assert "pdfium" in result.tools
    assert result.warnings == []


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_quote_rectangle_covers_what_is_painted(make_pdf: Any, rotation: int) -> None:
    crop = pikepdf.Array([20, 30, 290, 380])
    path = str(make_pdf(TWO_LINES, Rotate=rotation, CropBox=crop))
    geometry = page_geometry(path, PDF, 1)
    assert (geometry.width_pt, geometry.height_pt, geometry.rotation) == (270, 350, rotation)
    start = geometry.text.index("Second")
    rects = quote_rects(geometry, start, start + len("Second one"))
    assert len(rects) == 1
    assert text_in_rects(geometry, rects) == "Second one"

    only_second = str(
        make_pdf(TWO_LINES.replace(b"(First line)", b"()"), Rotate=rotation, CropBox=crop, name="b.pdf")
    )
    rendered = render_page(only_second, PDF, 1, scale=2)
    assert rendered is not None
    assert (rendered.width / 2, rendered.height / 2) == displayed_size(270, 350, rotation)
    ink = ink_box(rendered)
    x0, y0, x1, y1 = (value * 2 for value in to_displayed(rects[0], 270, 350, rotation))
    assert x0 - 2 <= ink[0] < ink[2] <= x1 + 2
    assert y0 - 2 <= ink[1] < ink[3] <= y1 + 2
    assert (ink[2] - ink[0]) * (ink[3] - ink[1]) > 0.4 * (x1 - x0) * (y1 - y0)


def ink_box(page: RenderedPage) -> tuple[int, int, int, int]:
    """Return the smallest box around dark pixels."""
    dark = [
        (x, y)
        for y in range(page.height)
        for x in range(page.width)
        if page.pixels[y * page.stride + 4 * x] < 128
    ]
    return (
        min(x for x, _ in dark),
        min(y for _, y in dark),
        max(x for x, _ in dark),
        max(y for _, y in dark),
    )


def test_offsets_stay_right_after_characters_beyond_the_basic_plane(make_pdf: Any) -> None:
    # The font's map turns ~ into an emoji (two UTF-16 units) and ^ into two Han characters.
    path = make_pdf(b"BT /F1 20 Tf 50 350 Td (a~b^cd) Tj 0 -40 Td (tail) Tj ET")
    geometry = page_geometry(str(path), PDF, 1)
    assert geometry.text == "a\U0001f600b合作cd\ntail"
    assert geometry.text == read_file(path, PDF).pages[0].text
    assert len(geometry.char_boxes) == len(geometry.text)
    lefts = [box[0] for box in geometry.char_boxes[:7]]
    assert lefts == sorted(lefts)
    tail = quote_rects(geometry, geometry.text.index("tail"), len(geometry.text))
    assert len(tail) == 1
    assert tail[0][1] > geometry.char_boxes[0][3] - 5


def test_extra_rotation_turns_the_painted_page(make_pdf: Any) -> None:
    rendered = render_page(str(make_pdf(TWO_LINES)), PDF, 1, scale=1, rotation=90)
    assert rendered is not None
    assert (rendered.width, rendered.height) == (400, 300)
    assert len(rendered.pixels) == rendered.stride * rendered.height


def test_page_comes_out_of_a_worker_process(make_pdf: Any) -> None:
    path = str(make_pdf(TWO_LINES))
    with WorkerPool(1) as pool:
        painted = pool.submit(partial(render_page, scale=2, rotation=90), path, PDF, 1).result(20)
        geometry = pool.submit(page_geometry, path, PDF, 1).result(20)
    assert painted == render_page(path, PDF, 1, scale=2, rotation=90)
    assert geometry == page_geometry(path, PDF, 1)


def test_encrypted_document_is_named_so(make_pdf: Any, tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(make_pdf(TWO_LINES)) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    result = read_file(locked, PDF)
    assert result.pages == []
    assert [code for code, _ in result.warnings] == ["encrypted"]
    with pytest.raises(UserError, match="password"):
        render_page(str(locked), PDF, 1)


@pytest.fixture
def locked(make_pdf: Any, tmp_path: Path) -> str:
    path = tmp_path / "locked.pdf"
    with pikepdf.open(make_pdf(TWO_LINES)) as document:
        document.save(path, encryption=pikepdf.Encryption(user="密码1", owner="other"))
    return str(path)


def test_password_of_the_list_opens_the_document(locked: str) -> None:
    limits = Limits(passwords=("wrong", "密码1"))
    result = read_file(locked, PDF, limits)
    assert result.pages[0].text == "First line\nSecond one"
    assert (result.facts["encrypted"], result.warnings) == (True, [])
    assert "密码1" not in str(result)
    assert page_geometry(locked, PDF, 1, limits).text == result.pages[0].text
    assert render_page(locked, PDF, 1, limits=limits) is not None
    assert read_file(locked, PDF, Limits(passwords=("wrong",))).warnings[0][0] == "encrypted"


def test_attached_files_are_listed(make_pdf: Any, tmp_path: Path) -> None:
    path = tmp_path / "parent.pdf"
    with pikepdf.open(make_pdf(TWO_LINES)) as document:
        document.attachments["附件.docx"] = pikepdf.AttachedFileSpec(document, b"12345", filename="附件.docx")
        document.save(path)
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert read_file(path, PDF).facts["attachments"] == [{"name": "附件.docx", "media_type": word, "size": 5}]


def test_signatures_are_told_and_not_called_valid(make_pdf: Any, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    with pikepdf.open(make_pdf(TWO_LINES)) as document:
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            Contents=pikepdf.String("0"),
            Name=pikepdf.String("李明"),
            M=pikepdf.String("D:20180821101112+08'00'"),
            Reason=pikepdf.String("approved"),
        )
        fields = [
            document.make_indirect(
                pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("Buyer"), V=value)
            ),
            document.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("Seller"))),
        ]
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields), SigFlags=3)
        document.save(path)
    assert read_file(path, PDF).facts["signatures"] == [
        {
            "field": "Buyer",
            "name": "李明",
            "reason": "approved",
            "date": "2018-08-21T10:11:12+08:00",
            "state": "signed, not verified",
        },
        {"field": "Seller", "state": "unsigned"},
    ]


def with_scans(make_pdf: Any, path: Path, *contents: bytes) -> Path:
    with pikepdf.open(make_pdf(*contents)) as document:
        image = document.make_stream(
            bytes(4),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=2,
            Height=2,
            BitsPerComponent=8,
            ColorSpace=pikepdf.Name.DeviceGray,
        )
        for page in document.pages:
            page.Resources.XObject = pikepdf.Dictionary(Im=image)
        document.save(path)
    return path


def test_pages_that_are_pictures_are_named(make_pdf: Any, tmp_path: Path) -> None:
    scan = b"q 300 0 0 400 0 0 cm /Im Do Q"
    stamp = b" BT /F1 8 Tf 20 390 Td (Case 1:20 Document 17 Filed) Tj ET"
    logo = b"q 30 0 0 30 0 0 cm /Im Do Q"
    path = with_scans(
        make_pdf, tmp_path / "s.pdf", scan, scan + stamp, b"", TWO_LINES, logo + TWO_LINES, scan
    )
    result = read_file(path, PDF)
    assert result.facts["pages_without_text"] == [1, 2, 6]
    assert result.warnings == [
        ("no_text_layer", "pages that are pictures, without text of their own: 1-2, 6")
    ]


def test_pages_of_mixed_sizes_and_directions(make_pdf: Any, tmp_path: Path) -> None:
    path = tmp_path / "mixed.pdf"
    with pikepdf.open(make_pdf(TWO_LINES, TWO_LINES, TWO_LINES)) as document:
        document.pages[1].MediaBox = pikepdf.Array([0, 0, 842, 1191])
        document.pages[1].Rotate = 270
        document.pages[2].CropBox = pikepdf.Array([40, 300, 240, 400])
        document.save(path)
    pages = read_file(path, PDF).pages
    assert [(page.width_pt, page.height_pt, page.rotation) for page in pages] == [
        (300, 400, 0),
        (842, 1191, 270),
        (200, 100, 0),
    ]
    for page in pages:
        painted = render_page(str(path), PDF, page.number)
        assert painted is not None
        assert (painted.width, painted.height) == displayed_size(page.width_pt, page.height_pt, page.rotation)
        assert page_geometry(str(path), PDF, page.number).text == page.text


def test_empty_user_password_is_no_obstacle(make_pdf: Any, tmp_path: Path) -> None:
    path = tmp_path / "owner.pdf"
    with pikepdf.open(make_pdf(TWO_LINES)) as document:
        document.save(path, encryption=pikepdf.Encryption(user="", owner="secret"))
    assert read_file(path, PDF).pages[0].text == "First line\nSecond one"


def test_page_limit_is_reported(make_pdf: Any) -> None:
    result = read_file(make_pdf(*[TWO_LINES] * 4), PDF, Limits(pages=3))
    assert len(result.pages) == 3
    assert [code for code, _ in result.warnings] == ["pages_truncated"]


def test_page_that_is_not_there(make_pdf: Any) -> None:
    path = str(make_pdf(TWO_LINES))
    for page in (0, 2):
        with pytest.raises(UserError, match="has no page"):
            page_geometry(path, PDF, page)
        with pytest.raises(UserError, match="has no page"):
            render_page(path, PDF, page)


def test_too_large_painting_is_refused(make_pdf: Any) -> None:
    with pytest.raises(UserError, match="too large"):
        render_page(str(make_pdf(TWO_LINES)), PDF, 1, scale=100)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("D:20180821101112+08'00'", "2018-08-21T10:11:12+08:00"),
        ("D:20180821101112Z00'00'", "2018-08-21T10:11:12Z"),
        ("D:20090129162533--1600", "2009-01-29T16:25:33"),
        ("D:201808", "2018-08"),
        ("20189921", "2018"),
        ("yesterday", None),
    ],
)
def test_pdf_dates(text: str, iso: str | None) -> None:
    assert iso_date(text) == iso
