"""The word doctor: what is installed, what is missing, and how to mend it."""

from __future__ import annotations

import ctypes
import importlib
import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sqlite3
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import evidence_desk
from evidence_desk.cli.terminal import has_display, say
from evidence_desk.commands.desk import Desk
from evidence_desk.intake.ocr import is_available
from evidence_desk.support.preferences import user_folder
from evidence_desk.support.resources import resource

# What Qt loads from a Linux system, and the Debian package each comes in: always, and for an X11 screen.
_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
_SCREEN_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-image.so.0": "libxcb-image0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_READERS = ("pypdfium2", "pypdf", "pikepdf", "pillow", "lxml", "chardet", "filetype", "python-calamine")
_OCR = ("rapidocr", "onnxruntime")
_CORE = ("SQLAlchemy", "alembic", "msgspec", "filelock", "XlsxWriter", "jsonschema")
_MIN_FREE_GIB = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        is_fine: whether it is as it should be.
        what: what was looked at, in a word or two.
        text: what was found.
        remedy: how to mend it, or an empty text.
    """

    is_fine: bool
    what: str
    text: str
    remedy: str = ""


def doctor(_desk: Desk, _words: Namespace) -> int:
    """Say what is installed, what is missing, and how to mend it; exit 1 where something is missing."""
    findings = list(examine())
    for finding in findings:
        say(f"{'ok     ' if finding.is_fine else 'MISSING'}  {finding.what:<11}{finding.text}")
        if finding.remedy:
            say(f"{'':<20}{finding.remedy}")
    missing = sum(not finding.is_fine for finding in findings)
    say(
        "Everything is there."
        if not missing
        else f"{missing} to mend; the command line works without a window."
    )
    return 1 if missing else 0


def examine() -> Iterator[Finding]:
    """Look at everything the program needs of this computer."""
    system = f"Evidence Desk {evidence_desk.__version__}, Python {platform.python_version()}"
    yield Finding(True, "program", f"{system}, SQLite {sqlite3.sqlite_version}, {platform.platform()}")
    yield Finding(True, "resources", str(resource()))
    yield _packages("matter", _CORE)
    yield _packages("files", _READERS)
    yield _ocr()
    yield _qt()
    if sys.platform == "linux":
        yield _system_libraries()
    yield _display()
    yield _settings_folder()
    yield _disk(Path.cwd())
    yield _fonts()


def _packages(what: str, names: Iterable[str]) -> Finding:
    found, missing = [], []
    for name in names:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding(
            False, what, f"not installed: {', '.join(missing)}", f"Run: pip install {' '.join(missing)}"
        )
    return Finding(True, what, ", ".join(found))


def _ocr() -> Finding:
    if is_available():
        return _packages("ocr", _OCR)
    return Finding(
        True, "ocr", "not installed; only reading text off pictures needs it: pip install '.[ocr]'"
    )


def _qt() -> Finding:
    if importlib.util.find_spec("PySide6") is None:
        return Finding(False, "window", "PySide6 is not installed", "Run: pip install PySide6-Essentials")
    version = importlib.metadata.version("PySide6-Essentials")
    if sys.version_info < (3, 12) and not version.startswith("6.11."):
        remedy = "Run: pip install 'PySide6-Essentials>=6.11.3,<6.12'"
        return Finding(False, "window", f"PySide6 {version} crashes on this Python", remedy)
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        remedy = f"On Debian or Ubuntu run: apt install {' '.join(_LIBRARIES.values())}"
        return Finding(False, "window", f"Qt {version} cannot start ({error})", remedy)
    return Finding(True, "window", f"Qt {version} starts")


def _system_libraries() -> Finding:
    wanted = dict(_LIBRARIES)
    if os.environ.get("DISPLAY"):
        wanted |= _SCREEN_LIBRARIES
    missing = missing_libraries(wanted)
    if missing:
        remedy = f"On Debian or Ubuntu run: apt install {' '.join(missing)}"
        return Finding(False, "libraries", f"{len(missing)} of {len(wanted)} are missing", remedy)
    return Finding(True, "libraries", f"all {len(wanted)} that Qt needs of the system")


def missing_libraries(wanted: Mapping[str, str]) -> list[str]:
    """Return the packages of the libraries that cannot be loaded; ``wanted`` is package by library name."""
    missing = []
    for name, package in wanted.items():
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(package)
    return missing


def _display() -> Finding:
    if has_display():
        return Finding(True, "display", os.environ.get("QT_QPA_PLATFORM") or "there is one")
    text = "none here, so no window opens"
    if sys.platform == "linux" and (missing := missing_libraries(_SCREEN_LIBRARIES)):
        return Finding(
            True, "display", text, f"An X11 screen would also need: apt install {' '.join(missing)}"
        )
    return Finding(True, "display", f"{text}; the command line needs none")


def _settings_folder() -> Finding:
    folder = user_folder()
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            return Finding(True, "settings", str(folder))
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        remedy = f"Make {existing} writable, or name another folder in XDG_CONFIG_HOME."
        return Finding(False, "settings", f"{folder} cannot be written ({reason})", remedy)


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free / 2**30
    is_fine = free > _MIN_FREE_GIB
    return Finding(
        is_fine, "disk", f"{free:.1f} GiB free in {folder}", "" if is_fine else "Make room before importing."
    )


def _fonts() -> Finding:
    fonts = [path.stem for path in sorted(resource("fonts").glob("*.ttf"))]
    if not fonts:
        return Finding(False, "fonts", "those for Chinese papers are gone", "Install the program again.")
    return Finding(True, "fonts", f"{', '.join(fonts)} for Chinese, with the program")
