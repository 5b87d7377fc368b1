"""Words that must be known, links that are not said twice, deadlines that run from their stage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evidence_desk.commands.session import Session
from evidence_desk.queries.claims import claims
from evidence_desk.queries.evidence import evidence_detail, evidence_ids
from evidence_desk.queries.links import links
from evidence_desk.queries.matter import parties
from evidence_desk.support.errors import CommandError

from ..matters import apply, dump, full_session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made, _ids = full_session(tmp_path)
    return made


def _refused(session: Session, command: dict[str, Any]) -> CommandError:
    before = dump(session)
    with pytest.raises(CommandError) as caught:
        apply(session, command)
    assert dump(session) == before
    return caught.value


def test_unknown_words_are_refused_and_the_known_ones_listed(session: Session) -> None:
    item, element = session.read(evidence_ids)[0], session.read(claims)[0].elements[0].id
    for command, code, known in (
        ({"do": "EditEvidence", "evidence": item, "type": "scribble"}, "unknown_type", "contract"),
        ({"do": "EditItems", "evidence": [item], "type": "scribble"}, "unknown_type", "contract"),
        (
            {"do": "CodeEvidence", "evidence": [item], "actions": {"type": "scribble"}},
            "unknown_type",
            "contract",
        ),
        ({"do": "EditElement", "element": element, "burden": "nobody"}, "unknown_burden", "plaintiff"),
        ({"do": "AddParty", "name": "X", "role": "friend"}, "unknown_role", "defendant"),
    ):
        error = _refused(session, command)
        assert error.code == code
        assert known in error.remedy


def test_a_word_may_be_given_by_its_name_in_either_language(session: Session) -> None:
    item, element = session.read(evidence_ids)[0], session.read(claims)[0].elements[0].id
    apply(session, {"do": "EditEvidence", "evidence": item, "type": "Contract"})
    assert session.read(evidence_detail, item).row.type == "contract"
    apply(session, {"do": "EditElement", "element": element, "burden": "原告"})
    assert session.read(claims)[0].elements[0].burden == "plaintiff"
    apply(session, {"do": "AddParty", "name": "X", "role": "Defendant"})
    assert {party.name: party.role for party in session.read(parties)}["X"] == "defendant"
    apply(session, {"do": "EditEvidence", "evidence": item, "type": ""})
    assert session.read(evidence_detail, item).row.type == ""


def _link(session: Session) -> dict[str, Any]:
    item, element = session.read(evidence_ids)[-1], session.read(claims)[0].elements[0].id
    return {"do": "LinkEvidence", "evidence": item, "stance": "supports", "element": element}


def test_the_same_link_twice_is_refused(session: Session) -> None:
    link = _link(session)
    apply(session, {**link, "weight": 3})
    error = _refused(session, {**link, "weight": 3})
    assert (error.code, "already" in error.message) == ("taken", True)
    apply(session, {**link, "stance": "context"})


def test_a_new_cite_goes_to_the_link_there_is(session: Session) -> None:
    link = _link(session)
    apply(session, link)
    cite = apply(session, {"do": "AddCite", "evidence": link["evidence"], "note": "here"}).created[0].id
    before = len(session.read(links))
    outcome = apply(session, {**link, "cites": [cite], "purpose": "To show it"})
    assert len(session.read(links)) == before
    held = next(each for each in session.read(links) if each.id == outcome.created[0].id)
    assert ([each.id for each in held.cites], held.purpose) == ([cite], "To show it")
    session.undo()
    assert next(each for each in session.read(links) if each.id == held.id).cites == ()


def test_what_a_link_says_is_not_written_over_by_linking_again(session: Session) -> None:
    link = {**_link(session), "weight": 3, "purpose": "To show it"}
    made = apply(session, link).created[0].id
    cite = apply(session, {"do": "AddCite", "evidence": link["evidence"], "note": "here"}).created[0].id
    before = dump(session)
    for field, value in (("purpose", "To show more"), ("weight", 1)):
        error = _refused(session, {**link, field: value, "cites": [cite]})
        assert (error.code, error.field) == ("taken", field)
    assert dump(session) == before
    apply(session, {**link, "answer": "Not so"})
    held = next(each for each in session.read(links) if each.id == made)
    assert (held.purpose, held.answer, held.weight) == ("To show it", "Not so", 3)


def test_a_link_is_not_changed_into_another(session: Session) -> None:
    link = _link(session)
    apply(session, link)
    other = apply(session, {**link, "stance": "contradicts"}).created[0].id
    assert _refused(session, {"do": "EditLink", "link": other, "stance": "supports"}).code == "taken"
    apply(session, {"do": "EditLink", "link": other, "stance": "contradicts", "weight": 1})


def test_a_deadline_runs_from_the_stage_of_its_rule(session: Session) -> None:
    apply(session, {"do": "AddProceeding", "as": "p", "court": "Some court", "case_number": "77"})
    for kind in ("accepted", "served"):
        apply(session, {"do": "AddStageEvent", "proceeding": "proceeding:77", "kind": kind})
    wrong = {"do": "SetDeadline", "stage": "stage:77/accepted", "source": "statutory", "rule": "answer"}
    error = _refused(session, wrong)
    assert error.code == "rule_of_other_stage"
    assert "send_complaint" in error.remedy
    apply(session, {**wrong, "stage": "stage:77/served"})
