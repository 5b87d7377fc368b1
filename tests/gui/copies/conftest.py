"""A copy of the sample matter on which somebody worked, while others worked at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.replica.pack import Wish, take_offline
from evidence_desk.replica.unpack import open_copy

from ...matters import apply

# What two people did to the same things: a text both wrote, an item one deleted, a date both set.
AT_THE_DESK: list[dict[str, Any]] = [
    {"do": "EditEvidence", "evidence": "evidence:A-9", "purpose": "The change went live with no notice at all."},
    {"do": "EditEvidence", "evidence": "evidence:A-2", "date": "2018-08-01"},
    {"do": "Delete", "what": "evidence:B-1", "cascade": True},
]
ON_THE_COPY: list[dict[str, Any]] = [
    {"do": "EditEvidence", "evidence": "evidence:A-9", "purpose": "The change went live without the notice due."},
    {"do": "EditEvidence", "evidence": "evidence:A-2", "date": "2018-08-15"},
    {"do": "EditEvidence", "evidence": "evidence:B-1", "notes": "Seen by us."},
    {"do": "AddTag", "name": "Similar screens"},
    {"do": "TagEvidence", "evidence": ["evidence:A-5", "evidence:A-6"], "tags": ["tag:Similar screens"]},
    {"do": "AddNote", "on": "evidence:A-3", "text": "Compare with the page of the other side."},
    {"do": "AddFact", "text": "Template updates stopped on 27 September 2018", "date": "2018-09-27"},
]


@dataclass
class Worked:
    """The desk's folder, the file of the copy, and the folder it was worked on in."""

    matter: Path
    file: Path
    folder: Path


@pytest.fixture
def worked(matter: Path, tmp_path: Path) -> Worked:
    """A copy with changes, of which some clash with what was done at the desk meanwhile."""
    return work_apart(matter, tmp_path)


def work_apart(matter: Path, folder: Path, **wish: Any) -> Worked:
    """Take a copy of a matter, work on both, and pack the copy again."""
    desk, ann = LocalDesk(actor="tester"), LocalDesk(actor="Ann Lee")
    try:
        session = desk.open_matter(matter)
        taken = take_offline(session, folder / "train", Wish(recipient="Ann Lee", **wish)).path
        apply(session, *AT_THE_DESK)
        session.close()
        copy = ann.open_matter(open_copy(taken, folder / "train", passphrase=wish.get("passphrase")))
        for command in ON_THE_COPY:
            apply(copy, command)
        back = take_offline(copy, folder / "back", Wish(passphrase=wish.get("passphrase"))).path
        copy.close()
        return Worked(matter, back, copy.path)
    finally:
        desk.close()
        ann.close()
