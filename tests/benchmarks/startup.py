"""How long the window takes to paint its shell, against a bare PySide6 window in the same run.

    python tests/benchmarks/startup.py [ROUNDS]

Each round starts both in new processes, one after the other, and measures from the start of the interpreter to the
end of the first paint. The ratio of the medians is printed; it should not be above 1.6.
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
"""
    + _PAINTED
    + """
app = make_application([])
program = Program(app, None, Settings(Path(sys.argv[1])))
first = FirstPaint()
program.window.installEventFilter(first)
program.show(None)
app.exec()
"""
)


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
    """Print both medians and the ratio; return 1 when it is above the target."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    bare, ours = [], []
    with tempfile.TemporaryDirectory() as folder:
        _time(_OURS, folder)
        for _ in range(rounds):
            bare.append(_time(_BARE, folder))
            ours.append(_time(_OURS, folder))
    ratio = statistics.median(ours) / statistics.median(bare)
    bare_ms, ours_ms = statistics.median(bare) * 1000, statistics.median(ours) * 1000
    sys.stdout.write(f"bare {bare_ms:.0f} ms, shell {ours_ms:.0f} ms, ratio {ratio:.2f} (target {TARGET})\n")
    return int(ratio > TARGET)


if __name__ == "__main__":
    sys.exit(main())
