"""Families through the whole program: killed at any time and run again, nothing is twice and nothing missing."""

from __future__ import annotations

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

from ..intake.packed import archive, mail, msg, written
from .conftest import COMMAND, answer, corpus, desk, new_matter


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Mails, messages and archives within each other, with the same files in many of them."""
    top = tmp_path_factory.mktemp("client")
    for number in range(40):
        letter = mail(f"Letter {number}", ("same.txt", b"same"), (f"{number}.txt", b"no. %d" % number))
        reply = msg(f"Reply {number}", "words", (f"{number}.eml", letter))
        packed = archive((f"{number}/reply.msg", reply), (f"{number}/same.txt", b"same"))
        written(top, f"{number:02}.zip", packed)
        written(top, f"{number:02}.eml", letter)
    return top


def held(matter: Path) -> list[Any]:
    """Return what the matter holds by content and path: files, their parents, and further places."""
    with closing(sqlite3.connect(matter / "matter.sqlite")) as connection:
        files = """SELECT f.id, f.original_path, f.name, e.title, above.file_id FROM file f
            JOIN evidence_file j ON j.file_id = f.id JOIN evidence e ON e.id = j.evidence_id
            LEFT JOIN evidence_file above ON above.evidence_id = e.parent_id ORDER BY 2"""
        places = "SELECT file_id, path FROM file_place ORDER BY 2"
        return [connection.execute(query).fetchall() for query in (files, places)]


def tear_unnamed(matter: Path) -> None:
    """Do to the bytes that no committed row names what a power cut may do: right name, right size, no content."""
    with closing(sqlite3.connect(matter / "matter.sqlite")) as connection:
        named = {sha256 for (sha256,) in connection.execute("SELECT id FROM file")}
    for path in (matter / "files").glob("??/*"):
        if path.stem not in named:
            path.chmod(0o644)
            path.write_bytes(bytes(path.stat().st_size))
            path.chmod(0o444)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals on Windows")
def test_killed_at_any_time_it_ends_as_if_nothing_had_happened(client: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    whole = new_matter(tmp_path / "whole.edesk")
    first = answer("import", whole, client)
    took = time.monotonic() - began
    assert first["seen"] == first["imported"] + first["duplicates"] == 40 * 7
    matter = new_matter(tmp_path / "killed.edesk")
    chance = random.Random(7)
    for _attempt in range(4):
        process = subprocess.Popen(
            [*COMMAND, "import", str(matter), str(client)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.3, 0.9) * took)
        process.send_signal(signal.SIGKILL)
        process.wait(20)
        tear_unnamed(matter)
    answer("import", matter, client)
    files, places = held(matter)
    expected_files, expected_places = held(whole)
    assert files == expected_files
    assert set(places) == set(expected_places)
    assert len({sha256 for sha256, *_ in files}) == len(files)
    assert answer("verify", matter)["ok"] is True
    states = [run["state"] for run in answer("list", matter, "batches")["batches"]]
    assert states[-1] == "finished"
    assert set(states) <= {"finished", "interrupted"}


def test_the_report_is_a_list_and_a_paper(client: Path, tmp_path: Path) -> None:
    matter = new_matter(tmp_path / "m.edesk")
    answer("import", matter, client / "00.zip", client / "00.eml")
    [run] = answer("list", matter, "batches")["batches"]
    assert (run["seen"], run["imported"], run["duplicates"]) == (7, 5, 2)
    for form in ("csv", "html", "xlsx", "json"):
        desk("export", matter, "import-report", "--format", form, "-o", tmp_path / f"r.{form}")
    lines = (tmp_path / "r.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 8
    for one in run["files"]:
        assert any(one["path"] in line and one["sha256"] in line for line in lines)
    assert "finished" in (tmp_path / "r.html").read_text("utf-8")


def test_passwords_open_what_is_locked(tmp_path: Path) -> None:
    from ..intake.packed import locked

    path = written(tmp_path, "locked.zip", locked(b"the secret", b"open"))
    words = written(tmp_path, "words.txt", b"shut\nopen\n")
    shut = answer("import", new_matter(tmp_path / "a.edesk"), path, code=1)
    assert [left["code"] for left in shut["failed"]] == ["encrypted"]
    matter = new_matter(tmp_path / "b.edesk")
    opened = answer("import", matter, path, "--passwords", words)
    assert (opened["imported"], opened["failed"]) == (2, [])
    desk("import", matter, path, "--passwords", tmp_path / "nowhere.txt", code=2)


def test_all_of_the_corpus_goes_in(tmp_path: Path) -> None:
    folder = corpus()
    matter = new_matter(tmp_path / "m.edesk")
    report = answer("import", matter, folder, code=1)  # some are pictures, or of formats that are only noted
    assert report["seen"] == sum(
        len(report[name]) for name in ("files", "duplicate_files", "failed", "skipped")
    )
    met = {one["path"] for name in ("files", "duplicate_files", "failed", "skipped") for one in report[name]}
    assert {str(path) for path in folder.rglob("*") if path.is_file()} <= met
    parents = {one["path"]: one["parent"] for one in report["files"]}
    by_path = {one["path"]: one["evidence"] for one in report["files"]}
    children = {path: parent for path, parent in parents.items() if " › " in path}
    assert children
    for path, parent in children.items():
        assert by_path[path.rpartition(" › ")[0]] == parent
