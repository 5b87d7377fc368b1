"""The sample matter, made once through ordinary import and commands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.session import Session


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The open sample matter; tests may read it and must not change it."""
    desk = LocalDesk(actor="tester")
    session = desk.make_sample(tmp_path_factory.mktemp("sample"))
    yield session
    session.close()
    desk.close()
