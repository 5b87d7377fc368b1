"""The command line as a process of its own: streams, exit codes, pipes, and what it loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import command_file


def _process(*words: object, **more: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "evidence_desk", *map(str, words)]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60} | more
    return subprocess.run(command, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_an_answer_is_one_document_in_utf8_whatever_the_locale(sample: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = _process("list", sample, "stages", "--json", env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    courts = {stage["court_native"] for stage in json.loads(done.stdout)["stages"]}
    assert "北京市第一中级人民法院" in courts


def test_a_refusal_is_one_line_on_stderr(own_sample: Path, tmp_path: Path) -> None:
    bad = command_file(tmp_path, *[{"do": "AddTag", "name": str(n)} for n in range(6)], {"do": "AddTag"})
    done = _process("apply", own_sample, bad, "--json")
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.splitlines()) == 1
    assert b"command 7, field 'name'" in done.stderr


def test_problems_found_are_exit_code_1(own_sample: Path) -> None:
    next((own_sample / "files").glob("??/*")).unlink()
    done = _process("verify", own_sample)
    assert done.returncode == 1
    assert b"file_missing" in done.stdout
    assert done.stderr == b""


def test_a_reader_that_has_read_enough_is_no_error(sample: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = _process("list", sample, "links", "--json", stdout=writing)
    finally:
        os.close(writing)
    assert done.returncode == 130
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_an_answer_that_finds_no_room_is_refused(sample: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = _process("list", sample, "links", "--json", stdout=full)
    assert done.returncode == 2
    assert done.stderr == b"evidence-desk: the system refused: no space left on device\n"


def test_reading_loads_neither_qt_nor_the_file_readers(sample: Path) -> None:
    program = (
        "import sys\n"
        "from evidence_desk.bootstrap import run_command_line\n"
        "code = run_command_line(sys.argv[1:])\n"
        "heavy = {'PySide6', 'pypdfium2', 'pikepdf', 'PIL', 'lxml', 'xlsxwriter', 'alembic'} & set(sys.modules)\n"
        "print(sorted(heavy), file=sys.stderr)\n"
        "sys.exit(code)\n"
    )
    command = [sys.executable, "-c", program, "list", str(sample), "claims"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == "[]\n"


def test_the_sample_is_made_without_a_display_and_says_so(tmp_path: Path) -> None:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a display here")
    done = _process("demo", "--dir", tmp_path / "new" / "place", env=environment)
    assert done.returncode == 0, done.stderr
    assert b"no display" in done.stderr
    papers = sorted(path.name for path in (tmp_path / "new" / "place" / "papers").iterdir())
    forms = ("csv", "html", "json", "xlsx")
    assert papers == [f"{paper}.{form}" for paper in ("import-report", "matrix") for form in forms]
    again = _process("demo", "--dir", tmp_path / "new" / "place", "--no-window", env=environment)
    assert again.returncode == 0
    assert b"kept as it is" in again.stderr
