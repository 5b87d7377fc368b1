"""Coding of many items at once: presets, coding without one, what belongs to an item, and putting one step back."""

from __future__ import annotations

import time

import pytest

from evidence_desk.commands.session import Session
from evidence_desk.queries.coding import last_step, recent_coding, steps_of
from evidence_desk.queries.evidence import evidence_detail, evidence_ids, list_evidence
from evidence_desk.queries.labels import presets
from evidence_desk.support.errors import CommandError, UserError

from ..matters import apply, dump

Full = tuple[Session, dict[str, str]]
CODING = {
    "tags": ["tag:Key"],
    "links": [{"element": "element:1.2", "stance": "supports", "weight": 3}],
    "review": "reviewed",
}


def _add(session: Session, title: str, files: list[str]) -> str:
    return apply(session, {"do": "AddEvidence", "title": title, "files": files}).created[0].id


def test_coding_without_a_preset_does_what_a_preset_would(full: Full) -> None:
    session, ids = full
    before = dump(session)
    outcome = apply(session, {"do": "CodeEvidence", "evidence": [ids["a10"]], "actions": CODING})
    detail = session.read(evidence_detail, ids["a10"])
    assert (detail.row.tags, detail.row.review) == (("Key",), "reviewed")
    assert [(link.element_number, link.stance, link.weight) for link in detail.links] == [
        ("1.2", "supports", 3)
    ]
    assert outcome.summary.endswith("Code 1 item") or "Apply" in outcome.summary
    session.undo()
    assert dump(session) == before


def test_copies_of_the_same_file_get_the_same_coding_when_asked(full: Full) -> None:
    session, ids = full
    first, second = (_add(session, title, [ids["plan"]]) for title in ("One", "Two"))
    both = _add(session, "Bundle", [ids["plan"], ids["letter"]])
    command = {"do": "TagEvidence", "evidence": [first], "tags": ["tag:Key"]}
    apply(session, command)
    assert session.read(evidence_detail, second).row.tags == ()
    outcome = apply(session, {**command, "spread": ["duplicates"]})
    assert session.read(evidence_detail, second).row.tags == ("Key",)
    assert session.read(evidence_detail, both).row.tags == ()
    assert ("evidence", second) in outcome.changes.rows


def test_what_was_done_to_an_item_can_become_a_preset(full: Full) -> None:
    session, ids = full
    start = session.read(last_step)
    item = ids["a10"]
    apply(session, {"do": "TagEvidence", "evidence": [item], "tags": ["tag:Key", "tag:Damages"]})
    apply(session, {"do": "UntagEvidence", "evidence": [item], "tags": ["tag:Damages"]})
    apply(
        session, {"do": "LinkEvidence", "evidence": item, "stance": "contradicts", "element": "element:1.2"}
    )
    apply(session, {"do": "SetReview", "evidence": [item], "state": "reviewed"})
    apply(session, {"do": "EditEvidence", "evidence": item, "type": "letter"})
    session.undo()
    found = session.read(recent_coding, item, after=start)
    assert found["tags"] == [ids["t1"]]
    assert [(link["element"], link["stance"]) for link in found["links"]] == [(ids["e2"], "contradicts")]
    assert (found["review"], found["type"], found["kind"]) == ("reviewed", "", "")
    apply(session, {"do": "DefinePreset", "key": "i", "name": "As before", "actions": found})
    made = next(preset for preset in session.read(presets) if preset.key == "i")
    assert made.actions["tags"] == [ids["t1"]]


def test_a_preset_gets_another_key_unless_it_is_taken(full: Full) -> None:
    session, _ids = full
    apply(session, {"do": "DefinePreset", "key": "i", "name": "Second", "actions": {"type": "letter"}})
    with pytest.raises(CommandError):
        apply(session, {"do": "EditPreset", "preset": "preset:i", "key": "v"})
    apply(session, {"do": "EditPreset", "preset": "preset:i", "key": "x", "name": "Other"})
    assert ("x", "Other") in {(preset.key, preset.name) for preset in session.read(presets)}


def test_fields_of_several_items_are_set_in_one_step_and_are_no_guesses_any_more(full: Full) -> None:
    session, ids = full
    before = dump(session)
    some = [ids["a1"], ids["a10"]]
    apply(session, {"do": "EditItems", "evidence": some, "type": "letter", "date": "2018-08"})
    for each in some:
        row = session.read(evidence_detail, each).row
        assert (row.type, row.date.sort[:7]) == ("letter", "2018-08")
    session.undo()
    assert dump(session) == before
    with pytest.raises(CommandError, match="No field"):
        apply(session, {"do": "EditItems", "evidence": some})


def test_one_step_is_put_back_and_the_later_ones_stay(full: Full) -> None:
    from evidence_desk.commands.bulk import PutBack
    from evidence_desk.commands.evidence import SetReview
    from evidence_desk.commands.labels import TagEvidence
    from evidence_desk.domain.words import ReviewState

    session, ids = full
    item = ids["a10"]
    session.run(TagEvidence(evidence=[item], tags=["tag:Key"]))
    step = session.read(last_step)
    session.run(SetReview(evidence=[item], state=ReviewState.REVIEWED))
    after = dump(session)
    outcome = session.run(PutBack(entry=step))
    row = session.read(evidence_detail, item).row
    assert (row.tags, row.review) == ((), "reviewed")
    assert outcome.summary == "Put back: Tag 1 item Key"
    steps = {each.seq: each for each in session.read(steps_of, item)}
    assert steps[step].is_taken_back
    with pytest.raises(UserError) as refused:
        session.run(PutBack(entry=step))
    assert refused.value.code == "row_moved_on"
    session.undo()
    assert dump(session) == after
    assert not {each.seq: each for each in session.read(steps_of, item)}[step].is_taken_back
    session.redo()
    assert {each.seq: each for each in session.read(steps_of, item)}[step].is_taken_back


def test_a_step_that_is_not_there_or_made_the_matter_is_not_put_back(full: Full) -> None:
    from evidence_desk.commands.bulk import PutBack

    session, _ids = full
    for entry, code in ((99_999, "no_such_thing"), (1, "makes_matter")):
        with pytest.raises(CommandError) as refused:
            session.run(PutBack(entry=entry))
        assert refused.value.code == code


def test_a_preset_on_thousands_of_items_is_quick_and_one_step(full: Full) -> None:
    session, _ids = full
    apply(session, *({"do": "AddEvidence", "title": f"Item {n}"} for n in range(2_000)))
    items = session.read(evidence_ids)
    began = time.perf_counter()
    apply(session, {"do": "ApplyPreset", "preset": "preset:v", "evidence": items})
    assert time.perf_counter() - began < 6  # a fifth of it here; one statement an item took longer
    assert {row.review for row in session.read(list_evidence)} == {"reviewed"}
    session.undo()
    assert "unreviewed" in {row.review for row in session.read(list_evidence)}
