"""Files made on the spot for the intake tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment
from PIL import Image

MakePdf = Callable[..., Path]


class Samples(dict[str, bytes]):
    """Files by media type; does not spell them out where a failing test is reported."""

    def __repr__(self) -> str:
        return f"<{len(self)} samples>"


@pytest.fixture
def make_pdf(tmp_path: Path) -> MakePdf:
    """Return a maker of PDFs: one content stream a page, with the font F1 and the given page entries."""

    def make(
        *contents: bytes, name: str = "made.pdf", title: str = "", labels: bool = False, **page: object
    ) -> Path:
        document = pikepdf.new()
        cmap = (
            b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
            b"2 beginbfchar <7E> <D83DDE00> <5E> <54084F5C> endbfchar endcmap"
        )
        font = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
                ToUnicode=document.make_stream(cmap),
            )
        )
        for content in contents:
            added = document.add_blank_page(page_size=(300, 400))
            added.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            added.Contents = document.make_stream(content)
            for key, value in page.items():
                added[f"/{key}"] = value
        if title:
            document.docinfo["/Title"] = title
            document.docinfo["/Author"] = "Ann Author"
            document.docinfo["/CreationDate"] = "D:20180821101112+08'00'"
        if labels:
            document.Root.PageLabels = pikepdf.Dictionary(
                Nums=[
                    0,
                    pikepdf.Dictionary(S=pikepdf.Name.r),
                    1,
                    pikepdf.Dictionary(S=pikepdf.Name.D, P="A-"),
                ]
            )
        output = io.BytesIO()
        document.save(output)
        path = tmp_path / name
        path.write_bytes(output.getvalue())
        return path

    return make


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CORE = (
    '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc" xmlns:dcterms="urn:dt"><dc:title>{title}</dc:title>'
    "<dc:creator>Ann Author</dc:creator><cp:lastModifiedBy>Bob</cp:lastModifiedBy>"
    "<dcterms:created>2018-08-21T10:11:12Z</dcterms:created></cp:coreProperties>"
)


def relations(*targets: tuple[str, str]) -> str:
    """Return the relations of a part: (kind, target), with the ids r1, r2 ..."""
    entries = "".join(
        f'<Relationship Id="r{number}" Type="{_KINDS}{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="urn:rels">{entries}</Relationships>'


def zipped(entries: dict[str, str | bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return output.getvalue()


@pytest.fixture(scope="session")
def make_docx() -> Callable[..., bytes]:
    """Return a maker of Word documents: the markup of the body, and of further parts by their kind."""

    def make(body: str, title: str = "", **parts: str) -> bytes:
        related = [(kind.rstrip("0123456789"), f"{kind}.xml") for kind in parts]
        entries: dict[str, str | bytes] = {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f"<w:document {W} {R}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relations(*related),
            "docProps/core.xml": _CORE.format(title=title),
        }
        entries |= {f"word/{kind}.xml": text for kind, text in parts.items()}
        return zipped(entries)

    return make


@pytest.fixture(scope="session")
def make_pptx() -> Callable[..., bytes]:
    """Return a maker of presentations: the markup of each slide's shapes, and notes by slide number."""

    def make(*slides: str, notes: dict[int, str] | None = None, hidden: tuple[int, ...] = ()) -> bytes:
        numbers = range(1, len(slides) + 1)
        ids = "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in numbers)
        entries: dict[str, str | bytes] = {
            "[Content_Types].xml": "<Types/>",
            "ppt/presentation.xml": f"<p:presentation {P} {R}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
            "ppt/_rels/presentation.xml.rels": relations(
                *(("slide", f"slides/slide{n}.xml") for n in numbers)
            ),
        }
        for number, shapes in enumerate(slides, 1):
            show = ' show="0"' if number in hidden else ""
            entries[f"ppt/slides/slide{number}.xml"] = f"<p:sld {P} {A}{show}>{shapes}</p:sld>"
        for number, text in (notes or {}).items():
            entries[f"ppt/notesSlides/notes{number}.xml"] = f"<p:notes {P} {A}>{text}</p:notes>"
            target = ("notesSlide", f"../notesSlides/notes{number}.xml")
            entries[f"ppt/slides/_rels/slide{number}.xml.rels"] = relations(target)
        return zipped(entries)

    return make


def open_sheet() -> bytes:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    cell = '<table:table-cell office:value-type="string"><text:p>合同</text:p></table:table-cell>'
    rows = f"<table:table-row>{cell}{cell}</table:table-row>"
    table = f'<table:table table:name="表一">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {names}>{body}</office:document-content>"
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    named = {"mimetype": f"{OPEN}spreadsheet", "content.xml": content, "META-INF/manifest.xml": manifest}
    return zipped(dict(named))


def book() -> bytes:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.append(["甲方", "乙方"])
    made.active["A1"].comment = Comment("check the name", "Ann")
    output = io.BytesIO()
    made.save(output)
    return output.getvalue()


def picture(kind: str) -> bytes:
    output = io.BytesIO()
    frames = [Image.new("RGB", (48, 24), colour) for colour in ("red", "blue")]
    more = {"save_all": True, "append_images": frames[1:]} if kind in ("GIF", "TIFF", "WEBP") else {}
    frames[0].save(output, kind, **more)
    return output.getvalue()


RTF = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fnil\fcharset134 SimSun;}}"
    rb"{\info{\title Notice}{\author Ann}{\creatim\yr2018\mo8\dy21\hr10\min11}}"
    rb"{\header Page head\par}\f0 Plain \b bold\b0  and caf\'e9{\footnote a note}\par"
    rb"{\deleted gone}\f1 \'ba\'cf\'cd\'ac \u21512?\u-10179?\u-8704?\par{\pict\wmetafile8 010009}"
    rb"{\*\unknown left out}\trowd a\cell b\cell\row{\*\atnauthor Bob}{\*\annotation is it so}\page second}"
)
MHTML = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.example.org/news\r\n"
    b"Subject: =?utf-8?B?5YWs5ZGK?=\r\nDate: Tue, 21 Aug 2018 10:11:12 +0800\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n\r\n--b\r\n'
    b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<html><head><title>=E5=85=AC=E5=91=8A</title></head><body><h1>Head=\r\ning</h1><p>text</p>"
    b'<img src=3D"https://www.example.org/a.png"></body></html>\r\n'
    b"--b\r\nContent-Type: text/css\r\n\r\np{color:red}\r\n--b--\r\n"
)
MAIL = (
    b"From: a@example.org\r\nTo: b@example.org\r\nDate: Tue, 21 Aug 2018 10:11:12 +0800\r\n"
    b"Subject: x\r\n\r\nbody\r\n"
)


@pytest.fixture
def samples(make_pdf: MakePdf, make_docx: Callable[..., bytes], make_pptx: Callable[..., bytes]) -> Samples:
    """Return a small whole file of every kind that is read: media type -> bytes."""
    shape = "<p:sp><p:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></p:txBody></p:sp>"
    paragraph = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    kinds = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
    made = {
        "application/pdf": make_pdf(b"BT /F1 20 Tf 50 350 Td (one) Tj ET", b"").read_bytes(),
        "text/plain": "甲方\r\nline\ttabbed\x0bend\n\fnew page".encode(),
        "text/csv": "名称,金额\n合同,100\n".encode("gb18030"),
        "text/html": b"<html><body><h1>Heading</h1><p>text</p></body></html>",
        "text/rtf": RTF,
        "application/json": '{"发件人": ["甲", {"b": 1}]}'.encode(),
        "message/rfc822": MAIL,
        "multipart/related": MHTML,
        f"{OFFICE}wordprocessingml.document": make_docx(paragraph.format("正文") + paragraph.format("two")),
        f"{OFFICE}presentationml.presentation": make_pptx(shape.format("one"), shape.format("二")),
        f"{OFFICE}spreadsheetml.sheet": book(),
        f"{OPEN}spreadsheet": open_sheet(),
        **{f"image/{kind.lower()}": picture(kind) for kind in kinds},
        "image/jp2": picture("JPEG2000"),
    }
    return Samples(made)
