"""Searches on a small matter: fields, places, orders, snippets, marks, facets, terms, suggestions."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from evidence_desk.commands.session import Session
from evidence_desk.domain.search_language import refined, terms
from evidence_desk.queries import found as found_module
from evidence_desk.queries import search_rare
from evidence_desk.queries.completion_values import completion_values
from evidence_desk.queries.evidence import evidence_rows
from evidence_desk.queries.facets import Facets, facets
from evidence_desk.queries.found import Found
from evidence_desk.queries.hit_rows import Place
from evidence_desk.queries.labels import saved_searches
from evidence_desk.queries.marks import hits_on_page, snippet
from evidence_desk.queries.search import matching_ids, read_query, search, term_report
from evidence_desk.queries.suggest import suggest
from evidence_desk.store.page_text import Page
from evidence_desk.support.errors import CommandError, UserError

from ..matters import apply, full_session, put_file

PAGES = [
    "This services contract is governed by PRC law.\nNotice is given 24\nhours before.",
    "騰訊雲未提前通知，构成违约。她拍因此遭受损失。",
    "The agreement was termi-\nnated on 5 January 2019 (合\n同解除).",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, dict[str, str]]]:
    """The matter with everything in it, and four items of its own; all tests read it only."""
    session, ids = full_session(tmp_path_factory.mktemp("search"))
    file = put_file(session, b"agreement", "agreement.pdf", pages=3)
    session.keep_pages(file, [Page(n, f"p{n}", text, 1, 1) for n, text in enumerate(PAGES, 1)])
    commands: list[dict[str, Any]] = [
        {
            "do": "AddEvidence",
            "as": "deal",
            "exhibit": "B-1",
            "title": "Services agreement",
            "native_title": "服务合同",
            "type": "contract",
            "kind": "documentary",
            "date": "early 2018",
            "author": "Them",
            "files": [f"file:{file}"],
        },
        {
            "do": "AddEvidence",
            "as": "news",
            "exhibit": "B-2",
            "title": "新闻公告",
            "type": "announcement",
            "date": "2019-01-06",
        },
        {
            "do": "AddEvidence",
            "as": "memo",
            "exhibit": "B-3",
            "title": "Counsel memo",
            "privilege": "work product",
        },
        {
            "do": "AddEvidence",
            "as": "old",
            "exhibit": "B-4",
            "title": "Old log",
            "date": "before 2017",
            "notes": "wang's",
        },
        {"do": "SetReview", "evidence": ["deal"], "state": "reviewed"},
        {"do": "EditElement", "element": ids["e1"], "disputed": True},
        {"do": "EditFact", "fact": ids["f1"], "status": "admitted"},
    ]
    outcome = apply(session, *commands)
    ids |= dict(zip(("deal", "news", "memo", "old"), (ref.id for ref in outcome.created), strict=True))
    session.index_text()
    yield session, {**ids, "agreement": file}
    session.close()


def names(made: tuple[Session, dict[str, str]], query: str) -> list[str]:
    """The exhibits a query finds, in order."""
    session, _ids = made
    found = session.search(matching_ids, read_query(query))
    return [row.exhibit for row in session.read(evidence_rows, found)]


ALL = ["A-1", "A-2", "A-10", "B-1", "B-2", "B-3", "B-4"]


@pytest.mark.parametrize(
    ("query", "exhibits"),
    [
        ("", ALL),
        ("腾讯", ["B-1"]),
        ("騰訊", ["B-1"]),
        ("她", ["B-1"]),
        ("合同", ["B-1"]),
        ("同解", ["B-1"]),
        ('"24 hours"', ["B-1"]),
        ("“２４　ｈｏｕｒｓ”", ["B-1"]),
        ("terminated", ["B-1"]),
        ("terminat*", ["B-1"]),
        ("notice 违约", ["B-1"]),  # on different pages of one item
        ("notice -违约", []),
        ("公告 OR terminated", ["B-1", "B-2"]),
        ("(公告 OR notice) -type:contract", ["B-2"]),
        ("contract", ["A-1", "A-2", "B-1"]),
        ("in:text contract", ["A-1", "A-2", "B-1"]),
        ("in:title contract", []),
        ("in:title agreement", ["B-1"]),
        ("in:title agreement OR wang", ["B-1", "B-4"]),
        ("in:title (agreement OR wang)", ["B-1"]),
        ("in:notes wang", ["B-4"]),
        ("in:notes original", ["A-1"]),
        ("type:Contract", ["B-1"]),
        ("type:*", ["B-1", "B-2"]),
        ("-type:*", ["A-1", "A-2", "A-10", "B-3", "B-4"]),
        ("kind:documentary", ["A-1", "B-1"]),
        ("tag:Key", ["A-1", "A-2"]),
        ("tag:dam*", ["A-1", "A-2"]),
        ("tag:Nobody", []),
        ("claim:1", ["A-1", "A-2"]),
        ("claim:Breach", ["A-1", "A-2"]),
        ("claim:2", []),
        ("element:1.1 -exhibit:A-1", ["A-2"]),
        ("fact:1", []),
        ("fact:*", ["A-2"]),
        ("stage:filed", ["A-1"]),
        ('stage:"Court One/filed"', ["A-1"]),
        ('stage:"Court Two/filed"', []),
        ("party:他们", ["B-1"]),
        ("party:Us", []),
        ("exhibit:a-1", ["A-1"]),
        ("exhibit:A-1*", ["A-1", "A-10"]),
        ("has:cite", ["A-1", "A-2"]),
        ("has:text", ["A-1", "A-2", "B-1"]),
        ("has:ocr", []),
        ("has:note", ["A-1", "B-4"]),
        ("has:link", ["A-1", "A-2"]),
        ("is:unlinked exhibit:A-*", ["A-10"]),
        ("is:reviewed", ["B-1"]),
        ("is:privileged", ["B-3"]),
        ("is:disputed", ["A-1", "A-2"]),
        ("date:2019-01", ["A-1", "B-2"]),
        ("date:2018", ["B-1"]),
        ("date:2018-04", ["B-1"]),
        ("date:2018-06", []),
        ("date:2016..2018", ["B-1", "B-4"]),
        ('date:"before 2018"', ["B-4"]),
        ("date:2019-01-06..", ["B-2"]),
        ("date:unknown exhibit:B-*", ["B-3"]),
        ("date:*", ["A-1", "B-1", "B-2", "B-4"]),
    ],
)
def test_what_a_query_finds(made: tuple[Session, dict[str, str]], query: str, exhibits: list[str]) -> None:
    assert sorted(names(made, query)) == sorted(exhibits)


def test_the_hits_of_a_search_are_the_items_of_the_list(made: tuple[Session, dict[str, str]]) -> None:
    session, _ids = made
    for query in (
        "contract",
        "notice 违约",
        "in:title agreement OR wang",
        "合同 -is:privileged",
        "(a OR agreement) date:2018",
    ):
        node = read_query(query)
        hits = session.search(search, node).hits
        assert {hit.evidence for hit in hits} == set(session.search(matching_ids, node)), query


def test_a_hit_says_where_and_shows_the_words(made: tuple[Session, dict[str, str]]) -> None:
    session, ids = made
    result = session.search(search, read_query("“24 hours”"), query="“24 hours”")
    (hit,) = result.hits
    assert (result.total, result.query) == (1, "“24 hours”")
    assert (hit.evidence, hit.exhibit, hit.file, hit.page, hit.label) == (
        ids["deal"],
        "B-1",
        ids["agreement"],
        1,
        "p1",
    )
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["24 hours"]
    (own,) = session.search(search, read_query("服务")).hits
    assert (own.page, own.file, own.snippet, own.marks) == (0, "", "服务合同", ((0, 2),))


@pytest.mark.parametrize("order", ["relevance", "exhibit", "date", "added"])
def test_every_order_gives_every_hit_once_page_by_page(
    made: tuple[Session, dict[str, str]], order: str
) -> None:
    session, _ids = made
    node = read_query("contract OR agreement OR 公告 OR log")
    whole = session.search(search, node, order=order)
    assert len(whole.hits) == whole.total == len({(hit.evidence, hit.file, hit.page) for hit in whole.hits})
    parts = [
        session.search(search, node, order=order, limit=2, offset=at).hits for at in range(0, whole.total, 2)
    ]
    assert [hit for part in parts for hit in part] == list(whole.hits)
    if order == "exhibit":
        assert [hit.exhibit for hit in whole.hits] == sorted(hit.exhibit for hit in whole.hits)
    if order == "date":
        assert whole.hits[0].exhibit == "B-4"


@pytest.mark.parametrize("query", ["contract OR agreement", "contract"])
def test_too_many_hits_are_counted_and_not_ranked(
    made: tuple[Session, dict[str, str]], monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    session, _ids = made
    node = read_query(query)
    ranked = session.search(search, node)
    monkeypatch.setattr(found_module, "MOST_RANKED", 0)  # so that the ranking pass stops at the first
    counted = session.search(search, node)
    assert ranked.is_ranked
    assert not counted.is_ranked
    assert counted.total == ranked.total
    assert {hit.page for hit in counted.hits} == {hit.page for hit in ranked.hits}


@pytest.mark.parametrize(
    "query", ["contract agreement", "contract OR agreement OR 合同 OR log", "notice 违约"]
)
@pytest.mark.parametrize("alone", [1, 2, 5000])
def test_frequent_words_are_ranked_one_by_one_and_nothing_is_lost(
    made: tuple[Session, dict[str, str]], monkeypatch: pytest.MonkeyPatch, query: str, alone: int
) -> None:
    session, _ids = made
    node = read_query(query)
    together = session.search(search, node)
    monkeypatch.setattr(found_module, "MOST_TOGETHER", 0)
    monkeypatch.setattr(found_module, "_MOST_ALONE", alone)
    one_by_one = session.search(search, node)
    assert one_by_one.total == together.total == len(one_by_one.hits)
    assert one_by_one.is_ranked
    key = attrgetter("evidence", "file", "page")
    assert sorted(map(key, one_by_one.hits)) == sorted(map(key, together.hits))
    for limit in range(1, together.total):
        if alone == 5000:  # the same first ones, however many are asked for
            some = session.search(search, node, limit=limit).hits
            assert [hit.evidence for hit in some] == [hit.evidence for hit in one_by_one.hits[:limit]]


def test_pages_that_hold_all_frequent_words_come_first(
    made: tuple[Session, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    session, _ids = made
    monkeypatch.setattr(found_module, "MOST_TOGETHER", 0)
    node = read_query("notice contract")
    wanted = list(terms(node))

    def firsts(connection: Connection) -> tuple[list[Place], list[Place] | None]:
        found = Found(connection, node, wanted)
        return found.with_all(1), found.best(1)

    at_once, best = session.search(firsts)
    assert at_once == best != []


def test_an_item_that_fits_without_the_words_is_a_hit(made: tuple[Session, dict[str, str]]) -> None:
    session, ids = made
    node = read_query("log OR type:contract")
    for order in ("relevance", "exhibit"):
        result = session.search(search, node, order=order)
        assert result.total == len(result.hits)
        assert {hit.evidence for hit in result.hits} == set(session.search(matching_ids, node))
    whole = next(hit for hit in result.hits if hit.evidence == ids["deal"])
    assert (whole.file, whole.page, whole.snippet) == ("", 0, "")


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("termin*", ["termi-\nnated"]),
        ("terminated 合同", ["termi-\nnated", "合\n同"]),
        ("nated", ["nated"]),
        ("-agreement 2019", ["2019"]),
        ("in:title agreement", []),
        ("in:text agreement", ["agreement"]),
        ("type:contract", []),
    ],
)
def test_hits_are_marked_on_the_page(query: str, marked: list[str]) -> None:
    text = PAGES[2]
    assert [text[start:end] for start, end in hits_on_page(text, read_query(query))] == marked


def test_traditional_text_is_marked_where_it_stands() -> None:
    text = "甲方：騰訊雲計算。ＷｅＣｈａｔ"
    spans = hits_on_page(text, read_query("腾讯云 wechat"))
    assert [text[start:end] for start, end in spans] == ["騰訊雲", "ＷｅＣｈａｔ"]


def test_a_snippet_is_one_line_around_the_first_hit() -> None:
    text = "word " * 100 + "the\n  hit here " + "word " * 100
    at = text.index("hit")
    line = snippet(text, [(at, at + 3)])
    assert "\n" not in line.text
    assert len(line.text) < 180
    assert [line.text[start:end] for start, end in line.marks] == ["hit"]
    assert line.text.startswith("…")
    assert line.text.endswith("…")


def test_facets_count_what_a_query_finds(made: tuple[Session, dict[str, str]]) -> None:
    session, _ids = made

    def counted_under(query: str) -> Facets:
        return session.read(facets, session.search(matching_ids, read_query(query)))

    assert counted_under("") == session.read(facets)
    some = counted_under("合同 OR 公告")
    assert {one.key: one.count for one in some.types} == {"contract": 1, "announcement": 1}
    assert {one.key: one.count for one in some.months} == {"2018-01": 1, "2019-01": 1}
    assert some.unlinked == 2
    for base in ("", "contract OR 公告"):
        counted = counted_under(base)
        groups = {
            "type": counted.types,
            "kind": counted.kinds,
            "tag": counted.tags,
            "claim": counted.claims,
            "stage": counted.stages,
        }
        assert counted.stages
        for field, values in groups.items():
            for one in values:
                assert len(names(made, refined(base, field, one.value))) == one.count, (field, one)


def test_a_report_of_terms(made: tuple[Session, dict[str, str]]) -> None:
    session, _ids = made
    rows = session.search(term_report, ["合同", " contract ", "", "合同", "zzz", "type:contract", 'a "b'])
    assert [(row.term, row.hits, row.documents) for row in rows] == [
        ("合同", 2, 1),
        ("contract", 4, 3),
        ("zzz", 0, 0),
        ("type:contract", 1, 1),
        ('a "b', 0, 0),
    ]
    assert "not closed" in rows[-1].problem


def test_values_to_complete_with(made: tuple[Session, dict[str, str]]) -> None:
    session, _ids = made
    values = session.read(completion_values)
    assert values["tag"] == ["Damages", "Key"]
    assert values["type"] == ["announcement", "contract"]
    assert "他们" in values["party"]
    for field, held in values.items():
        for value in held:
            names(made, refined("", field, value))


def test_a_bad_query_is_refused_with_its_place() -> None:
    with pytest.raises(UserError) as caught:
        read_query("合同 date:2018-13")
    assert (caught.value.code, caught.value.details["position"]) == ("bad_query", 13)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("tag:Kye", [("tag", 0, "Key")]),
        ("公告 -tag:kay type:anouncement", [("tag", 4, "Key"), ("type", 12, "announcement")]),
        ("(a OR claim:77) party:zzzzzz", [("claim", 6, ""), ("party", 16, "")]),
        ('stage:"Court One/file"', [("stage", 0, "Court One/filed")]),
        ("exhibit:A-99", [("exhibit", 0, "")]),
        (
            "tag:key type:CONTRACT claim:1 claim:2 party:他们 stage:filed kind:* tag:Zz* date:1999 is:disputed",
            [],
        ),
    ],
)
def test_values_that_nothing_has_are_told_with_what_may_be_meant(
    made: tuple[Session, dict[str, str]], query: str, told: list[tuple[str, int, str]]
) -> None:
    session, _ids = made
    notices = session.search(search, read_query(query)).notices
    assert [(one.field, one.position, one.meant) for one in notices] == told
    for notice in notices:
        assert notice.value in notice.message
        assert bool(notice.meant) == (notice.meant in notice.remedy and notice.remedy != "")


def test_evidence_is_suggested_for_an_element(tmp_path: Path) -> None:
    session, ids = full_session(tmp_path)
    file = put_file(session, b"x", "x.txt")
    session.keep_pages(file, [Page(1, "", "他们 never signed the lease", 1, 1)])
    outcome = apply(
        session,
        {
            "do": "EditElement",
            "element": ids["e3"],
            "text": "They infringed the likeness right",
            "native_text": "侵害肖像权",
        },
        {"do": "AddFact", "text": "Them copied the portrait", "elements": [ids["e3"]]},
        {"do": "AddEvidence", "as": "a", "title": "Portrait as published", "notes": "肖像权人"},
        {"do": "AddEvidence", "as": "b", "title": "Lease", "files": [f"file:{file}"]},
        {"do": "AddEvidence", "as": "c", "title": "Weather report"},
        {"do": "AddEvidence", "as": "d", "title": "Portrait original", "notes": "肖像权 likeness"},
        {"do": "LinkEvidence", "evidence": "d", "element": ids["e1"], "stance": "supports"},
    )
    made = {
        ref.id: index for index, ref in enumerate(ref for ref in outcome.created if ref.kind == "evidence")
    }
    session.index_text()
    found = session.search(suggest, ids["e3"])
    assert [made[one.evidence] for one in found] == [
        0,
        1,
    ]  # the portrait, then the lease that names the party
    assert {"portrait", "肖像权"} <= set(found[0].why)
    assert "他们" in found[1].why
    assert found[0].score > found[1].score
    assert session.search(suggest, ids["e3"], 1) == found[:1]
    with pytest.raises(UserError):
        session.search(suggest, "gone")
    session.close()


def test_a_search_is_kept_only_when_it_can_be_read(tmp_path: Path) -> None:
    session, _ids = full_session(tmp_path)
    apply(session, {"do": "SaveSearch", "name": "Good", "query": "合同 date:2018", "key": "g"})
    bad: list[tuple[dict[str, Any], str]] = [
        ({"do": "SaveSearch", "name": "Bad", "query": "date:2018-13"}, "query"),
        ({"do": "SaveSearch", "name": "Good", "query": "x"}, "name"),
        ({"do": "SaveSearch", "name": "Other", "query": "x", "key": "g"}, "key"),
        ({"do": "SaveSearch", "name": " ", "query": "x"}, "name"),
        ({"do": "EditSearch", "search": "search:Good", "query": "(a"}, "query"),
    ]
    for command, field in bad:
        with pytest.raises(CommandError) as caught:
            apply(session, command)
        assert caught.value.field == field
    assert [(row.name, row.query, row.key) for row in session.read(saved_searches)] == [
        ("Contract", "contract -is:privileged", "c"),
        ("Good", "合同 date:2018", "g"),
    ]
    session.close()


def test_a_rare_word_beside_frequent_ones_finds_what_each_finds_alone(tmp_path: Path) -> None:
    session, _ids = full_session(tmp_path)
    files = [put_file(session, f"f{n}".encode(), f"f{n}.pdf", pages=2) for n in range(4)]
    for n, file in enumerate(files):
        texts = ["notice of termination", "zebra crossing" if n == 1 else "plain"]
        session.keep_pages(file, [Page(at, f"p{at}", text, 1, 1) for at, text in enumerate(texts, 1)])
    commands = [
        {
            "do": "AddEvidence",
            "title": f"Letter {n}" + (" zebra" if n == 7 else ""),
            "files": [f"file:{files[n % 4]}"] if n % 2 else [],
        }
        for n in range(600)
    ]
    apply(session, *commands)
    session.index_text()
    alone = {
        word: set(session.search(matching_ids, read_query(word)))
        for word in (
            "zebra",
            "letter",
            "notice",
            '"of termination"',
            "in:title zebra",
            "in:title letter",
            "lett*",
        )
    }
    assert len(alone["letter"]) > search_rare._RARE > len(alone["zebra"]) > 1
    for query, parts in {
        "letter zebra": ("letter", "zebra"),
        "zebra notice letter": ("zebra", "notice", "letter"),
        'zebra "of termination"': ("zebra", '"of termination"'),
        "zebra lett*": ("zebra", "lett*"),
        "in:title letter zebra": ("in:title letter", "in:title zebra"),
    }.items():
        found = set(session.search(matching_ids, read_query(query)))
        assert found == set.intersection(*(alone[part] for part in parts)), query
        assert found, query
        node = read_query(query)
        assert found == {hit.evidence for hit in session.search(search, node, limit=2000).hits}, query
    assert set(session.search(matching_ids, read_query("letter -zebra"))) == alone["letter"] - alone["zebra"]
    session.close()
