"""Mails and messages: headers as facts, bodies as one would see them, however broken they are."""

from __future__ import annotations

import base64
import random
from pathlib import Path

import pytest

from evidence_desk.intake import mime
from evidence_desk.intake.model import ReadResult
from evidence_desk.intake.readers.registry import read_file
from evidence_desk.intake.recognise import recognise

from .packed import mail, msg, written

HEAD = b"From: Ann <ann@example.com>\r\nDate: Sat, 05 Jan 2019 23:30:00 +0800\r\n"


def read(tmp_path: Path, data: bytes, name: str = "a.eml") -> ReadResult:
    path = written(tmp_path, name, data)
    return read_file(path, recognise(path).media_type)


def body(result: ReadResult) -> str:
    return "\n".join(page.text for page in result.pages).partition("\n\n")[2].strip()


def test_header_fields_are_facts(tmp_path: Path) -> None:
    result = read(
        tmp_path,
        HEAD + b"To: bo@example.com, =?gb2312?B?1cXI/Q==?= <zhang@example.com>\r\nCc: c@example.com\r\n"
        b"Bcc: d@example.com\r\nSubject: =?utf-8?B?5ZCI5ZCM?=\r\n =?utf-8?Q?_2?=\r\nMessage-ID: <3@example.com>\r\n"
        b"In-Reply-To: <2@example.com>\r\nReferences: <1@example.com>\r\n <2@example.com>\r\n\r\nhello\r\n",
    )
    facts = result.facts
    assert result.title == facts["subject"] == "合同 2"
    assert facts["from"] == "Ann <ann@example.com>"
    assert facts["to"] == "bo@example.com, 张三 <zhang@example.com>"
    assert facts["addresses"] == {
        "from": ["ann@example.com"],
        "to": ["bo@example.com", "zhang@example.com"],
        "cc": ["c@example.com"],
        "bcc": ["d@example.com"],
    }
    assert (facts["message_id"], facts["in_reply_to"]) == ("<3@example.com>", "<2@example.com>")
    assert facts["references"] == "<1@example.com> <2@example.com>"
    assert facts["thread"] == "<1@example.com>"
    assert facts["sent"] == "2019-01-05T23:30:00+08:00"
    assert facts["date"] == "Sat, 05 Jan 2019 23:30:00 +0800"
    assert result.dates == [("mail_date", "2019-01-05T23:30:00+08:00")]


def test_of_alternatives_one_is_shown_and_all_else_is_kept(tmp_path: Path) -> None:
    data = HEAD + (
        b"Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n"
        b"Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nplain one\r\n"
        b"--a\r\nContent-Type: text/html\r\n\r\n<p>html one</p>\r\n--a--\r\n"
        b"--m\r\nContent-Type: text/html\r\n\r\n<p>html two</p><script>x()</script>\r\n"
        b"--m\r\nContent-Type: text/plain\r\n\r\nplain three\r\n--m--\r\n"
    )
    assert body(read(tmp_path, data)).split() == "plain one html two plain three".split()


def test_empty_plain_text_gives_way_to_html(tmp_path: Path) -> None:
    data = HEAD + (
        b"Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\n \r\n"
        b"--a\r\nContent-Type: text/html\r\n\r\n<p>html one</p>\r\n--a--\r\n"
    )
    assert body(read(tmp_path, data)) == "html one"


@pytest.mark.parametrize(
    "broken",
    [
        b"Content-Type: multipart/mixed; boundary=never\r\n\r\nthe words\r\n",
        b"Content-Type: multipart/mixed\r\n\r\nthe words\r\n",
        b"Content-Type: text/plain; charset=no-such-charset\r\n\r\nthe words\r\n",
        b'Content-Type: text/plain; charset="\xff"\r\n\r\nthe words\r\n',
        b"Content-Transfer-Encoding: base64\r\n\r\ndGhlIHdvcmRz!!=\r\n",
        b"Content-Type: text/plain;;;; charset==utf-8\r\n\r\nthe words\r\n",
        b"Subject: =?utf-8?B?broken\r\n\r\nthe words\r\n",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nthe words\r\n",
    ],
)
def test_broken_mails_still_speak(tmp_path: Path, broken: bytes) -> None:
    assert "the words" in read(tmp_path, HEAD + broken).pages[0].text


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("gb18030", b"us-ascii"), ("big5", b"big5"), ("gb18030", b"gb2312"), ("utf-8", b"gbk")],
)
def test_wrong_charsets_are_seen_through(tmp_path: Path, charset: str, declared: bytes) -> None:
    words = (
        "被告未提前通知接口变更，导致服务中断，损失由其承担。"
        if charset != "big5"
        else "被告未提前通知接口變更，導致服務中斷。"
    )
    data = HEAD + b"Content-Type: text/plain; charset=" + declared + b"\r\n\r\n" + words.encode(charset)
    assert body(read(tmp_path, data)) == words


def test_attachments_are_named_and_no_words_of_the_mail(tmp_path: Path) -> None:
    result = read(tmp_path, mail("Two", ("合同.pdf", b"%PDF-"), ("b.bin", b"12345"), body="See both."))
    assert [(one["name"], one["size"]) for one in result.facts["attachments"]] == [
        ("合同.pdf", 5),
        ("b.bin", 5),
    ]
    assert body(result) == "See both."


def test_outlook_messages_are_read_as_mails_are(tmp_path: Path) -> None:
    result = read(tmp_path, msg("回复", "the body 正文", ("a.txt", b"a")), "a.msg")
    assert result.title == "回复"
    assert result.facts["from"] == '"Ann 安" <ann@example.com>'
    assert result.facts["to"] == "Bo"
    assert result.facts["sent"].startswith("2019-01-0")
    assert [one["name"] for one in result.facts["attachments"]] == ["a.txt"]
    assert body(result) == "the body 正文"
    assert set(result.tools) == {"python-oxmsg", "olefile"}


def test_a_message_cut_off_is_damaged_and_nothing_worse(tmp_path: Path) -> None:
    whole = msg("Whole", "words" * 5000, ("a.txt", b"a" * 9000))
    for eighth in range(1, 8):
        path = written(tmp_path, f"{eighth}.msg", whole[: len(whole) * eighth // 8])
        result = read_file(path, "application/vnd.ms-outlook")
        assert result.pages or result.warnings


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 57, 100, 49_151, 49_152, 49_153, 200_000])
@pytest.mark.parametrize("spoil", ["", "padding", "junk"])
def test_base64_is_decoded_piece_by_piece_as_at_once(tmp_path: Path, size: int, spoil: str) -> None:
    content = random.Random(size).randbytes(size)
    packed = base64.encodebytes(content)
    if spoil == "padding":
        packed = packed.replace(b"=", b"")
    if spoil == "junk":
        packed = packed.replace(b"\n", b" !\r\n") + (b"\nfooter" if packed.rstrip().endswith(b"=") else b"")
    data = HEAD + b"Content-Disposition: attachment; filename=a.bin\r\nContent-Type: image/png\r\n"
    data += b"Content-Transfer-Encoding: Base64\r\n\r\n" + packed
    [leaf] = mime.leaves(mime.parse(data))
    assert mime.payload(leaf) == content
