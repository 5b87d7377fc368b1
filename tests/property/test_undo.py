"""Every change of a matter can be taken back and done again, in any order people come up with."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from evidence_desk.commands.registry import COMMANDS
from evidence_desk.commands.session import Session
from evidence_desk.queries.history import history
from evidence_desk.queries.integrity import verify
from evidence_desk.store.engines import writer_engine
from evidence_desk.support.errors import CommandError, UserError

from ..matters import Dump, apply, dump, full_session, open_session
from .generated import GENERATORS, Maker, plant_conflict

# Deleting takes what other generators need.
_SAFE = sorted(set(GENERATORS) - {"Delete", "PutBack", "ResolveConflict"})
# What must have been done for a command to have an effect.
_FIRST = {"DropOcr": ("RequestOcr",), "RequestOcr": ("DropOcr",), "PutBack": ("AddTag",)}
# Not st.randoms: what is drawn may not depend on the matter, or a failure could not be repeated.
_randoms = st.integers(0, 2**32).map(Random)


def test_every_command_is_generated() -> None:
    assert set(GENERATORS) == set(COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_can_be_taken_back_and_done_again(name: str, tmp_path: Path) -> None:
    effects = 0

    @settings(max_examples=5, database=None)
    @given(_randoms)
    def _check(random: Random) -> None:
        nonlocal effects
        folder = tmp_path / f"{random.getrandbits(64)}"
        folder.mkdir()
        session, _ids = full_session(folder)
        try:
            effects += _check_command(session, Maker(session, random), name)
        finally:
            session.close()
            shutil.rmtree(folder)

    _check()
    assert effects > 0


def _check_command(session: Session, maker: Maker, name: str) -> bool:
    """Whether the command changed anything; whatever it changed can be taken back and done again."""
    for other in (*maker.random.sample(_SAFE, 3), *_FIRST.get(name, ())):
        session.run(maker.make(other))
    if name == "ResolveConflict":
        plant_conflict(session, maker.random)
    before = dump(session)
    outcome = session.run(maker.make(name))
    after = dump(session)
    assert outcome.changes.rows == _told(before, after)
    if after != before:
        assert session.undo().changes == outcome.changes
        assert dump(session) == before
        session.redo()
        assert dump(session) == after
    assert session.read(verify_rows, session) == ()
    return after != before


_KINDS = {
    "evidence_group": "group",
    "proof_link": "link",
    "stage_event": "stage",
    "saved_search": "search",
    "file_place": "file",
    "evidence_file": "evidence",
    "evidence_tag": "evidence",
    "fact_element": "fact",
    "fact_competition": "fact",
    "link_cite": "link",
    "review_item": "review_batch",
}
_OWNERS = {
    "file_place": ["file_id"],
    "evidence_file": ["evidence_id"],
    "evidence_tag": ["evidence_id"],
    "fact_element": ["fact_id"],
    "fact_competition": ["a_id", "b_id"],
    "link_cite": ["link_id"],
    "review_item": ["batch_id"],
}


def _told(before: Dump, after: Dump) -> set[tuple[str, str]]:
    """What the listeners must hear: every thing whose row, or whose ties to others, are not as before."""
    told = set()
    for key in before.keys() | after.keys():
        if before.get(key) != after.get(key):
            row = after.get(key) or before[key]
            kind = _KINDS.get(key[0], key[0])
            told |= {(kind, row[column]) for column in _OWNERS.get(key[0], ["id"])}
    return told


def verify_rows(connection: object, session: Session) -> tuple[str, ...]:
    """What the verification says of rows and history; the files of these matters were never written."""
    found = verify(connection, session.files_folder).problems  # type: ignore[arg-type]
    return tuple(problem.message for problem in found if problem.code != "file_missing")


@settings(max_examples=20, database=None)
@given(_randoms, st.lists(st.sampled_from(["do", "do", "undo", "redo"]), min_size=4, max_size=25))
def test_undo_and_redo_walk_along_the_states(
    tmp_path_factory: pytest.TempPathFactory, random: Random, moves: list[str]
) -> None:
    """The model is a list of whole states and a place in it; also across closing and opening."""
    folder = tmp_path_factory.mktemp("walk")
    session, _ids = full_session(folder)
    states: list[Dump] = [dump(session)]
    place = 0
    try:
        for move in moves:
            if random.random() < 0.1:
                session.close()
                session = open_session(folder / "full.edesk")
            states, place = _move(session, random, move, states=states, place=place)
            assert dump(session) == states[place]
            assert (session.redo_label is not None) == (place < len(states) - 1)
        assert session.read(verify_rows, session) == ()
    finally:
        session.close()
        shutil.rmtree(folder)


def _move(
    session: Session, random: Random, move: str, *, states: list[Dump], place: int
) -> tuple[list[Dump], int]:
    if move == "do":
        outcome = session.run(Maker(session, random).make(random.choice(_SAFE)))
        if outcome.changes.rows:
            return [*states[: place + 1], dump(session)], place + 1
    elif move == "undo" and place > 0:
        session.undo()
        return states, place - 1
    elif move == "redo":
        if place < len(states) - 1:
            session.redo()
            return states, place + 1
        with pytest.raises(UserError) as caught:
            session.redo()
        assert caught.value.code == "nothing_to_redo"
    return states, place


def test_five_hundred_notes_one_by_one(tmp_path: Path) -> None:
    session, ids = full_session(tmp_path)
    before = dump(session)
    for number in range(500):
        apply(session, {"do": "AddNote", "on": ids["a1"], "text": str(number)})
    after = dump(session)
    assert len(after) == len(before) + 500
    for number in range(500):
        session.undo()
        if number == 249:
            session.close()
            session = open_session(tmp_path / "full.edesk")
            assert len(dump(session)) == len(before) + 250
    assert dump(session) == before
    for _number in range(500):
        session.redo()
    assert dump(session) == after
    with pytest.raises(UserError) as caught:
        session.redo()
    assert caught.value.code == "nothing_to_redo"
    assert session.read(verify_rows, session) == ()
    session.close()


def test_a_new_change_ends_what_could_be_done_again(tmp_path: Path) -> None:
    session, ids = full_session(tmp_path)
    apply(session, {"do": "AddNote", "on": ids["a1"], "text": "one"})
    session.undo()
    apply(session, {"do": "AddNote", "on": ids["a1"], "text": "two"})
    assert session.redo_label is None
    with pytest.raises(UserError):
        session.redo()
    session.close()


def test_a_row_that_moved_on_stops_an_undo_and_changes_nothing(tmp_path: Path) -> None:
    session, ids = full_session(tmp_path)
    apply(
        session,
        {"do": "EditParty", "party": ids["us"], "role": "appellant"},
        {"do": "EditParty", "party": ids["them"], "role": "appellee"},
    )
    entries = len(session.read(history))
    raw = writer_engine(session.path / "matter.sqlite", journal="wal")
    with raw.begin() as connection:
        connection.execute(text("UPDATE party SET role = 'judge' WHERE id = :id"), {"id": ids["us"]})
    raw.dispose()
    before = dump(session)
    with pytest.raises(UserError) as caught:
        session.undo()
    assert caught.value.code == "row_moved_on"
    assert not isinstance(caught.value, CommandError)
    assert ids["us"] == caught.value.details["id"]
    assert "the party “" in caught.value.message
    assert ids["us"] not in str(caught.value)
    assert dump(session) == before
    assert len(session.read(history)) == entries
    session.close()
