"""Files are opened in other programs as copies, under a name that says what they are; what may be a program is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from evidence_desk.gui.viewer.outside import extension_of, outside_name
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries.rows import FileRow
from tests.gui.conftest import WAIT, space, trigger

SHA = "ab" * 32


def _file(name: str, media_type: str, extension: str) -> FileRow:
    return FileRow(SHA, SHA, name, media_type, extension, 1, 1, "", "", "", "")


@pytest.mark.parametrize(
    ("name", "media_type", "extension", "expected"),
    [
        ("Lease.PDF", "application/pdf", "pdf", "Lease.pdf"),
        ("invoice.pdf.exe", "application/pdf", "pdf", "invoice.pdf.pdf"),
        ("run.bat", "text/plain", "txt", "run.txt"),
        (
            "合同.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
            "合同.docx",
        ),
        ("a\u202efdp.exe", "image/png", "png", "a_fdp.png"),
        ("..", "text/html", "html", f"{SHA}.html"),
        ("con<>:|?*", "text/csv", "csv", "con______.csv"),
        ("clip.exe", "video/mp4", "exe", "clip.mp4"),
        ("pack", "application/x-7z-compressed", "", "pack.7z"),
    ],
)
def test_the_copy_is_named_for_what_the_file_is(
    name: str, media_type: str, extension: str, expected: str
) -> None:
    assert outside_name(_file(name, media_type, extension)) == expected


@pytest.mark.parametrize(
    "media_type",
    ["application/octet-stream", "application/x-msdownload", "application/x-executable", "text/unheard-of"],
)
def test_what_may_be_a_program_has_no_extension_to_be_opened_by(media_type: str) -> None:
    assert extension_of(_file("setup.exe", media_type, "exe")) == ""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the system was asked to open."""
    asked: list[Path] = []

    def take(url: QUrl) -> bool:
        asked.append(Path(url.toLocalFile()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return asked


def test_a_copy_is_opened_and_the_original_stays(
    window: MainWindow, qtbot: QtBot, opened: list[Path]
) -> None:
    viewer = space(window).review.viewer
    qtbot.waitUntil(lambda: viewer.canvas.file is not None, timeout=WAIT)
    file, session = viewer.canvas.file, window.ui.bridge.session
    assert file is not None
    assert session is not None
    trigger(window, "review", "open_outside")
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=WAIT)
    original = session.file_path(file.id)
    assert opened[0] != original
    assert opened[0].read_bytes() == original.read_bytes()
    assert opened[0].suffix == f".{file.extension}"


def test_a_program_is_not_started(
    window: MainWindow, qtbot: QtBot, opened: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "setup.exe").write_bytes(b"MZ" + bytes(range(256)) * 4)
    session = window.ui.bridge.session
    assert session is not None
    report = window.ui.desk.import_paths(session, [tmp_path / "setup.exe"])
    space(window).review.go_to(report.files[0].evidence)
    viewer = space(window).review.viewer
    qtbot.waitUntil(
        lambda: viewer.canvas.file is not None and viewer.canvas.file.name == "setup.exe", timeout=WAIT
    )
    with qtbot.waitSignal(window.ui.bridge.failed, timeout=WAIT) as told:
        trigger(window, "review", "open_outside")
    assert told.args is not None
    assert told.args[0].code == "not_opened"
    assert "setup.exe" in told.args[0].message
    assert opened == []
