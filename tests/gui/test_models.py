"""What the views compute before they paint."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.gui.dialogs.palette import Entry, fitting
from evidence_desk.gui.models.evidence_model import PAGE, EvidenceModel
from evidence_desk.gui.viewer.element_picker import Target, matching
from evidence_desk.gui.views.facts_panel import competing_groups
from evidence_desk.gui.views.matrix_layout import CELL_WIDTH, lay_out
from evidence_desk.gui.views.stages_layout import PathLayout
from evidence_desk.gui.views.stages_layout import lay_out as lay_out_path
from evidence_desk.gui.widgets.amounts import amount_text
from evidence_desk.queries.court_rows import ProceedingRow, StageRow
from evidence_desk.queries.rows import (
    ClaimRow,
    DateValue,
    ElementRow,
    EvidenceRow,
    FactRow,
    Matrix,
    MatterRow,
)  # fmt: skip

NO_DATE = DateValue("unknown", "", "unknown")


def _evidence(number: int) -> EvidenceRow:
    return EvidenceRow(
        id=f"e{number}", exhibit=f"A-{number}", title=f"Item {number}", native_title="", kind="", type="",
        date=NO_DATE, review="unreviewed", side="ours", group="", parent="", tags=(), files=(),
        supports=0, contradicts=0, context=0, links=0, stages=0,
    )  # fmt: skip


def _element(claim: int, number: int, state: str) -> ElementRow:
    return ElementRow(
        id=f"c{claim}.{number}", claim=f"c{claim}", claim_number=str(claim), number=f"{claim}.{number}", text="x",
        native_text="", parent="", burden="", standard="", disputed=True, note="", state=state, strength=0,
        supports=0, contradicts=0, context=0,
    )  # fmt: skip


def _claim(number: int, states: Sequence[str]) -> ClaimRow:
    elements = tuple(_element(number, place, state) for place, state in enumerate(states, 1))
    return ClaimRow(
        id=f"c{number}", number=str(number), title="x", native_title="", kind="claim", basis="", cause="",
        relief="", amount="", currency="", by="", by_name="", against="", against_name="", elements=elements,
        coverage=0.0,
    )  # fmt: skip


def _fact(number: int, *rivals: int) -> FactRow:
    return FactRow(
        id=f"f{number}", number=str(number), text="x", date=NO_DATE, status="disputed", note="", elements=(),
        competes_with=tuple(f"f{each}" for each in rivals), supports=0, contradicts=0, context=0,
    )  # fmt: skip


MATTER = MatterRow("m", "x", "", "", "", "", "", "prc_civil")


def test_only_the_rows_that_show_are_read_and_few_pages_are_kept(qapp: object) -> None:
    asked: list[int] = []

    def fetch(ids: Sequence[str]) -> list[EvidenceRow]:
        asked.append(len(ids))
        return [_evidence(int(each[1:])) for each in ids]

    model = EvidenceModel(fetch)
    model.set_ids([f"e{number}" for number in range(10_000)])
    assert asked == []
    row = model.row(5_000)
    assert row is not None
    assert row.id == "e5000"
    assert asked == [PAGE]
    for place in range(0, 10_000, PAGE):
        model.row(place)
    assert len(model._pages) <= 64
    assert model.place_of("e9999") == 9_999
    assert model.place_of("gone") == -1


def test_items_are_dragged_by_their_ids(qapp: object) -> None:
    model = EvidenceModel(lambda ids: [_evidence(int(each[1:])) for each in ids])
    model.set_ids(["e1", "e2", "e3"])
    data = model.mimeData([model.index(0, 0), model.index(2, 0)])
    assert bytes(data.data(model.mimeTypes()[0]).data()) == b"e1\ne3"


states = st.lists(st.sampled_from(["unproven", "single_source", "contradicted", "supported"]), max_size=6)


@given(st.lists(states, max_size=5), st.integers(0, 9), st.booleans())
def test_every_height_of_the_matrix_belongs_to_the_line_that_is_drawn_there(
    claims: list[list[str]], columns: int, only_gaps: bool
) -> None:
    rows = tuple(_claim(number, each) for number, each in enumerate(claims, 1))
    matrix = Matrix(MATTER, rows, tuple(_evidence(number) for number in range(columns)))
    layout = lay_out(matrix, only_gaps=only_gaps)
    for index in range(len(layout.lines)):
        assert layout.line_at(layout.tops[index]) == index
        assert layout.line_at(layout.tops[index + 1] - 1) == index
    assert layout.line_at(layout.height) == -1
    assert layout.line_at(-1) == -1
    assert [layout.column_at(place * CELL_WIDTH) for place in range(columns)] == list(range(columns))
    assert layout.column_at(layout.width) == -1
    shown = [line for line in layout.lines if isinstance(line, ElementRow)]
    wanted = matrix.gaps if only_gaps else tuple(e for claim in rows for e in claim.elements)
    assert shown == list(wanted)


def test_a_folded_claim_hides_its_elements() -> None:
    matrix = Matrix(MATTER, (_claim(1, ["supported"]), _claim(2, ["unproven"])), ())
    assert [line.id for line in lay_out(matrix, folded={"c1"}).lines] == ["c1", "c2", "c2.1"]


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=8))
def test_facts_that_compete_are_shown_once_and_together(pairs: list[tuple[int, int]]) -> None:
    rivals: dict[int, set[int]] = {number: set() for number in range(9)}
    for one, other in pairs:
        if one != other:
            rivals[one].add(other)
            rivals[other].add(one)
    groups = competing_groups([_fact(number, *sorted(rivals[number])) for number in range(9)])
    shown = [fact.id for group in groups for fact in group]
    assert sorted(shown) == [f"f{number}" for number in range(9)]
    for one, other in pairs:
        assert any({f"f{one}", f"f{other}"} <= {fact.id for fact in group} for group in groups)


def test_a_number_finds_its_element_before_words_do() -> None:
    targets = [
        Target("element", "a", "1.2", "Notice of 2.1 days"),
        Target("element", "b", "2.1", "came first"),
        Target("fact", "c", "7", "Hinweis", "通知"),
    ]
    assert [each.id for each in matching(targets, "2.1")] == ["b", "a"]
    assert [each.id for each in matching(targets, "通知")] == ["c"]
    assert [each.id for each in matching(targets, "  ")] == ["a", "b", "c"]
    assert matching(targets, "nothing like it") == []


def test_what_was_used_last_comes_first_and_initials_find_as_well() -> None:
    targets = [
        Target("element", "a", "1.1", "A contract existed", "存在合同"),
        Target("element", "b", "1.2", "No notice was given", "未通知"),
        Target("element", "c", "2.1", "Notice of the contract", ""),
    ]
    assert [each.id for each in matching(targets, "", used=["c", "b"])] == ["c", "b", "a"]
    assert [each.id for each in matching(targets, "notice", used=["c"])] == ["c", "b"]
    assert [each.id for each in matching(targets, "nnw")] == ["b"]
    assert [each.id for each in matching(targets, "czht")] == ["a"]


def test_what_begins_with_the_words_comes_before_what_only_holds_them() -> None:
    targets = [
        Target("stage", "a", "1", "Not accepted", "未受理"),
        Target("stage", "b", "2", "Accepted", "受理"),
    ]
    assert [each.id for each in matching(targets, "acc", used=["a"])] == ["b", "a"]
    assert [each.id for each in matching(targets, "受理")] == ["b", "a"]


def test_palette_entries_that_begin_with_the_words_come_first() -> None:
    entries = [
        Entry("Go to Matrix", "", print),
        Entry("Matrix export", "", print),
        Entry("Undo", "Ctrl+Z", print),
    ]
    assert [entry.text for entry in fitting(entries, "matrix")] == ["Matrix export", "Go to Matrix"]


def _stage(name: str, proceeding: str, status: str) -> StageRow:
    return StageRow(name, proceeding, "Court", "", "filed", NO_DATE, status, "", "", "", "", ())


def _path() -> PathLayout:
    lanes = [
        ProceedingRow("p1", "First", "", "", "", "", "", ""),
        ProceedingRow("p2", "Second", "", "", "", "", "p1", "refiled_after"),
    ]
    stages = [_stage("s1", "p1", "occurred"), _stage("s2", "p2", "occurred"), _stage("s3", "p2", "planned")]
    return lay_out_path(lanes, stages)


def test_the_path_finds_events_by_place_and_by_neighbour() -> None:
    path = _path()
    left, top, width, height = path.card(1, 1)
    found = path.at(left + width / 2, top + height / 2)
    assert found is not None
    assert found.id == "s3"
    assert path.at(left - 5, top) is None
    assert [each and each.id for each in (path.neighbour("s3", -1, 0), path.neighbour("s3", 0, 1))] == [
        "s1",
        None,
    ]
    assert [(arrow.start.id, arrow.end.id, arrow.is_planned) for arrow in path.arrows()] == [
        ("s2", "s3", True)
    ]
    assert [(each.start.id, each.end.id) for each in path.crossings()] == [("p1", "p2")]


def test_amounts_are_written_with_sign_and_thousands() -> None:
    assert amount_text("100000000", "CNY") == "¥100,000,000"
    assert amount_text("1200.50", "CHF") == "1,200.50 CHF"
    assert amount_text("", "USD") == ""
