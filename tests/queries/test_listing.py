"""The orders of the evidence list: what has no such word comes last, whichever way round."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import false

from evidence_desk.queries import evidence
from evidence_desk.queries.evidence import evidence_ids, evidence_rows, unreviewed

from ..matters import apply, full_session


@pytest.mark.parametrize(
    ("order", "exhibits"),
    [
        ("author", ["L-2", "L-1", "L-3"]),
        ("-author", ["L-1", "L-2", "L-3"]),
        ("-author,title", ["L-1", "L-2", "L-3"]),
        ("tags", ["L-2", "L-1", "L-3"]),
        ("-tags", ["L-1", "L-2", "L-3"]),
        ("group", ["L-1", "L-2", "L-3"]),
        ("-group", ["L-2", "L-1", "L-3"]),
        ("-title", ["L-3", "L-2", "L-1"]),
    ],
)
def test_items_without_a_word_come_last_in_either_direction(
    tmp_path: Path, order: str, exhibits: list[str]
) -> None:
    session, _ids = full_session(tmp_path)
    apply(
        session,
        {"do": "AddEvidenceGroup", "number": "7", "title": "Seventh"},
        {"do": "AddEvidence", "exhibit": "L-1", "title": "a", "author": "Zhou", "group": "group:1"},
        {"do": "AddEvidence", "exhibit": "L-2", "title": "b", "author": "Adam", "group": "group:7"},
        {"do": "AddEvidence", "exhibit": "L-3", "title": "c"},
        {"do": "TagEvidence", "evidence": ["evidence:L-1"], "tags": ["tag:Key"]},
        {"do": "TagEvidence", "evidence": ["evidence:L-2"], "tags": ["tag:Damages"]},
    )
    rows = session.read(evidence_rows, session.read(evidence_ids, order=order))
    assert [row.exhibit for row in rows if row.exhibit.startswith("L-")] == exhibits
    session.close()


@pytest.mark.parametrize("letters", [1, 36, 37, 100, 100_000])
def test_ids_are_the_same_in_whatever_parts_they_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letters: int
) -> None:
    session, _ids = full_session(tmp_path)
    apply(session, *({"do": "AddEvidence", "exhibit": f"L-{number}", "title": "t"} for number in range(1, 8)))
    monkeypatch.setattr(evidence, "_LETTERS", letters)
    rows = session.read(evidence_rows, session.read(evidence_ids))
    assert [row.exhibit for row in rows][-7:] == [f"L-{number}" for number in range(1, 8)]
    assert session.read(evidence_ids, where=false()) == []
    assert session.read(unreviewed) == {row.id for row in rows if row.review == "unreviewed"}
    session.close()
