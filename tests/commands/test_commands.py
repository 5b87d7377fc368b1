"""What commands do: references, presets, warnings, summaries, and that nothing is done twice."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.registry import COMMANDS
from evidence_desk.commands.session import ChangeSet, Session
from evidence_desk.queries.evidence import evidence_detail
from evidence_desk.queries.history import history
from evidence_desk.queries.links import cites, links
from evidence_desk.queries.matter import matter
from evidence_desk.queries.stages import deadlines
from evidence_desk.support.errors import UserError

from ..matters import LETTER, apply, dump, empty_session, put_file, sha256

Full = tuple[Session, dict[str, str]]


@pytest.mark.parametrize(
    ("reference", "handle"),
    [
        ("party:Us", "us"),
        ("party:We", "us"),
        ("party:他们", "them"),
        ("claim:1", "c1"),
        ("element:1.2", "e2"),
        ("fact:2", "f2"),
        ("evidence:A-2", "a2"),
        (" evidence:A-2 ", "a2"),
        ("evidence:To be obtained", "a10"),
        ("group:1", "g1"),
        (f"file:{sha256(LETTER)}", "letter"),
        (f"file:{sha256(LETTER)[:8].upper()}", "letter"),
        ("proceeding:(2019) 1", "p1"),
        ("proceeding:Court Two", "p2"),
        ("stage:Court One/filed", "s1"),
        ("stage:(2019) 1/filed", "s1"),
        ("tag:Damages", "t2"),
        ("preset:v", "pr1"),
        ("preset:Contract", "pr1"),
    ],
)
def test_natural_keys(full: Full, reference: str, handle: str) -> None:
    session, ids = full
    outcome = apply(session, {"do": "AddNote", "on": reference, "text": "x"})
    [note] = outcome.created
    assert dump(session)["note", note.id]["on_id"] == ids[handle]


def test_ids_and_handles_mean_every_kind_of_thing(full: Full) -> None:
    session, ids = full
    for row_id in ids.values():
        apply(session, {"do": "AddNote", "on": row_id, "text": "x"})
    outcome = apply(
        session,
        {"do": "AddTag", "as": "claim:1", "name": "a handle may look like a key"},
        {"do": "TagEvidence", "evidence": ["evidence:A-1"], "tags": ["claim:1"]},
    )
    assert outcome.summary == "Apply 2 commands"
    assert len(session.read(history)[-1].summary) < 80


def test_a_handle_means_nothing_in_the_next_file(full: Full) -> None:
    session, _ids = full
    apply(session, {"do": "AddTag", "as": "h", "name": "x"})
    with pytest.raises(UserError):
        apply(session, {"do": "TagEvidence", "evidence": ["evidence:A-1"], "tags": ["h"]})


def test_a_preset_does_everything_once(full: Full) -> None:
    session, ids = full
    command = {"do": "ApplyPreset", "preset": "preset:v", "evidence": ["evidence:A-10", "evidence:A-2"]}
    first = apply(session, command)
    detail = session.read(evidence_detail, ids["a10"])
    assert detail.row.kind == "documentary"
    assert detail.row.review == "reviewed"
    assert detail.row.tags == ("Key",)
    assert {(link.stance, link.element_number, link.fact_number) for link in detail.links} == {
        ("supports", "1.2", ""),
        ("context", "", "1"),
    }
    assert [(use.status, use.court) for use in detail.stages] == [("filed", "Court Two")]
    assert first.changes.rows
    after, entries = dump(session), session.read(history)
    assert apply(session, command).changes == ChangeSet(frozenset())
    assert dump(session) == after
    assert session.read(history) == entries


def test_a_preset_with_the_same_key_is_replaced(full: Full) -> None:
    session, ids = full
    apply(session, {"do": "DefinePreset", "key": "v", "name": "Other", "actions": {"type": "letter"}})
    apply(session, {"do": "ApplyPreset", "preset": ids["pr1"], "evidence": ["evidence:A-10"]})
    detail = session.read(evidence_detail, ids["a10"])
    assert (detail.row.type, detail.row.tags, detail.links) == ("letter", (), ())


def test_tagging_twice_and_untagging(full: Full) -> None:
    session, ids = full
    both = {"evidence": [ids["a1"], "evidence:A-1", ids["a10"]], "tags": ["tag:Key", ids["t1"]]}
    assert apply(session, {"do": "TagEvidence", **both}).changes.rows == {("evidence", ids["a10"])}
    assert not apply(session, {"do": "TagEvidence", **both}).changes.rows
    apply(session, {"do": "UntagEvidence", **both})
    assert session.read(evidence_detail, ids["a1"]).row.tags == ("Damages",)


def test_a_surprising_stage_is_taken_with_a_warning(full: Full) -> None:
    session, _ids = full
    usual = apply(session, {"do": "AddStageEvent", "proceeding": "proceeding:Court One", "kind": "accepted"})
    assert usual.warnings == ()
    odd = apply(session, {"do": "AddStageEvent", "proceeding": "proceeding:Court Two", "kind": "judgment_1"})
    [warning] = odd.warnings
    assert warning == "judgment_1 is unusual after filed; it usually comes after: hearing"
    assert len(odd.created) == 1
    apply(session, {"do": "AddProceeding", "court": "Court Three"})
    first = apply(session, {"do": "AddStageEvent", "proceeding": "proceeding:Court Three", "kind": "hearing"})
    assert "hearing is unusual at the beginning; a proceeding usually begins with: " in first.warnings[0]


def test_an_unusual_case_number_is_taken_with_a_warning(full: Full) -> None:
    session, _ids = full
    usual = apply(session, {"do": "AddProceeding", "court": "C", "case_number": "(2019)京01民初123号"})
    assert usual.warnings == ()
    odd = apply(
        session, {"do": "EditProceeding", "proceeding": "proceeding:C", "case_number": "1:19-cv-00123"}
    )
    assert odd.warnings == ("1:19-cv-00123 is no usual case number; one looks like （2019）京01民初123号",)
    apply(session, {"do": "SetMatter", "profile": "us_federal_civil"})
    assert apply(session, {"do": "AddProceeding", "court": "D", "case_number": "any"}).warnings == ()


def test_deadlines_are_counted_by_the_profile(full: Full) -> None:
    """15 days from 20 September 2019 end on 5 October, in the National Day holiday; 8 October is the day after it."""
    session, ids = full
    rule = "appeal_judgment"
    [stage] = apply(
        session, {"do": "AddStageEvent", "proceeding": ids["p1"], "kind": "judgment_1", "date": "2019-09-20"}
    ).created
    apply(session, {"do": "SetDeadline", "stage": stage.id, "source": "statutory", "rule": rule})
    [undated] = apply(
        session, {"do": "AddStageEvent", "proceeding": ids["p1"], "kind": "judgment_1", "date": "unknown"}
    ).created
    apply(session, {"do": "SetDeadline", "stage": undated.id, "source": "statutory", "rule": rule})
    rows = session.read(deadlines, session.profile)
    assert [row.due for row in rows] == [date(2019, 3, 1), date(2019, 10, 8), None]
    assert rows[1].explanation
    assert "is known" in rows[2].explanation
    apply(session, {"do": "EditStageEvent", "stage": stage.id, "date": "2019-09"})
    assert session.read(deadlines, session.profile)[-1].due is None


def test_a_quote_that_is_not_there_is_taken_with_a_warning(full: Full) -> None:
    session, _ids = full
    outcome = apply(
        session, {"do": "AddCite", "evidence": "evidence:A-1", "page": 1, "quote": "6 January 2019"}
    )
    assert "is not in the text of page 1" in outcome.warnings[0]
    states = {cite.quote: cite.state for cite in session.read(cites) if cite.quote}
    assert states["5 January 2019"] == "ok"
    assert states["6 January 2019"] != "ok"


def test_a_cite_keeps_label_and_the_words_around(full: Full) -> None:
    session, ids = full
    row = dump(session)["cite", ids["q1"]]
    assert (row["label"], row["before"][-9:], row["after"][:1]) == ("i", "tract on ", ".")


def test_what_a_person_enters_is_no_guess_any_more(full: Full) -> None:
    from ..matters import put_file

    session, _ids = full
    put_file(session, b"x", "memo.txt", as_evidence=True)
    item = next(row for (table, _id), row in dump(session).items() if table == "evidence" and row["guesses"])
    assert item["title"] == "memo"
    apply(session, {"do": "EditEvidence", "evidence": item["id"], "author": "A"})
    assert dump(session)["evidence", item["id"]]["guesses"] == {"title": "name"}
    apply(session, {"do": "EditEvidence", "evidence": item["id"], "title": "Memo"})
    assert dump(session)["evidence", item["id"]]["guesses"] == {}


def test_assessing_again_at_the_same_stage_replaces(full: Full) -> None:
    session, ids = full
    again = {"do": "AssessEvidence", "evidence": ids["a1"], "by": ids["them"], "dimension": "authenticity"}
    changed = apply(session, {**again, "position": "not_accepted", "stage": ids["s1"]})
    assert changed.created == ()
    assert apply(session, {**again, "position": "accepted"}).created != ()
    detail = session.read(evidence_detail, ids["a1"])
    assert [(one.position, one.stage) for one in detail.assessments] == [
        ("not_accepted", ids["s1"]),
        ("accepted", ""),
    ]


def test_competition_is_one_pair_seen_from_both_facts(full: Full) -> None:
    session, ids = full
    apply(session, {"do": "EditFact", "fact": ids["f2"], "competes_with": [ids["f1"], ids["f3"]]})
    pairs = [row for (table, _id), row in dump(session).items() if table == "fact_competition"]
    assert len(pairs) == 2
    apply(session, {"do": "EditFact", "fact": ids["f3"], "competes_with": []})
    assert [key for key in dump(session) if key[0] == "fact_competition"] != []
    assert sum(key[0] == "fact_competition" for key in dump(session)) == 1


def test_links_replace_their_cites_only_when_told(full: Full) -> None:
    session, ids = full
    apply(session, {"do": "EditLink", "link": ids["l1"], "weight": 1})
    by_id = {link.id: link for link in session.read(links)}
    assert [cite.id for cite in by_id[ids["l1"]].cites] == [ids["q1"]]
    apply(session, {"do": "EditLink", "link": ids["l1"], "evidence": ids["a2"], "cites": [ids["q2"]]})
    by_id = {link.id: link for link in session.read(links)}
    assert [cite.id for cite in by_id[ids["l1"]].cites] == [ids["q2"]]


def test_the_making_of_a_matter_is_not_taken_back(tmp_path: Path) -> None:
    session = empty_session(tmp_path)
    assert session.undo_label is None
    with pytest.raises(UserError) as caught:
        session.undo()
    assert caught.value.code == "nothing_to_undo"
    apply(session, {"do": "SetMatter", "title": "Better"})
    assert session.undo_label == "Apply 1 commands"
    session.undo()
    assert session.read(matter).title == "M"
    assert session.undo_label is None
    session.close()


def test_listeners_hear_every_commit_once(full: Full) -> None:
    session, ids = full
    heard: list[ChangeSet] = []
    stop = session.subscribe(heard.append)
    apply(session, {"do": "SetReview", "evidence": [ids["a1"]], "state": "reviewed"})
    apply(session, {"do": "SetReview", "evidence": [ids["a1"]], "state": "reviewed"})
    session.undo()
    stop()
    stop()
    session.redo()
    assert heard == [ChangeSet(frozenset({("evidence", ids["a1"])}))] * 2


SUMMARIES: list[tuple[dict[str, Any], str]] = [
    ({"do": "AddParty", "name": "New"}, "Add party New"),
    ({"do": "AddClaim", "number": "3", "title": "New"}, "Add claim 3 New"),
    ({"do": "AddFact", "text": "New"}, "Add fact 4"),
    ({"do": "AddEvidence", "title": "New"}, "Add evidence New"),
    ({"do": "AddEvidence", "exhibit": "C-1", "title": "New"}, "Add evidence C-1 New"),
    ({"do": "EditEvidence", "evidence": "evidence:A-1", "title": "T"}, "Edit evidence A-1"),
    ({"do": "AddCite", "evidence": "evidence:A-1", "page": 1}, "Add cite to A-1, p. 1"),
    (
        {"do": "LinkEvidence", "evidence": "evidence:A-1", "element": "element:1.2", "stance": "supports"},
        "Link A-1: supports 1.2",
    ),
    (
        {"do": "LinkEvidence", "evidence": "evidence:A-1", "fact": "fact:2", "stance": "context"},
        "Link A-1: context fact 2",
    ),
    (
        {"do": "SetReview", "evidence": ["evidence:A-1"], "state": "needs_second_look"},
        "Mark 1 item needs second look",
    ),
    (
        {"do": "TagEvidence", "evidence": ["evidence:A-1", "evidence:A-10"], "tags": ["tag:Key"]},
        "Tag 2 items Key",
    ),
    ({"do": "Delete", "what": "fact:3"}, "Delete fact"),
]


@pytest.mark.parametrize(("command", "summary"), SUMMARIES, ids=[summary for _c, summary in SUMMARIES])
def test_summaries(full: Full, command: dict[str, Any], summary: str) -> None:
    from evidence_desk.commands.command_files import parse_commands

    session, _ids = full
    [step] = parse_commands({"commands": [command]})
    assert session.run(step.command).summary == summary
    assert session.read(history)[-1].summary == summary
    assert session.undo().summary == f"Undo: {summary}"
    assert session.redo_label == summary
    assert session.redo().summary == f"Redo: {summary}"
    assert session.undo_label == summary


def test_every_command_says_what_it_is_for() -> None:
    for name, cls in COMMANDS.items():
        assert (cls.__doc__ or "").splitlines()[0].endswith("."), name


def test_what_follows_a_change_of_profile_in_a_command_file_runs_under_it(tmp_path: Path) -> None:
    session = empty_session(tmp_path)
    apply(
        session,
        {"do": "SetMatter", "profile": "us_federal_civil"},
        {"do": "AddEvidence", "title": "A letter", "kind": "document"},
    )
    assert session.profile.id == "us_federal_civil"
    session.undo()
    assert session.profile.id == "prc_civil"
    session.close()


def test_a_damaged_cache_does_not_hide_a_change_that_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = empty_session(tmp_path)
    sha256 = put_file(session, b"bytes", "a.txt")

    def refuse() -> None:
        raise UserError("damaged", "the cache is damaged", "Nothing was changed.")

    monkeypatch.setattr(session, "_forget_dropped_ocr", refuse)
    heard: list[object] = []
    session.subscribe(heard.append)
    outcome = session.run(Delete(what=f"file:{sha256}"))
    assert outcome.summary == "Delete file"
    assert heard == [outcome.changes]
    session.close()


def test_an_element_moved_to_another_claim_leaves_the_one_above_in_the_same_step(
    full: tuple[Session, dict[str, str]],
) -> None:
    session, ids = full
    before = dump(session)
    assert before["element", ids["e2"]]["parent_id"] == ids["e1"]
    apply(session, {"do": "EditElement", "element": ids["e2"], "claim": "claim:2"})
    moved = dump(session)["element", ids["e2"]]
    assert (moved["claim_id"], moved["parent_id"]) == (ids["c2"], None)
    session.undo()
    assert dump(session) == before
