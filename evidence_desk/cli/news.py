"""The word whats-new: what others did since one last looked."""

from __future__ import annotations

from argparse import Namespace

from evidence_desk.cli.answers import NewsAnswer
from evidence_desk.cli.changing import changing
from evidence_desk.cli.conflict_words import field_words
from evidence_desk.cli.reading import reading
from evidence_desk.cli.terminal import answer, note, say
from evidence_desk.commands.desk import Desk
from evidence_desk.commands.session import Session
from evidence_desk.queries.news import NewsRow, Thing, last_seen, mark_seen, news_by_thing, news_count


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
        say(f"  {name}: {'; '.join(_said(row, touched.thing) for row in touched.rows)}")
    if not found.news:
        note(f"Nobody but {found.actor} changed anything since they last looked")
    return 0


def _said(row: NewsRow, thing: Thing | None) -> str:
    """Return what a step did to the thing it is listed under, or what the history calls the step."""
    parts = []
    for each in row.changes:
        hanging = "" if thing and each.table == thing.table else f"{each.table.replace('_', ' ')} "
        if each.state == "changed":
            fields = (
                f"{field_words(field.name)} {field.before!r} → {field.after!r}" for field in each.fields
            )
            parts.append(hanging + ", ".join(fields))
        else:
            parts.append(f"{hanging}{each.state} {each.text!r}" if each.text else f"{hanging}{each.state}")
    return "; ".join(parts) or row.summary


def _news(session: Session, *, is_marked: bool) -> NewsAnswer:
    actor = session.actor
    return NewsAnswer(
        actor=actor,
        since=session.read(last_seen, actor),
        steps=session.read(news_count, actor),
        marked=is_marked,
        news=session.read(news_by_thing, actor),
    )
