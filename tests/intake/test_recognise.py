"""Files are recognised by content, and names that promise something else are noted."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from evidence_desk.intake.recognise import EXTENSIONS, recognise

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
MAIL = (
    b"From: a@example.org\r\nTo: b@example.org\r\nDate: Tue, 21 Aug 2018 10:11:12 +0800\r\n"
    b"Subject: x\r\n\r\nbody\r\n"
)
OLE = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + bytes(22)
    + b"\x09\x00"
    + bytes(16)
    + b"\x00\x00\x00\x00"
    + bytes(460)
)
OFFICE = "application/vnd.openxmlformats-officedocument."


def zipped(*names: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return output.getvalue()


def picture(kind: str) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(output, kind)
    return output.getvalue()


CASES = [
    (b"%PDF-1.4\n", "application/pdf"),
    (b"\x00\x01junk\n%PDF-1.4\n", "application/pdf"),
    (picture("PNG"), "image/png"),
    (picture("JPEG"), "image/jpeg"),
    (picture("GIF"), "image/gif"),
    (picture("WEBP"), "image/webp"),
    (picture("BMP"), "image/bmp"),
    (picture("TIFF"), "image/tiff"),
    (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heic"),
    (b"<!DOCTYPE html><p>x", "text/html"),
    (b"\xef\xbb\xbf\n<!-- c -->\n<HTML><body>", "text/html"),
    ("<?xml version='1.0'?>\n<html xmlns='x'/>".encode("utf-16"), "text/html"),
    ("合同".encode("gb18030") * 40, "text/plain"),
    ("合同，甲方".encode(), "text/plain"),
    (b"", "text/plain"),
    (MAIL, "message/rfc822"),
    (b"From a@example.org Tue Aug 21 10:11:12 2018\n" + MAIL, "message/rfc822"),
    ((b"From a@example.org Tue Aug 21 10:11:12 2018\r\n" + MAIL + b"\r\n") * 2, "application/mbox"),
    (b"Note: this is\nTotal: 5\n\nno mail", "text/plain"),
    (zipped("[Content_Types].xml", "xl/workbook.xml"), OFFICE + "spreadsheetml.sheet"),
    (zipped("[Content_Types].xml", "xl\\workbook.xml"), OFFICE + "spreadsheetml.sheet"),
    (zipped("[Content_Types].xml", "word/document.xml"), OFFICE + "wordprocessingml.document"),
    (zipped("[Content_Types].xml", "ppt/presentation.xml"), OFFICE + "presentationml.presentation"),
    (zipped("word/readme.txt"), "application/zip"),
    (b"PK\x03\x04 and then nothing", "application/zip"),
    (OLE + "WordDocument".encode("utf-16-le"), "application/msword"),
    (OLE + "Workbook".encode("utf-16-le"), "application/vnd.ms-excel"),
    (OLE + "__properties_version1.0".encode("utf-16-le"), "application/vnd.ms-outlook"),
    (OLE, "application/x-ole-storage"),
    (bytes(range(256)) * 4, "application/octet-stream"),
]


@pytest.mark.parametrize(("data", "media_type"), CASES)
def test_content_decides(tmp_path: Path, data: bytes, media_type: str) -> None:
    path = tmp_path / "named-wrongly.xyz"
    path.write_bytes(data)
    found = recognise(path)
    assert (found.media_type, found.mismatch) == (media_type, None)
    if media_type in EXTENSIONS:
        assert found.extension == EXTENSIONS[media_type][0]


def test_name_that_promises_something_else_is_noted(tmp_path: Path) -> None:
    path = tmp_path / "contract.PDF"
    path.write_bytes(b"<html><body>Session expired")
    found = recognise(path)
    assert (found.media_type, found.extension) == ("text/html", "html")
    assert found.mismatch == "named .pdf but is text/html"


def test_fitting_extension_is_kept_in_lower_case(tmp_path: Path) -> None:
    copy = tmp_path / "abc.part"
    copy.write_bytes(picture("JPEG"))
    assert recognise(copy, "Photo.JPEG").extension == "jpeg"
    assert recognise(copy, "Photo.JPEG").mismatch is None


@pytest.mark.parametrize("cut", [65535, 65536, 65537])
def test_sample_that_ends_within_a_character_is_still_text(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"x" * (cut % 3) + "合".encode() * 30_000)
    assert recognise(path).media_type == "text/plain"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real documents is not beside this checkout")
def test_real_documents_are_what_their_names_say() -> None:
    odd = {}
    for path in CORPUS.rglob("*"):
        if path.is_file() and (found := recognise(path)).mismatch:
            odd[path.name] = found.media_type
    assert odd.pop("reading_order.png") == "image/jpeg"
    assert odd.pop("TextAsTiffFile.tif", "text/plain") == "text/plain"
    assert odd == {}
