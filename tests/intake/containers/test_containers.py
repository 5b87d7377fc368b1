"""What is taken out of each kind of container: the exact bytes, under the right name."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import pyzipper

from evidence_desk.intake.containers.unpack import Allowance, Unpacked, may_hold, unpack
from evidence_desk.intake.model import Limits
from evidence_desk.intake.readers.registry import read_file
from evidence_desk.intake.recognise import recognise

from ..packed import archive, locked, locked_with_aes, mail, message, msg, raw_archive, written

PLENTY = Allowance(10_000, 1 << 30, "too_large_unpacked")


def taken(tmp_path: Path, name: str, data: bytes, **options: Any) -> Unpacked:
    path = written(tmp_path, name, data)
    limits = Limits(**options)
    media_type = recognise(path).media_type
    assert may_hold(Path(path), media_type, read_file(path, media_type, limits))
    done = unpack(path, media_type, str(tmp_path / "files"), limits, PLENTY)
    for one in done.embedded:
        found = Path(one.temp_path)
        assert found.parent == tmp_path / "files" / "incoming"
        assert hashlib.sha256(found.read_bytes()).hexdigest() == one.sha256
        assert found.stat().st_size == one.size
    return done


def contents(done: Unpacked) -> dict[str, bytes]:
    return {one.inner_path: Path(one.temp_path).read_bytes() for one in done.embedded}


def test_attachments_and_inner_mails_come_out_as_they_were_sent(tmp_path: Path) -> None:
    inner = mail("Inner", ("deep.bin", b"deep")).replace(b"\n", b"\r\n")
    whole = mail("Outer", ("合同.pdf", b"%PDF-1.4"), ("inner.eml", inner), ("a.bin", bytes(range(256))))
    done = taken(tmp_path, "outer.eml", whole)
    assert [(one.name, one.kind) for one in done.embedded] == [
        ("合同.pdf", "attachment"),
        ("Inner.eml", "message"),
        ("a.bin", "attachment"),
    ]
    assert list(contents(done).values()) == [b"%PDF-1.4", inner, bytes(range(256))]


def test_inner_mail_that_is_packed_against_the_rules(tmp_path: Path) -> None:
    data = (
        b"From: a@example.com\r\nDate: Sat, 05 Jan 2019 10:00:00 +0800\r\n"
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nRnJvbTogYkBleGFtcGxlLmNvbQ0KU3ViamVjdDogSW4NCg0KaGk=\r\n--x--\r\n"
    )
    done = taken(tmp_path, "a.eml", data)
    assert contents(done) == {"1/In.eml": b"From: b@example.com\r\nSubject: In\r\n\r\nhi"}


def test_mail_without_attachments_is_not_opened_again(tmp_path: Path) -> None:
    path = written(tmp_path, "a.eml", mail("Nothing"))
    assert not may_hold(Path(path), "message/rfc822", read_file(path, "message/rfc822"))


def test_mailbox_gives_every_mail(tmp_path: Path) -> None:
    mails = [mail(f"No. {number}", body=f"text {number}\n\nFrom here on it is text.") for number in range(3)]
    mails[0] += b"x" * 100_000  # so that the second begins beyond what is looked at first
    box = b"".join(b"From ann@example.com Sat Jan  5 10:00:00 2019\n" + one + b"\n\n" for one in mails)
    path = written(tmp_path, "all.mbox", box)
    assert recognise(path).media_type == "application/mbox"
    done = taken(tmp_path, "all.mbox", box)
    assert [one.name for one in done.embedded] == ["No. 0.eml", "No. 1.eml", "No. 2.eml"]
    assert [data.rstrip() for data in contents(done).values()] == [one.rstrip() for one in mails]
    assert done.embedded[0].modified == "2019-01-05T10:00:00+08:00"
    read = read_file(path, "application/mbox")
    assert (read.facts["messages"], "No. 2" in read.pages[0].text) == (3, True)


def test_outlook_message_gives_attachments_and_messages_that_open(tmp_path: Path) -> None:
    inner = message("Inner 内", "the inner body", ("deep.txt", b"deep"), header=24)
    whole = msg("Outer", "the body", ("报告.pdf", b"%PDF-1.4 x" * 1000), ("Inner 内", inner))
    done = taken(tmp_path, "outer.msg", whole)
    assert [(one.name, one.kind) for one in done.embedded] == [
        ("报告.pdf", "attachment"),
        ("Inner 内.msg", "message"),
    ]
    path = done.embedded[1].temp_path
    assert recognise(path).media_type == "application/vnd.ms-outlook"
    read = read_file(path, "application/vnd.ms-outlook")
    assert (read.title, "the inner body" in read.pages[0].text) == ("Inner 内", True)
    deep = taken(tmp_path / "in", "in.msg", Path(path).read_bytes())
    assert contents(deep) == {"1/deep.txt": b"deep"}


def test_files_attached_to_a_pdf_and_to_its_pages(tmp_path: Path) -> None:
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments["calc.csv"] = pikepdf.AttachedFileSpec(
        document, b"a,b\n1,2\n", filename="calc.csv", mod_date="D:20180821101112+08'00'"
    )
    stream = document.make_stream(b"on the page", {"/Type": pikepdf.Name.EmbeddedFile})
    spec = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, UF="页.txt", EF=pikepdf.Dictionary(F=stream))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9], FS=spec
    )
    document.pages[0].obj.Annots = document.make_indirect(pikepdf.Array([note, note]))
    document.save(tmp_path / "made.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate)
    done = taken(tmp_path, "a.pdf", (tmp_path / "made.pdf").read_bytes())
    assert contents(done) == {"1/calc.csv": b"a,b\n1,2\n", "2/页.txt": b"on the page"}
    assert done.embedded[0].modified == "2018-08-21T10:11:12+08:00"


def test_archive_keeps_names_times_and_bytes(tmp_path: Path) -> None:
    done = taken(tmp_path, "a.zip", archive(("文件夹/合同.txt", b"one"), ("b.txt", b"two"), ("c/", b"")))
    assert contents(done) == {"文件夹/合同.txt": b"one", "b.txt": b"two"}
    assert [(one.name, one.modified) for one in done.embedded] == [
        ("合同.txt", "2018-08-21T10:11:12"),
        ("b.txt", "2018-08-21T10:11:12"),
    ]


def test_archive_with_names_in_gbk(tmp_path: Path) -> None:
    names = ["案卷材料/起诉状.txt", "案卷材料/证据目录（一）.txt"]
    done = taken(tmp_path, "a.zip", raw_archive([(name.encode("gbk"), b"x", 0) for name in names]))
    assert [one.inner_path for one in done.embedded] == names


def test_junk_links_and_devices_in_an_archive_are_left_out_on_purpose(tmp_path: Path) -> None:
    data = raw_archive(
        [
            (b"good.txt", b"good", stat.S_IFREG | 0o644),
            (b"link", b"../../etc/passwd", stat.S_IFLNK | 0o777),
            (b"pipe", b"", stat.S_IFIFO | 0o644),
            (b"__MACOSX/._good.txt", b"x", 0),
            (b"x/.DS_Store", b"x", 0),
            (b".git/config", b"x", 0),
        ]
    )
    done = taken(tmp_path, "a.zip", data)
    assert contents(done) == {"good.txt": b"good"}
    assert {one.inner_path: one.code for one in done.left_out} == {
        "link": "symlink",
        "pipe": "special_file",
        "__MACOSX/._good.txt": "system_file",
        "x/.DS_Store": "system_file",
        ".git/config": "hidden",
    }
    assert all(one.is_meant for one in done.left_out)
    assert "../../etc/passwd" in done.left_out[0].message


def test_locked_archive_opens_with_a_password_of_the_list_only(tmp_path: Path) -> None:
    data = locked(b"the secret", "密码".encode("gb18030"))
    shut = taken(tmp_path, "a.zip", data)
    assert (shut.embedded, [one.code for one in shut.left_out]) == ([], ["encrypted"])
    wrong = taken(tmp_path, "a.zip", data, passwords=("no", "neither"))
    assert [one.code for one in wrong.left_out] == ["encrypted"]
    opened = taken(tmp_path, "a.zip", data, passwords=("no", "密码"))
    assert contents(opened) == {"secret.txt": b"the secret"}


def test_archive_locked_with_aes_opens_with_a_password_of_the_list_only(tmp_path: Path) -> None:
    inside = {"合同.txt": b"the secret " * 100_000, "b.txt": b"another"}
    data = locked_with_aes(inside, "密码")
    shut = taken(tmp_path, "a.zip", data, passwords=("no",))
    assert (shut.embedded, {one.code for one in shut.left_out}) == ([], {"encrypted"})
    assert contents(taken(tmp_path, "a.zip", data, passwords=("no", "密码"))) == inside
    torn = bytearray(data)
    torn[torn.index(b"b.txt") + 40] ^= 1
    done = taken(tmp_path, "a.zip", bytes(torn), passwords=("密码",))
    assert [one.inner_path for one in done.left_out] == ["b.txt"]


@pytest.mark.parametrize("packing", [0, 8, 12, 14])  # stored, deflated, bzip2, LZMA
def test_one_damaged_member_of_a_locked_archive_costs_only_itself(tmp_path: Path, packing: int) -> None:
    inside = {f"{name}.txt": bytes(range(256)) * 40 for name in "abc"}
    torn = bytearray(locked_with_aes(inside, "right", compression=packing))
    start = torn.index(b"b.txt") + 60
    torn[start : start + 8] = bytes(8)
    done = taken(tmp_path, "a.zip", bytes(torn), passwords=("right",))
    assert list(contents(done)) == ["a.txt", "c.txt"]
    assert [(one.inner_path, one.code) for one in done.left_out] == [("b.txt", "damaged")]


@pytest.mark.parametrize("packing", [0, 8])
def test_a_wrong_password_that_seems_to_fit_gives_way_to_the_right_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packing: int
) -> None:
    class Salt:
        def read(self, size: int) -> bytes:
            return b"8 bytes."[:size]

    # With this salt the two bytes an entry is checked by are the same for both passwords.
    monkeypatch.setattr("pyzipper.zipfile_aes.Random.new", Salt)
    inside = {"a.txt": b"the secret"}
    data = locked_with_aes(inside, "right", compression=packing, encryption_kwargs={"nbits": 128})
    assert contents(taken(tmp_path, "a.zip", data, passwords=("wrong14047", "right"))) == inside
    shut = taken(tmp_path, "a.zip", data, passwords=("wrong14047",))
    assert [one.code for one in shut.left_out] == ["damaged"]


def test_a_locked_archive_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = {f"{number}.txt": b"%d" % number for number in range(5)}
    data = locked_with_aes(inside, "right")
    opened, real = [], pyzipper.AESZipFile.__init__

    def counted(self: pyzipper.AESZipFile, path: Path) -> None:
        opened.append(path)
        real(self, path)

    monkeypatch.setattr(pyzipper.AESZipFile, "__init__", counted)
    assert contents(taken(tmp_path, "a.zip", data, passwords=("right",))) == inside
    assert len(opened) == 1


def test_one_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    data = bytearray(archive(("a.txt", b"a" * 500), ("b.txt", b"b" * 500), ("c.txt", b"c" * 500)))
    start = data.index(b"b.txt") + 5
    data[start : start + 4] = b"\xff\xff\xff\xff"
    done = taken(tmp_path, "a.zip", bytes(data))
    assert list(contents(done)) == ["a.txt", "c.txt"]
    assert [(one.inner_path, one.code) for one in done.left_out] == [("b.txt", "damaged")]


def test_unpacking_goes_on_where_it_stopped(tmp_path: Path) -> None:
    path = written(tmp_path, "a.zip", archive(*((f"{n}.txt", b"%d" % n) for n in range(5))))
    names: list[str] = []
    start: int | None = 0
    parts = 0
    while start is not None:
        part = unpack(path, "application/zip", str(tmp_path / "files"), Limits(), PLENTY, start, seconds=0.0)
        names += [one.name for one in part.embedded]
        start = part.resume
        parts += 1
    assert names == [f"{n}.txt" for n in range(5)]
    assert parts == 5


@pytest.mark.parametrize("sign", [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\x01\x00", b"\x1f\x8b\x08\x00"])
def test_archives_that_are_not_opened_say_so(tmp_path: Path, sign: bytes) -> None:
    path = written(tmp_path, "a.bin", sign + bytes(300))
    read = read_file(path, recognise(path).media_type)
    assert [code for code, _ in read.warnings] == ["needs_unpacking"]
