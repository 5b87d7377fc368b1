"""Imports from end to end: mixed files, twice, killed, stopped; originals untouched and nothing lost."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from .conftest import COMMAND, answer, corpus, desk, new_matter

KEPT = 24


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files of every kind that is read, duplicates, junk, and files that cannot be read."""
    top = tmp_path_factory.mktemp("mixed") / "Case files 案卷"
    (top / "mail" / "2019").mkdir(parents=True)
    (top / "空文件夹").mkdir()
    for number in range(1, 9):
        _pdf(
            top / f"contract {number}.pdf", f"Services agreement no. {number}, signed on 2018-08-{number:02}."
        )
        (top / f"note {number}.txt").write_text(
            f"Note {number} of 2019-01-0{number}: 接口变更未提前通知。", "utf-8"
        )
    (top / "announcement.html").write_text(
        "<html><head><title>Announcement of 5 January 2019</title></head><body><p>An upgrade.</p></body></html>",
        encoding="utf-8",
    )
    Image.new("RGB", (90, 60), (30, 90, 200)).save(top / "screen.png")
    Image.new("RGB", (80, 50), (200, 90, 30)).save(top / "photo.jpg")
    (top / "mail" / "2019" / "notice.eml").write_bytes(
        b"From: a@example.com\r\nTo: b@example.com\r\nSubject: No notice\r\n"
        b"Date: Sat, 05 Jan 2019 10:00:00 +0800\r\n\r\nThe interface was changed.\r\n"
    )
    (top / "named.pdf").write_bytes(b"<html><body><p>not a pdf</p></body></html>")
    (top / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    (top / "empty.txt").write_bytes(b"")
    (top / "blob.xyz").write_bytes(random.Random(5).randbytes(3000))
    (top / "mail" / "contract 1 (copy).pdf").write_bytes((top / "contract 1.pdf").read_bytes())
    (top / "mail" / "note 2 (copy).txt").write_bytes((top / "note 2.txt").read_bytes())
    (top / ".DS_Store").write_bytes(b"junk")
    (top / "~$contract.docx").write_bytes(b"lock")
    return top


def _pdf(path: Path, text: str) -> None:
    canvas = Canvas(str(path), invariant=1)
    canvas.drawString(72, 700, text)
    canvas.showPage()
    canvas.drawString(72, 700, f"Second page of {path.stem}.")
    canvas.save()


def _hashes(folder: Path) -> dict[Path, str]:
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _held(matter: Path) -> list[tuple[str, str, str, str]]:
    """Return what an import must make the same however often it is broken off: by content, not by id."""
    return sorted(
        (item["files"][0]["sha256"], item["title"], item["type"], item["date"]["text"])
        for item in answer("list", matter, "evidence")["evidence"]
    )


def _pages(matter: Path) -> list[Any]:
    with closing(sqlite3.connect(matter / "cache" / "text.sqlite")) as connection:
        return connection.execute("SELECT sha256, page, text FROM page ORDER BY sha256, page").fetchall()


def _check_whole(matter: Path) -> None:
    """Check that nothing is left over and nothing is missing."""
    assert list((matter / "files" / "incoming").glob("*")) == []
    assert answer("verify", matter)["ok"] is True
    held = {row["sha256"] for row in answer("list", matter, "files")["files"]}
    assert {path.stem for path in (matter / "files").glob("??/*")} == held
    with closing(sqlite3.connect(matter / "cache" / "text.sqlite")) as connection:
        assert {row[0] for row in connection.execute("SELECT sha256 FROM read")} == held


def _import_twice(matter: Path, *folders: Path) -> dict[str, Any]:
    before = {path: digest for folder in folders for path, digest in _hashes(folder).items()}
    first = answer("import", matter, *folders, code=1)  # in each of them some cannot be read
    assert first["failed"] == []
    assert [taken["path"] for taken in first["files"] if taken["problem"]]
    counted = first["imported"] + first["duplicates"] + len(first["skipped"])
    assert counted == len(before)
    assert first["imported"] == len(first["files"]) == len(answer("list", matter, "evidence")["evidence"])
    for taken in first["files"]:
        assert before[Path(taken["path"])] == taken["sha256"]
        [stored] = (matter / "files" / taken["sha256"][:2]).glob(f"{taken['sha256']}*")
        assert stored.read_bytes() == Path(taken["path"]).read_bytes()
    rows = _held(matter)

    second = answer("import", matter, *folders)
    assert (second["imported"], second["files"], second["failed"]) == (0, [], [])
    assert second["duplicates"] == first["imported"] + first["duplicates"]
    items = {item["id"] for item in answer("list", matter, "evidence")["evidence"]}
    assert {again["evidence"] for again in second["duplicate_files"]} == items
    assert _held(matter) == rows
    assert {path: digest for folder in folders for path, digest in _hashes(folder).items()} == before
    _check_whole(matter)
    return dict(first)


def test_mixed_files_imported_twice(mixed: Path, tmp_path: Path) -> None:
    first = _import_twice(new_matter(tmp_path / "m.edesk"), mixed)
    assert (first["imported"], first["duplicates"], len(first["skipped"])) == (KEPT, 2, 2)
    by_name = {Path(taken["path"]).name: taken for taken in first["files"]}
    assert by_name["named.pdf"]["media_type"] == "text/html"
    assert by_name["contract 3.pdf"]["pages"] == 2
    assert by_name["blob.xyz"]["media_type"] == "application/octet-stream"


@pytest.mark.parametrize("name", ["contracts-en", "court-en"])
def test_real_documents_imported_twice(name: str, tmp_path: Path) -> None:
    _import_twice(new_matter(tmp_path / "m.edesk"), corpus() / name)


def test_tags_and_type_are_put_on_every_new_item(mixed: Path, tmp_path: Path) -> None:
    matter = new_matter(tmp_path / "m.edesk")
    commands = tmp_path / "tags.json"
    commands.write_text(
        '{"commands": [{"do": "AddTag", "name": "Hot"}, {"do": "AddTag", "name": "Ours 我方"}]}', "utf-8"
    )
    desk("apply", matter, commands)
    desk(
        "import",
        matter,
        mixed / "note 1.txt",
        mixed / "screen.png",
        "--tag",
        "Hot",
        "--tag",
        "Ours 我方",
        "--type",
        "record",
    )
    items = answer("list", matter, "evidence")["evidence"]
    assert [(sorted(item["tags"]), item["type"]) for item in items] == [(["Hot", "Ours 我方"], "record")] * 2
    desk("undo", matter)
    assert answer("list", matter, "evidence") == {"evidence": []}
    desk("import", matter, mixed / "note 1.txt")
    [item] = answer("list", matter, "evidence")["evidence"]
    assert item["tags"] == []
    assert answer("verify", matter)["ok"] is True


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """More files than one commit of an import takes."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(320):
        (folder / f"letter {number:03}.txt").write_text(f"Letter {number}, dated 2019-01-05.\n" * 40, "utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(many: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an import makes that nothing breaks off."""
    matter = new_matter(tmp_path_factory.mktemp("whole") / "m.edesk")
    assert answer("import", matter, many)["imported"] == 320
    return matter


def _committed(matter: Path) -> int:
    with closing(sqlite3.connect(f"file:{matter / 'matter.sqlite'}?mode=ro", uri=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM file").fetchone()[0])


def _start_and_wait_for_a_commit(matter: Path, folder: Path) -> subprocess.Popen[bytes]:
    """Start an import in a process group of its own, and wait until a part of it is committed."""
    process = subprocess.Popen(
        [*COMMAND, "import", str(matter), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not _committed(matter):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals on Windows")
def test_an_import_that_is_killed_is_completed_by_the_next(many: Path, whole: Path, tmp_path: Path) -> None:
    matter = new_matter(tmp_path / "m.edesk")
    process = _start_and_wait_for_a_commit(matter, many)
    process.kill()
    process.communicate(timeout=20)
    taken = _committed(matter)
    assert 0 < taken < 320, "the kill came too late to prove anything"
    assert answer("verify", matter)["ok"] is True

    again = answer("import", matter, many)
    assert again["imported"] + again["duplicates"] == 320
    assert again["duplicates"] == taken
    _check_whole(matter)
    assert _held(matter) == _held(whole)
    assert _pages(matter) == _pages(whole)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals on Windows")
def test_an_import_stopped_by_ctrl_c_leaves_a_usable_matter(many: Path, whole: Path, tmp_path: Path) -> None:
    matter = new_matter(tmp_path / "m.edesk")
    process = _start_and_wait_for_a_commit(matter, many)
    os.killpg(process.pid, signal.SIGINT)  # a terminal sends it to the worker processes too
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert f" {_committed(matter)} imported, 0 held already, 0 failed, ".encode() in out
    hint = b"Import the same again to take in the rest; what is in already is not taken in twice.\n"
    assert err == hint + b"evidence-desk: stopped; what was finished is kept\n"
    assert 0 < _committed(matter) < 320
    assert answer("verify", matter)["ok"] is True

    again = answer("import", matter, many)
    assert again["imported"] + again["duplicates"] == 320
    _check_whole(matter)
    assert _held(matter) == _held(whole)
    assert _pages(matter) == _pages(whole)
