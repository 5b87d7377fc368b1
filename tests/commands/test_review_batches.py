"""Review batches: items dealt out by name, families and copies together, progress, another reviewer, undo."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence_desk.commands.base import Work
from evidence_desk.commands.evidence import AddEvidence, SetReview
from evidence_desk.commands.intake import ImportedFile, ImportedItem, ImportFiles
from evidence_desk.commands.review_batches import EditReviewBatch, SplitReview
from evidence_desk.commands.session import Session
from evidence_desk.domain.words import ReviewState
from evidence_desk.queries.evidence import evidence_ids
from evidence_desk.queries.review_batches import review_batches
from evidence_desk.queries.search import matching_ids, read_query
from evidence_desk.support.errors import CommandError

from ..matters import apply, dump, full_session


def _file(number: int) -> ImportedFile:
    return ImportedFile(
        sha256=f"{number:064x}", name=f"{number}.txt", media_type="text/plain", extension="txt", bytes=1,
        pages=1, original_path=f"/{number}.txt", modified_at="",
    )  # fmt: skip


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A matter with a mail of two attachments, two copies of one paper, and twelve single papers."""
    made, _ids = full_session(tmp_path)
    apply(made, {"do": "Delete", "what": "review_batch:Round/1"})
    files = [_file(number) for number in range(100, 116)]
    items = [
        ImportedItem(files=[files[place].sha256], title=f"Paper {place:02}", parent=parent)
        for place, parent in enumerate(["", files[0].sha256, files[0].sha256, *[""] * 12])
    ]
    made.run(ImportFiles(batch=made.new_id(), source="x", files=files, items=items))
    made.run(AddEvidence(title="Paper 05 again", files=[files[5].sha256]))
    return made


def _found(session: Session, query: str) -> list[str]:
    return session.search(matching_ids, read_query(query))


def test_items_are_dealt_out_evenly_and_families_and_copies_stay_together(session: Session) -> None:
    session.index_text()
    ids = session.read(evidence_ids)
    session.run(SplitReview(name="All", reviewers=["Anna", "Ben", "Chen"], evidence=ids))
    rows = session.read(review_batches)
    assert [(row.name, row.number, row.reviewer) for row in rows] == [
        ("All", 1, "Anna"), ("All", 2, "Ben"), ("All", 3, "Chen"),
    ]  # fmt: skip
    assert sum(row.items for row in rows) == len(ids)
    assert max(row.items for row in rows) - min(row.items for row in rows) <= 3
    for family in (('"Paper 00"', '"Paper 01"', '"Paper 02"'), ('"Paper 05"', '"Paper 05 again"')):
        homes = {
            row.number
            for title in family
            for item in _found(session, title)
            for row in rows
            if item in _found(session, f"batch:All/{row.number}")
        }
        assert len(homes) == 1, family
    assert set(_found(session, "batch:All")) == set(ids)
    assert set(_found(session, "reviewer:anna")) == set(_found(session, "batch:All/1"))


def test_batches_of_a_size_go_to_the_reviewers_in_turn_and_further_ones_are_numbered_on(
    session: Session,
) -> None:
    ids = session.read(evidence_ids)
    session.run(SplitReview(name="Fives", reviewers=["Anna", "Ben"], evidence=ids, size=5))
    rows = session.read(review_batches)
    assert all(row.items <= 5 for row in rows)
    assert [row.reviewer for row in rows[:4]] == ["Anna", "Ben", "Anna", "Ben"]
    session.run(SplitReview(name="Fives", reviewers=["Chen"], evidence=ids[:2]))
    assert session.read(review_batches)[-1].number == len(rows) + 1


def test_a_batch_with_a_new_name_gets_the_next_number_of_it(session: Session) -> None:
    ids = session.read(evidence_ids)
    for name in ("One", "Two"):
        session.run(SplitReview(name=name, reviewers=["Anna", "Ben"], evidence=ids))
    session.run(EditReviewBatch(review_batch="review_batch:One/1", name="Two"))
    assert [(row.name, row.number) for row in session.read(review_batches)] == [
        ("One", 2), ("Two", 1), ("Two", 2), ("Two", 3),
    ]  # fmt: skip
    session.run(EditReviewBatch(review_batch="review_batch:Two/3", name="Two", reviewer="Chen"))
    assert session.read(review_batches)[-1].number == 3


def test_a_search_a_saved_one_or_a_query_says_what_is_split(session: Session) -> None:
    apply(session, {"do": "SaveSearch", "name": "Papers", "query": "in:title paper"})
    apply(session, {"do": "SplitReview", "name": "One", "reviewers": ["Anna"], "search": "search:Papers"})
    apply(session, {"do": "SplitReview", "name": "Two", "reviewers": ["Anna"], "query": "in:title paper"})
    one, two = session.read(review_batches)
    assert one.items == two.items == 16
    assert one.query == two.query == "in:title paper"


def test_the_index_is_brought_up_to_date_before_the_change_and_not_in_it(session: Session) -> None:
    session.index_text()
    apply(session, {"do": "AddEvidence", "exhibit": "Z-1", "title": "Zebra"})
    found: list[str] = []

    def _write(work: Work) -> tuple[str, object]:
        found.extend(work.find("zebra"))
        return "Look", {}

    session.record("Look", _write)
    assert found == []
    apply(session, {"do": "SplitReview", "name": "New", "reviewers": ["Anna"], "query": "zebra"})
    assert [row.items for row in session.read(review_batches)] == [1]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reviewers": []}, "bad_reviewers"),
        ({"reviewers": [" "]}, "empty"),
        ({"size": 0}, "bad_size"),
        ({"evidence": []}, "empty"),
        ({"evidence": ["evidence:none"]}, "no_such_thing"),
        ({"evidence": None}, "one_of"),
        ({"evidence": None, "query": "type:", "search": "search:x"}, "one_of"),
        ({"evidence": None, "query": "(("}, "bad_query"),
        ({"evidence": None, "query": "exhibit:none"}, "nothing_found"),
    ],
)
def test_what_cannot_be_split_is_refused_whole(
    session: Session, fields: dict[str, object], code: str
) -> None:
    before = dump(session)
    whole = {"name": "X", "reviewers": ["Anna"], "evidence": session.read(evidence_ids), **fields}
    given = {name: value for name, value in whole.items() if value is not None}
    with pytest.raises(CommandError) as caught:
        session.run(SplitReview(**given))  # type: ignore[arg-type]
    assert caught.value.code == code
    assert dump(session) == before


def test_progress_follows_the_review_and_all_of_it_is_undone(session: Session) -> None:
    before = dump(session)
    ids = session.read(evidence_ids)
    session.run(SplitReview(name="All", reviewers=["Anna"], evidence=ids))
    session.run(SetReview(evidence=ids[:3], state=ReviewState.REVIEWED))
    session.run(SetReview(evidence=ids[3:5], state=ReviewState.NEEDS_SECOND_LOOK))
    (row,) = session.read(review_batches)
    assert (row.reviewed, row.second_look, row.open) == (3, 2, len(ids) - 5)
    session.run(EditReviewBatch(review_batch="review_batch:All/1", reviewer="Ben"))
    assert session.read(review_batches)[0].reviewer == "Ben"
    for _ in range(4):
        session.undo()
    assert dump(session) == before


def test_a_batch_is_deleted_without_its_items_and_an_item_without_asking_its_batch(session: Session) -> None:
    session.index_text()
    ids = session.read(evidence_ids)
    session.run(SplitReview(name="All", reviewers=["Anna"], evidence=ids))
    extra = next(each for each in ids if each in _found(session, '"Paper 09"'))
    apply(session, {"do": "Delete", "what": extra})
    assert session.read(review_batches)[0].items == len(ids) - 1
    apply(session, {"do": "Delete", "what": "review_batch:All/1"})
    assert session.read(review_batches) == []
    assert len(session.read(evidence_ids)) == len(ids) - 1
