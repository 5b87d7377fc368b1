"""The words of offline copies: take-offline, open-copy, bring-back."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from evidence_desk.cli.answers import bring_back_answer
from evidence_desk.cli.changing import changing
from evidence_desk.cli.conflict_words import conflict_words
from evidence_desk.cli.reading import reading
from evidence_desk.cli.terminal import answer, note, say, stoppable
from evidence_desk.commands.desk import Desk
from evidence_desk.support.errors import UserError
from evidence_desk.support.wording import counted

_MAX_PASSPHRASE = 1 << 16


def take_offline(desk: Desk, words: Namespace) -> int:
    """Write a copy of the matter."""
    from evidence_desk.replica import pack

    wish = pack.Wish(
        scope=words.scope,
        with_files=not words.no_files,
        recipient=words.to,
        passphrase=_passphrase(words.passphrase_file),
    )
    with changing(desk, words.matter) as session, stoppable() as (token, bar):
        pool = desk.pool if words.no_files else None
        made = pack.take_offline(session, words.out, wish, pool=pool, on_progress=bar, token=token)
    say(str(made.path))
    held = f"{counted(made.evidence, 'item')} and {counted(made.files, 'file')}"
    held += f", {counted(made.pictures, 'page')} as pictures" if made.pictures else ""
    left = f"; {counted(made.info.evidence_left, 'item')} and {counted(len(made.info.files_left), 'file')} left out"
    note(f"{held} in it{left if made.info.evidence_left or made.info.files_left else ''}")
    return 0


def open_copy(desk: Desk, words: Namespace) -> int:
    """Make a working matter of a copy."""
    from evidence_desk.replica import unpack

    del desk
    with stoppable() as (token, bar):
        path = unpack.open_copy(
            words.copy,
            words.out,
            passphrase=_passphrase(words.passphrase_file),
            on_progress=bar,
            token=token,
        )
    say(str(path))
    return 0


def bring_back(desk: Desk, words: Namespace) -> int:
    """Merge a copy into its matter; exit 1 while conflicts are left."""
    from evidence_desk.replica import merge

    opened = reading if words.preview else changing
    with opened(desk, words.matter) as session, stoppable() as (token, bar):
        report = merge.bring_back(
            session,
            words.copy,
            preview=words.preview,
            choice=words.conflicts,
            passphrase=_passphrase(words.passphrase_file),
            on_progress=bar,
            token=token,
        )
    if words.json:
        answer(bring_back_answer(report))
    else:
        say(report.summary)
        for conflict in report.conflicts:
            say(f"  {conflict.kind} {conflict.id}: {conflict_words(conflict)}")
    return 1 if report.conflicts else 0


def _passphrase(path: Path | None) -> str | None:
    """Return the first line of a file; a passphrase on the command line would be seen by everybody."""
    if path is None:
        return None
    try:
        with path.open("rb") as stream:
            text = stream.read(_MAX_PASSPHRASE).decode("utf-8-sig")
    except OSError as error:
        raise UserError(
            "not_found", f"{path} cannot be read ({error.strerror})", "Check the path."
        ) from error
    except UnicodeDecodeError:
        raise UserError("bad_passphrase", f"{path} is no text in UTF-8") from None
    line = text.splitlines()[0] if text else ""
    if not line:
        raise UserError("bad_passphrase", f"The first line of {path} is empty", "Write the passphrase there.")
    return line
