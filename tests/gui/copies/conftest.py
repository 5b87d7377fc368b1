"""A copy of the sample matter on which somebody worked, while others worked at the desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.copy_pictures import Worked, work_apart


@pytest.fixture
def worked(matter: Path, tmp_path: Path) -> Worked:
    """A copy with changes, of which some clash with what was done at the desk meanwhile."""
    return work_apart(matter, tmp_path)
