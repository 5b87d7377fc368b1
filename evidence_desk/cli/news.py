"""The word whats-new: what others did since one last looked."""

from __future__ import annotations

from argparse import Namespace

from evidence_desk.cli.answers import NewsAnswer
from evidence_desk.cli.changing import changing
from evidence_desk.cli.reading import reading
from evidence_desk.cli.terminal import answer, note, say
from evidence_desk.commands.desk import Desk
from evidence_desk.commands.session import Session
from evidence_desk.queries.news import last_seen, mark_seen, news_by_thing, news_count


def whats_new(desk: Desk, words: Namespace) -> int:
    """Say what others did since the actor last looked, and with ``--mark`` remember that it was seen."""
    opened = changing if words.mark else reading
    with opened(desk, words.matter) as session:
        found = _news(session, is_marked=words.mark)
        if words.mark:
            session.note(mark_seen, session.actor, session.now())
    if words.json:
        answer(found)
        return 0
    who = ""
    for touched in sorted(found.news, key=lambda each: each.actor):
        if touched.actor != who:
            who = touched.actor
            say(who)
        name = (
            f"{touched.thing.table.replace('_', ' ')} {touched.thing.name}"
            if touched.thing
            else "many things"
        )
        say(f"  {name}: {'; '.join(row.summary for row in touched.rows)}")
    if not found.news:
        note(f"Nobody but {found.actor} changed anything since they last looked")
    return 0


def _news(session: Session, *, is_marked: bool) -> NewsAnswer:
    actor = session.actor
    return NewsAnswer(
        actor=actor,
        since=session.read(last_seen, actor),
        steps=session.read(news_count, actor),
        marked=is_marked,
        news=session.read(news_by_thing, actor),
    )
