"""The reads, checked against the sample's own command file and against each other."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from evidence_desk.commands.session import Session
from evidence_desk.domain.numbering import natural_key, next_number
from evidence_desk.profiles import load_profile
from evidence_desk.queries.claims import claims, facts
from evidence_desk.queries.evidence import (
    evidence_detail,
    evidence_ids,
    evidence_rows,
    evidence_with_words,
    list_evidence,
    next_exhibit,
    unreviewed,
)
from evidence_desk.queries.facets import facets, review_progress
from evidence_desk.queries.integrity import verify
from evidence_desk.queries.links import cites, links
from evidence_desk.queries.listing import GROUPS, ORDERS, grouped
from evidence_desk.queries.matrix import matrix
from evidence_desk.queries.matter import counts, matter, parties
from evidence_desk.queries.stages import proceedings, stage_links, stages
from evidence_desk.store.page_text import Page
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource

from ..matters import LETTER_TEXT, apply, empty_folder, empty_session, full_session, open_session

COMMANDS: list[dict[str, Any]] = json.loads(resource("demo", "commands.json").read_text("utf-8"))["commands"]
DONE = Counter(command["do"] for command in COMMANDS)


def test_everything_of_the_command_file_is_listed(sample: Session) -> None:
    assert len(sample.read(list_evidence)) == DONE["AddEvidence"]
    assert len(sample.read(links)) == DONE["LinkEvidence"]
    assert len(sample.read(cites)) == DONE["AddCite"]
    assert len(sample.read(facts)) == DONE["AddFact"]
    assert len(sample.read(claims)) == DONE["AddClaim"]
    assert len(sample.read(stages)) == DONE["AddStageEvent"]
    assert len(sample.read(stage_links)) == DONE["LinkStage"]
    assert len(sample.read(parties)) == DONE["AddParty"]
    held = sample.read(counts)
    assert (held.evidence, held.elements, held.proceedings) == (
        DONE["AddEvidence"],
        DONE["AddElement"],
        DONE["AddProceeding"],
    )
    assert sample.read(matter).amount == "100000000"
    assert parties_in_order(sample)


def parties_in_order(sample: Session) -> bool:
    sides = [party.side for party in sample.read(parties)]
    order = ["ours", "theirs", "neutral"]
    return [order.index(side) for side in sides] == sorted(order.index(side) for side in sides)


def test_the_sample_is_as_its_history_says(sample: Session) -> None:
    found = sample.read(verify, sample.files_folder)
    assert found.problems == ()
    assert found.files_checked == len(list(resource("demo", "documents").iterdir()))


def test_both_courts_have_both_names(sample: Session) -> None:
    kinds = {(row.kind, row.ground): (row.court, row.court_native) for row in sample.read(stages)}
    rejected = kinds["not_accepted", "jurisdiction"]
    accepted = kinds["accepted", ""]
    assert "Shenzhen" in rejected[0]
    assert "深圳" in rejected[1]
    assert "Beijing No.1" in accepted[0]
    assert "北京市第一中级" in accepted[1]
    first, second = sample.read(proceedings)
    assert second.from_ == first.id


def test_every_quote_of_the_sample_is_on_its_page(sample: Session) -> None:
    assert Counter(cite.state for cite in sample.read(cites)) == {"ok": DONE["AddCite"]}


def test_the_cells_of_the_matrix_are_the_links(sample: Session) -> None:
    of_fact = {fact.id: fact.elements for fact in sample.read(facts)}
    expected: dict[tuple[str, str], set[str]] = defaultdict(set)
    for link in sample.read(links):
        for element in [link.element] if link.element else of_fact[link.fact]:
            expected[element, link.evidence].add(link.id)
    table = sample.read(matrix)
    assert {place: {link.id for link in cell.links} for place, cell in table.cells.items()} == expected
    for cell in table.cells.values():
        own = [link for link in cell.links if link.element]
        assert list(cell.links[: len(own)]) == own
        assert cell.is_through_fact == (not own)
        deciding = own or list(cell.links)
        assert cell.weight == max(link.weight for link in deciding)
        assert cell.stance in {link.stance for link in deciding if link.weight == cell.weight}
        assert cell.mixed == (len({link.stance for link in deciding}) > 1)
    rows = {element.id for claim in table.claims for element in claim.elements}
    columns = {row.id for row in table.columns}
    assert {element for element, _item in table.cells} <= rows
    assert {item for _element, item in table.cells} <= columns


def test_a_cell_never_contradicts_the_proof_state_of_its_element(sample: Session) -> None:
    table = sample.read(matrix)
    for claim in table.claims:
        for element in claim.elements:
            met = [cell for (row, _item), cell in table.cells.items() if row == element.id]
            own = {cell.stance for cell in met if not cell.is_through_fact}
            if element.state in ("supported", "single_source"):
                assert "supports" in own, element.number
            if element.state == "contradicted":
                assert "contradicts" in own, element.number


def test_a_matrix_can_leave_out_the_columns_without_a_cell(sample: Session) -> None:
    whole, bare, some = sample.read(matrix), sample.read(matrix, unlinked=0), sample.read(matrix, unlinked=1)
    met = {item for _element, item in whole.cells}
    assert bare.cells == some.cells == whole.cells
    assert [row.id for row in bare.columns] == [row.id for row in whole.columns if row.id in met]
    assert len(some.columns) == len(bare.columns) + 1 <= len(whole.columns)
    order = [row.id for row in whole.columns]
    assert [row.id for row in some.columns] == sorted((row.id for row in some.columns), key=order.index)


def test_counts_on_rows_are_those_of_the_links(sample: Session) -> None:
    by_item, by_element = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for link in sample.read(links):
        by_item[link.evidence, link.stance] += 1
        by_element[link.element, link.stance] += 1
    uses = Counter(link.evidence for link in sample.read(stage_links))
    for row in sample.read(list_evidence):
        held = [by_item[row.id, stance] for stance in ("supports", "contradicts", "context")]
        assert [row.supports, row.contradicts, row.context] == held
        assert row.links == sum(held)
        assert row.stages == uses[row.id]
    for claim in sample.read(claims):
        assert 0 <= claim.coverage <= 1
        for element in claim.elements:
            assert element.supports == by_element[element.id, "supports"]
            assert element.contradicts == by_element[element.id, "contradicts"]


def test_a_detail_holds_what_the_lists_hold(sample: Session) -> None:
    all_links, all_cites = sample.read(links), sample.read(cites)
    for row in sample.read(list_evidence):
        detail = sample.read(evidence_detail, row.id)
        assert detail.row == row
        assert tuple(tag.name for tag in detail.tags) == row.tags
        assert set(detail.links) == {link for link in all_links if link.evidence == row.id}
        assert set(detail.cites) == {cite for cite in all_cites if cite.evidence == row.id}
        assert len(detail.stages) == row.stages
    with pytest.raises(UserError):
        sample.read(evidence_detail, "gone")


def test_a_facet_counts_what_has_its_value(sample: Session) -> None:
    found, rows = sample.read(facets), sample.read(list_evidence)
    assert found.tags
    for tag in found.tags:
        assert tag.count == sum(tag.label in row.tags for row in rows)
    for values, name in ((found.kinds, "kind"), (found.types, "type"), (found.reviews, "review")):
        assert {one.key: one.count for one in values} == Counter(
            value for row in rows if (value := getattr(row, name))
        )
    assert found.unlinked == sum(row.links == 0 for row in rows)


def test_items_are_picked_by_words(sample: Session) -> None:
    rows = sample.read(list_evidence)
    assert sample.read(evidence_with_words, "") == rows[:12]
    assert sample.read(evidence_with_words, "合同 agreement") != []
    assert "A-1" in [row.exhibit for row in sample.read(evidence_with_words, "a-1 AGREEMENT")]
    assert sample.read(evidence_with_words, "100%") == []
    under = [row for row in rows if "_" in f"{row.title}{row.native_title}{row.type}"]
    assert sample.read(evidence_with_words, "_") == under[:12]
    mixed = 0
    for words in sorted({word for row in rows for word in row.title.split()}):
        found = sample.read(evidence_with_words, words)
        starts = [
            any(title.lower().startswith(words.lower()) for title in (row.title, row.native_title))
            for row in found
        ]
        assert starts == sorted(starts, reverse=True), words
        mixed += len(set(starts)) == 2
    assert mixed


def test_the_next_exhibit_follows_ours_or_begins_as_our_role_does(sample: Session, tmp_path: Path) -> None:
    assert sample.read(next_exhibit, sample.profile) == next_number(
        max((row.exhibit for row in sample.read(list_evidence) if row.side == "ours"), key=natural_key)
    )
    with closing(empty_session(tmp_path)) as session:
        assert session.read(next_exhibit, load_profile("us_federal_civil")) == "PX-001"
        apply(session, {"do": "AddParty", "name": "We", "side": "ours", "role": "defendant"})
        assert session.read(next_exhibit, load_profile("us_federal_civil")) == "DX-001"
        apply(session, {"do": "AddEvidence", "title": "Theirs", "exhibit": "PX-009", "side": "theirs"})
        apply(session, {"do": "AddEvidence", "title": "Ours", "exhibit": "DX-099"})
        assert session.read(next_exhibit, load_profile("us_federal_civil")) == "DX-100"


def test_what_nobody_has_looked_at_is_the_rest(sample: Session) -> None:
    rows = sample.read(list_evidence)
    assert sample.read(unreviewed) == {row.id for row in rows if row.review == "unreviewed"}
    reviewed, total = sample.read(review_progress)
    assert (reviewed, total) == (sum(row.review == "reviewed" for row in rows), len(rows))


def test_orders(sample: Session) -> None:
    exhibits = [row.exhibit for row in sample.read(list_evidence)]
    numbered = [exhibit for exhibit in exhibits if exhibit]
    assert numbered == sorted(numbered, key=lambda text: (text[0], int(text.partition("-")[2])))
    assert exhibits == numbered + [""] * (len(exhibits) - len(numbered))
    everything = set(sample.read(evidence_ids))
    for order in ORDERS:
        there, back = sample.read(evidence_ids, order=order), sample.read(evidence_ids, order=f"-{order}")
        assert set(there) == set(back) == everything
    for group in GROUPS:
        found = sample.read(grouped, group)
        assert set(found.of) <= everything
        assert {key for key in found.of.values() if key} <= set(found.order)
    rows = {row.id: row for row in sample.read(list_evidence)}
    dates = [rows[row_id].date.sort for row_id in sample.read(evidence_ids, order="date")]
    assert dates == sorted(dates)


def test_rows_come_as_asked_and_gone_ones_are_left_out(sample: Session) -> None:
    ids = sample.read(evidence_ids)
    wanted = [ids[3], "gone", ids[0], ids[3]]
    assert [row.id for row in sample.read(evidence_rows, wanted)] == [ids[3], ids[0], ids[3]]
    assert sample.read(evidence_rows, []) == []


def test_rows_of_many_items_cost_few_statements(sample: Session) -> None:
    statements: list[str] = []

    def _count(connection: Any) -> None:
        event.listen(connection, "before_cursor_execute", lambda *arguments: statements.append(arguments[2]))
        evidence_rows(connection, evidence_ids(connection))

    sample.read(_count)
    assert 1 < len(statements) <= 7


def test_a_quote_drifts_when_the_text_of_its_page_changes(
    full_matter: tuple[Session, dict[str, str]],
) -> None:
    session, ids = full_matter

    def _state() -> str:
        return next(cite.state for cite in session.read(cites) if cite.id == ids["q1"])

    assert _state() == "ok"
    session.keep_pages(
        ids["letter"], [Page(1, "", LETTER_TEXT.replace("5 January 2019", "5 Januury 2019"), 1.0, 1.0)]
    )
    assert _state() == "drifted"
    session.keep_pages(ids["letter"], [Page(1, "", "Another letter altogether.", 1.0, 1.0)])
    assert _state() == "missing"
    session.keep_pages(ids["letter"], [Page(1, "", f"Now far below.\n{LETTER_TEXT}", 1.0, 1.0)])
    assert _state() == "ok"


@pytest.fixture
def full_matter(tmp_path: Any) -> Any:
    session, ids = full_session(tmp_path)
    yield session, ids
    session.close()


def test_a_matter_that_was_never_titled_can_be_read(tmp_path: Any) -> None:
    session = open_session(empty_folder(tmp_path / "m.edesk").root)
    assert session.read(matter).title == ""
    assert session.read(matrix).cells == {}
    apply(session, {"do": "SetMatter", "title": "T"})
    assert session.read(matter).title == "T"
    session.close()
