"""The words that make matters: demo, new; and doctor."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

import evidence_desk
from evidence_desk.cli.terminal import ProgressBar, note, say
from evidence_desk.commands.desk import Desk
from evidence_desk.commands.session import Session
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource

_LINUX_LIBRARIES = "libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0"
_SCREEN_LIBRARIES = (
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-xkb1"
    " libxcb-shape0 libxcb-randr0 libxcb-render-util0 libxcb-image0 libxkbcommon-x11-0"
)


def new(desk: Desk, words: Namespace) -> int:
    """Make an empty matter."""
    session = desk.new_matter(words.matter, profile=words.profile, title=words.title)
    try:
        say(str(session.path))
    finally:
        session.close()
    return 0


def demo(desk: Desk, words: Namespace, open_window: Callable[[Path | None], int]) -> int:
    """Make the sample matter and its papers; open it where there is a display."""
    session = _sample(desk, words.dir)
    try:
        path = session.path
        papers = _write_papers(session, words.dir / "papers")
    finally:
        session.close()
    say(f"The sample matter: {path}")
    for paper in papers:
        say(f"  {paper}")
    if words.no_window:
        return 0
    if not has_display():
        note(
            "There is no display here, so the window stays closed. Open the papers above, or list the matter:"
        )
        note(f"  evidence-desk list '{path}' claims")
        return 0
    return open_window(path)


def _sample(desk: Desk, folder: Path) -> Session:
    """Open the sample of a folder, or make it there."""
    existing = sorted(folder.glob("*.edesk"))
    if existing:
        note(f"The sample is there already and is kept as it is: {existing[0]}")
        return desk.open_matter(existing[0])
    bar = ProgressBar()
    try:
        return desk.make_sample(folder, on_progress=bar)
    finally:
        bar.close()


def _write_papers(session: Session, folder: Path) -> list[Path]:
    from evidence_desk.export.papers import export_paper, paper_formats

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("not_writable", f"{folder} cannot be made ({error.strerror})") from error
    today = date.today()  # noqa: DTZ011  a paper bears the local date of whoever prints it
    return [
        export_paper(paper, form, session.read, folder / f"{paper}.{form}", lang="both", today=today)
        for paper, forms in paper_formats().items()
        for form in forms
    ]


def has_display() -> bool:
    """Say whether a window can be shown: always on Windows and macOS, elsewhere where a display is named."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def doctor(_desk: Desk, _words: Namespace) -> int:
    """Say what is installed, what is missing, and how to mend it; exit 1 where something is missing."""
    say(
        f"Evidence Desk {evidence_desk.__version__} on Python {platform.python_version()}, {platform.platform()}"
    )
    say(f"Resources: {resource()}")
    checks = [_check_qt(), _check_readers(), _check_spreadsheets(), _check_disk()]
    for is_fine, text in checks:
        say(f"{'ok     ' if is_fine else 'MISSING'} {text}")
    return 0 if all(is_fine for is_fine, _text in checks) else 1


def _versions(*names: str) -> str:
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)


def _check_qt() -> tuple[bool, str]:
    if importlib.util.find_spec("PySide6") is None:
        return False, "the window: PySide6 is not installed; run: pip install PySide6-Essentials"
    version = importlib.metadata.version("PySide6-Essentials")
    if sys.version_info < (3, 12) and not version.startswith("6.11."):
        return (
            False,
            f"the window: PySide6 {version} crashes on this Python; run: pip install 'PySide6-Essentials<6.12'",
        )
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ImportError as error:
        return False, f"the window: Qt cannot start ({error}); on Debian run: apt install {_LINUX_LIBRARIES}"
    if not has_display():
        return (
            True,
            f"the window: Qt {version}; there is no display here (on a screen it may need {_SCREEN_LIBRARIES})",
        )
    return True, f"the window: Qt {version}"


def _check_readers() -> tuple[bool, str]:
    return (
        True,
        f"reading files: {_versions('pypdfium2', 'pypdf', 'pikepdf', 'pillow', 'lxml', 'python-calamine')}",
    )


def _check_spreadsheets() -> tuple[bool, str]:
    return True, f"papers and store: {_versions('XlsxWriter', 'SQLAlchemy', 'alembic')}"


def _check_disk() -> tuple[bool, str]:
    free = shutil.disk_usage(Path.cwd()).free / 2**30
    return free > 1, f"disk: {free:.0f} GiB free here{'' if free > 1 else '; make room before importing'}"
