"""What the command line refuses: one line each, exit code 2, nothing changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from evidence_desk.bootstrap import LocalDesk

from .conftest import Run, command_file, dump

CLAIM = {"do": "AddClaim", "number": "77", "title": "One more"}


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["bundle", "x.edesk"], "there is no WORD 'bundle'"),
        (["bundle", "x.edesk", "-o", "y.pdf"], "there is no WORD 'bundle'"),
        (["frobnicate"], "choose one of: open, demo, new"),
        (["list"], "MATTER, KIND must be given"),
        (["list", "x.edesk", "poems"], "there is no KIND 'poems'; choose one of: evidence, files"),
        (["list", "x.edesk", "claims", "--xml"], "--xml"),
        (["import", "x.edesk"], "PATH must be given"),
        (["new", "x.edesk"], "--profile, --title must be given"),
        (["export", "x.edesk", "matrix"], "--format, -o/--out must be given"),
        (["undo", "x.edesk", "--steps"], "--steps"),
        (["--frob"], "--frob"),
        (["list", "a\nb.edesk", "claims"], "There is no matter at a b.edesk"),
    ],
)
def test_wrong_words_are_one_line(run: Run, tmp_path: Path, words: list[str], part: str) -> None:
    run(*words).refused(part)


@pytest.mark.parametrize("word", ["list", "verify", "history", "undo", "redo", "import", "apply", "export"])
def test_what_is_no_matter_is_refused(run: Run, tmp_path: Path, word: str) -> None:
    def words(matter: Path) -> list[object]:
        more = {"list": ["claims"], "import": [tmp_path], "apply": [command_file(tmp_path, CLAIM)]}
        more["export"] = ["matrix", "--format", "csv", "-o", tmp_path / "out.csv"]
        return [word, matter, *more.get(word, [])]

    run(*words(tmp_path / "gone.edesk")).refused("There is no matter at", "gone.edesk")
    folder = tmp_path / "folder"
    folder.mkdir()
    run(*words(folder)).refused("is not a matter")
    (folder / "matter.sqlite").write_bytes(b"not a database at all, but more than a hundred bytes" * 3)
    run(*words(folder)).refused("is not a matter")
    with closing(sqlite3.connect(folder / "other.sqlite")) as other:
        other.execute("CREATE TABLE t (x)")
    (folder / "other.sqlite").replace(folder / "matter.sqlite")
    run(*words(folder)).refused("is not a matter")
    assert sorted(path.name for path in folder.iterdir()) == ["matter.sqlite"]


def test_a_matter_of_a_newer_major_version_is_refused(run: Run, own_sample: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(own_sample / "matter.sqlite")) as connection:
        connection.execute("PRAGMA user_version = 2000")
    before = dump(own_sample)
    run("list", own_sample, "claims").refused("newer Evidence Desk", "format 2")
    run("apply", own_sample, command_file(tmp_path, CLAIM)).refused("newer Evidence Desk")
    assert dump(own_sample) == before


def test_a_damaged_matter_is_refused(run: Run, own_sample: Path) -> None:
    database = own_sample / "matter.sqlite"
    data = bytearray(database.read_bytes())
    data[100:4096] = bytes(3996)
    database.write_bytes(data)
    run("list", own_sample, "claims").refused("damaged")


_HOLD = """
import sys, time
from pathlib import Path
from evidence_desk.bootstrap import LocalDesk
session = LocalDesk(actor="Han Meimei").open_matter(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def _held_open(matter: Path) -> Iterator[subprocess.Popen[str]]:
    """Hold a matter open for changing in another process."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(matter)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == "open\n"
        yield process
        process.stdin.close()
        process.wait(timeout=20)


def test_a_matter_that_is_open_elsewhere_can_be_read_but_not_changed(
    run: Run, own_sample: Path, tmp_path: Path
) -> None:
    before = dump(own_sample)
    with _held_open(own_sample) as other:
        line = run("apply", own_sample, command_file(tmp_path, CLAIM)).refused("is open elsewhere")
        assert f"process {other.pid}" in line
        run("undo", own_sample).refused("is open elsewhere")
        assert run("list", own_sample, "claims").code == 0
        assert dump(own_sample) == before
    assert run("apply", own_sample, command_file(tmp_path, CLAIM)).code == 0


@contextmanager
def _mounted(folder: Path, *options: str) -> Iterator[Path]:
    """Mount a small disk in memory at a folder; skips the test where that is not allowed."""
    folder.mkdir()
    if not sys.platform.startswith("linux") or not shutil.which("mount"):
        pytest.skip("only Linux can mount a disk in memory")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"a disk cannot be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_matter_on_a_disk_that_is_read_only_can_be_read_but_not_changed(
    run: Run, sample: Path, tmp_path: Path
) -> None:
    with _mounted(tmp_path / "disk", "size=30m") as disk:
        matter = Path(shutil.copytree(sample, disk / "own.edesk"))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        before = dump(sample)
        run("apply", matter, command_file(tmp_path, CLAIM)).refused(str(matter), "cannot be written")
        run("import", matter, tmp_path / "commands.json").refused("cannot be written")
        run("undo", matter).refused("cannot be written")
        run("new", disk / "new.edesk", "--profile", "prc_civil", "--title", "x").refused("cannot be written")
        run("export", matter, "matrix", "--format", "csv", "-o", disk / "m.csv").refused("cannot be written")
        assert run("list", matter, "claims", "--json").json == run("list", sample, "claims", "--json").json
        assert run("verify", matter).code == 0
        assert dump(sample) == before


@pytest.mark.parametrize("has_index", [True, False])
def test_a_matter_on_a_disk_that_is_read_only_is_searched_with_the_index_it_has(
    run: Run, sample: Path, tmp_path: Path, has_index: bool
) -> None:
    with _mounted(tmp_path / "disk", "size=30m") as disk:
        matter = Path(shutil.copytree(sample, disk / "own.edesk"))
        found = run("search", matter, "server", "--json").json
        assert found["total"]
        index = matter / "cache" / "index.sqlite"
        if not has_index:
            index.unlink()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        ran = run("search", matter, "server", "--json")
        assert ran.json == found
        assert ("may be behind" in ran.err) == has_index
        assert ("was made now" in ran.err) == (not has_index)
        terms = tmp_path / "terms.txt"
        terms.write_text("server")
        assert "server" in run("terms", matter, terms).out
        assert index.exists() == has_index


def test_a_full_disk_is_named_and_nothing_is_changed(run: Run, sample: Path, tmp_path: Path) -> None:
    with _mounted(tmp_path / "disk", "size=30m") as disk:
        matter = Path(shutil.copytree(sample, disk / "own.edesk"))
        rows = dump(matter)
        many = [{"do": "AddClaim", "number": str(n), "title": "t" * 2000} for n in range(100, 400)]
        (tmp_path / "big.bin").write_bytes(os.urandom(1 << 20))
        _fill(disk)
        run("apply", matter, command_file(tmp_path, *many)).refused("disk", "is full")
        run("import", matter, tmp_path / "big.bin").refused("disk", "is full")
        run("new", disk / "new.edesk", "--profile", "prc_civil", "--title", "x").refused("disk", "is full")
        run("export", matter, "matrix", "--format", "xlsx", "-o", disk / "m.xlsx").refused("no room")
        assert sorted(path.name for path in disk.iterdir()) == ["filler", "own.edesk"]
        (disk / "filler").unlink()
        assert dump(matter) == rows
        assert run("verify", matter).code == 0
        assert list((matter / "files" / "incoming").glob("*")) == []


def _fill(disk: Path) -> None:
    with (disk / "filler").open("wb", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                continue


def test_new_refuses_what_is_there_and_what_it_does_not_know(run: Run, empty: Path, tmp_path: Path) -> None:
    run("new", empty, "--profile", "prc_civil", "--title", "Again").refused("exists already")
    run("new", tmp_path / "n.edesk", "--profile", "atlantis", "--title", "A").refused("atlantis", "prc_civil")
    run("new", tmp_path / "n.edesk", "--profile", "prc_civil", "--title", "  ").refused("title")
    assert not (tmp_path / "n.edesk").exists()


def test_import_refuses_paths_and_tags_there_are_not(run: Run, empty: Path, tmp_path: Path) -> None:
    before = dump(empty)
    run("import", empty, tmp_path / "gone").refused("There is nothing at", "gone")
    run("import", empty, empty, "--tag", "Nobody made me").refused("Nobody made me")
    assert dump(empty) == before


def test_names_that_are_no_utf8_are_taken_in_and_refused_in_words(run: Run, tmp_path: Path) -> None:
    if sys.platform in ("win32", "darwin"):
        pytest.skip("file names are always Unicode here")
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/n\xe9"))
    folder.mkdir()
    (folder / os.fsdecode(b"caf\xe9 2019.txt")).write_text("a letter", encoding="utf-8")
    matter = folder / os.fsdecode(b"m\xff.edesk")
    assert run("new", matter, "--profile", "prc_civil", "--title", "Odd").code == 0
    answer = run("import", matter, folder / os.fsdecode(b"caf\xe9 2019.txt"), "--json").json
    assert os.fsencode(answer["files"][0]["path"]).endswith(b"/n\xe9/caf\xe9 2019.txt")
    [held] = run("list", matter, "files", "--json").json["files"]
    assert held["name"] == "caf\ufffd 2019.txt"
    assert held["original_path"].endswith("/n\\xe9/caf\\xe9 2019.txt")
    assert run("verify", matter).code == 0
    run("list", folder / os.fsdecode(b"\xfe.edesk"), "claims").refused("There is no matter at")


def test_names_cannot_play_with_the_terminal(run: Run, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31mb\nc\u202ed.txt").write_text("a letter", encoding="utf-8")
    assert run("import", empty, tmp_path / "a\x1b[31mb\nc\u202ed.txt").code == 0
    out = run("list", empty, "files").out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert len(out.splitlines()) == 2


def test_a_bug_is_one_line_without_a_traceback(
    run: Run, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _broken(*_arguments: object, **_options: object) -> object:
        raise KeyError("first\nsecond")

    monkeypatch.setattr(LocalDesk, "open_matter", _broken)
    ran = run("list", empty, "claims")
    assert ran.code == 2
    assert ran.err.splitlines() == [
        "evidence-desk: this is a bug in Evidence Desk (KeyError: 'first\\nsecond'); please report it"
    ]


def test_without_a_display_the_window_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a display here")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    run().refused("no display")
    run("open", "x.edesk").refused("no display")


def test_a_wrong_word_lists_the_right_ones_and_the_field_is_named_once(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    wrong = command_file(tmp_path, {"do": "AddClaim", "number": "1", "title": "x", "kind": "claimm"})
    said = run("apply", empty, wrong).refused("command 1", "claimm", "claim, defence, counterclaim")
    assert said.count("'kind'") == 1
    deep = command_file(
        tmp_path,
        {
            "do": "DefinePreset",
            "key": "1",
            "name": "P",
            "actions": {"links": [{"element": "e", "stance": "yes"}]},
        },
    )
    run("apply", empty, deep).refused("actions", "yes", "supports, contradicts, context")
