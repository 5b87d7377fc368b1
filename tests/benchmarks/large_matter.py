"""How the window copes with a matter of 100,000 items: time, memory, and the longest the event loop stood still.

    python tests/benchmarks/large_matter.py [--items 100000] [--matter FOLDER]

The matter is made once in FOLDER and used again. Targets: 1.0 s from opening to a list one can use, 0.2 s for each
jump, order and filter, 500 MiB of memory, and no time above 50 ms in which the window answers nothing. "Busy" is the
processor time of the longest such time, which is what a machine that does nothing else would need for it.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import psutil
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.claims import AddClaim, AddElement
from evidence_desk.commands.facts import AddFact
from evidence_desk.commands.intake import ImportedItem, ImportFiles
from evidence_desk.commands.labels import AddTag, TagEvidence
from evidence_desk.commands.links import LinkEvidence
from evidence_desk.commands.session import Session
from evidence_desk.commands.stages import AddProceeding
from evidence_desk.domain.words import Stance
from evidence_desk.gui.app import Program, make_application
from evidence_desk.gui.dialogs.palette import Entry
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.window import MainWindow
from evidence_desk.queries.evidence import evidence_ids
from evidence_desk.support.preferences import Preferences

CHUNK, FILES, FACTS, LINKS = 2000, 40, 800, 400
TYPES = ("contract", "announcement", "screenshot", "email", "news", "record")
OPEN_TARGET, STEP_TARGET, GAP_TARGET, MEMORY_TARGET = 1.0, 0.2, 0.05, 500
_BEAT_MS, _LONGEST = 2, 60.0


class Watchdog:
    """Measures how long the event loop does not come round.

    Attributes:
        largest: the longest gap since `reset`, in seconds.
        busiest: the most processor time the UI thread used in one gap, in seconds.
    """

    def __init__(self) -> None:
        """Begin to watch."""
        self.reset()
        self._timer = QTimer()
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT_MS)

    def reset(self) -> None:
        """Forget the gaps so far."""
        self.largest, self.busiest = 0.0, 0.0
        self._last, self._last_busy = time.perf_counter(), time.thread_time()

    def _beat(self) -> None:
        now, busy = time.perf_counter(), time.thread_time()
        self.largest, self._last = max(self.largest, now - self._last), now
        self.busiest, self._last_busy = max(self.busiest, busy - self._last_busy), busy


class Bench:
    """Times steps in the window and says how each went."""

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        """Measure in a window that shows."""
        self._app, self.window = app, window
        self._dog = Watchdog()
        self.missed = 0

    def step(self, name: str, act: Callable[[], object], is_done: Callable[[], bool], target: float) -> None:
        """Do something, wait until it shows, then let what it set going come to rest."""
        self.rest()
        self._dog.reset()
        began = time.perf_counter()
        act()
        self.wait(is_done)
        self._app.processEvents()
        spent = time.perf_counter() - began
        self.rest()
        gap, busy = self._dog.largest * 1000, self._dog.busiest * 1000
        is_missed = spent > target or gap > GAP_TARGET * 1000
        self.missed += is_missed
        word = "   MISSED" if is_missed else ""
        print(f"{name:20} {spent * 1000:6.0f} ms   largest gap {gap:4.0f} ms, busy {busy:4.0f} ms{word}")

    def wait(self, is_done: Callable[[], bool]) -> None:
        """Run the event loop until something is so."""
        end = time.perf_counter() + _LONGEST
        while not is_done():
            if time.perf_counter() > end:
                raise TimeoutError
            self._app.processEvents()
            time.sleep(0.0005)

    def rest(self) -> None:
        """Run the event loop for half a second."""
        end = time.perf_counter() + 0.5
        self.wait(lambda: time.perf_counter() > end)


def make_matter(path: Path, items: int) -> None:
    """Fill a matter with items, claims, facts, links and tags."""
    desk = LocalDesk(actor="bench")
    session = desk.new_matter(path, profile="prc_civil", title="A large matter")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(FILES):
            text = f"Letter {number}\n\n" + "The services were interrupted for a while. " * 40
            (Path(folder) / f"letter-{number}.txt").write_text(text, encoding="utf-8")
        report = desk.import_paths(session, [Path(folder)], as_evidence=False)
    hashes = [taken.sha256 for taken in report.files]
    batch = session.new_id()
    for start in range(0, items, CHUNK):
        made = [_item(number, hashes) for number in range(start, min(start + CHUNK, items))]
        session.run(ImportFiles(batch=batch, source="large", items=made))
    _code(session)
    session.close()
    desk.close()


def _item(number: int, hashes: list[str]) -> ImportedItem:
    year, month, day = 2015 + number % 5, 1 + number % 12, 1 + number % 28
    return ImportedItem(
        files=[hashes[number % len(hashes)]],
        title=f"Letter {number} about the interruption of services",
        type=TYPES[number % len(TYPES)],
        date=f"{year}-{month:02}-{day:02}",
        fields={"exhibit": f"A-{number + 1}"},
    )


def _code(session: Session) -> None:
    ids = session.read(evidence_ids)
    session.run(AddProceeding(court="Court", case_number="(2019) 1"))
    for claim in range(1, 4):
        session.run(AddClaim(number=str(claim), title=f"Claim {claim}"))
        for element in range(1, 9):
            session.run(AddElement(claim=f"claim:{claim}", number=f"{claim}.{element}", text="An element"))
    session.run_all([AddFact(text=f"Something happened, for the {number}th time") for number in range(FACTS)])
    stances = list(Stance)
    session.run_all(
        [
            LinkEvidence(
                evidence=ids[number * len(ids) // LINKS],
                element=f"element:{1 + number % 3}.{1 + number % 8}",
                stance=stances[number % 3],
            )
            for number in range(LINKS)
        ]
    )
    for key in range(1, 7):
        session.run(AddTag(name=f"Tag {key}", key=str(key)))
        session.run(TagEvidence(evidence=ids[key::17], tags=[f"tag:Tag {key}"]))


def measure(path: Path) -> int:
    """Open the matter in the window, do what people do, and print what it costs."""
    app = make_application(sys.argv[:1])
    desk = LocalDesk(actor="bench")
    with tempfile.TemporaryDirectory() as folder:
        program = Program(app, desk, Settings(Preferences(Path(folder))))
        program.show(None)
        bench = Bench(app, program.window)
        bench.wait(lambda: program.window.workspace is not None)
        _steps(bench, path)
        memory = psutil.Process().memory_info().rss / 2**20
        print(f"memory of the window {memory:.0f} MiB (target {MEMORY_TARGET})")
        program.window.close()
    desk.close()
    return int(bench.missed > 0 or memory > MEMORY_TARGET)


def _steps(bench: Bench, path: Path) -> None:
    from evidence_desk.gui.actions.matters import open_path

    window = bench.window
    assert window.workspace is not None
    review, views = window.workspace.review, window.workspace
    model, view = review.list.model, review.list.view

    def is_shown() -> bool:
        row = review.list.current
        return bool(row) and review.inspector.isVisible() and model.row(view.currentIndex().row()) is not None

    def tags_at(place: int) -> tuple[str, ...]:
        found = model.row(place)
        return found.tags if found is not None else ()

    bench.step("open", lambda: open_path(window.ui, path), is_shown, OPEN_TARGET)
    last = len(model.ids) - 1
    bench.step("jump to the end", lambda: review.list.go_to(last), is_shown, STEP_TARGET)
    bench.step("jump to the start", lambda: review.list.go_to(0), is_shown, STEP_TARGET)
    for order in ("title", "-date", "exhibit"):
        before = list(model.ids)
        bench.step(
            f"order by {order}",
            lambda order=order: review.list.set_order(order),
            lambda before=before: model.ids != before,
            STEP_TARGET,
        )
    count = len(model.ids)
    bench.step(
        "filter by type",
        lambda: review.facets.query_wanted.emit("type:email"),  # what a click on the row does
        lambda: 0 < len(model.ids) < count,
        STEP_TARGET,
    )
    bench.step("no filter", lambda: review.ask(""), lambda: len(model.ids) == count, STEP_TARGET)
    bench.step(
        "search", lambda: review.set_text("Letter 4711"), lambda: 0 < len(model.ids) < count, 2 * STEP_TARGET
    )
    bench.step("no search", lambda: review.set_text(""), lambda: len(model.ids) == count, STEP_TARGET)
    place = view.currentIndex().row()
    row = model.row(place)
    assert row is not None
    bench.step("tag", lambda: review.code("1"), lambda: row.tags != tags_at(place), STEP_TARGET)
    found: list[Entry] = []
    for name in ("claims", "matrix", "stages", "review"):
        bench.step(
            f"view {name}",
            lambda name=name: window.show_view(name),
            lambda name=name: views.current.name == name and _has_content(bench, name),
            STEP_TARGET,
        )
    bench.step(
        "palette search",
        lambda: views.search_later("letter 99", found.extend),
        lambda: bool(found),
        2 * STEP_TARGET,
    )


def _has_content(bench: Bench, name: str) -> bool:
    workspace = bench.window.workspace
    assert workspace is not None
    match name:
        case "matrix":
            return workspace.matrix.grid.cell is not None
        case "stages":
            return bool(workspace.stages._proceedings)
    return True


def main() -> int:
    """Make the matter if need be and measure; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--matter", type=Path)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = (words.matter or Path(folder) / "large").with_suffix(".edesk")
        if not path.exists():
            began = time.perf_counter()
            make_matter(path, words.items)
            print(f"made {words.items:,} items in {time.perf_counter() - began:.0f} s")
        return measure(path)


if __name__ == "__main__":
    sys.exit(main())
