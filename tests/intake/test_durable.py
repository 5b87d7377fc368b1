"""What could not be made durable is not named as if it were."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evidence_desk.intake.durable import Durable

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere each file is made durable at once")


def test_a_failure_is_told_at_every_later_wait(tmp_path: Path) -> None:
    durable = Durable()
    durable.add(tmp_path / "gone")
    with pytest.raises(FileNotFoundError):
        durable.wait()
    (tmp_path / "here").write_bytes(b"x")
    durable.add(tmp_path / "here")
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            durable.wait()


def test_what_is_there_becomes_durable(tmp_path: Path) -> None:
    durable = Durable()
    durable.wait()
    (tmp_path / "here").write_bytes(b"x")
    durable.add(tmp_path / "here")
    durable.wait()
