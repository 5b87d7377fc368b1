"""Takes pictures of every view of the window on a matter, in both themes.

python tests/e2e/screenshots.py MATTER OUTDIR [--language zh] [--size 1440x900] [--copies] [--dialogs FOLDER]
python tests/e2e/screenshots.py MATTER resources/help --readme
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.e2e.copy_pictures import Worked

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.app import Program, make_application
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.viewer.page_canvas import PageCanvas
from evidence_desk.gui.widgets.tab_order import reading_order
from evidence_desk.gui.window import MainWindow
from evidence_desk.support.preferences import Preferences

_SETTLED = 0.4  # seconds without waiting for anything in particular
_LONGEST = 30.0


def main() -> int:
    words = _words()
    words.out.mkdir(parents=True, exist_ok=True)
    app = make_application([sys.argv[0]])
    with tempfile.TemporaryDirectory() as folder:
        preferences = Preferences(Path(folder))
        preferences.set("language", words.language)
        desk = LocalDesk(preferences=preferences)
        program = Program(app, desk, Settings(preferences))
        width, height = map(int, words.size.split("x"))
        program.window.resize(width, height)
        program.show(None)
        _wait_until(app, lambda: program.window.workspace is not None)
        _settle(app)
        if not words.readme:
            _take(program.window, words.out / "start-light.png")
        from evidence_desk.gui.actions.matters import open_path

        worked = _worked(words, Path(folder)) if words.copies else None
        open_path(program.window.ui, worked.matter if worked is not None else _copied(words, Path(folder)))
        _wait_until(app, lambda: program.window.ui.bridge.session is not None)
        if words.readme:
            program.window.choose_theme("light")
            _take_review(app, program.window, words.out / "review.png")
            _make_smaller(words.out / "review.png")
        for theme in () if words.readme else ("light", "dark"):
            program.window.choose_theme(theme)
            _take_views(app, program.window, words.out, theme)
            if words.dialogs is not None:
                _take_dialogs(app, program.window, words.dialogs, words.out, theme)
            if worked is not None:
                _take_copies(app, program.window, worked, words.out, theme)
        if words.dialogs is not None:
            _take_empty(app, program.window, Path(folder), words.out)
        program.window.close()
        desk.close()
    return 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("matter", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument(
        "--copies", action="store_true", help="also the preview of a copy, on a copied matter"
    )
    parser.add_argument(
        "--dialogs", type=Path, help="also every dialog; a folder that could be imported is offered to them"
    )
    parser.add_argument("--readme", action="store_true", help="only review.png, as the README shows it")
    return parser.parse_args()


def _take_views(app: QApplication, window: MainWindow, out: Path, theme: str) -> None:
    workspace = window.workspace
    assert workspace is not None
    for name in workspace.views:
        window.show_view(name)
        if name == "review":
            _take_review(app, window, out / f"{name}-{theme}.png")
        else:
            _settle(app)
            _take(window, out / f"{name}-{theme}.png")
    window.show_view("review")


def _worked(words: argparse.Namespace, folder: Path) -> Worked:
    """Copy the matter, and let two people work on it and on a copy of it."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.e2e.copy_pictures import work_apart

    return work_apart(Path(shutil.copytree(words.matter, folder / words.matter.name)), folder)


def _copied(words: argparse.Namespace, folder: Path) -> Path:
    """Copy the matter, which dialogs are tried on."""
    return Path(shutil.copytree(words.matter, folder / words.matter.name)) if words.dialogs else words.matter


def _take_empty(app: QApplication, window: MainWindow, folder: Path, out: Path) -> None:
    """Take pictures of every view of a matter that holds nothing yet."""
    from evidence_desk.gui.actions.matters import open_path

    desk = LocalDesk(actor="tester")
    made = desk.new_matter(folder / "empty.edesk", profile="prc_civil", title="A v. B")
    made.close()
    desk.close()
    open_path(window.ui, made.path)
    _wait_until(
        app, lambda: window.ui.bridge.session is not None and window.ui.bridge.session.path == made.path
    )
    assert window.workspace is not None
    for theme in ("light", "dark"):
        window.choose_theme(theme)
        for name in window.workspace.views:
            window.show_view(name)
            _settle(app)
            _take(window, out / f"empty-{name}-{theme}.png")


def _take_copies(app: QApplication, window: MainWindow, worked: Worked, out: Path, theme: str) -> None:
    from tests.e2e.copy_pictures import take_copy_pictures

    def _wait(is_so: object) -> None:
        _wait_until(app, is_so)

    def _picture(widget: QWidget, name: str) -> None:
        _settle(app)
        _take(widget, out / f"{name}-{theme}.png")

    take_copy_pictures(window, worked, wait=_wait, take=_picture)


def _take_dialogs(app: QApplication, window: MainWindow, folder: Path, out: Path, theme: str) -> None:
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from tests.gui.showing import everything

    for name, widget in everything(window, folder, lambda: _settle(app)):
        _take(widget, out / f"{name}-{theme}.png")


def _take_review(app: QApplication, window: MainWindow, path: Path) -> None:
    """Show the second item, select a line of it, and take the picture with the bar that links it."""
    assert window.workspace is not None
    review = window.workspace.review
    _wait_until(app, lambda: len(review.list.model.ids) > 0)
    review.list.go_to(1)
    _wait_until(app, lambda: _has_text(review.viewer.canvas) and review.inspector.links.cards)
    _wait_until(app, lambda: len(list(reading_order(review.facets))) > 1)
    _settle(app)
    _select_text(window)
    _settle(app)
    _take(window, path)
    review.viewer.canvas.select(None)


def _make_smaller(path: Path) -> None:
    """Write a picture again as small as it gets without losing a colour."""
    from PIL import Image

    with Image.open(path) as whole:
        plain = whole.convert("RGB")
    plain.save(path, optimize=True)


def _has_text(canvas: PageCanvas) -> bool:
    return canvas.file is not None and canvas.geometry_known()


def _select_text(window: MainWindow) -> None:
    """Drag over a line in the middle of the first page."""
    assert window.workspace is not None
    canvas = window.workspace.review.viewer.canvas
    width, height = canvas.viewport().width(), canvas.viewport().height()
    start, end = QPoint(width // 5, height * 1 // 4), QPoint(width * 3 // 4, height * 1 // 4)
    left, none, keys = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    for kind, place, button, buttons in (
        (QMouseEvent.Type.MouseButtonPress, start, left, left),
        (QMouseEvent.Type.MouseMove, end, none, left),
        (QMouseEvent.Type.MouseButtonRelease, end, left, none),
    ):
        point = QPointF(place)
        on_screen = QPointF(canvas.viewport().mapToGlobal(place))
        QApplication.sendEvent(canvas.viewport(), QMouseEvent(kind, point, on_screen, button, buttons, keys))


def _take(window: QWidget, path: Path) -> None:
    window.grab().save(str(path))
    sys.stdout.write(f"{path}\n")


def _settle(app: QApplication) -> None:
    end = time.monotonic() + _SETTLED
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


def _wait_until(app: QApplication, is_so: object) -> None:
    end = time.monotonic() + _LONGEST
    while not is_so():  # type: ignore[operator]
        if time.monotonic() > end:
            raise TimeoutError
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
