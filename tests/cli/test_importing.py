"""What the word import says and leaves: exit codes, Ctrl+C, old formats by way of a converter."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.intake.model import Limits
from evidence_desk.intake.readers import convert
from evidence_desk.support.preferences import Preferences

from .conftest import Run

OFFICE_PROGRAM = Path("/usr/lib/libreoffice/program/soffice")
HAS_WRITER = OFFICE_PROGRAM.is_file() and OFFICE_PROGRAM.with_name("libswlo.so").is_file()


def test_a_file_that_cannot_be_read_is_exit_code_1(run: Run, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "fine.txt").write_text("fine")
    assert run("import", empty, tmp_path / "fine.txt").code == 0
    (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    ran = run("import", empty, tmp_path / "torn.pdf")
    assert ran.code == 1
    assert (
        ran.out
        == "1 file: 1 imported, 0 held already, 0 failed, 0 left out; 1 of the imported with remarks\n"
    )
    assert "torn.pdf: " in ran.err
    assert run("import", empty, tmp_path / "torn.pdf").code == 0  # held already; nothing new is wrong


def test_a_type_nobody_knows_is_refused_with_those_there_are(run: Run, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "fine.txt").write_text("fine")
    ran = run("import", empty, tmp_path / "fine.txt", "--type", "scribble")
    assert ran.code != 0
    assert "no type 'scribble'" in ran.err
    assert "contract" in ran.err
    assert list((empty / "files").glob("??/*")) == []


@pytest.mark.skipif(os.name != "posix", reason="a process is interrupted as a terminal of POSIX does it")
@pytest.mark.parametrize("form", ["text", "json"])
def test_ctrl_c_says_what_was_done_and_the_rest_comes_later(
    run: Run, empty: Path, tmp_path: Path, form: str
) -> None:
    top = tmp_path / "many"
    top.mkdir()
    for number in range(1500):
        (top / f"{number:04}.txt").write_text(f"letter {number}")
    options = ["--json"] if form == "json" else []
    words = [sys.executable, "-m", "evidence_desk", "import", str(empty), str(top), *options]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while len(list((empty / "files").glob("??/*"))) < 20 and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "stopped" in err
    if form == "json":
        imported = json.loads(out)["imported"]
        assert json.loads(out)["state"] == "stopped"
    else:
        imported = int(out.partition(" imported")[0].rpartition(" ")[2])
    assert 0 <= imported < 1500
    [batch] = run("list", empty, "batches", "--json").json["batches"]
    assert (batch["state"], batch["imported"]) == ("stopped", imported)
    assert len(list((empty / "files").glob("??/*"))) == imported
    rest = run("import", empty, top, "--json").json
    assert (rest["imported"], rest["duplicates"]) == (1500 - imported, imported)
    assert run("verify", empty).code == 0


@pytest.mark.skipif(not HAS_WRITER, reason="LibreOffice Writer is not installed")
def test_an_old_document_is_read_by_way_of_a_converted_copy(run: Run, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.rtf").write_text(r"{\rtf1 The quick settlement of 2019\par}")
    limits = Limits(convert_with=str(OFFICE_PROGRAM))
    made = convert.converted(tmp_path / "letter.rtf", "doc", tmp_path / "work", limits)
    ran = run("import", empty, made, "--no-convert")
    assert ran.code == 1
    assert "--convert" in ran.err
    again = run("import", empty, made, "--convert")
    assert "1 could not be read before and are read now" in again.out
    assert run("search", empty, "settlement", "--json").json["total"] == 1
    assert run("undo", empty, "--steps", "2").code == 0
    taken = run("import", empty, made, "--convert", "--json").json["files"]
    assert [(one["media_type"], one["pages"]) for one in taken] == [("application/msword", 1)]
    assert run("search", empty, "settlement", "--json").json["total"] == 1

    shutil.rmtree(empty / "cache")
    desk = LocalDesk(preferences=Preferences(tmp_path / "settings"))
    try:
        session = desk.open_matter(empty)
        try:
            sha256 = taken[0]["sha256"]
            desk.prepare_search(session)
            assert session.unread_files() == [sha256]  # it waits until a converter is named
            desk.preferences.set("convert_with", str(OFFICE_PROGRAM))
            desk.prepare_search(session)
            assert "quick settlement" in (session.page_text(sha256, 1) or "")
            places = session.page_geometry_hint(sha256, 1)
            assert places is not None
            assert "quick settlement" in "".join(line.text for line in places.lines)
        finally:
            session.close()
    finally:
        desk.close()


def test_no_converter_is_refused_before_anything_is_done(
    run: Run, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "fine.txt").write_text("fine")
    run("import", empty, tmp_path / "fine.txt", "--convert").refused("convert_with")
    assert run("list", empty, "files", "--json").json == {"files": []}
