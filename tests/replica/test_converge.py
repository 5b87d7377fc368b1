"""Copies, parts and copies of copies, random commands, random taking and bringing: in the end all hold the same."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from evidence_desk.commands.conflicts import ResolveConflict
from evidence_desk.commands.session import Session
from evidence_desk.domain.words import Take
from evidence_desk.queries.conflicts import conflicts
from evidence_desk.queries.integrity import verify
from evidence_desk.replica.merge import bring_back
from evidence_desk.replica.pack import Wish, take_offline
from evidence_desk.replica.unpack import open_copy
from evidence_desk.store import tables as t
from evidence_desk.store.matter_folder import MatterFolder
from evidence_desk.store.store import Store
from evidence_desk.support.errors import CommandError, UserError

from ..matters import Clock, Dump, apply, dump, full_session, put_file
from ..property.generated import GENERATORS, Maker

_ADDING = sorted(set(GENERATORS) - {"Delete", "ResolveConflict", "ImportFiles"})
_COPIES = 3
_MOST_PARTS = 2
_SCOPES = ("exhibit:A-1", "exhibit:A-2 OR letter", "tag:Key", "kind:documentary", "is:unlinked")
_seeds = st.integers(0, 2**32)
_copies = st.integers(0, _COPIES - 1)
_anyone = st.integers(0, _COPIES + _MOST_PARTS - 1)


def work(dump_: Dump) -> Dump:
    """The tables of people's work, without what is still to be decided."""
    return {key: row for key, row in dump_.items() if key[0] != "conflict"}


class Copies(RuleBasedStateMachine):
    """A desk, two copies, and parts of them; what each person adds is noted, and so is what anybody deletes.

    The first of the sessions are whole; behind them are copies that hold only what a search found.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="converge-"))
        self.sessions: list[Session] = []
        self.added: set[tuple[str, str]] = set()
        self.deleted: set[tuple[str, str]] = set()

    @initialize()
    def begin(self) -> None:
        session, _ids = full_session(self.folder)
        session.close()
        clock = Clock()
        self.sessions = [self._open(session.path, clock, 0)]
        file = take_offline(self.sessions[0], self.folder / "c").path
        for number in range(1, _COPIES):
            self.sessions.append(self._open(open_copy(file, self.folder / f"copy{number}"), clock, number))

    def _open(self, path: Path, clock: Clock, number: int) -> Session:
        return Session(Store(MatterFolder(path), actor=f"person {number}", clock=clock))

    @property
    def wholes(self) -> list[Session]:
        return self.sessions[:_COPIES]

    @property
    def parts(self) -> list[Session]:
        return self.sessions[_COPIES:]

    def _note(self, before: Dump, after: Dump) -> None:
        self.added |= set(after) - set(before)
        self.deleted |= set(before) - set(after)

    def _one(self, number: int) -> Session:
        return self.sessions[number % len(self.sessions)]

    @rule(number=_anyone, seed=_seeds, name=st.sampled_from(_ADDING))
    def work(self, number: int, seed: int, name: str) -> None:
        self._run(number, seed, name)

    @rule(number=_anyone, seed=_seeds)
    def delete(self, number: int, seed: int) -> None:
        self._run(number, seed, "Delete")

    def _run(self, number: int, seed: int, name: str) -> None:
        session = self._one(number)
        before = dump(session)
        try:
            session.run(Maker(session, Random(seed)).make(name))
        except (CommandError, IndexError, ValueError):
            return  # deletions took what the command needs
        self._note(before, dump(session))

    @rule(number=_anyone, seed=st.integers(0, 3))
    def take_in_a_file(self, number: int, seed: int) -> None:
        """Import one of a few files, so that the same one comes in on several copies."""
        session = self._one(number)
        before = dump(session)
        put_file(session, f"letter {seed}".encode(), f"{number}-{seed}.txt", as_evidence=True)
        self._note(before, dump(session))

    @rule(number=_anyone)
    def undo(self, number: int) -> None:
        """Take back the last own step; a merge too."""
        session = self._one(number)
        before = dump(session)
        try:
            session.undo()
        except UserError:
            return
        self._note(before, dump(session))

    @precondition(lambda self: self.sessions)
    @rule(pair=st.permutations(range(_COPIES)))
    def bring(self, pair: list[int]) -> None:
        self._bring(self.sessions[pair[0]], self.sessions[pair[1]])

    @precondition(lambda self: self.parts)
    @rule(number=_copies, part=st.integers(0, _MOST_PARTS - 1))
    def bring_a_part(self, number: int, part: int) -> None:
        self._bring(self.sessions[number], self.parts[part % len(self.parts)])

    @precondition(lambda self: len(self.parts) > 1)
    @rule(is_back=st.booleans())
    def bring_a_part_to_a_part(self, is_back: bool) -> None:
        """A part takes in what was taken of it, and refuses what may hold more than it does."""
        to, copy = self.parts[:2] if is_back else reversed(self.parts[:2])
        try:
            self._bring(to, copy)
        except UserError as error:
            if error.code != "partial_copy":
                raise

    @precondition(lambda self: self.parts)
    @rule(number=_copies)
    def bring_a_whole_to_a_part(self, number: int) -> None:
        """What a part was not given does not come to it this way either."""
        before = dump(self.parts[0])
        with pytest.raises(UserError, match="holds only a part"):
            bring_back(self.parts[0], self.sessions[number].path)
        assert dump(self.parts[0]) == before

    def _bring(self, to: Session, copy: Session) -> None:
        before = dump(to)
        report = bring_back(to, copy.path)
        after = dump(to)
        assert bring_back(to, copy.path).changes == 0, "twice is not once"
        assert dump(to) == after
        if report.entries:
            to.undo()
            assert dump(to) == before, "undo of a merge does not restore"
            to.redo()
            assert dump(to) == after

    @rule(number=_anyone, seed=_seeds, scope=st.sampled_from(("", *_SCOPES)))
    def take_a_part(self, number: int, seed: int, scope: str) -> None:
        """Take a part of a copy, of the desk or of another part; of a part all of it may be wanted."""
        session = self._one(number)
        if not scope and session not in self.parts:
            return
        name = f"part-{seed}-{len(list(self.folder.iterdir()))}"
        try:
            file = take_offline(session, self.folder / name, Wish(scope=scope)).path
        except UserError as error:
            if error.code != "nothing_found":
                raise
            return
        if len(self.parts) == _MOST_PARTS:
            oldest = self.sessions.pop(_COPIES)
            bring_back(self.sessions[0], oldest.path)
            oldest.close()
        self.sessions.append(self._open(open_copy(file, self.folder / name), Clock(), 10 + seed % 5))

    @rule(number=_copies, seed=_seeds)
    def take_anew(self, number: int, seed: int) -> None:
        """Go on with a fresh copy of a copy, after bringing everything to the one it is taken of."""
        other = (number + 1 + seed % (_COPIES - 1)) % _COPIES
        bring_back(self.sessions[other], self.sessions[number].path)
        name = f"c{number}-{seed}-{len(list(self.folder.iterdir()))}"
        file = take_offline(self.sessions[other], self.folder / name).path
        self.sessions[number].close()
        self.sessions[number] = self._open(open_copy(file, self.folder / name), Clock(), number)

    @invariant()
    def whole(self) -> None:
        for session in self.sessions:
            found = session.read(verify, session.files_folder).problems
            assert [p.message for p in found] == []

    def teardown(self) -> None:
        try:
            if self.sessions:
                self._converge()
        finally:
            for session in self.sessions:
                session.close()
            shutil.rmtree(self.folder)

    def _converge(self) -> None:
        for _round in range(6):
            for to in self.wholes:
                for copy in self.sessions:
                    if copy is not to:
                        bring_back(to, copy.path)
            if all(work(dump(s)) == work(dump(self.sessions[0])) for s in self.wholes) and not any(
                s.read(conflicts) for s in self.wholes
            ):
                break
            for session in self.wholes:
                decide_all(session)
        first = work(dump(self.sessions[0]))
        for session in self.wholes[1:]:
            assert work(dump(session)) == first
            assert session.read(conflicts) == []
        lost = {key for key in self.added - self.deleted if key[0] != "conflict"} - set(first)
        assert lost == set()
        self.whole()


def decide_all(session: Session) -> None:
    """Decide alike wherever it is asked: what is kept stays, and of two values the greater one, else the other."""
    while True:
        rows = session.read(lambda c: [dict(r) for r in c.execute(select(t.CONFLICT)).mappings()])
        if not rows:
            return
        row = min(rows, key=lambda r: r["id"])
        greater = Take.OURS if repr(row["ours"]) > repr(row["theirs"]) else Take.THEIRS
        if row["kind"] == "delete":
            greater = Take.THEIRS if row["ours"]["gone"] else Take.OURS
        elif row["kind"] == "number":
            greater = Take.BOTH
        for take in (greater, Take.OURS if greater == Take.THEIRS else Take.THEIRS):
            try:
                session.run(ResolveConflict(conflict=row["id"], take=take))
                break
            except CommandError:
                continue
        else:
            raise AssertionError(row)


Copies.TestCase.settings = settings(
    max_examples=int(os.environ.get("CONVERGE_EXAMPLES", "8")),
    stateful_step_count=int(os.environ.get("CONVERGE_STEPS", "12")),
    database=None,
    deadline=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)
test_copies_converge = Copies.TestCase


def test_adding_on_all_sides_loses_nothing() -> None:
    """A plain case of the above, for the reader: three people add a claim each."""
    machine = Copies()
    machine.begin()
    for number, session in enumerate(machine.sessions):
        before = dump(session)
        apply(session, {"do": "AddClaim", "number": f"9{number}", "title": f"Claim of {number}"})
        machine._note(before, dump(session))
    machine.teardown()
    assert len(machine.added) == _COPIES
