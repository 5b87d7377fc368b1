"""Tables, rich text, web archives, pictures of every kind, and files that are only noted."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from PIL import Image

from evidence_desk.intake.model import Limits
from evidence_desk.intake.pages import render_page
from evidence_desk.intake.readers import convert
from evidence_desk.intake.readers.registry import CONVERTED, read_file
from evidence_desk.intake.readers.table import sniff
from evidence_desk.intake.recognise import recognise
from evidence_desk.jobs.pool import TaskLimits, WorkerPool


def write(folder: Path, data: bytes, name: str = "file") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n3,1;4,2\n", ";"),
        ("a\tb, c\n1\t2\n", "\t"),
        ('"a,1"|b\nc|d\n', "|"),
        ("one column\nand words, here\n", None),
        ("", None),
    ],
)
def test_separator_is_what_parts_rows_alike(text: str, separator: str | None) -> None:
    assert sniff(text) == separator


def test_table_of_chinese_with_quoted_line_breaks(tmp_path: Path) -> None:
    data = '名称,金额\r\n"合同\r\n（一）","1,000"\r\n'.encode("utf-16")
    result = read_file(write(tmp_path, data), "text/csv")
    assert result.pages[0].text == "名称\t金额\n合同 （一）\t1,000"
    assert (result.facts["rows"], result.facts["columns"], result.facts["separator"]) == (2, 2, ",")


def test_quotation_mark_that_is_never_closed_keeps_the_text(tmp_path: Path) -> None:
    data = b'a,b\n1,2\n"' + b"x,y\n" * 50_000
    result = read_file(write(tmp_path, data), "text/csv")
    assert [code for code, _ in result.warnings] == ["damaged"]
    assert sum(page.text.count("x,y") for page in result.pages) == 50_000


def test_rich_text_gives_all_that_is_said(samples: dict[str, bytes], tmp_path: Path) -> None:
    result = read_file(write(tmp_path, samples["text/rtf"]), "text/rtf")
    assert [page.text for page in result.pages] == [
        "Plain bold and café[footnote 1]\n[-gone-]合同 合😀\na  b\n",
        "second\n\n[footnote 1] a note\n\n[header] Page head\n\n[comment, Bob] is it so",
    ]
    assert (result.title, result.people) == ("Notice", ["Ann"])
    assert result.dates == [("document_created", "2018-08-21T10:11:00")]
    assert result.warnings == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"\ansicpg936 \'ba\'cf\'cd\'ac", "合同"),
        (rb"\uc0\u21512\uc1\u21516?x", "合同x"),
        (rb"\uc2\u21512\'ba\'cfx", "合x"),
        (rb"a\~b\_c\-d\{e\}\\", "a b-cd{e}\\"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt seen}}", "seen"),
        (rb"a{\*\shppict{\pict ffff}}b{\bin3 }}}c", "abc"),
        (rb"{\*\generator left out;}kept", "kept"),
        (b"}}}} unbalanced", " unbalanced".strip()),
    ],
)
def test_rich_text_by_the_letter(tmp_path: Path, body: bytes, text: str) -> None:
    result = read_file(write(tmp_path, rb"{\rtf1\ansi " + body + b"}"), "text/rtf")
    assert result.pages[0].text == text


def test_saved_page_gives_what_it_showed(samples: dict[str, bytes], tmp_path: Path) -> None:
    result = read_file(write(tmp_path, samples["multipart/related"]), "multipart/related")
    assert result.pages[0].text == "Heading\n\ntext"
    assert result.title == "公告"
    assert result.facts["saved_from"] == "https://www.example.org/news"
    assert result.dates == [("document_created", "2018-08-21T10:11:12+08:00")]


def test_mail_with_pictures_inside_stays_a_mail(tmp_path: Path) -> None:
    data = b"From: a@b.c\r\nTo: d@e.f\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    assert recognise(write(tmp_path, data)).media_type == "message/rfc822"


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF"])
def test_frames_are_pages(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "frames"
    frames = [Image.new("RGB", (48, 24), colour) for colour in ("red", "blue", "lime")]
    frames[0].save(path, kind, save_all=True, append_images=frames[1:], lossless=True)
    media_type = recognise(path).media_type
    assert len(read_file(path, media_type).pages) == 3
    painted = [render_page(str(path), media_type, number) for number in (1, 2, 3)]
    assert [page and tuple(page.pixels[:3]) for page in painted] == [(0, 0, 255), (255, 0, 0), (0, 255, 0)]
    limited = read_file(path, media_type, Limits(pages=2))
    assert (len(limited.pages), limited.warnings[0][0]) == (2, "pages_truncated")


def test_where_a_photograph_was_taken_is_noted_but_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (31.0, 13.0, 49.0)
    Image.new("RGB", (20, 10)).save(path, exif=exif)
    facts = read_file(path, "image/jpeg").facts
    assert facts["has_location"] is True
    assert "31" not in str({key: value for key, value in facts.items() if key not in ("pixels", "dpi")})


def test_cut_off_picture_is_shown_as_far_as_it_goes(tmp_path: Path) -> None:
    whole = tmp_path / "whole.jpg"
    Image.effect_noise((200, 200), 80).save(whole)
    path = write(tmp_path, whole.read_bytes()[: whole.stat().st_size // 2])
    result = read_file(path, "image/jpeg")
    assert [code for code, _ in result.warnings] == ["damaged"]
    assert render_page(str(path), "image/jpeg", 1) is not None


def heic(path: Path) -> None:
    heif = pytest.importorskip("pi_heif", reason="the extra for HEIC is not installed")
    if not hasattr(heif, "HeifFile"):
        pytest.skip("this build cannot write HEIC")
    path.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200))


def test_damaged_heic_is_named_so(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    heic(path)
    assert recognise(path).media_type == "image/heic"
    assert [code for code, _ in read_file(path, "image/heic").warnings] == ["damaged"]


def test_heic_without_its_extra_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pi_heif", None)
    path = write(tmp_path, b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
    code, message = read_file(path, "image/heic").warnings[0]
    assert code == "needs_extra"
    assert "evidence-desk[heic]" in message


@pytest.mark.parametrize(
    ("data", "media_type", "code"),
    [
        (b"\xd7\xcd\xc6\x9a" + bytes(40), "image/wmf", "needs_conversion"),
        (b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(60), "image/emf", "needs_conversion"),
        (b"<?xml version='1.0'?>\n<svg xmlns='x'/>", "image/svg+xml", "needs_conversion"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(range(40)), "application/x-7z-compressed", "needs_unpacking"),
        (b"Rar!\x1a\x07\x01\x00" + bytes(range(40)), "application/x-rar-compressed", "needs_unpacking"),
        (bytes(5000), "application/octet-stream", "blank"),
        (bytes(3_000_000), "application/octet-stream", "blank"),
        (b"", "text/plain", "empty"),
        (b"OggS" + bytes(range(60)), "audio/ogg", "no_reader"),
    ],
)
def test_what_is_not_read_says_why(tmp_path: Path, data: bytes, media_type: str, code: str) -> None:
    path = write(tmp_path, data)
    assert recognise(path).media_type == media_type
    result = read_file(path, media_type)
    assert [found for found, _ in result.warnings] == [code]
    assert not any(page.text for page in result.pages)
    if code in ("needs_conversion", "no_reader"):
        assert result.warnings[0][1].count(". ") >= 1  # what to do follows what is wrong


@pytest.mark.parametrize("media_type", sorted(CONVERTED))
def test_old_formats_are_noted_unless_the_settings_name_a_converter(tmp_path: Path, media_type: str) -> None:
    assert read_file(write(tmp_path, b"x"), media_type).warnings[0][0] == "needs_conversion"


def converter(folder: Path, script: str) -> Limits:
    program = folder / "office"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return Limits(convert_with=str(program), convert_seconds=1)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for a broken program is a shell script")
@pytest.mark.parametrize("script", ["exit 1", "sleep 30 & sleep 30", "kill -9 $$"])
def test_converter_that_fails_or_hangs_costs_only_the_text(tmp_path: Path, script: str) -> None:
    result = read_file(write(tmp_path, b"x"), "application/msword", converter(tmp_path, script))
    assert (result.pages, result.warnings[0][0]) == ([], "conversion_failed")
    missing = Limits(convert_with=str(tmp_path / "none"), convert_seconds=1)
    assert (
        read_file(write(tmp_path, b"x"), "application/msword", missing).warnings[0][0] == "conversion_failed"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for a broken program is a shell script")
def test_converter_goes_with_the_process_that_waits_for_it(tmp_path: Path) -> None:
    limits = replace(converter(tmp_path, f"echo $$ > {tmp_path}/number; sleep 30"), convert_seconds=30)
    source = write(tmp_path, b"x")
    with WorkerPool(1) as pool:
        task = pool.submit(read_file, source, "application/msword", limits, limits=TaskLimits(seconds=2))
        assert task.result(30).code == "timeout"
    number = int((tmp_path / "number").read_text())
    end = time.monotonic() + 10
    while psutil.pid_exists(number) and psutil.Process(number).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < end, "the program lives on"
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_converter_has_no_more_than_its_memory(tmp_path: Path) -> None:
    greedy = f"'{sys.executable}' -c 'bytearray(3 << 30)' && touch {tmp_path}/had_it"
    modest = f"'{sys.executable}' -c 'bytearray(1 << 20)' && touch {tmp_path}/began"
    limits = replace(converter(tmp_path, f"{modest}; {greedy}"), convert_seconds=30)
    read_file(write(tmp_path, b"x"), "application/msword", limits)
    assert (tmp_path / "began").exists()
    assert not (tmp_path / "had_it").exists()


OFFICE_PROGRAM = Path("/usr/lib/libreoffice/program/soffice")
HAS_WRITER = OFFICE_PROGRAM.is_file() and OFFICE_PROGRAM.with_name("libswlo.so").is_file()


@pytest.mark.skipif(not HAS_WRITER, reason="LibreOffice Writer is not installed")
def test_old_word_document_is_read_by_way_of_a_converted_copy(
    samples: dict[str, bytes], tmp_path: Path
) -> None:
    limits = Limits(convert_with=str(OFFICE_PROGRAM))
    source = write(tmp_path, samples["text/rtf"], "source.rtf")
    made = convert.converted(source, "doc", tmp_path / "first", limits)
    assert recognise(made).media_type == "application/msword"
    result = read_file(made, "application/msword", limits)
    assert "合同" in result.pages[0].text
    assert result.title == "Notice"
    assert result.tools["converter"].startswith("LibreOffice/")
    assert [code for code, _ in result.warnings] == ["converted"]
