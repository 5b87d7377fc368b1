"""The words that make matters: demo and new."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

from evidence_desk.cli.terminal import has_display, note, say, stoppable
from evidence_desk.commands.desk import Desk
from evidence_desk.commands.session import Session
from evidence_desk.support.errors import UserError


def new(desk: Desk, words: Namespace) -> int:
    """Make an empty matter."""
    session = desk.new_matter(words.matter, profile=words.profile, title=words.title)
    try:
        say(str(session.path))
    finally:
        session.close()
    return 0


def demo(desk: Desk, words: Namespace, open_window: Callable[[Path | None], int]) -> int:
    """Make the sample matter and its papers; open it where there is a display."""
    session = _sample(desk, words.dir)
    try:
        path = session.path
        papers = _write_papers(session, words.dir / "papers")
    finally:
        session.close()
    say(f"The sample matter: {path}")
    for paper in papers:
        say(f"  {paper}")
    if words.no_window:
        return 0
    if not has_display():
        note(
            "There is no display here, so the window stays closed. Open the papers above, or list the matter:"
        )
        note(f"  evidence-desk list '{path}' claims")
        return 0
    return open_window(path)


def _sample(desk: Desk, folder: Path) -> Session:
    """Open the sample of a folder, or make it there."""
    made = desk.sample_path(folder)
    if made.exists():
        note(f"The sample is there already and is kept as it is: {made}")
        return desk.open_matter(made, read_only=True)
    with stoppable() as (token, bar):
        return desk.make_sample(folder, on_progress=bar, token=token)


def _write_papers(session: Session, folder: Path) -> list[Path]:
    from evidence_desk.export.papers import export_paper, paper_formats

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("not_writable", f"{folder} cannot be made ({error.strerror})") from error
    today = date.today()  # noqa: DTZ011  a paper bears the local date of whoever prints it
    return [
        export_paper(paper, form, session.read, folder / f"{paper}.{form}", lang="both", today=today)
        for paper, forms in paper_formats().items()
        for form in forms
    ]
