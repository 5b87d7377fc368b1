"""The words that change a matter: import, apply, undo, redo."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from evidence_desk.cli.answers import apply_answer, import_answer
from evidence_desk.cli.loading import dry_run, import_production, is_production, say_counts
from evidence_desk.cli.reading import reading
from evidence_desk.cli.terminal import answer, note, say, stoppable
from evidence_desk.commands.command_files import read_command_file
from evidence_desk.commands.desk import Desk
from evidence_desk.commands.import_report import ImportReport, ImportStopped
from evidence_desk.commands.ocr import RequestOcr
from evidence_desk.commands.session import Outcome, Session
from evidence_desk.intake.model import Limits
from evidence_desk.intake.ocr import check_available
from evidence_desk.queries.evidence import list_evidence
from evidence_desk.queries.pages import evidence_without_text
from evidence_desk.support.errors import UserError
from evidence_desk.support.settings import converter
from evidence_desk.support.wording import counted

_MAX_STEPS = 100_000


@contextmanager
def changing(desk: Desk, matter: Path) -> Iterator[Session]:
    """Open a matter for changing and close it whatever happens."""
    session = desk.open_matter(matter)
    try:
        if session.journal_note:
            note(f"Note: the safer, slower journal is used, since {session.journal_note}.")
        yield session
    finally:
        session.close()


def import_(desk: Desk, words: Namespace) -> int:
    """Take files and folders in, or a production with its load file; exit 1 when some failed or were not read."""
    if is_production(words):
        return _import_production(desk, words)
    limits = _limits(desk, words)
    try:
        with changing(desk, words.matter) as session, stoppable() as (token, bar):
            report = desk.import_paths(
                session,
                words.paths,
                tags=[_known_tag(session, name) for name in words.tag],
                type=words.type,
                limits=limits,
                ocr=words.ocr,
                on_progress=bar,
                token=token,
            )
    except ImportStopped as stopped:
        _tell(words, stopped.report)
        note("Import the same again to take in the rest; what is in already is not taken in twice.")
        raise
    _tell(words, report)
    return 1 if report.has_problems else 0


def _limits(desk: Desk, words: Namespace) -> Limits:
    """Return what one file may cost, with the passwords to try and whether old formats are converted."""
    limits = desk.limits(_passwords(words.passwords))
    if words.convert is None:
        return limits
    program = converter(limits.convert_with) if words.convert else ""
    if words.convert and not program:
        raise UserError(
            "setting_no_program",
            "There is no LibreOffice here to convert old formats with",
            "Install it, or name its program in the settings (convert_with). Nothing was changed.",
        )
    return replace(limits, convert_with=program)


def _tell(words: Namespace, report: ImportReport) -> None:
    if words.json:
        answer(import_answer(report))
    else:
        _say_report(report)


def _import_production(desk: Desk, words: Namespace) -> int:
    if words.ocr:
        raise UserError(
            "usage",
            "--ocr does not go with --load-file",
            "Import first, then run 'evidence-desk ocr MATTER'.",
        )
    if words.dry_run:
        with reading(desk, words.matter):
            return dry_run(desk, words)
    with changing(desk, words.matter) as session:
        tags = [_known_tag(session, name) for name in words.tag]
        return import_production(desk, session, words, tags, _limits(desk, words))


def _passwords(path: Path | None) -> tuple[str, ...]:
    """Return the lines of a file of passwords; they are kept nowhere."""
    if path is None:
        return ()
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        message = f"The passwords cannot be read from {path}: {error}"
        raise UserError("unreadable", message, "Name a text file in UTF-8. Nothing was changed.") from error
    return tuple(line for line in lines if line)


def _known_tag(session: Session, name: str) -> str:
    from evidence_desk.queries.labels import tags

    for tag in session.read(tags):
        if tag.name == name.removeprefix("tag:"):
            return tag.id
    raise UserError(
        "no_such_thing", f"There is no tag {name!r}", "Add it first, with AddTag. Nothing was changed."
    )


def _say_report(report: ImportReport) -> None:
    say_counts(report)
    for taken in report.files:
        if taken.problem:
            note(f"  {taken.path}: {taken.problem}")
    for left in (*report.failed, *report.skipped):
        note(f"  {left.path}: {left.message} ({left.code})")


def ocr(desk: Desk, words: Namespace) -> int:
    """Read the text in pictures and scans; exit 1 when some pages failed."""
    check_available()
    with changing(desk, words.matter) as session, stoppable() as (token, bar):
        exhibits = {row.exhibit: row.id for row in session.read(list_evidence)}
        named = [exhibits.get(name, name) for name in words.evidence]
        wanted = named or session.read(evidence_without_text)
        if wanted:
            session.run(RequestOcr(evidence=wanted))
        report = desk.read_pictures(session, again=True, on_progress=bar, token=token)
    if words.json:
        answer(report)
    else:
        pages, of = counted(report.pages, "page"), counted(report.files, "file")
        say(f"{pages} of {of} read, words found on {report.with_words}")
        for left in report.failed:
            note(f"  {left.name}, page {left.page}: {left.message} ({left.code})")
    return 1 if report.failed else 0


def apply(desk: Desk, words: Namespace) -> int:
    """Carry out a command file, all of it or nothing."""
    steps = read_command_file(words.commands)
    with changing(desk, words.matter) as session:
        outcome = session.run_steps(
            steps, summary=f"Apply {words.commands.name}: {counted(len(steps), 'command')}"
        )
    for warning in outcome.warnings:
        note(f"Warning: {warning}")
    if words.json:
        answer(apply_answer(outcome, len(steps)))
    else:
        say(outcome.summary)
    return 0


def undo(desk: Desk, words: Namespace) -> int:
    """Take back the last changes."""
    return _repeat(desk, words, lambda session: session.undo())


def redo(desk: Desk, words: Namespace) -> int:
    """Do again what undo took back."""
    return _repeat(desk, words, lambda session: session.redo())


def _repeat(desk: Desk, words: Namespace, step: Callable[[Session], Outcome]) -> int:
    if not 1 <= words.steps <= _MAX_STEPS:
        raise UserError("usage", f"--steps {words.steps} is not between 1 and {_MAX_STEPS}")
    with changing(desk, words.matter) as session:
        for done in range(words.steps):
            try:
                say(step(session).summary)
            except UserError as error:
                if not done or not error.code.startswith("nothing_to_"):
                    raise
                note(str(error))
                break
    return 0
