"""Copies nobody should trust: changed, cut off, made by others, made to do harm. Each is refused by name."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from evidence_desk.queries.integrity import verify
from evidence_desk.replica.container import CopyReader
from evidence_desk.replica.pack import Wish, take_offline
from evidence_desk.replica.sealed import SealingWriter, unseal
from evidence_desk.replica.unpack import open_copy
from evidence_desk.store.engines import writer_engine
from evidence_desk.support.errors import UserError

from ..matters import dump, empty_session, sha256
from .conftest import Desk


def refused(desk: Desk, copy: Path, **how: str) -> UserError:
    """What the desk says to a copy, after checking that nothing was changed by it."""
    before = dump(desk.session)
    with pytest.raises(UserError) as caught:
        desk.bring(copy, **how)
    assert dump(desk.session) == before
    with pytest.raises(UserError):
        open_copy(copy, desk.folder / "opened", passphrase=how.get("passphrase"))
    assert not (desk.folder / "opened.edesk").exists()
    return caught.value


def taken(desk: Desk, **wish: object) -> Path:
    return take_offline(desk.session, desk.folder / f"c{len(list(desk.folder.iterdir()))}", Wish(**wish)).path  # type: ignore[arg-type]


def places(path: Path) -> dict[str, tuple[int, int]]:
    with path.open("rb") as stream:
        return CopyReader(stream)._places


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x20
    path.write_bytes(data)


@pytest.mark.parametrize("part", ["manifest.json", "matter.sqlite", "file"])
def test_one_byte_of_a_part(desk: Desk, part: str) -> None:
    copy = taken(desk)
    name = next(n for n in places(copy) if n.startswith("files/")) if part == "file" else part
    start, end = places(copy)[name]
    flip(copy, (start + end) // 2)
    said = refused(desk, copy)
    assert said.code == "copy_changed"
    assert name in said.message


def test_one_byte_anywhere(desk: Desk) -> None:
    copy = taken(desk)
    whole = copy.read_bytes()

    @settings(max_examples=150, database=None, deadline=None)
    @given(st.integers(0, len(whole) - 1), st.integers(1, 255))
    def _check(at: int, change: int) -> None:
        data = bytearray(whole)
        data[at] ^= change
        with pytest.raises(UserError):
            CopyReader(io.BytesIO(data)).verify(on_bytes=lambda _n: None)

    _check()


def test_every_byte_of_its_end_and_every_length(desk: Desk) -> None:
    whole = taken(desk).read_bytes()
    for at in range(len(whole) - 400, len(whole)):
        data = bytearray(whole)
        data[at] ^= 1
        with pytest.raises(UserError):
            CopyReader(io.BytesIO(data)).verify(on_bytes=lambda _n: None)
    random = Random(1)
    for _n in range(50):
        with pytest.raises(UserError):
            CopyReader(io.BytesIO(whole[: random.randrange(len(whole))])).verify(on_bytes=lambda _n: None)


def test_a_sealed_copy(desk: Desk) -> None:
    copy = taken(desk, passphrase="风 and rain")
    assert b"SQLite format" not in copy.read_bytes()
    wrong = refused(desk, copy, passphrase="other")
    assert desk.bring(copy, passphrase="风 and rain").changes == 0
    assert refused(desk, copy).code == "passphrase_needed"
    flip(copy, copy.stat().st_size // 2)
    tampered = refused(desk, copy, passphrase="风 and rain")
    assert (wrong.code, str(wrong)) == (tampered.code, str(tampered)) == ("cannot_unseal", str(wrong))
    assert refused(desk, taken(desk), passphrase="x").code == "cannot_unseal"


def test_a_sealed_stream_can_be_neither_cut_nor_shuffled(monkeypatch: pytest.MonkeyPatch) -> None:
    from evidence_desk.replica import sealed

    monkeypatch.setattr(sealed, "_CHUNK", 64)
    monkeypatch.setattr(sealed, "_MEMORY", 64)
    out, data = io.BytesIO(), os.urandom(64 * 3)
    writer = SealingWriter(out, "p")
    for start in range(0, len(data), 50):
        writer.write(data[start : start + 50])
    writer.finish()
    whole = out.getvalue()
    assert b"".join(unseal(io.BytesIO(whole), "p")) == data
    head, chunk = len(whole) - 3 * (64 + 16), 64 + 16
    parts = [whole[head + n * chunk : head + (n + 1) * chunk] for n in range(3)]
    for wrong in (parts[:2], [parts[1], parts[0], parts[2]], [*parts, parts[2]], []):
        with pytest.raises(UserError):
            list(unseal(io.BytesIO(whole[:head] + b"".join(wrong)), "p"))
    for at in range(head):
        data = bytearray(whole)
        data[at] ^= 1
        with pytest.raises(UserError):
            list(unseal(io.BytesIO(bytes(data)), "p"))


def rezipped(copy: Path, change: dict[str, bytes], *, packed: bool = False, more: str = "") -> Path:
    """The copy with members changed, as a zip of another program would hold it."""
    out = copy.with_name(f"re-{copy.name}")
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(out, "w", kind) as new:
        for info in old.infolist():
            new.writestr(info.filename, change.get(info.filename, old.read(info)))
        if more:
            new.writestr(more, b"x")
    return out


@pytest.mark.parametrize(
    "name",
    [
        "../escaped.txt",
        "/escaped.txt",
        "files/../../escaped.txt",
        "C:\\escaped.txt",
        "files/ab/x.txt",
        "notes.txt",
    ],
)
def test_a_name_that_leads_elsewhere(desk: Desk, name: str) -> None:
    said = refused(desk, rezipped(taken(desk), {}, more=name))
    assert said.code == "hostile_copy"
    assert not (desk.folder.parent / "escaped.txt").exists()


def test_a_packed_bomb(desk: Desk) -> None:
    assert refused(desk, rezipped(taken(desk), {}, packed=True)).code == "hostile_copy"


def test_a_member_over_another(desk: Desk) -> None:
    copy = taken(desk)
    data = bytearray(copy.read_bytes())
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"manifest.json"))
    data[entry + 42 : entry + 46] = b"\0\0\0\0"  # where its header is: where the first one's is
    copy.write_bytes(data)
    assert refused(desk, copy).code in ("hostile_copy", "not_a_copy")


def test_a_copy_of_a_newer_program(desk: Desk) -> None:
    copy = taken(desk)
    with zipfile.ZipFile(copy) as old:
        manifest = json.loads(old.read("manifest.json"))
    newer = rezipped(copy, {"manifest.json": json.dumps({**manifest, "format": 2}).encode()})
    assert refused(desk, newer).code == "newer_copy"


def test_what_is_no_copy_at_all(desk: Desk) -> None:
    path = desk.folder / "x.edcopy"
    for data in (b"", b"hello", b"PK\x05\x06" + bytes(18), os.urandom(5000)):
        path.write_bytes(data)
        assert refused(desk, path).code == "not_a_copy"
    with pytest.raises(UserError):
        desk.bring(desk.folder / "nowhere.edcopy")
    with pytest.raises(UserError) as caught:
        desk.bring(desk.session.path)
    assert caught.value.code == "same_matter"


def test_a_copy_of_another_matter(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = empty_session(tmp_path / "other")
    other.note(lambda c: c.execute(text("UPDATE meta SET value = 'other' WHERE key = 'matter_id'")))
    copy = take_offline(other, tmp_path / "o").path
    other.close()
    before = dump(desk.session)
    with pytest.raises(UserError) as caught:
        desk.bring(copy)
    assert caught.value.code == "other_matter"
    assert dump(desk.session) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE party SET role = 'judge'",
        "DELETE FROM link_cite",
        "UPDATE history SET actor = 'x' WHERE seq = 3",
        "UPDATE history SET previous = 'x' WHERE seq = 3",
        "DELETE FROM history WHERE seq = 4",
    ],
)
def test_a_folder_changed_behind_the_programs_back(desk: Desk, statement: str) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "AddClaim", "number": "7", "title": "x"})
    ann.close()
    raw = writer_engine(ann.path / "matter.sqlite", journal="wal")
    with raw.begin() as connection:
        connection.execute(text(statement))
    raw.dispose()
    before = dump(desk.session)
    with pytest.raises(UserError) as caught:
        desk.bring(ann.path)
    assert caught.value.code == "copy_changed"
    assert dump(desk.session) == before


def test_entries_taken_over_are_checked_too(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(ann, {"do": "AddClaim", "number": "7", "title": "x"})
    desk.bring(ann)
    desk.session.note(lambda c: c.execute(text("UPDATE foreign_entry SET actor = 'somebody'")))
    found = desk.session.read(verify, desk.session.files_folder)
    assert [p.code for p in found.problems] == ["entry_edited"]
    desk.session.note(lambda c: c.execute(text("DELETE FROM foreign_entry")))
    found = desk.session.read(verify, desk.session.files_folder)
    assert [p.code for p in found.problems] == ["entry_missing"]


def test_a_file_of_a_folder_that_changed(desk: Desk) -> None:
    from ..matters import put_file

    ann = desk.copy("ann")
    name = put_file(ann, b"a new letter", "new.txt", as_evidence=True)
    ann.file_path(name).write_bytes(b"another letter")
    before = dump(desk.session)
    with pytest.raises(UserError) as caught:
        desk.bring(ann)
    assert (caught.value.code, sha256(b"a new letter") in caught.value.message) == ("copy_changed", True)
    ann.file_path(name).unlink()
    with pytest.raises(UserError) as caught:
        desk.bring(ann)
    assert caught.value.code == "file_missing"
    assert dump(desk.session) == before


_KILLED = """
import sys, os, signal
from pathlib import Path
from evidence_desk.bootstrap import LocalDesk
from evidence_desk.replica import merge
from evidence_desk.store import history
session = LocalDesk().open_matter(Path(sys.argv[1]))
append = history.append
def killed(connection, entry):
    append(connection, entry)
    os.kill(os.getpid(), signal.SIGKILL)
import evidence_desk.store.store as store
store.history.append = killed
merge.bring_back(session, Path(sys.argv[2]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="a process cannot be killed this way here")
def test_all_or_nothing(desk: Desk) -> None:
    """Killed in the middle of a merge, after every row is written and before the commit, the desk is as it was."""
    ann = desk.copy("ann")
    for number in range(20):
        desk.do(ann, {"do": "AddClaim", "number": f"7{number}", "title": "x"})
    before = dump(desk.session)
    ann.close()
    desk.session.close()
    root = Path(__file__).parents[2]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(desk.session.path), str(ann.path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL, time.monotonic() - began
    desk.session = desk.open(desk.session.path)
    assert dump(desk.session) == before
    assert desk.session.read(verify, desk.session.files_folder).problems == ()
    assert desk.bring(ann.path).added == 20


def test_a_file_row_that_leads_elsewhere(desk: Desk) -> None:
    """A copy whose history is whole and whose database names a place outside its folder."""
    from evidence_desk.store.tables import FILE

    ann = desk.copy("ann")
    row = {"id": sha256(b"x"), "name": "x", "extension": "../../../../escaped", "bytes": 1, "pages": 0}

    def _write(work: object) -> tuple[str, object]:
        work.recorder.insert(FILE, {**row, "ocr": False, "facts": {}, "tools": {}, "batch_id": None})  # type: ignore[attr-defined]
        return "Do harm", {}

    ann.record("Harm", _write)
    before = dump(desk.session)
    with pytest.raises(UserError) as caught:
        desk.bring(ann)
    assert caught.value.code == "hostile_copy"
    copy = take_offline(ann, desk.folder / "harm").path
    assert refused(desk, copy).code == "hostile_copy"
    assert dump(desk.session) == before
