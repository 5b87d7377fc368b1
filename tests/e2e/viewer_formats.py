"""Takes a picture of the viewer with one document of each format found in a folder.

python tests/e2e/viewer_formats.py FOLDER OUT [--each 1] [--theme light]
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.gui.actions.matters import open_path
from evidence_desk.gui.app import Program, make_application
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from evidence_desk.queries.rows import EvidenceRow
from evidence_desk.support.preferences import Preferences

_LONGEST, _SETTLED = 30.0, 0.5


def main() -> int:
    """Import the folder, show documents, and keep pictures."""
    words = _words()
    words.out.mkdir(parents=True, exist_ok=True)
    app = make_application([sys.argv[0]])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        preferences = Preferences(folder / "settings")
        preferences.set("language", "en")
        preferences.set("theme", words.theme)
        desk = LocalDesk(preferences=preferences)
        session = desk.new_matter(folder / "formats.edesk", profile="prc_civil", title="Formats")
        desk.import_paths(session, [words.folder])
        shown = _one_of_each(session.read(evidence_queries.list_evidence), words.each)
        session.close()
        program = Program(app, desk, Settings(preferences))
        program.window.resize(1440, 900)
        program.show(None)
        _until(app, lambda: program.window.workspace is not None)
        open_path(program.window.ui, session.path)
        _take_all(app, program.window, shown, words.out)
        program.window.close()
        desk.close()
    return 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--each", type=int, default=1)
    parser.add_argument("--theme", default="light")
    return parser.parse_args()


def _one_of_each(rows: list[EvidenceRow], most: int) -> list[EvidenceRow]:
    found: dict[str, list[EvidenceRow]] = defaultdict(list)
    for row in rows:
        for file in row.files[:1]:
            if len(found[file.media_type]) < most:
                found[file.media_type].append(row)
    return [row for group in found.values() for row in group]


def _take_all(app: QApplication, window: MainWindow, shown: list[EvidenceRow], out: Path) -> None:
    assert window.workspace is not None
    review = window.workspace.review
    _until(app, lambda: len(review.list.model.ids) > 0)
    for number, row in enumerate(shown):
        review.go_to(row.id)
        _until(app, review.viewer.is_shown)
        _rest(app)
        kind = re.sub(r"\W+", "-", row.files[0].media_type)
        path = out / f"{number:02}-{kind}.png"
        review.viewer.grab().save(str(path))
        sys.stdout.write(f"{path} {row.files[0].name}\n")


def _rest(app: QApplication) -> None:
    end = time.monotonic() + _SETTLED
    _until(app, lambda: time.monotonic() > end)


def _until(app: QApplication, is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + _LONGEST
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError
        app.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
