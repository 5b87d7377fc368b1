"""The web page, read back with a parser."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from evidence_desk.export.html import html_bytes
from evidence_desk.export.texts import clean
from evidence_desk.queries.rows import Matrix

GOLDEN = Path(__file__).parent / "golden"


def _parse(data: bytes) -> Any:
    return html.document_fromstring(data.decode("utf-8"))


def _words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("lang", ["en", "zh", "both"])
def test_every_cell_agrees_with_the_paper(sample: Matrix, make: Any, lang: str) -> None:
    paper = make.paper(sample, lang)
    tables = _parse(html_bytes(paper)).xpath("//table")
    for section, table in zip(paper.sections, tables, strict=True):
        rows = table.xpath("./tbody/tr")
        shown = [[_words(cell.text_content()) for cell in row] for row in rows]
        assert shown == [[_words(cell.text) for cell in row.cells] for row in section.tables[0].rows]


@pytest.mark.parametrize("lang", ["en", "both"])
def test_the_page_is_as_it_was(sample: Matrix, make: Any, lang: str) -> None:
    """Write the stored pages anew with WRITE_GOLDEN=1 after a change that is meant, and look at them."""
    golden = GOLDEN / f"matrix.{lang}.html"
    made = html_bytes(make.paper(sample, lang))
    if os.environ.get("WRITE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_bytes(made)
    assert made.decode("utf-8").splitlines() == golden.read_text("utf-8").splitlines()


def test_the_page_needs_nothing_else_and_runs_nothing(sample: Matrix, make: Any) -> None:
    page = _parse(html_bytes(make.paper(sample)))
    assert not page.xpath("//script | //link | //img | //iframe | //object | //@src | //@onclick")
    assert all(target.startswith("#") for target in page.xpath("//@href"))
    assert "url(" not in page.findtext(".//style")
    assert "@import" not in page.findtext(".//style")


def test_every_link_leads_to_a_place_on_the_page(sample: Matrix, make: Any) -> None:
    page = _parse(html_bytes(make.paper(sample)))
    ids = page.xpath("//@id")
    assert len(set(ids)) == len(ids)
    assert {target[1:] for target in page.xpath("//@href")} <= set(ids)


def test_a_screen_reader_hears_what_a_sign_means(sample: Matrix, make: Any) -> None:
    page = _parse(html_bytes(make.paper(sample)))
    labels = page.xpath("//td[@class='sign']//a/@aria-label")
    assert len(labels) == len(sample.cells)
    assert "1.2 by A-2: supports, weight 3, cites: 2" in labels
    assert len(page.xpath("//table[1]//th[@scope='rowgroup']")) == 3
    assert page.xpath("//table[1]/caption")


def test_each_language_is_marked(sample: Matrix, make: Any) -> None:
    assert _parse(html_bytes(make.paper(sample, "zh"))).get("lang") == "zh-Hans"
    both = _parse(html_bytes(make.paper(sample, "both")))
    assert both.get("lang") == "en"
    assert both.xpath("//*[@lang='zh-Hans']/text()")[0]


@settings(max_examples=60, deadline=None)
@given(
    title=st.one_of(
        st.text(st.characters(), max_size=40),
        st.sampled_from(
            ["<script>alert(1)</script>", '"><b>', "</style><script>", "&lt;", "'};@import url(x)"]
        ),
    )
)
def test_titles_stay_text_wherever_they_stand(make: Any, title: str) -> None:
    element, evidence = make.element("1.1", title), make.evidence("A-1", title)
    link = make.link(evidence, element, "supports", 1, purpose=title)
    matrix = make.matrix_of([make.claim("1", title, "", [element])], [evidence], [link])
    matrix = replace(matrix, matter=replace(matrix.matter, title=title, native_title=""))
    page = _parse(html_bytes(make.paper(matrix)))
    assert not page.xpath("//script")
    assert len(page.xpath("//style")) == 1
    assert len(page.xpath("//table")) == 3 - (not page.xpath("//section[@id='gaps']//table"))
    shown = page.xpath("//table[1]//tr[@id='element-el-1.1']")[0][1].text_content()
    assert _words(shown) == _words(clean(title))
