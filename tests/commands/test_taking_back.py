"""The history of an item and what belongs to it, and refusals to put a step back that name things in words."""

from __future__ import annotations

import pytest

from evidence_desk.commands.bulk import PutBack
from evidence_desk.commands.session import Session
from evidence_desk.gui.texts import Texts
from evidence_desk.queries.coding import last_step, steps_of
from evidence_desk.support.errors import UserError

from ..matters import apply

Full = tuple[Session, dict[str, str]]


def _made(session: Session, command: dict[str, object]) -> str:
    return apply(session, command).created[0].id


def _link(session: Session, item: str, element: str = "element:1.2") -> str:
    return _made(session, {"do": "LinkEvidence", "evidence": item, "stance": "supports", "element": element})


def _seqs(session: Session, item: str) -> set[int]:
    return {step.seq for step in session.read(steps_of, item, newest=50)}


def _refused(session: Session, step: int) -> UserError:
    with pytest.raises(UserError) as caught:
        session.run(PutBack(entry=step))
    return caught.value


def test_the_history_of_an_item_lists_every_step_that_changed_what_belongs_to_it(full: Full) -> None:
    session, ids = full
    item = ids["a10"]
    start = session.read(last_step)
    link = _link(session, item)
    for field in ("purpose", "objection", "answer"):
        apply(session, {"do": "EditLink", "link": link, field: "words"})
    cite = _made(session, {"do": "AddCite", "evidence": item, "note": "n"})
    apply(session, {"do": "EditCite", "cite": cite, "note": "other"})
    apply(session, {"do": "EditLink", "link": link, "cites": [cite]})
    note = _made(session, {"do": "AddNote", "on": item, "text": "one"})
    apply(session, {"do": "EditNote", "note": note, "text": "two"})
    apply(session, {"do": "Delete", "what": note})
    on_link = _made(session, {"do": "AddNote", "on": link, "text": "three"})
    apply(session, {"do": "EditNote", "note": on_link, "text": "four"})
    mine = set(range(start + 1, session.read(last_step) + 1))
    other = _link(session, ids["a1"])
    apply(session, {"do": "EditLink", "link": other, "purpose": "not of this item"})
    assert {seq for seq in _seqs(session, item) if seq > start} == mine


def test_a_link_that_was_changed_since_is_named_with_the_later_steps(full: Full) -> None:
    session, ids = full
    link = _link(session, ids["a10"])
    step = session.read(last_step)
    later = []
    for field in ("purpose", "objection", "answer"):
        later.append(apply(session, {"do": "EditLink", "link": link, field: "words"}).summary)
    refused = _refused(session, step)
    assert refused.code == "row_moved_on"
    assert refused.message == "This cannot be taken back: the link to “1.2” was changed since"
    assert link not in str(refused)
    assert refused.remedy.count("“") == 3
    assert later[-1] in refused.remedy
    what, remedy = Texts("zh").error(refused)
    assert what == "无法撤回：关联“1.2”之后又有更改"
    assert remedy.startswith("请先由新到旧撤回：“")
    for _each in range(2):
        session.undo()
    assert _refused(session, step).remedy == f"Take back first: “{later[0]}”."
    session.undo()
    session.run(PutBack(entry=step))
    assert step in {each.seq for each in session.read(steps_of, ids["a10"]) if each.is_taken_back}


def test_what_still_refers_to_what_would_go_is_named(full: Full) -> None:
    session, ids = full
    item = _made(session, {"do": "AddEvidence", "title": "Ledger", "exhibit": "Z-9"})
    step = session.read(last_step)
    _link(session, item)
    refused = _refused(session, step)
    assert refused.code == "still_needed"
    assert refused.message == (
        "This cannot be taken back: the link to “1.2” still refers to the evidence “Z-9”"
    )
    assert Texts("zh").error(refused)[0] == "无法撤回：关联“1.2”仍引用证据“Z-9”"
    assert ids["a1"] not in str(refused)


def test_a_step_says_how_many_items_it_touched(full: Full) -> None:
    session, ids = full
    items = [ids["a1"], ids["a10"]]
    apply(session, {"do": "SetReview", "evidence": items, "state": "reviewed"})
    link = _link(session, ids["a10"])
    apply(session, {"do": "EditLink", "link": link, "purpose": "words"})
    newest = session.read(steps_of, ids["a10"], newest=3)
    assert [step.items for step in newest] == [1, 1, 2]
