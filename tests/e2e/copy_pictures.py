"""A copy of the sample on which somebody worked while others worked at the desk, and pictures of what is made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.command_files import parse_commands
from evidence_desk.replica.pack import Wish, take_offline
from evidence_desk.replica.unpack import open_copy

if TYPE_CHECKING:
    from evidence_desk.commands.session import Session
    from evidence_desk.gui.window import MainWindow

# What two people did to the same things: a text both wrote, an item one deleted, a date both set.
AT_THE_DESK: list[dict[str, Any]] = [
    {
        "do": "EditEvidence",
        "evidence": "evidence:A-9",
        "purpose": "The change went live with no notice at all, and output fell to 480p.",
    },
    {"do": "EditEvidence", "evidence": "evidence:A-2", "date": "2018-08-01"},
    {"do": "Delete", "what": "evidence:B-1", "cascade": True},
]
ON_THE_COPY: list[dict[str, Any]] = [
    {
        "do": "EditEvidence",
        "evidence": "evidence:A-9",
        "purpose": "The change went live without the notice due, and output fell to 480p.",
    },
    {"do": "EditEvidence", "evidence": "evidence:A-2", "date": "2018-08-15"},
    {"do": "EditEvidence", "evidence": "evidence:B-1", "notes": "Seen by us."},
    {"do": "AddTag", "name": "Similar screens"},
    {"do": "TagEvidence", "evidence": ["evidence:A-5", "evidence:A-6"], "tags": ["tag:Similar screens"]},
    {"do": "AddNote", "on": "evidence:A-3", "text": "Compare with the page of the other side."},
    {"do": "EditEvidence", "evidence": "evidence:A-12", "title": "Traffic and income by week"},
    {"do": "LinkEvidence", "evidence": "evidence:A-13", "element": "element:1.2", "stance": "context"},
    {"do": "AddFact", "text": "Template updates stopped on 27 September 2018", "date": "2018-09-27"},
]


@dataclass
class Worked:
    """The desk's folder, the file of the copy, and the folder it was worked on in."""

    matter: Path
    file: Path
    folder: Path


def work_apart(
    matter: Path, folder: Path, *, commands: list[dict[str, Any]] | None = None, **wish: Any
) -> Worked:
    """Take a copy of a matter, work on both, and pack the copy again.

    Args:
        matter: the desk.
        folder: for the copy.
        commands: carried out on both sides with another word for ``{}``, in place of the usual work.
        wish: what the copy holds.
    """
    desk, ann = LocalDesk(actor="tester"), LocalDesk(actor="Ann Lee")
    try:
        session = desk.open_matter(matter)
        taken = take_offline(session, folder / "train", Wish(recipient="Ann Lee", **wish)).path
        _run(session, _worded(commands, "the desk") or AT_THE_DESK)
        session.close()
        copy = ann.open_matter(open_copy(taken, folder / "train", passphrase=wish.get("passphrase")))
        _run(copy, _worded(commands, "the copy") or ON_THE_COPY)
        back = take_offline(copy, folder / "laptop", Wish(passphrase=wish.get("passphrase"))).path
        copy.close()
        return Worked(matter, back, copy.path)
    finally:
        desk.close()
        ann.close()


def _worded(commands: list[dict[str, Any]] | None, word: str) -> list[dict[str, Any]]:
    return [{key: value.replace("{}", word) for key, value in each.items()} for each in commands or ()]


def _run(session: Session, commands: list[dict[str, Any]]) -> None:
    for step in parse_commands({"commands": commands}):
        session.run(step.command)


def take_copy_pictures(
    window: MainWindow,
    worked: Worked,
    *,
    wait: Callable[[Callable[[], object]], None],
    take: Callable[[Any, str], None],
) -> None:
    """Take pictures of the preview, of what was put off, and of the sheets; the merge is taken back again.

    Args:
        window: with the matter of the copy open.
        worked: the matter and its copy.
        wait: waits until something is so.
        take: takes a picture of a widget under a name.
    """
    assert window.workspace is not None
    view, actions = window.workspace.bring_back, window.copies.actions
    actions.take_drop(worked.file)
    wait(lambda: view.report is not None and view.isVisible())
    view.conflicts.go_to(next(i for i, c in enumerate(view.conflicts.conflicts) if c.field == "purpose"))
    view.conflicts.choose("theirs")
    take(window, "bring-back")
    view.merge()
    wait(lambda: view.report is None and window.copies.conflicts.isVisible())
    take(window, "conflicts")
    window.show_view("review")
    take(window, "marks")
    for name, made in (
        ("take-offline", actions.take_offline()),
        ("copies", actions.show_given()),
        ("whats-new", actions.show_news()),
    ):
        assert made is not None
        take(made, name)
        made.close()
    window.ui.bridge.undo()
    wait(lambda: not window.copies.conflicts.isVisible())
    actions.take_drop(_damaged(worked.file))
    wait(view.refusal.isVisible)
    take(window, "refused")
    view.leave()
    _take_opened(window, worked, wait=wait, take=take)


def _take_opened(
    window: MainWindow,
    worked: Worked,
    *,
    wait: Callable[[Callable[[], object]], None],
    take: Callable[[Any, str], None],
) -> None:
    """Take a picture of the copy as a matter of its own, and open the desk's matter again."""
    from evidence_desk.gui.actions.matters import open_path

    bridge = window.ui.bridge
    open_path(window.ui, worked.folder)
    wait(lambda: bridge.session is not None and bridge.session.path == worked.folder)
    wait(window.copies.banner.isVisible)
    take(window, "copy")
    open_path(window.ui, worked.matter)
    wait(lambda: bridge.session is not None and bridge.session.path == worked.matter)


def _damaged(file: Path) -> Path:
    data = bytearray(file.read_bytes())
    data[200] ^= 1  # in the database, which comes first
    made = file.with_name("damaged.edcopy")
    made.write_bytes(data)
    return made
