"""Copies: hashed in one pass, placed once and read-only; what cannot be copied is refused by name."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from evidence_desk.intake.copy import clear_incoming, copy_and_hash, place
from evidence_desk.support.errors import UserError

posix = pytest.mark.skipif(os.name != "posix", reason="special files and modes of POSIX")


def test_copy_has_the_bytes_and_the_hash(tmp_path: Path) -> None:
    data = os.urandom(600_000)
    source = tmp_path / "a.bin"
    source.write_bytes(data)
    steps: list[int] = []
    copied = copy_and_hash(source, tmp_path / "in", on_bytes=steps.append)
    assert copied.sha256 == hashlib.sha256(data).hexdigest()
    assert copied.size == len(data) == sum(steps)
    assert copied.temp_path.read_bytes() == data
    assert source.read_bytes() == data


def test_empty_file_can_be_taken_in(tmp_path: Path) -> None:
    source = tmp_path / "empty"
    source.touch()
    assert copy_and_hash(source, tmp_path).sha256 == hashlib.sha256().hexdigest()


def test_place_by_hash_read_only_and_once(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("same")
    files = tmp_path / "files"
    first = copy_and_hash(source, files / "incoming")
    placed = place(first.temp_path, files, first.sha256, "txt")
    assert placed == files / first.sha256[:2] / f"{first.sha256}.txt"
    assert placed.read_text() == "same"
    assert not stat.S_IMODE(placed.stat().st_mode) & 0o222
    before = placed.stat()
    second = copy_and_hash(source, files / "incoming")
    assert place(second.temp_path, files, second.sha256, "txt") == placed
    assert placed.stat().st_ino == before.st_ino
    assert list((files / "incoming").iterdir()) == []


def test_damaged_copy_is_replaced(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text("whole")
    copied = copy_and_hash(source, tmp_path)
    target = tmp_path / copied.sha256[:2] / copied.sha256
    target.parent.mkdir()
    target.write_text("who")
    assert place(copied.temp_path, tmp_path, copied.sha256, "").read_text() == "whole"


def test_what_is_no_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match="folder is a folder, not a file") as caught:
        copy_and_hash(tmp_path / "folder", tmp_path)
    assert caught.value.code == "not_a_file"
    with pytest.raises(UserError, match=r"nowhere\.pdf cannot be read") as caught:
        copy_and_hash(tmp_path / "nowhere.pdf", tmp_path)
    assert caught.value.code == "unreadable"


@posix
def test_pipe_and_device_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for special, kind in ((tmp_path / "pipe", "a pipe"), (Path("/dev/zero"), "a device")):
        with pytest.raises(UserError, match=f"is {kind}"):
            copy_and_hash(special, tmp_path / "in")
    assert not (tmp_path / "in").exists()


def test_file_that_grows_while_it_is_copied_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "log.txt"
    source.write_bytes(b"x" * 300_000)

    def grow(_count: int) -> None:
        with source.open("ab") as file:
            file.write(b"more")

    with pytest.raises(UserError) as caught:
        copy_and_hash(source, tmp_path / "in", on_bytes=grow)
    assert caught.value.code == "changed_while_read"
    assert list((tmp_path / "in").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file system of a few kilobytes")
def test_full_disk_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a small file system here")
    try:
        source = tmp_path / "big.bin"
        source.write_bytes(bytes(500_000))
        with pytest.raises(UserError) as caught:
            copy_and_hash(source, small / "incoming")
        assert caught.value.code == "disk_full"
        assert list((small / "incoming").iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


@posix
@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.touch()
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(UserError) as caught:
        copy_and_hash(source, tmp_path / "locked")
    assert caught.value.code == "not_writable"


def test_unfinished_copies_are_cleared(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_text("x")
    copy_and_hash(source, tmp_path / "incoming")
    assert clear_incoming(tmp_path) == 1
    assert clear_incoming(tmp_path) == 0
