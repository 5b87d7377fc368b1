"""The matrix as a paper: what stands where, in each language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evidence_desk.export.blocks import Cell, Paper, Table
from evidence_desk.export.gaps import gaps
from evidence_desk.export.matrix import amount_words
from evidence_desk.queries.rows import Matrix


def _tables(paper: Paper) -> dict[str, Table]:
    return {section.key: section.tables[0] for section in paper.sections}


def _met(paper: Paper) -> dict[str, Cell]:
    rows = _tables(paper)["matrix"].rows
    return {cell.anchor: cell for row in rows for cell in row.cells if cell.anchor}


def test_every_cell_of_the_matrix_is_in_the_grid_and_no_other(sample: Matrix, make: Any) -> None:
    met = _met(make.paper(sample))
    assert set(met) == {f"cell-{element}-{evidence}" for element, evidence in sample.cells}
    signs = {"supports": "▲", "contradicts": "▼", "context": "●"}
    for (element, evidence), cell in sample.cells.items():
        shown = met[f"cell-{element}-{evidence}"]
        assert shown.tone == cell.stance
        assert shown.text.startswith(f"{signs[cell.stance]}{cell.weight}")
        assert shown.text.endswith(f"·{len(cell.cites)}") == bool(cell.cites)
        assert ("±" in shown.text) == cell.mixed
        assert ("→" in shown.text) == cell.is_through_fact


def test_evidence_that_meets_no_element_has_no_column_and_a_gap(sample: Matrix, make: Any) -> None:
    paper = make.paper(sample)
    headings = [column.heading[0].text for column in _tables(paper)["matrix"].columns[4:]]
    assert headings == ["A-1", "A-2", "A-4", "A-9", "B-1"]
    found = {(gap.kind, gap.number) for gap in gaps(sample)}
    assert found == {
        ("contradicted", "1.3"),
        ("single_source", "2.1"),
        ("unproven", "2.2"),
        ("unlinked", "A-11"),
        ("facts_only", "A-12"),
        ("to_be_obtained", "B-1"),
    }


def test_claims_head_their_elements(sample: Matrix, make: Any) -> None:
    rows = _tables(make.paper(sample))["matrix"].rows
    assert [(row.kind, row.cells[0].text) for row in rows] == [
        ("group", "1"),
        ("plain", "1.1"),
        ("plain", "1.2"),
        ("plain", "1.2.1"),
        ("plain", "1.3"),
        ("group", "2"),
        ("plain", "2.1"),
        ("plain", "2.2"),
        ("group", "3"),
    ]
    breach = rows[0].cells
    assert (breach[2].text, breach[3].text, breach[3].share) == ("100,000,000 CNY", "75%", 0.75)
    assert rows[8].cells[3].share is None, "a claim without elements has no share"
    assert [row.cells[1].indent for row in rows[1:5]] == [1, 1, 2, 1]


def test_elements_whose_parents_go_round_in_a_circle_end(make: Any) -> None:
    one = make.element("1.1", "one", parent="el-1.2")
    two = make.element("1.2", "two", parent="el-1.1")
    paper = make.paper(make.matrix_of([make.claim("1", "Claim", "", [one, two])], [], []))
    assert [row.cells[1].indent for row in _tables(paper)["matrix"].rows[1:]] == [2, 2]


def test_every_link_leads_to_a_place_there_is(sample: Matrix, make: Any) -> None:
    paper = make.paper(sample)
    anchors, links = set(), set()
    for table in _tables(paper).values():
        anchors |= {column.anchor for column in table.columns} | {row.anchor for row in table.rows}
        cells = [cell for row in table.rows for cell in row.cells]
        anchors |= {cell.anchor for cell in cells}
        links |= {cell.link for cell in cells if cell.link}
    assert links <= anchors
    assert len(links) > len(sample.cells)


def test_each_cite_has_a_row_and_a_link_without_cites_has_one(sample: Matrix, make: Any) -> None:
    table = _tables(make.paper(sample))["cites"]
    keys = [column.key for column in table.columns]
    shown = [
        tuple(row.cells[keys.index(key)].text for key in ("element", "exhibit", "page", "quote"))
        for row in table.rows
    ]
    expected = []
    for claim in sample.claims:
        for element in claim.elements:
            for evidence in sample.columns:
                cell = sample.cells.get((element.id, evidence.id))
                for link in cell.links if cell else ():
                    pages = [(str(cite.page), cite.quote) for cite in link.cites] or [("", "")]
                    expected += [(element.number, evidence.exhibit, *page) for page in pages]
    assert shown == expected


def test_a_quote_that_drifted_is_marked(sample: Matrix, make: Any) -> None:
    table = _tables(make.paper(sample))["cites"]
    check = [column.key for column in table.columns].index("check")
    marked = [row.cells[check].text for row in table.rows if row.cells[check].tone == "gap"]
    assert marked == ["drifted", "not found"]


@pytest.mark.parametrize(
    ("lang", "title", "first", "heading"),
    [
        ("en", "She Shoots v. Tencent Cloud", "A valid one-year contract existed", "Proof"),
        ("zh", "她拍诉腾讯云", "双方存在有效的一年期合同", "证明状态"),
        (
            "both",
            "She Shoots v. Tencent Cloud 她拍诉腾讯云",
            "A valid one-year contract existed\n双方存在有效的一年期合同",
            "Proof\n证明状态",
        ),
    ],
)
def test_names_and_words_follow_the_language(
    sample: Matrix, make: Any, lang: str, title: str, first: str, heading: str
) -> None:
    paper = make.paper(sample, lang)
    table = _tables(paper)["matrix"]
    assert paper.subtitle == title
    assert table.rows[1].cells[1].text == first
    assert "".join(run.text for run in table.columns[3].heading) == heading.replace("\n", "")
    assert table.rows[7].cells[1].text == "Tencent Cloud answers for Tiantian P", "it has but one name"


def test_words_of_a_profile_we_do_not_know_stay_as_they_are(make: Any) -> None:
    element = replace(make.element("1.1", "x"), burden="Streithelfer")
    paper = make.paper(make.matrix_of([make.claim("1", "Claim", "", [element])], [], []), "both")
    assert _tables(paper)["matrix"].rows[1].cells[2].text == "Streithelfer"


def test_an_empty_matrix_is_a_paper_too(make: Any) -> None:
    paper = make.paper(make.matrix_of([], [], []), "both")
    assert [table.rows for table in _tables(paper).values()] == [(), (), ()]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("100000000", "100,000,000 CNY"),
        ("1234.50", "1,234.50 CNY"),
        ("to be fixed", "to be fixed CNY"),
        ("NaN", "NaN CNY"),
    ],
)
def test_amounts_are_grouped(amount: str, words: str) -> None:
    assert amount_words(amount, "CNY") == words


def test_a_link_to_a_fact_of_the_element_names_the_fact(make: Any) -> None:
    element, evidence = make.element("1.1", "x"), make.evidence("A-1", "y")
    link = replace(make.link(evidence, element, "supports", 1), fact="fa-1", fact_number="7")
    paper = make.paper(make.matrix_of([make.claim("1", "Claim", "", [element])], [evidence], [link]))
    assert _tables(paper)["cites"].rows[0].cells[0].text == "1.1 fact 7"
