"""Containers made to break out, to blow up or to break down: each costs at most what is its own."""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from evidence_desk.intake.ingest import Intake
from evidence_desk.intake.model import Limits
from evidence_desk.intake.one_file import Ingested
from evidence_desk.intake.readers.registry import READERS
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.jobs.worker import TaskLimits

from ..intake.packed import archive, mail, msg, raw_archive, written

SMALL = Limits(ratio_from=1 << 20, family_bytes=64 << 20)
READERS_HERE = Path(__file__).parent / "readers"


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2, limits=TaskLimits(seconds=20, memory=400 << 20)) as pool:
        yield pool


def take_in(
    pool: WorkerPool, tmp_path: Path, name: str, data: bytes, limits: Limits = SMALL
) -> list[Ingested]:
    """Take a bad container in between two good files, and return its family."""
    paths = [
        written(tmp_path, "a.txt", b"good a"),
        written(tmp_path, name, data),
        written(tmp_path, "z.txt", b"good z"),
    ]
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    first, bad, last = Intake(paths, str(tmp_path / "files"), limits=limits).run(pool)
    assert [one.result.pages[0].text for one in (*first, *last)] == ["good a", "good z"]
    inside = {path for path in tmp_path.rglob("*") if path.is_file()} - set(before)
    assert {path.parent.parent for path in inside} == {tmp_path / "files"}
    assert {path.stem for path in inside} == {one.sha256 for one in (*first, *bad, *last) if one.sha256}
    assert {path: path.read_bytes() for path in before} == before
    return bad


def warned(one: Ingested) -> set[str]:
    return {code for code, _ in one.result.warnings}


SLIPS = [
    "../../escaped.txt",
    "a/../../../escaped.txt",
    "/tmp/escaped-absolute.txt",
    "..\\..\\escaped.txt",
    "\\\\server\\share\\escaped.txt",
    "C:\\escaped.txt",
    "C:escaped.txt",
    "CON",
    "aux.txt",
    "COM1.pdf",
    "dir/NUL",
    "name\x00.txt",
    "new\nline.txt",
    "trailing./x. ",
    "stream.txt:hidden",
    "..",
    "/",
]


@pytest.mark.parametrize("kind", ["zip", "mail", "msg", "pdf"])
def test_no_name_leads_out_of_the_matter(pool: WorkerPool, tmp_path: Path, kind: str) -> None:
    names = [name for name in SLIPS if kind != "mail" or ("\x00" not in name and "\n" not in name)]
    bodies = [b"content %d" % number for number in range(len(names))]
    bad = take_in(pool, tmp_path, f"slip.{kind}", _packed(kind, list(zip(names, bodies, strict=True))))
    children = {one.sha256: one for one in bad[1:]}
    assert len(children) == len([name for name in names if not (kind == "zip" and name == "/")])
    assert all("unsafe_path" in warned(one) for one in children.values())
    for one in children.values():
        assert one.failure is None
        assert not set("/\\\0\n") & set(one.name)


def _packed(kind: str, entries: list[tuple[str, bytes]]) -> bytes:
    if kind == "zip":
        return raw_archive([(name.encode(), data, 0) for name, data in entries if name != "/"])
    if kind == "mail":
        return mail("Slip", *entries)
    if kind == "msg":
        return msg("Slip", "body", *entries)
    document = pikepdf.new()
    document.add_blank_page()
    for number, (name, data) in enumerate(entries):
        document.attachments[str(number)] = pikepdf.AttachedFileSpec(document, data, filename=name)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def test_two_entries_of_one_name_are_both_taken(pool: WorkerPool, tmp_path: Path) -> None:
    data = raw_archive([(b"a.txt", b"first", 0), (b"a.txt", b"second", 0)])
    bad = take_in(pool, tmp_path, "twice.zip", data)
    assert [one.inner_path for one in bad[1:]] == ["a.txt", "a.txt [2]"]
    assert [one.result.pages[0].text for one in bad[1:]] == ["first", "second"]
    assert "duplicate_name" in warned(bad[0])


def test_entries_that_share_their_bytes_are_taken_once(pool: WorkerPool, tmp_path: Path) -> None:
    data = raw_archive([(b"%d.txt" % n, b"the same bytes" * 100, 0) for n in range(200)], share=True)
    bad = take_in(pool, tmp_path, "overlap.zip", data)
    assert sum(one.failure is None for one in bad) <= 2
    assert {one.failure.code for one in bad if one.failure} == {"overlapping"}


def zeros(megabytes: int) -> bytes:
    """Return an archive with one entry of so many megabytes of zeros."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("0", "w") as file:
        for _ in range(megabytes):
            file.write(bytes(1 << 20))
    return output.getvalue()


def test_entry_that_inflates_without_end(pool: WorkerPool, tmp_path: Path) -> None:
    bad = take_in(pool, tmp_path, "bomb.zip", zeros(200))
    assert {one.failure.code for one in bad if one.failure} == {"zip_bomb"}
    assert sum(one.size for one in bad[1:]) == 0


def test_archives_in_archives_in_archives(pool: WorkerPool, tmp_path: Path) -> None:
    data = zeros(20)
    for _level in range(5):
        data = archive(*((f"{number:02}.zip", data + bytes([number])) for number in range(16)))
    assert len(data) < 1 << 20
    bad = take_in(pool, tmp_path, "42.zip", data, Limits(ratio_from=1 << 20, members=300))
    assert sum(one.failure is None for one in bad) <= 301
    assert sum(one.size for one in bad) < 64 << 20
    codes = {one.failure.code for one in bad if one.failure}
    assert codes & {"zip_bomb", "too_many_members"}
    assert codes <= {"zip_bomb", "too_many_members"}


def test_archive_that_holds_itself(pool: WorkerPool, tmp_path: Path) -> None:
    same = archive(("same.txt", b"same"))
    bad = take_in(pool, tmp_path, "self.zip", archive(("1.zip", same), ("2.zip", same), ("3.zip", same)))
    assert [one.is_duplicate for one in bad] == [False, False, True, True, False]


def test_attachment_of_a_pdf_that_inflates_without_end(pool: WorkerPool, tmp_path: Path) -> None:
    document = pikepdf.new()
    document.add_blank_page()
    packed = zlib.compress(bytes(300 << 20), 9)
    stream = pikepdf.Stream(document, packed, Filter=pikepdf.Name.FlateDecode)
    spec = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F="bomb.bin", EF=pikepdf.Dictionary(F=stream))
    document.Root.AF = pikepdf.Array([document.make_indirect(spec)])
    output = io.BytesIO()
    document.save(output, compress_streams=False)
    bad = take_in(pool, tmp_path, "bomb.pdf", output.getvalue(), Limits(ratio_from=1 << 20))
    assert [one.failure.code for one in bad if one.failure] == ["zip_bomb"]


def test_mails_within_mails_to_the_bottom(pool: WorkerPool, tmp_path: Path) -> None:
    head = b"From: a@example.com\r\nDate: Sat, 05 Jan 2019 10:00:00 +0800\r\n"
    data = head + b"\r\nbottom"
    for level in range(100):
        data = head + b"Subject: level %d\r\nContent-Type: message/rfc822\r\n\r\n" % level + data
    bad = take_in(pool, tmp_path, "russian.eml", data)
    assert len(bad) == 9
    assert "too_deep" in warned(bad[-1])


def test_archive_whose_directory_lies(pool: WorkerPool, tmp_path: Path) -> None:
    whole = archive(*((f"{n}.txt", b"text %d" % n * 50) for n in range(20)))
    for place in range(0, len(whole), 37):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        folder = tmp_path / str(place)
        folder.mkdir()
        bad = take_in(pool, folder, "liar.zip", bytes(damaged))
        assert bad[0].failure is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts address space")
@pytest.mark.parametrize(
    ("does", "code"),
    [("abort", "crashed"), ("hang", "timeout"), ("eat", "out_of_memory"), ("raise", "failed")],
)
def test_reader_that_breaks_down_costs_the_child_its_text_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, code: str
) -> None:
    monkeypatch.syspath_prepend(READERS_HERE)  # the worker processes look where this one does
    inner = archive(("1.txt", b"good 1"), ("bad.txt", does.encode()), ("2.txt", b"good 2"))
    path = written(tmp_path, "a.zip", inner)
    readers = READERS | {"text/plain": "bad_reader"}
    with WorkerPool(2, limits=TaskLimits(seconds=2, memory=300 << 20)) as pool:
        [family] = Intake([path], str(tmp_path / "files"), readers=readers).run(pool)
    assert [one.failure for one in family] == [None] * 4
    texts = {one.name: [page.text for page in one.result.pages] for one in family[1:]}
    assert texts == {"1.txt": ["good 1"], "bad.txt": [], "2.txt": ["good 2"]}
    assert {one.name: warned(one) for one in family[1:]} == {
        "1.txt": set(),
        "bad.txt": {code},
        "2.txt": set(),
    }


def test_one_endless_line(tmp_path: Path) -> None:
    limits = Limits(characters=1 << 20)
    path = tmp_path / "line.txt"
    with path.open("wb") as file:
        for _ in range(6):
            file.write(b"x" * (1 << 20))
    with WorkerPool(1, limits=TaskLimits(seconds=20, memory=400 << 20)) as pool:
        [[one]] = Intake([str(path)], str(tmp_path / "files"), limits=limits).run(pool)
    assert warned(one) == {"text_truncated"}
    assert sum(len(page.text) for page in one.result.pages) <= limits.characters
    assert Path(one.stored).stat().st_size == 6 << 20


def test_box_of_many_empty_mails(pool: WorkerPool, tmp_path: Path) -> None:
    one = b"From a@example.com Sat Jan  5 10:00:00 2019\nFrom: a@example.com\nDate: x\nSubject: %d\n\nx\n\n"
    box = b"".join(one % number for number in range(500))
    bad = take_in(pool, tmp_path, "many.mbox", box, Limits(members=50))
    assert sum(one.failure is None for one in bad) == 51
    assert [one.failure.code for one in bad if one.failure] == ["too_many_members"]
    assert any("450" in message for _code, message in bad[0].result.warnings)
