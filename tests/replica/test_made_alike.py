"""What two copies made alike: batches of one name, and links that say the same."""

from __future__ import annotations

import pytest

from evidence_desk.queries.conflicts import conflicts
from evidence_desk.queries.integrity import verify
from evidence_desk.queries.links import links
from evidence_desk.queries.news import news_by_thing
from evidence_desk.queries.review_batches import review_batches
from evidence_desk.support.errors import CommandError

from ..matters import dump
from .conftest import Desk


def _split(desk: Desk, name: str, reviewer: str, *evidence: str) -> dict[str, object]:
    return {
        "do": "SplitReview",
        "name": name,
        "reviewers": [reviewer],
        "evidence": [desk.ids[each] for each in evidence],
    }


def _batches(desk: Desk) -> dict[str, tuple[str, int, int]]:
    rows = desk.session.read(review_batches)
    return {row.reviewer: (row.name, row.number, row.items) for row in rows}


def test_batches_of_a_copy_come_over_and_are_told_by_name(desk: Desk) -> None:
    ann = desk.copy("ann")
    desk.do(ann, _split(desk, "Letters", "Dana", "a1", "a2", "a10"))
    seen = desk.bring(ann, preview=True)
    said = {group.table: (group.subjects, len(group.rows)) for group in seen.groups}
    assert said == {"review_batch": (("Letters 1",), 1), "review_item": (("Letters 1",), 3)}
    desk.bring(ann)
    assert _batches(desk)["Dana"] == ("Letters", 1, 3)
    assert desk.session.read(verify, desk.session.files_folder).problems == ()
    (news,) = [each for each in desk.session.read(news_by_thing, "tester") if each.actor == "ann"]
    assert news.thing is not None
    assert (news.thing.table, news.thing.name) == ("review_batch", "Letters 1")


def test_a_part_holds_the_batches_with_the_items_it_holds(desk: Desk) -> None:
    desk.do(desk.session, _split(desk, "Letters", "Dana", "a1", "a10"))
    ann = desk.copy("ann", scope="exhibit:A-10")
    (batch,) = [row for row in ann.read(review_batches) if row.name == "Letters"]
    assert (batch.reviewer, batch.items) == ("Dana", 1)
    assert ann.read(verify, ann.files_folder).problems == ()
    desk.do(ann, {"do": "EditReviewBatch", "review_batch": "review_batch:Letters/1", "reviewer": "Ben"})
    desk.bring(ann)
    assert _batches(desk)["Ben"] == ("Letters", 1, 2)


@pytest.mark.parametrize(("take", "first"), [("ours", "Ben"), ("theirs", "Dana")])
def test_batches_numbered_alike_are_shown_and_renumbered(desk: Desk, take: str, first: str) -> None:
    ann = desk.copy("ann")
    desk.do(ann, _split(desk, "Letters", "Dana", "a1"))
    desk.do(desk.session, _split(desk, "Letters", "Ben", "a2"))
    [conflict] = desk.bring(ann).conflicts
    assert (conflict.kind, conflict.field, conflict.ours, conflict.theirs) == ("number", "number", "1", "1")
    decision = {"do": "ResolveConflict", "conflict": conflict.id, "take": take}
    with pytest.raises(CommandError) as caught:
        desk.do(desk.session, {**decision, "take": "value", "value": "x"})
    assert caught.value.code == "wrong_value"
    desk.do(desk.session, decision)
    found = _batches(desk)
    second = ({"Dana", "Ben"} - {first}).pop()
    assert (found[first], found[second]) == (("Letters", 1, 1), ("Letters", 2, 1))
    assert desk.session.read(conflicts) == []
    assert desk.bring(ann).changes == 0


def test_a_batch_renamed_into_the_number_of_another_is_shown(desk: Desk) -> None:
    desk.do(desk.session, _split(desk, "Mails", "Chen", "a10"))
    ann = desk.copy("ann")
    rename = {"do": "EditReviewBatch", "review_batch": "review_batch:Mails/1", "name": "Letters"}
    desk.do(ann, rename)
    desk.do(desk.session, _split(desk, "Letters", "Ben", "a2"))
    [conflict] = desk.bring(ann).conflicts
    assert (conflict.kind, conflict.field) == ("number", "number")


@pytest.mark.parametrize(
    ("take", "name", "number"), [("ours", "Ours", 1), ("theirs", "Letters", 2), ("both", None, 1)]
)
def test_a_batch_renamed_twice_is_decided_with_a_free_number(
    desk: Desk, take: str, name: str | None, number: int
) -> None:
    desk.do(desk.session, _split(desk, "Mails", "Chen", "a10"))
    ann = desk.copy("ann")
    rename = {"do": "EditReviewBatch", "review_batch": "review_batch:Mails/1"}
    desk.do(ann, {**rename, "name": "Letters"})
    desk.do(desk.session, {**rename, "name": "Ours"})
    [conflict] = desk.bring(ann).conflicts
    assert (conflict.kind, conflict.field, conflict.ours, conflict.theirs) == (
        "field", "name", "Ours", "Letters",
    )  # fmt: skip
    desk.do(desk.session, _split(desk, "Letters", "Ben", "a2"))
    desk.do(desk.session, {"do": "ResolveConflict", "conflict": conflict.id, "take": take})
    found = _batches(desk)["Chen"]
    assert found[0] == name or (name is None and sorted(found[0].split(" / ")) == ["Letters", "Ours"])
    assert found[1] == number


def test_links_that_say_the_same_can_each_be_worked_on(desk: Desk) -> None:
    ann = desk.copy("ann")
    link = {"do": "LinkEvidence", "evidence": desk.ids["a10"], "fact": desk.ids["f1"], "stance": "supports"}
    for session in (ann, desk.session):
        desk.do(session, link)
    desk.bring(ann)
    ours, theirs = [each.id for each in desk.session.read(links, evidence=desk.ids["a10"])]
    edit = {"do": "EditLink", "link": ours}
    desk.do(desk.session, {**edit, "purpose": "To show it", "stance": "supports"})
    desk.do(desk.session, {**edit, "stance": "context"})
    before = dump(desk.session)
    with pytest.raises(CommandError) as caught:
        desk.do(desk.session, {**edit, "stance": "supports"})
    assert caught.value.code == "taken"
    assert dump(desk.session) == before
    desk.do(desk.session, {"do": "Delete", "what": theirs})
    desk.do(desk.session, {**edit, "stance": "supports"})
