"""The words that search: search and terms."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from evidence_desk.cli.answers import TermsAnswer
from evidence_desk.cli.terminal import answer, note, say, say_table, stoppable
from evidence_desk.commands.desk import Desk
from evidence_desk.commands.session import Session
from evidence_desk.queries.search import SearchHit, SearchResult, TermRow, read_query, search, term_report
from evidence_desk.queries.unread import unread_files
from evidence_desk.support.errors import UserError
from evidence_desk.support.wording import counted

_REBUILT = {
    "missing": "There was no text index; it was made now.",
    "version": "The text index was of another version and was made anew.",
    "interrupted": "The text index was cut off while it was made and was completed now.",
    "damaged": "The text index was damaged and was made anew.",
    "fixed": "The folder cannot be written, so the text index stays as it is and may be behind.",
    "replaced": "The text index was of another state of the matter and was made anew.",
}


@contextmanager
def searching(desk: Desk, matter: Path) -> Iterator[Session]:
    """Open a matter for reading with its text index up to date.

    Only when the cache lost text is it opened for changing, since that text is read anew.
    """
    session = desk.open_matter(matter, read_only=True)
    try:
        unread = len(session.read(unread_files))
        if unread:
            session = _reopened(desk, session, unread)
        with stoppable() as (token, bar):
            report = desk.prepare_search(session, on_progress=bar, token=token)
        if report.rebuilt in _REBUILT:
            note(_REBUILT[report.rebuilt])
        yield session
    finally:
        session.close()


def _reopened(desk: Desk, session: Session, unread: int) -> Session:
    path = session.path
    session.close()
    try:
        return desk.open_matter(path)
    except UserError as error:
        note(f"The text of {counted(unread, 'file')} cannot be read now and is not searched: {error}")
        return desk.open_matter(path, read_only=True)


def search_(desk: Desk, words: Namespace) -> int:
    """Search, and print the hits; exit 1 when the query asks for what the matter does not have."""
    node = read_query(words.query)
    with searching(desk, words.matter) as session:
        found = session.search(search, node, query=words.query, order=words.order, limit=words.limit)
    if words.json:
        answer(found)
    else:
        _say_found(found)
    for each in found.notices:
        note(f"{each.message} (at character {each.position + 1} of the query). {each.remedy}".strip())
    return 1 if found.notices else 0


def _say_found(found: SearchResult) -> None:
    lines = [(hit.exhibit, hit.title or hit.native_title, _place(hit), hit.snippet) for hit in found.hits]
    if lines:
        say_table(["Exhibit", "Title", "Page", "Words"], lines)
    unranked = "" if found.is_ranked else "; too many to rank, so they stand by exhibit"
    shown = "" if len(found.hits) == found.total else f", {len(found.hits)} shown"
    note(f"{counted(found.total, 'hit')}{shown}{unranked}")


def _place(hit: SearchHit) -> str:
    return hit.label or (str(hit.page) if hit.page else "item")


def terms(desk: Desk, words: Namespace) -> int:
    """Count hits for a list of terms; exit 1 when one of them cannot be read."""
    wanted = _read_terms(words.terms)
    with searching(desk, words.matter) as session:
        rows = session.search(term_report, wanted)
    if words.out is not None:
        _write(words.out, rows)
    if words.json:
        answer(TermsAnswer(rows))
    elif words.out is None:
        lines = [(row.term, row.hits, row.documents, row.problem) for row in rows]
        say_table(["Term", "Hits", "Items", "Problem"], lines)
    else:
        say(str(words.out))
    return 1 if any(row.problem for row in rows) else 0


def _write(out: Path, rows: Sequence[TermRow]) -> None:
    from evidence_desk.export.papers import write_whole
    from evidence_desk.export.terms import terms_csv

    write_whole(out, terms_csv(rows))


def _read_terms(source: str) -> list[str]:
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except FileNotFoundError:
        raise UserError(
            "not_found", f"There is no file {source}", "Name a text file, or - for stdin."
        ) from None
    try:
        return data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise UserError("not_text", f"{source} is no UTF-8 text", "Save it as UTF-8 and try again.") from None
