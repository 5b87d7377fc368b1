"""A desk that holds one of everything, and copies of it that people work on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from evidence_desk.commands.session import Session
from evidence_desk.replica.merge import bring_back
from evidence_desk.replica.pack import Wish, take_offline
from evidence_desk.replica.report import BringBackReport
from evidence_desk.replica.unpack import open_copy
from evidence_desk.store.matter_folder import MatterFolder
from evidence_desk.store.store import Store

from ..matters import Clock, apply, full_session


@dataclass
class Desk:
    """A matter, its ids by handle, and the copies that are open."""

    folder: Path
    session: Session
    ids: dict[str, str]
    clock: Clock = field(default_factory=Clock)
    opened: list[Session] = field(default_factory=list)
    count: int = 0

    def open(self, path: Path, actor: str = "tester") -> Session:
        session = Session(Store(MatterFolder(path), actor=actor, clock=self.clock))
        self.opened.append(session)
        return session

    def copy(self, actor: str, *, of: Session | None = None, **wish: Any) -> Session:
        """Take a copy offline and open it for somebody."""
        self.count += 1
        file = self.folder / f"{self.count}-{actor}.edcopy"
        take_offline(of or self.session, file, Wish(**wish))
        passphrase = wish.get("passphrase")
        return self.open(open_copy(file, self.folder / f"{self.count}-{actor}", passphrase=passphrase), actor)

    def bring(self, copy: Session | Path, *, to: Session | None = None, **how: Any) -> BringBackReport:
        path = copy if isinstance(copy, Path) else copy.path
        return bring_back(to or self.session, path, **how)

    def do(self, session: Session, *commands: dict[str, Any]) -> Any:
        return apply(session, *commands)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    session, ids = full_session(tmp_path)
    made = Desk(tmp_path, session, ids)
    yield made
    for one in [*made.opened, session]:
        one.close()


Names = Callable[[Session], list[str]]
