"""Files made to break readers: each costs at most its own text, and the batch goes on."""

from __future__ import annotations

import io
import os
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from evidence_desk.intake.one_file import Ingested, ingest_one
from evidence_desk.intake.pages import page_geometry, render_page
from evidence_desk.intake.readers.registry import read_file
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.jobs.worker import TaskFailure, TaskLimits

from ..intake.taking import ingest_many

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts address space")


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1, limits=TaskLimits(seconds=2, memory=400 << 20)) as pool:
        yield pool


def take_in(pool: WorkerPool, folder: Path, name: str, data: bytes) -> Ingested:
    """Take a bad file in between two good ones and return what became of it."""
    begin = time.monotonic()
    for good in ("a.txt", "z.txt"):
        (folder / good).write_text(f"good {good}")
    (folder / name).write_bytes(data)
    paths = [str(folder / each) for each in ("a.txt", name, "z.txt")]
    found = {item.name: item for item in ingest_many(pool, paths, str(folder / "files"))}
    for good in ("a.txt", "z.txt"):
        assert found[good].result.pages[0].text == f"good {good}"
    bad = found[name]
    assert bad.failure is None
    assert Path(bad.stored).read_bytes() == data
    assert time.monotonic() - begin < 10
    return bad


def codes(item: Ingested) -> set[str]:
    return {code for code, _ in item.result.warnings}


def objects(*bodies: bytes) -> bytes:
    """Return a PDF of these objects, numbered from 1, the first being the catalog."""
    output, offsets = b"%PDF-1.5\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(output))
        output += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(bodies) + 1
    trailer = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (size, len(output))
    return output + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer


def zeros(megabytes: int) -> bytes:
    """Return a zlib stream of that many megabytes of zeros, made without deflating them all."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = deflater.compress(bytes(1 << 20)) + deflater.flush(zlib.Z_FULL_FLUSH)
    checksum = ((megabytes << 20) % 65521) << 16 | 1
    return b"\x78\xda" + block * megabytes + b"\x03\x00" + checksum.to_bytes(4, "big")


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Count 1/Kids[3 0 R]>>"


def test_the_bomb_is_a_bomb() -> None:
    assert zlib.decompress(zeros(3)) == bytes(3 << 20)
    assert len(zeros(1000)) < 2 << 20


@pytest.mark.parametrize(
    "bodies",
    [
        (CATALOG, b"<</Type/Pages/Count 3/Kids[2 0 R 2 0 R]>>"),
        (
            CATALOG,
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Pages/Count 1/Parent 2 0 R/Kids[2 0 R]>>",
        ),
        (CATALOG, b"<</Type/Pages/Count 2000000000/Kids[3 0 R]>>", b"<</Type/Page/Parent 3 0 R>>"),
        (CATALOG, b"<</Type/Pages/Count -5/Kids 2 0 R>>"),
        (b"1 0 R", b"null"),
    ],
    ids=["itself", "two", "count", "negative", "catalog"],
)
def test_page_tree_that_leads_back_to_itself(
    pool: WorkerPool, tmp_path: Path, bodies: tuple[bytes, ...]
) -> None:
    bad = take_in(pool, tmp_path, "loop.pdf", objects(*bodies))
    assert bad.media_type == "application/pdf"
    assert not any(page.text for page in bad.result.pages)


def whole_pdf() -> bytes:
    document = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for number in range(4):
        page = document.add_blank_page(page_size=(300, 400))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = document.make_stream(b"BT /F1 20 Tf 50 350 Td (page %d) Tj ET" % number)
    output = io.BytesIO()
    document.save(output, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return output.getvalue()


def test_documents_cut_off_anywhere_give_the_pages_they_still_have(pool: WorkerPool, tmp_path: Path) -> None:
    whole = whole_pdf()
    found = []
    for eighth in range(1, 9):
        folder = tmp_path / str(eighth)
        folder.mkdir()
        bad = take_in(pool, folder, "cut.pdf", whole[: len(whole) * eighth // 8])
        assert bad.result.pages or codes(bad)
        found.append(sum(page.text.startswith("page") for page in bad.result.pages))
    assert found[-1] == 4
    assert max(found[:-1]) > 0


def test_overwritten_bytes_do_not_stop_the_batch(pool: WorkerPool, tmp_path: Path) -> None:
    whole = bytearray(whole_pdf())
    for place in range(40, len(whole), 97):
        whole[place] = 0xFF
    bad = take_in(pool, tmp_path, "holes.pdf", bytes(whole))
    assert bad.result.pages or codes(bad)


def test_content_stream_that_inflates_without_end(pool: WorkerPool, tmp_path: Path) -> None:
    data = zeros(1000)
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(data), data)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents 4 0 R>>"
    bad = take_in(pool, tmp_path, "bomb.pdf", objects(CATALOG, ONE_PAGE, page, stream))
    assert not any(page.text for page in bad.result.pages)


def test_page_of_endless_size_is_not_painted(tmp_path: Path) -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 1000000 1000000]>>"
    path = tmp_path / "wide.pdf"
    path.write_bytes(objects(CATALOG, ONE_PAGE, page))
    with WorkerPool(1, limits=TaskLimits(seconds=2, memory=400 << 20)) as pool:
        failure = pool.submit(render_page, str(path), "application/pdf", 1).result(10)
        assert isinstance(failure, TaskFailure)
        assert failure.reason == "page_too_large"
        geometry = pool.submit(page_geometry, str(path), "application/pdf", 1).result(10)
        assert geometry.text == ""


def test_entities_that_multiply_stay_as_they_are(pool: WorkerPool, tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE html [<!ENTITY l0 "lol">{levels}]>'
    data = f'<?xml version="1.0"?>{doctype}<html><body>&l11; end</body></html>'
    bad = take_in(pool, tmp_path, "lol.html", data.encode())
    assert sum(len(page.text) for page in bad.result.pages) < 2000
    assert "lol" * 100 not in bad.result.pages[0].text


def test_entity_that_names_a_file_is_not_opened(pool: WorkerPool, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    data = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body>&x;<iframe src="{secret}">'
    bad = take_in(pool, tmp_path, "leak.html", data.encode())
    assert not any("the secret" in page.text for page in bad.result.pages)


def test_markup_nested_a_hundred_thousand_times(pool: WorkerPool, tmp_path: Path) -> None:
    bad = take_in(pool, tmp_path, "deep.html", b"<html><body>begin" + b"<div>" * 100_000 + b"end")
    assert bad.result.pages[0].text.startswith("begin")


def test_mail_in_mail_in_mail(pool: WorkerPool, tmp_path: Path) -> None:
    head = b"From: a@example.org\r\nDate: Tue, 21 Aug 2018 10:11:12 +0800\r\n"
    parts = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(3000)
    )
    bad = take_in(pool, tmp_path, "deep.eml", head + parts + b"\r\nend")
    assert bad.media_type == "message/rfc822"
    assert bad.result.pages or codes(bad)


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    data = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_picture_that_claims_to_be_huge(pool: WorkerPool, tmp_path: Path) -> None:
    bad = take_in(pool, tmp_path, "huge.png", png(50_000, 50_000))
    assert codes(bad) == {"image_too_large"}
    assert bad.result.pages == []


@linux
def test_file_that_eats_the_memory_is_kept_without_its_text(tmp_path: Path) -> None:
    with WorkerPool(1, limits=TaskLimits(seconds=2, memory=100 << 20)) as small:
        bad = take_in(small, tmp_path, "large.png", png(13_000, 13_000))
    assert codes(bad) == {"out_of_memory"}


def workbook(**entries: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, data in entries.items():
            archive.writestr(name.replace("__", "/") + ".xml", data)
    return output.getvalue()


def test_workbook_that_claims_to_unpack_to_terabytes(pool: WorkerPool, tmp_path: Path) -> None:
    data = workbook(xl__sheet=b"x" * 999_999)
    size = (999_999).to_bytes(4, "little")
    assert data.count(size) == 2  # in the entry's own header and in the directory
    bad = take_in(pool, tmp_path, "bomb.xlsx", data.replace(size, (0xF0000000).to_bytes(4, "little")))
    assert codes(bad) == {"too_large_unpacked"}


def test_workbook_with_multiplying_entities(pool: WorkerPool, tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{levels}]><x><title>&l11;</title></x>'.encode()
    bad = take_in(pool, tmp_path, "lol.xlsx", workbook(docProps__core=bomb))
    assert "lollol" not in (bad.result.title or "")


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def document(markup: bytes, **entries: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", markup)
        for name, data in entries.items():
            archive.writestr(name, data)
    return output.getvalue()


def body(content: str, doctype: str = "") -> bytes:
    root = f'<w:document xmlns:w="{W}"><w:body>{content}</w:body></w:document>'
    return f'<?xml version="1.0"?>{doctype}{root}'.encode()


def words(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def relations(*targets: tuple[str, str]) -> bytes:
    entries = "".join(f'<Relationship Id="{kind}" Type="x/{kind}" {target}/>' for kind, target in targets)
    return f'<Relationships xmlns="urn:rels">{entries}</Relationships>'.encode()


def test_word_document_with_multiplying_entities(pool: WorkerPool, tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "lol">{levels}]>'
    data = document(body(words("before &l11; after"), doctype))
    bad = take_in(pool, tmp_path, "lol.docx", data)
    assert sum(len(page.text) for page in bad.result.pages) < 1000


def test_word_document_that_names_a_file_and_an_address(pool: WorkerPool, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    outside = f'<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY % y SYSTEM "http://127.0.0.1:9/">%y;'
    related = relations(
        ("header", 'Target="../../secret.txt"'),
        ("footer", f'TargetMode="External" Target="{secret.as_uri()}"'),
    )
    markup = body(words("before &x; after"), f"<!DOCTYPE x [{outside}]>")
    data = document(markup, **{"word/_rels/document.xml.rels": related})
    bad = take_in(pool, tmp_path, "leak.docx", data)
    assert bad.media_type.endswith("wordprocessingml.document")
    assert not any("the secret" in page.text for page in bad.result.pages)


def test_word_document_that_inflates_without_end(pool: WorkerPool, tmp_path: Path) -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as part:
            for _ in range(150):
                part.write(b" " * (1 << 20))
    bad = take_in(pool, tmp_path, "bomb.docx", output.getvalue())
    assert codes(bad) == {"too_large_unpacked"}


@pytest.mark.parametrize("levels", [100, 240, 5_000, 100_000])
def test_word_document_nested_without_end(pool: WorkerPool, tmp_path: Path, levels: int) -> None:
    nested = "<w:sdt>" * levels + words("deep") + "</w:sdt>" * levels
    bad = take_in(pool, tmp_path, "deep.docx", document(body(words("shallow") + nested)))
    if levels < 250:
        assert bad.result.pages[0].text == "shallow\ndeep"
    else:
        assert codes(bad) & {"damaged", "nested_too_deep"}


def test_lists_that_count_on_without_end(pool: WorkerPool, tmp_path: Path) -> None:
    start = f'<w:start w:val="{"9" * 5000}"/>'
    level = (
        f'<w:lvl w:ilvl="0">{start}<w:numFmt w:val="upperRoman"/><w:lvlText w:val="{"%1" * 200}"/></w:lvl>'
    )
    lists = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum>'
    number = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    numbering = f'<w:numbering xmlns:w="{W}">{lists}{number}</w:numbering>'.encode()
    clause = words("x", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    parts = {
        "word/numbering.xml": numbering,
        "word/_rels/document.xml.rels": relations(("numbering", 'Target="numbering.xml"')),
    }
    bad = take_in(pool, tmp_path, "count.docx", document(body(clause * 4), **parts))
    assert bad.result.pages[0].text.split("\n")[3] == f"{'IV' * 200} x"


NESTED_PARTS = b"Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\n" * 3_000


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("deep.rtf", b"{\\rtf1 begin" + b"{" * 200_000 + b"x" + b"}" * 200_000),
        ("notes.rtf", b"{\\rtf1 " + b"{\\footnote " * 5_000 + b"x"),
        ("bin.rtf", b"{\\rtf1 begin{\\pict\\bin2147483647 x}}"),
        ("object.json", b'{"a":' * 200_000),
        ("list.json", b"[" * 200_000 + b"]" * 200_000),
        ("deep.mht", b"From: <Saved by x>\r\nMIME-Version: 1.0\r\n" + NESTED_PARTS),
        ("wide.csv", b"," * 3_000_000 + b"\n"),
        ("quote.csv", b'"' * 999_999),
        ("deep.svg", b"<svg>" * 100_000),
    ],
)
def test_nesting_and_width_without_end(pool: WorkerPool, tmp_path: Path, name: str, data: bytes) -> None:
    bad = take_in(pool, tmp_path, name, data)
    assert not codes(bad) & {"failed", "crashed", "timeout", "out_of_memory"}
    assert bad.result.pages or codes(bad)


def test_gif_of_frames_without_end(pool: WorkerPool, tmp_path: Path) -> None:
    header = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff"
    frame = b"\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00"
    bad = take_in(pool, tmp_path, "frames.gif", header + frame * 30_000 + b";")
    assert len(bad.result.pages) == 20_000 or codes(bad) == {"timeout"}


@linux
def test_line_of_a_gigabyte(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as file:
        file.write(b"begin ")
        file.truncate(1 << 30)  # zeros, which take no room on the disk
    with WorkerPool(1, limits=TaskLimits(seconds=60, memory=1 << 30)) as pool:
        result = pool.submit(read_file, str(path), "text/plain").result(70)
    assert result.pages[0].text.startswith("begin ")
    assert "text_truncated" in {code for code, _ in result.warnings}


def test_batch_goes_on_after_abort_hang_and_greed(pool: WorkerPool, tmp_path: Path) -> None:
    calls: list[tuple[str, Callable[..., Any], tuple[Any, ...]]] = []
    for number, bad in enumerate([(os.abort, ()), (time.sleep, (60,)), (bytes, (2 << 30,))]):
        path = tmp_path / f"{number}.txt"
        path.write_text("good")
        calls += [(f"bad{number}", *bad), (f"good{number}", ingest_one, (str(path), str(tmp_path / "files")))]
    found = dict(pool.each(calls))
    assert [found[f"bad{n}"].code for n in (0, 1)] == ["crashed", "timeout"]
    if sys.platform == "linux":
        assert found["bad2"].code == "out_of_memory"
    assert [found[f"good{n}"].result.pages[0].text for n in range(3)] == ["good"] * 3
