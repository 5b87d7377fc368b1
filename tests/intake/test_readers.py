"""Text, web pages, mails, spreadsheets and pictures."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from PIL import Image

from evidence_desk.intake.charset import decode
from evidence_desk.intake.layout import text_geometry
from evidence_desk.intake.model import Limits
from evidence_desk.intake.pages import page_geometry, render_page
from evidence_desk.intake.readers.registry import read_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZH = "甲方应当在合同签订之日起三十日内向乙方支付全部价款，逾期支付的应当承担违约责任。"


def write(folder: Path, data: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5"])
def test_chinese_text_of_every_charset(tmp_path: Path, charset: str) -> None:
    text = (
        ZH
        if charset != "big5"
        else "甲方應當在合同簽訂之日起三十日內向乙方支付全部價款，逾期支付的應當承擔違約責任。"
    )
    result = read_file(write(tmp_path, text.encode(charset)), "text/plain")
    assert result.pages[0].text == text
    is_guess = charset in ("gb18030", "big5")
    assert [code for code, _ in result.warnings] == ["charset_estimated"] * is_guess


def test_declared_charset_counts_only_where_it_fits() -> None:
    assert decode("naïve".encode("cp1252"), "iso-8859-1").text == "naïve"
    assert decode("合同".encode(), "gb2312").charset == "utf-8"
    assert decode(b"abc", "no-such-charset").charset == "utf-8"
    assert decode(b"\xff", "base64").is_guess


def test_text_page_geometry_is_that_of_its_text(tmp_path: Path) -> None:
    path = write(tmp_path, ("line of words\n" * 120).encode())
    pages = read_file(path, "text/plain").pages
    assert [page.number for page in pages] == [1, 2, 3, 4]
    assert page_geometry(str(path), "text/plain", 2) == text_geometry(pages[1].text)
    assert render_page(str(path), "text/plain", 2) is None


def test_text_limit_is_reported(tmp_path: Path) -> None:
    path = write(tmp_path, b"x" * 300)
    result = read_file(path, "text/plain", Limits(characters=100))
    assert sum(len(page.text) for page in result.pages) == 100
    assert [code for code, _ in result.warnings] == ["text_truncated"]
    beginning = read_file(path, "text/plain", Limits(characters=10))
    assert beginning.pages[0].text == "x" * 10
    assert beginning.warnings[0] == ("text_truncated", "only the first 40 of 300 bytes were read")
    assert read_file(path, "text/html", Limits(characters=10)).warnings[0][0] == "text_too_large"


def test_text_cut_within_a_character_keeps_its_charset(tmp_path: Path) -> None:
    for lead in range(3):
        path = write(tmp_path, b"x" * lead + "合同".encode() * 30)
        result = read_file(path, "text/plain", Limits(characters=10))
        assert result.facts["charset"] == "utf-8"
        assert "\ufffd" not in result.pages[0].text


HTML = """<!DOCTYPE html><!-- saved from url=(0028)https://www.example.org/news -->
<html><head><meta charset="gb2312"><title> Notice &amp;
 more </title><meta property="article:published_time" content="2018-08-21T10:00:00+08:00">
<meta name=Author content="Li Ming"><style>p{color:red}</style></head>
<body><script>document.write("no")</script><h1>公告</h1><p>First   <b>bold</b>word</p>
<div hidden>unseen</div><div style="display: none">unseen</div><noscript>unseen</noscript>
<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>
<pre>two  blanks
next</pre>a<br>b<input type=hidden value=unseen><!-- unseen --></body></html>"""


def test_web_page_gives_what_it_shows(tmp_path: Path) -> None:
    result = read_file(write(tmp_path, HTML.encode("gb18030")), "text/html")
    assert result.pages[0].text == ("公告\n\nFirst boldword\n\nA  B\nC\n\ntwo  blanks\nnext\n\na\nb")
    assert result.title == "Notice & more"
    assert result.dates == [("html_meta", "2018-08-21T10:00:00+08:00")]
    assert result.people == ["Li Ming"]
    assert result.facts["saved_from"] == "https://www.example.org/news"
    assert result.warnings == []


def test_web_page_with_an_xml_declaration(tmp_path: Path) -> None:
    data = '<?xml version="1.0" encoding="utf-16"?><html><body><p>合同</p></body></html>'.encode()
    assert read_file(write(tmp_path, data), "text/html").pages[0].text == "合同"


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "李明 <li@example.org>"
    message["To"] = "Ann <ann@example.org>, bob@example.org"
    message["Date"] = "Tue, 21 Aug 2018 10:11:12 +0800"
    message["Subject"] = "关于合同的通知"
    message.set_content("Plain body\n")
    message.add_alternative("<p>Web body</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="合同.pdf")
    return message


def test_mail_gives_header_body_and_names_of_attachments(tmp_path: Path) -> None:
    result = read_file(write(tmp_path, mail().as_bytes()), "message/rfc822")
    assert result.pages[0].text.splitlines() == [
        "From: 李明 <li@example.org>",
        "To: Ann <ann@example.org>, bob@example.org",
        "Date: Tue, 21 Aug 2018 10:11:12 +0800",
        "Subject: 关于合同的通知",
        "",
        "Plain body",
    ]
    assert result.title == "关于合同的通知"
    assert result.dates == [("mail_date", "2018-08-21T10:11:12+08:00")]
    assert result.facts["addresses"]["to"] == ["ann@example.org", "bob@example.org"]
    assert result.facts["attachments"] == [{"name": "合同.pdf", "media_type": "application/pdf", "size": 8}]


def test_mail_of_html_only_and_raw_bytes_in_its_header(tmp_path: Path) -> None:
    head = b"From: a@example.org\r\nSubject: " + ZH.encode("gb18030") + b"\r\nContent-Type: text/html\r\n\r\n"
    result = read_file(write(tmp_path, head + b"<p>Web <b>body</b></p><script>x</script>"), "message/rfc822")
    assert result.title == ZH
    assert result.pages[0].text.endswith("\n\nWeb body")


@pytest.mark.parametrize(
    "head",
    [
        b"From: =?utf-8?b?####?= <\r\nDate: never\r\nTo: ,;<<>\r\n",
        b'Content-Type: text/plain; charset="no such"\r\nFrom: \xff\xfe\r\n',
        b"Content-Type: multipart/mixed\r\nFrom: x\r\n",
        b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain\r\nFrom: " + b"(" * 5000 + b"\r\n",
        b"Content-Disposition: ;;;=\r\nContent-Type: /;=\r\n",
    ],
)
def test_damaged_mail_is_read_as_far_as_it_goes(tmp_path: Path, head: bytes) -> None:
    result = read_file(write(tmp_path, head + b"\r\nsome body"), "message/rfc822")
    assert len(result.pages) >= 1


def test_workbook_gives_a_labelled_page_a_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "收入"
    first.append(["Quarter", "Revenue"])
    first.append(["Q1", 1250000])
    first.append([None, 0.5])
    book.create_sheet("Secret").sheet_state = "hidden"
    book["Secret"].append(["hidden words"])
    book.properties.title, book.properties.creator = "Revenue 2018", "Ann"
    output = io.BytesIO()
    book.save(output)
    result = read_file(write(tmp_path, output.getvalue()), XLSX)
    assert [(page.label, page.text) for page in result.pages] == [
        ("收入", "Quarter\tRevenue\nQ1\t1250000\n\t0.5"),
        ("Secret", "hidden words"),
    ]
    assert (result.title, result.people) == ("Revenue 2018", ["Ann"])
    assert result.facts["hidden_sheets"] == ["Secret"]
    assert [code for code, _ in result.warnings] == ["hidden_content"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_picture_has_one_page_of_its_size(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "picture"
    Image.new("RGB", (96, 48), (255, 0, 0)).save(path, kind)
    media_type = f"image/{kind.lower()}"
    result = read_file(path, media_type)
    assert [page.text for page in result.pages] == [""]
    assert (result.pages[0].width_pt, result.pages[0].height_pt) == pytest.approx((72, 36), rel=1e-3)
    rendered = render_page(str(path), media_type, 1, scale=2)
    assert rendered is not None
    assert (rendered.width, rendered.height, rendered.stride) == (144, 72, 576)
    blue, green, red, alpha = rendered.pixels[:4]
    assert blue < 5
    assert green < 5
    assert red > 250
    assert alpha == 255


def test_turned_photograph_is_shown_upright(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    picture = Image.new("RGB", (200, 100), "white")
    picture.paste((0, 0, 0), (0, 0, 100, 100))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    exif.get_ifd(0x8769)[0x9003] = "2018:08:21 10:11:12"
    picture.save(path, exif=exif, dpi=(72, 72))
    result = read_file(path, "image/jpeg")
    assert (result.pages[0].width_pt, result.pages[0].height_pt) == (100, 200)
    assert result.dates == [("exif_taken", "2018-08-21T10:11:12")]
    rendered = render_page(str(path), "image/jpeg", 1)
    assert rendered is not None
    assert (rendered.width, rendered.height) == (100, 200)
    top, bottom = rendered.pixels[10 * rendered.stride], rendered.pixels[190 * rendered.stride]
    assert top < 20 < 230 < bottom


def test_transparent_picture_lies_on_white(tmp_path: Path) -> None:
    path = tmp_path / "clear.png"
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(path)
    rendered = render_page(str(path), "image/png", 1)
    assert rendered is not None
    assert rendered.pixels[:4] == b"\xff\xff\xff\xff"


def test_tiff_has_a_page_a_frame(tmp_path: Path) -> None:
    path = tmp_path / "scan.tif"
    frames = [Image.new("L", (96 * n, 96), 40 * n) for n in (1, 2, 3)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert [page.width_pt for page in read_file(path, "image/tiff").pages] == [72, 144, 216]
    rendered = render_page(str(path), "image/tiff", 3)
    assert rendered is not None
    assert (rendered.width, rendered.pixels[0]) == (216, 120)


def test_format_without_reader_is_still_evidence(tmp_path: Path) -> None:
    path = write(tmp_path, b"\x00\x01")
    result = read_file(path, "application/octet-stream")
    assert (result.pages, result.warnings[0][0]) == ([], "no_reader")
