"""Ctrl+C in the terminal closes the window as its own button does: what was done is kept, the lock is given back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from evidence_desk.gui.interrupts import Interrupts
from tests.gui.conftest import WAIT


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself Ctrl+C there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_heard_while_qt_waits_and_not_afterwards(qtbot: QtBot, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    interrupts = Interrupts()
    try:
        with qtbot.waitSignal(interrupts.arrived, timeout=WAIT):
            os.kill(os.getpid(), number)
    finally:
        interrupts.let_go()
    assert signal.getsignal(number) is before


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be sent Ctrl+C there")
def test_ctrl_c_closes_the_program_and_gives_the_matter_back(matter: Path, tmp_path: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "evidence_desk", "open", str(matter)],
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "user")},
        stderr=subprocess.PIPE,
        text=True,
    )
    lock = matter / "lock.json"
    try:
        for _try in range(300):
            if lock.is_file() and str(program.pid) in lock.read_text("utf-8"):
                break
            with pytest.raises(subprocess.TimeoutExpired):
                program.wait(0.1)
        program.send_signal(signal.SIGINT)
        _out, said = program.communicate(timeout=30)
    finally:
        program.kill()
    assert program.returncode == 0, said
    assert "Traceback" not in said
    assert (tmp_path / "user" / "evidence-desk" / "window.json").is_file()
