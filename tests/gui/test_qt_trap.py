"""PySide6 6.12 on CPython <= 3.11 lost a reference on every call and aborted after some thousands."""

from __future__ import annotations

import os
import subprocess
import sys

_PROGRAM = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

class Sender(QObject):
    sent = Signal(int)

app = QApplication([])
widget = QWidget()
for n in range(20_000):
    widget.setWindowTitle(str(n))
got = []
sender = Sender()
sender.sent.connect(got.append)
for n in range(5_000):
    sender.sent.emit(n)
assert widget.windowTitle() == "19999" and got == list(range(5_000))
print("survived")
"""


def test_many_calls_and_signals_do_not_abort() -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, env=env, timeout=120, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "survived"), done.stderr
