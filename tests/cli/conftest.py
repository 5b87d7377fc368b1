"""Runs the command line inside the test's process, on the sample matter, an empty one, or one made here."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from evidence_desk.bootstrap import SAMPLE_NAME, run_command_line


@dataclass(frozen=True)
class Ran:
    """What one run left: its exit code, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout; fails when there is none or more than one."""
        assert self.code in (0, 1), self.err
        return json.loads(self.out)

    def refused(self, *parts: str) -> str:
        """Return the one line of a refusal, after checking that it is one and names what it must."""
        assert self.code == 2, (self.code, self.out, self.err)
        assert self.out == ""
        assert self.err.endswith("\n")
        assert len(self.err.splitlines()) == 1, self.err
        assert "Traceback" not in self.err
        assert "bug" not in self.err, self.err
        for part in parts:
            assert part in self.err, self.err
        return self.err


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the words given to it."""

    def _run(*words: object) -> Ran:
        capsys.readouterr()
        try:
            code = run_command_line([str(word) for word in words])
        except SystemExit as end:  # --help and --version
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return _run


@pytest.fixture(scope="session")
def _made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    assert run_command_line(["demo", "--no-window", "--dir", str(folder)]) == 0
    return folder / SAMPLE_NAME


@pytest.fixture
def sample(_made_sample: Path) -> Path:
    """The sample matter, for reading only: all tests share it."""
    return _made_sample


@pytest.fixture
def own_sample(_made_sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample matter of the test's own."""
    return Path(shutil.copytree(_made_sample, tmp_path / "own.edesk"))


@pytest.fixture
def empty(run: Run, tmp_path: Path) -> Path:
    """A matter with nothing in it."""
    assert run("new", tmp_path / "empty.edesk", "--profile", "prc_civil", "--title", "Nothing yet").code == 0
    return tmp_path / "empty.edesk"


def dump(matter: Path, *, history: bool = True) -> list[str]:
    """Return every row of a matter's database as SQL; without the history and the note of its end if so asked."""
    with closing(sqlite3.connect(matter / "matter.sqlite")) as connection:
        lines = list(connection.iterdump())
    program = ('INSERT INTO "history"', 'INSERT INTO "meta"')
    return lines if history else [line for line in lines if not line.startswith(program)]


def command_file(folder: Path, *commands: dict[str, Any]) -> Path:
    """Write a command file and return it."""
    path = folder / "commands.json"
    path.write_text(json.dumps({"commands": list(commands)}, ensure_ascii=False), encoding="utf-8")
    return path
