"""A matter that holds one of everything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence_desk.commands.session import Session

from ..matters import full_session


@pytest.fixture
def full(tmp_path: Path) -> Iterator[tuple[Session, dict[str, str]]]:
    """The open matter, and the ids of its things by handle."""
    session, ids = full_session(tmp_path)
    yield session, ids
    session.close()
