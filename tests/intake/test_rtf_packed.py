"""Bodies of Outlook messages that are kept as packed rich text alone."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from evidence_desk.intake import outlook
from evidence_desk.intake.containers.compound import compound_file
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers import msg, rtf, rtf_packed
from evidence_desk.intake.readers.html import parse
from evidence_desk.support.errors import UserError

from .packed import message, written

# The examples of [MS-OXRTFCP], 3.1.1 and 3.1.2; the second goes on into what it has just written.
HELLO = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
CROSSING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
MAILS = ("mail/HtmlSampleEmailWithAttachment.msg", "zh/chinese-traditional.msg")


def stored(text: bytes) -> bytes:
    return struct.pack("<II4sI", len(text) + 12, len(text), b"MELA", 0) + text


def message_of(body: bytes) -> bytes:
    """Return a message whose only body is rich text."""
    made = message("Notice", "")
    made.streams["__substg1.0_10090102"] = body
    return compound_file(made)


def read(tmp_path: Path, body: bytes) -> ReadResult:
    return msg.read(Path(written(tmp_path, "a.msg", message_of(body))), Limits())


def test_the_examples_of_the_specification() -> None:
    assert rtf_packed.unpacked(HELLO, Limits()) == rb"{\rtf1\ansi\ansicpg1252\pard hello world}" + b"\r\n"
    assert rtf_packed.unpacked(CROSSING, Limits()) == rb"{\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_the_body_of_a_message_is_read(tmp_path: Path) -> None:
    result = read(tmp_path, HELLO)
    assert result.warnings == []
    assert result.pages[0].text.endswith("\n\nhello world")
    chinese = rb"{\rtf1\ansi\ansicpg936 \'ba\'cf\'cd\'ac\par 2}"
    assert read(tmp_path, stored(chinese)).pages[0].text.endswith("合同\n2")


@pytest.mark.parametrize(
    "body",
    [b"", HELLO[:10], HELLO[:-6], HELLO[:30] + b"\0" + HELLO[31:], HELLO.replace(b"LZFu", b"LZFx")],
)
def test_a_damaged_body_is_said_and_costs_only_itself(tmp_path: Path, body: bytes) -> None:
    result = read(tmp_path, body or b"x")
    assert [code for code, _message in result.warnings] == ["rich_text_only"]
    assert "Subject: Notice" in result.pages[0].text


def test_a_body_that_ends_amid_a_token_or_claims_too_much_is_refused() -> None:
    content = HELLO[16:40]
    checksum = zlib.crc32(content, 0xFFFFFFFF) ^ 0xFFFFFFFF
    torn = struct.pack("<II4sI", len(content) + 12, 5000, b"LZFu", checksum) + content
    with pytest.raises(UserError, match="damaged"):
        rtf_packed.unpacked(torn, Limits())
    with pytest.raises(UserError, match="too large"):
        rtf_packed.unpacked(HELLO, Limits(unpacked=20))


@pytest.mark.parametrize("name", MAILS)
def test_real_messages_say_the_same_as_rich_text_and_as_plain_text(name: str) -> None:
    path = CORPUS / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    found = outlook.properties_of(outlook.open_message(path, Limits()))
    packed = found.binary(outlook.RTF)
    assert packed is not None
    text = rtf.parse(rtf_packed.unpacked(packed, Limits()), ReadResult())
    plain = found.text(outlook.BODY) or parse(found.text(outlook.HTML)).text
    words = {word for word in plain.split() if word.isalpha()}
    assert words
    assert words <= set(text.split())
