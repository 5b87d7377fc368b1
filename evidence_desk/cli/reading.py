"""The words that only read a matter: list, export, verify, history."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from evidence_desk.cli.answers import HistoryAnswer
from evidence_desk.cli.listing import KINDS
from evidence_desk.cli.terminal import answer, note, say, say_table, stoppable
from evidence_desk.commands.desk import Desk
from evidence_desk.commands.session import Session
from evidence_desk.jobs.progress import Progress
from evidence_desk.queries import history as history_query
from evidence_desk.queries import integrity
from evidence_desk.support.wording import counted


@contextmanager
def reading(desk: Desk, matter: Path) -> Iterator[Session]:
    """Open a matter for reading only, also while another program changes it."""
    session = desk.open_matter(matter, read_only=True)
    try:
        yield session
    finally:
        session.close()


def list_(desk: Desk, words: Namespace) -> int:
    """List one kind of thing."""
    kind = KINDS[words.kind]
    with reading(desk, words.matter) as session:
        rows = kind.read(session)
    if words.json:
        answer({words.kind: rows})
    elif rows:
        say_table(list(kind.columns), [[show(row) for show in kind.columns.values()] for row in rows])
    else:
        note(f"There is nothing to list yet: no {words.kind}.")
    return 0


def export(desk: Desk, words: Namespace) -> int:
    """Write a paper."""
    from evidence_desk.export.papers import export_paper

    today = date.today()  # noqa: DTZ011  a paper bears the local date of whoever prints it
    with reading(desk, words.matter) as session:
        out = export_paper(words.paper, words.format, session.read, words.out, lang=words.lang, today=today)
    say(str(out))
    return 0


def verify(desk: Desk, words: Namespace) -> int:
    """Prove that the matter is as its history says; exit 1 when something is found."""
    with reading(desk, words.matter) as session, stoppable() as (token, bar):

        def _on_progress(done: int, total: int) -> None:
            token.raise_if_cancelled()
            bar(Progress(done, total, "hashing"))

        found = session.read(integrity.verify, session.files_folder, on_progress=_on_progress)
    if words.json:
        answer(found)
    else:
        for problem in found.problems:
            say(f"{problem.code}: {problem.message}")
        state = "ok" if found.ok else counted(len(found.problems), "problem")
        seen = f"{counted(found.files_checked, 'file')} and {counted(found.history.entries, 'step')} of the history"
        say(f"{state}: {seen} checked")
    return 0 if found.ok else 1


def history(desk: Desk, words: Namespace) -> int:
    """Show who changed what, when."""
    with reading(desk, words.matter) as session:
        entries = session.read(history_query.history)
    if words.json:
        answer(HistoryAnswer(entries))
    else:
        lines = [
            (entry.seq, entry.at[:19].replace("T", " "), entry.actor, entry.summary) for entry in entries
        ]
        say_table(["#", "When (UTC)", "Who", "What"], lines)
    return 0
