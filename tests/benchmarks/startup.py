"""How long the window takes to paint its shell, against a bare PySide6 window in the same run.

    python tests/benchmarks/startup.py [ROUNDS]

Each round starts three new processes, one after the other, and measures from the start of the interpreter to the end
of the first paint: a bare window, our shell alone, and the whole program as ``python -m evidence_desk`` starts it.
The ratios of the medians to the bare window are printed; neither should be above 1.6.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TARGET = 1.6
_PAINTED = """
from PySide6.QtCore import QEvent, QObject, QTimer
import time
class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.property("done"):
            self.setProperty("done", True)
            QTimer.singleShot(0, self.end)
        return False
    def end(self):
        print(time.time(), flush=True)
        import os
        os._exit(0)
"""
_BARE = (
    "from PySide6.QtWidgets import QApplication, QMainWindow\n"
    + _PAINTED
    + """
app = QApplication([])
window = QMainWindow()
window.resize(1440, 900)
first = FirstPaint()
window.installEventFilter(first)
window.show()
app.exec()
"""
)
_OURS = (
    """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from evidence_desk.gui.app import Program, make_application
from evidence_desk.gui.settings import Settings
from evidence_desk.support.preferences import Preferences
"""
    + _PAINTED
    + """
app = make_application([])
program = Program(app, None, Settings(Preferences(Path(sys.argv[1]))))
first = FirstPaint()
program.window.installEventFilter(first)
program.show(None)
app.exec()
"""
)
# What is imported first behind the shell says that the shell was painted.
_WHOLE = """
import os, sys, time
def heard(event, about):
    if event == "import" and about[0] == "evidence_desk.gui.actions.global_actions":
        print(time.time(), flush=True)
        os._exit(0)
os.environ["XDG_CONFIG_HOME"] = os.environ["APPDATA"] = os.environ["LOCALAPPDATA"] = sys.argv[1]
del sys.argv[1:]
sys.addaudithook(heard)
import runpy
runpy.run_module("evidence_desk", run_name="__main__")
"""


def _time(program: str, folder: str) -> float:
    root = str(Path(__file__).parents[2])
    env = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPATH": root}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program, folder],
        capture_output=True,
        text=True,
        env=env,
        timeout=60,
        check=True,
    )
    return float(done.stdout.split()[-1]) - began


def main() -> int:
    """Print the medians and the ratios; return 1 when one is above the target."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    programs = {"bare": _BARE, "shell": _OURS, "whole": _WHOLE}
    times: dict[str, list[float]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as folder:
        for program in programs.values():
            _time(program, folder)
        for _ in range(rounds):
            for name, program in programs.items():
                times[name].append(_time(program, folder))
    medians = {name: statistics.median(each) for name, each in times.items()}
    ratios = {name: medians[name] / medians["bare"] for name in ("shell", "whole")}
    said = [f"{name} {medians[name] * 1000:.0f} ms, ratio {ratio:.2f}" for name, ratio in ratios.items()]
    sys.stdout.write(f"bare {medians['bare'] * 1000:.0f} ms; {'; '.join(said)} (target {TARGET})\n")
    return int(max(ratios.values()) > TARGET)


if __name__ == "__main__":
    sys.exit(main())
