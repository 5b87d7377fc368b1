"""doctor: what it looks at, and what it says when something is missing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from evidence_desk.cli.doctor import examine, missing_libraries

from .conftest import Run


def test_doctor_looks_at_everything_and_its_exit_code_agrees(run: Run) -> None:
    ran = run("doctor")
    found = list(examine())
    assert ran.code == (0 if all(finding.is_fine for finding in found) else 1)
    lines = ran.out.splitlines()
    looked_at = {line[9:20].strip() for line in lines if line.startswith(("ok ", "MISSING"))}
    assert looked_at >= {"program", "matter", "files", "window", "display", "settings", "disk", "fonts"}
    assert ran.err == ""
    for package in ("SQLAlchemy", "pypdfium2", "XlsxWriter"):
        assert package in ran.out


def test_a_library_that_is_not_there_is_named_by_its_package() -> None:
    assert missing_libraries({"libnowhere-to-be-found.so.9": "libnowhere9"}) == ["libnowhere9"]


def test_a_settings_folder_that_cannot_be_written_is_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform != "linux":
        pytest.skip("the settings folder is named by XDG_CONFIG_HOME only on Linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/proc/self/fd")
    ran = run("doctor")
    assert ran.code == 1
    [line] = [line for line in ran.out.splitlines() if line.startswith("MISSING  settings")]
    assert "/proc/self/fd/evidence-desk cannot be written" in line
    assert "to mend" in ran.out.splitlines()[-1]


def test_a_display_is_only_asked_for_by_the_window(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform in ("win32", "darwin"):
        pytest.skip("there is always a display here")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    [display] = [finding for finding in examine() if finding.what == "display"]
    assert display.is_fine
    assert "none here" in display.text
