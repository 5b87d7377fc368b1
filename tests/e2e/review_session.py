"""Drives a review through keys, as a person at the desk would, and measures it.

python tests/e2e/review_session.py [--items 10000] [--documents 100] [--corpus FOLDER] [--keep FOLDER]
    [--pause 0.2] [--screenshot FILE]

Makes a matter of ITEMS evidence items over generated and given files (KEEP holds it for the next time), codes
DOCUMENTS of them with one key each and so many seconds to look at each, makes a cite with two keys after selecting,
and takes everything back. Prints the figures as JSON; the exit code is 1 when one of them is not as it must be.

Where the system tells how long the window's thread waited for a processor that other programs had, that time is taken
off the figures called "own". Judged are the own time until the next document shows, and the processor time of the
longest turn of the event loop.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice, zip_longest
from pathlib import Path
from typing import Any

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PIL import Image, ImageDraw
from PySide6.QtCore import QElapsedTimer, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.base import Command
from evidence_desk.commands.claims import AddClaim, AddElement
from evidence_desk.commands.coding import DefinePreset, PresetActions, PresetLink
from evidence_desk.commands.evidence import AddEvidence
from evidence_desk.commands.labels import AddTag
from evidence_desk.domain.words import ClaimKind, ReviewState, Stance
from evidence_desk.gui.app import Program, make_application
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.views.review import ReviewView
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries import evidence as evidence_queries
from evidence_desk.queries import integrity
from evidence_desk.queries.coding import last_step
from evidence_desk.support.preferences import Preferences

_LONGEST = 60.0
_WORDS = "the agreement of August 2018 was changed without the notice of 24 hours that clause 5.1 asks for"
_MATTER = "session.edesk"
_VISIBLE_MS, _GAP_MS = 100.0, 50.0
_MEMORY_MIB = 450
_CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
_WAITED = Path("/proc/thread-self/schedstat")


def main() -> int:
    """Run the session and print the figures."""
    words = _arguments()
    app = make_application([sys.argv[0]])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        preferences = Preferences(folder / "settings")
        preferences.set("language", "en")
        preferences.set("theme", "light")
        desk = LocalDesk(actor="reviewer", preferences=preferences)
        matter = kept_matter(desk, folder, words)
        program = Program(app, desk, Settings(preferences))
        program.window.resize(1440, 900)
        program.show(None)
        session = ReviewSession(app, program.window, pause=words.pause)
        figures = session.run(matter, words.documents)
        if words.screenshot:
            program.window.grab().save(str(words.screenshot))
        program.window.close()
        desk.close()
    json.dump(figures, sys.stdout, indent=1)
    sys.stdout.write("\n")
    return 0 if is_good(figures, words.documents) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--documents", type=int, default=100)
    parser.add_argument("--corpus", type=Path, default=_CORPUS if _CORPUS.is_dir() else None)
    parser.add_argument("--pause", type=float, default=0.2)
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--screenshot", type=Path, default=None)
    return parser.parse_args()


def is_good(figures: dict[str, Any], documents: int) -> bool:
    """Return whether a session was what the desk promises."""
    return bool(
        figures["documents_coded"] == documents == figures["keys_pressed"]
        and figures["next_visible_own_ms_p95"] <= _VISIBLE_MS
        and figures["keys_of_a_cite"] <= 3
        and figures["is_all_taken_back"]
        and figures["is_history_whole"]
        and figures["event_loop_busy_ms_most"] <= _GAP_MS
        and figures["memory_mib"] <= _MEMORY_MIB
    )


def make_files(folder: Path, count: int) -> list[Path]:
    """Write documents of several kinds, each with words of its own."""
    folder.mkdir()
    made = []
    for number in range(count):
        path = folder / f"document-{number:04}"
        text = f"Document {number}: {_WORDS}."
        match number % 5:
            case 0 | 1 | 2:
                path = path.with_suffix(".pdf")
                _make_pdf(path, text, pages=2 + number % 4)
            case 3:
                path = path.with_suffix(".png")
                _make_picture(path, text)
            case _:
                path = path.with_suffix(".txt")
                path.write_text(f"{text}\n" * 40, encoding="utf-8")
        made.append(path)
    return made


def _make_pdf(path: Path, text: str, *, pages: int) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    for page in range(1, pages + 1):
        for line in range(40):
            canvas.drawString(50, 790 - 18 * line, f"{page}.{line}  {text}"[:95])
        canvas.showPage()
    canvas.save()


def _make_picture(path: Path, text: str) -> None:
    image = Image.new("RGB", (1080, 1600), "white")
    draw = ImageDraw.Draw(image)
    for line in range(20):
        draw.text((40, 40 + 70 * line), f"{line} {text}"[:120], fill="black")
    image.save(path)


def kept_matter(desk: LocalDesk, folder: Path, words: argparse.Namespace) -> Path:
    """Return a matter that can be worked on: a copy of the one that is kept, or one made now."""
    if words.keep is None:
        return make_matter(desk, folder, words.items, words.documents, words.corpus)
    kept = words.keep / f"session-{words.items}-{words.documents}"
    if not kept.is_dir():
        kept.mkdir(parents=True)
        make_matter(desk, kept, words.items, words.documents, words.corpus)
    return Path(shutil.copytree(kept / _MATTER, folder / _MATTER))


def make_matter(desk: LocalDesk, folder: Path, items: int, documents: int, corpus: Path | None) -> Path:
    """Make a matter of so many items over generated files and those of a folder."""
    session = desk.new_matter(folder / _MATTER, profile="prc_civil", title="A long review")
    generated = make_files(folder / "in", documents // 2 + 20)
    given = sorted(path for path in corpus.rglob("*") if path.is_file()) if corpus else []
    mixed = [path for pair in zip_longest(generated, given) for path in pair if path is not None]
    desk.import_paths(session, mixed)
    files = [row.files[0].id for row in session.read(evidence_queries.list_evidence) if row.files]
    held = len(session.read(evidence_queries.evidence_ids))
    more: list[Command] = [
        AddEvidence(title=f"Further item {number}", files=[file])
        for number, file in enumerate(islice(cycle(files), max(0, items - held)))
    ]
    session.run_all([*_codes(), *more], summary="Make the matter")
    session.run(_preset())
    session.close()
    return session.path


def _codes() -> list[Command]:
    return [
        AddTag(name="Notice", color="#2b4fc7", key="1"),
        AddClaim(number="1", title="Breach", kind=ClaimKind.CLAIM),
        AddElement(claim="claim:1", number="1.1", text="No notice of 24 hours was given"),
        AddElement(claim="claim:1", number="1.2", text="The interface was changed"),
    ]


def _preset() -> Command:
    link = PresetLink(stance=Stance.SUPPORTS, element="element:1.1")
    actions = PresetActions(tags=["tag:Notice"], links=[link], review=ReviewState.REVIEWED)
    return DefinePreset(key="7", name="No notice", actions=actions)


class ReviewSession:
    """One person at the desk."""

    def __init__(self, app: QApplication, window: MainWindow, *, pause: float) -> None:
        """Sit down before a window; ``pause`` is how many seconds each document is looked at."""
        self._app, self._window, self._pause = app, window, pause
        self._changes = 0
        self._gaps: list[float] = []
        self._turns: list[float] = []
        window.ui.bridge.done.connect(self._on_done)

    def run(self, matter: Path, documents: int) -> dict[str, Any]:
        """Code documents, make a cite, take all back; return the figures."""
        from evidence_desk.gui.actions.matters import open_path

        window = self._window
        self._until(lambda: window.workspace is not None)
        opened = QElapsedTimer()
        opened.start()
        open_path(window.ui, matter)
        self._until(lambda: window.workspace is not None and bool(window.workspace.review.list.model.ids))
        open_ms = opened.elapsed()
        review = self._review
        self._until(lambda: bool(review.coder.presets) and bool(review.coder.targets))
        self._until(lambda: self._is_shown(review.list.current))
        window.activateWindow()
        self._until(window.isActiveWindow)
        self._rest(0.5)
        first = self._dump()
        with self._watched():
            waits = [self._code_one() for _ in range(documents)]
        self._until(lambda: self._changes == documents)
        coded = sum(row.review == "reviewed" for row in self._read(evidence_queries.list_evidence))
        cite_keys = self._cite()
        steps = self._changes
        with self._watched():
            self._take_back(steps)
        whole = sorted(each for each, _own in waits)
        own = sorted(each for _whole, each in waits)
        return {
            "items": len(review.list.model.ids),
            "open_to_list_ms": open_ms,
            "keys_pressed": documents,
            "documents_coded": coded,
            "next_visible_ms_median": round(whole[len(whole) // 2], 1),
            "next_visible_ms_p95": round(whole[int(len(whole) * 0.95)], 1),
            "next_visible_own_ms_p95": round(own[int(len(own) * 0.95)], 1),
            "next_visible_own_ms_most": round(own[-1], 1),
            "keys_of_a_cite": cite_keys,
            "undo_keys": steps,
            "is_all_taken_back": self._dump() == first,
            "is_history_whole": self._is_history_whole(),
            "event_loop_busy_ms_most": round(max(self._turns, default=0.0), 1),
            "event_loop_gap_own_ms_most": round(max(self._gaps, default=0.0), 1),
            "event_loop_gaps_own_over_50_ms": sum(gap > _GAP_MS for gap in self._gaps),
            "memory_mib": round(psutil.Process().memory_info().rss / 2**20),
        }

    @property
    def _review(self) -> ReviewView:
        assert self._window.workspace is not None
        return self._window.workspace.review

    def _code_one(self) -> tuple[float, float]:
        """Press the key of the preset; return the milliseconds until the next document shows, all and own."""
        self._rest(self._pause)
        review, before = self._review, self._review.list.current
        began, waited = time.perf_counter(), _waited()
        QTest.keyClick(review.list.view, Qt.Key.Key_7)
        self._until(lambda: review.list.current != before and self._is_shown(review.list.current))
        whole = time.perf_counter() - began
        return whole * 1000, (whole - (_waited() - waited)) * 1000

    def _cite(self) -> int:
        """Select words on a page, then make the cite; return how many keys that took besides typing nothing."""
        review, changes = self._review, self._changes
        pdf = next(
            row.id
            for row in self._read(evidence_queries.list_evidence)
            if row.files and row.files[0].media_type == "application/pdf"
        )
        review.go_to(pdf)
        self._until(lambda: self._is_shown(pdf) and review.viewer.canvas.geometry_known())
        self._drag(QPoint(90, 60), QPoint(300, 60))
        self._until(lambda: review.viewer.selection is not None)
        keys = 0
        QTest.keyClick(review.viewer.canvas, Qt.Key.Key_S)
        keys += 1
        self._until(review.linker.picker.isVisible)
        QTest.keyClick(review.linker.picker._field, Qt.Key.Key_Return)
        keys += 1
        self._until(lambda: self._changes == changes + 1)
        return keys

    def _take_back(self, steps: int) -> None:
        for _ in range(steps):
            wanted = self._changes + 1
            QTest.keyClick(self._window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
            self._until(lambda wanted=wanted: self._changes == wanted)

    def _drag(self, start: QPoint, end: QPoint) -> None:
        viewport = self._review.viewer.canvas.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        QTest.mouseMove(viewport, end)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)

    def _is_shown(self, evidence: str) -> bool:
        review = self._review
        detail = review.coder.detail
        return detail is not None and detail.row.id == evidence and review.viewer.is_shown()

    def _is_history_whole(self) -> bool:
        session = self._window.ui.bridge.session
        assert session is not None
        found = session.read(integrity.verify, session.files_folder)
        return bool(found.ok) and session.read(last_step) > 0

    def _dump(self) -> list[Any]:
        return list(self._read(evidence_queries.list_evidence))

    def _read(self, query: Callable[..., Any]) -> Any:
        return self._window.ui.bridge.read(query)

    def _on_done(self, _outcome: Any) -> None:
        self._changes += 1

    def _rest(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self._until(lambda: time.monotonic() > end)

    def _until(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + _LONGEST
        while not is_so():
            self._app.processEvents()
            if time.monotonic() > end:
                raise TimeoutError("the window did not come to it")
            time.sleep(0.0005)
        self._app.processEvents()  # and is painted

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Measure how long the event loop stands still meanwhile."""
        last = time.perf_counter(), _waited(), time.thread_time()

        def look() -> None:
            nonlocal last
            now = time.perf_counter(), _waited(), time.thread_time()
            whole, waited, busy = ((after - before) * 1000 for after, before in zip(now, last, strict=True))
            self._gaps.append(whole - waited)
            self._turns.append(busy)
            last = now

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(look)
        timer.start(1)
        yield
        timer.stop()


def _waited() -> float:
    """Return how many seconds this thread waited for a processor so far; 0 where the system does not tell."""
    return int(_WAITED.read_text().split()[1]) / 1e9 if _WAITED.exists() else 0.0


if __name__ == "__main__":
    raise SystemExit(main())
