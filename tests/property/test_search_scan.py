"""The index against a plain scan: each word of a page finds it, and nothing is found that a scan does not find."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy import text as sql

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.session import Session
from evidence_desk.domain.search_language import Phrase, Word, terms
from evidence_desk.queries.found import Found
from evidence_desk.queries.marks import hits_on_page
from evidence_desk.store.folding_table import folding
from evidence_desk.store.page_text import Page
from evidence_desk.store.word_tables import stems
from evidence_desk.support.resources import resource

from ..matters import apply, empty_session, sha256

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
_SAME = dict(zip("騰訊⼥⺟同", "腾讯女母同", strict=True))
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_TOKEN = re.compile(rf"{_HAN}|[^\W_\u3041-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+")
_BROKEN = re.compile(r"(?<=[a-z])-[^\S\n]*\n\s*(?=[a-z])")
Places = set[tuple[str, int]]


def _tokens(text: str) -> list[str]:
    """The words of a text, Han one by one, as a reader would see them."""
    plain = "".join(_SAME.get(one, one) for one in unicodedata.normalize("NFKC", text)).casefold()
    for invisible in "\x00\u200b\u00ad":
        plain = plain.replace(invisible, "")
    marks_off = "".join(one for one in unicodedata.normalize("NFD", plain) if not unicodedata.combining(one))
    return _TOKEN.findall(_BROKEN.sub("", marks_off))


def _has(page: list[str], wanted: list[str]) -> bool:
    size, first = len(wanted), wanted[0]
    return any(page[at : at + size] == wanted for at, word in enumerate(page) if word == first)


def _found(session: Session, query: Word | Phrase) -> Places:
    def _places(connection: Connection) -> Places:
        found = Found(connection, query, list(terms(query)))
        return {(place.file, place.page) for place in found.by_item("exhibit") if place.file}

    return session.search(_places)


class _Pages:
    """Pages that can be put into one matter one after another, each in a file of its own."""

    def __init__(self, folder: Path) -> None:
        self.session = empty_session(folder)
        self._numbers = count()

    def put(self, text: str) -> tuple[str, int]:
        from ..matters import put_file

        name = f"{next(self._numbers)}.txt"
        file = put_file(self.session, name.encode(), name, as_evidence=True)
        self.session.keep_pages(file, [Page(1, "", text, 1, 1)])
        self.session.index_text()
        return file, 1


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Pages]:
    """An empty matter to put pages into."""
    made = _Pages(tmp_path_factory.mktemp("scan"))
    yield made
    made.session.close()


_PIECES = st.sampled_from(
    [
        "contract",
        "Contracts",
        "24",
        "hours'",
        "inter-\nface",
        "well-known",
        "été",
        "e\u0301",
        "合同",
        "騰訊",
        "合\n同",
        "⼥",
        "ＡＢ",
        "，",
        "。",
        "\n",
        " ",
        "(a)",
        "con\u200btract",
        "co\x00py",
        "2018年8月",
        "her face+",
        "x.y@z.com",
        "ab-\n",
    ]
)
_TEXTS = st.lists(_PIECES, min_size=1, max_size=14).map(" ".join)


@settings(max_examples=60)
@given(_TEXTS, st.randoms(use_true_random=False))
def test_every_word_of_a_made_page_finds_it(pages: _Pages, text: str, random: Random) -> None:
    place = pages.put(text)
    words = _tokens(text)
    for _try in range(min(6, len(words))):
        size = random.randint(1, 3)
        at = random.randrange(len(words))
        wanted = words[at : at + size]
        assert place in _found(pages.session, Phrase(" ".join(wanted))), wanted
    for whole in text.split():
        if any(map(str.isalnum, whole)) and '"' not in whole:
            assert place in _found(pages.session, Word(whole)), whole
            assert hits_on_page(text, Word(whole))


def _texts_of(session: Session) -> dict[tuple[str, int], str]:
    rows = session.read(lambda c: c.execute(sql("SELECT sha256, page, text FROM cache.page")).all())
    return {(sha, page): words for sha, page, words in rows}


def _check_words(session: Session, random: Random, tries: int) -> None:
    texts = _texts_of(session)
    scans = {place: _tokens(words) for place, words in texts.items()}
    full = [place for place, words in scans.items() if words]
    on_pages: dict[str, Places] = defaultdict(set)
    for place, words in scans.items():
        for word in words:
            on_pages[word].add(place)
    _stem_all(word for word in on_pages if word.isascii())
    for _try in range(tries):
        place = random.choice(full)
        words = scans[place]
        at = random.randrange(len(words))
        is_han = re.fullmatch(_HAN, words[at]) is not None
        wanted = words[at : at + (random.randint(1, 6) if is_han else random.randint(1, 2))]
        found = _found(session, Phrase(" ".join(wanted)))
        scanned = {other for other in on_pages[wanted[0]] if _has(scans[other], wanted)}
        assert scanned <= found, (wanted, scanned - found)
        assert hits_on_page(texts[place], Phrase(" ".join(wanted))), wanted
        stemmed = [_documented(word) for word in wanted]
        for other in found - scanned:  # by what is documented, and the halves of words broken at a line's end
            halves = _tokens(texts[other].replace("-", " ").replace("\x02", " ").replace("\ufffe", " "))
            likely = [[_documented(word) for word in held] for held in (scans[other], halves)]
            assert any(_has(held, stemmed) for held in likely), (wanted, other)


def _stem_all(words: Iterable[str]) -> None:
    """Stem all words at once, which takes no longer than one."""
    wanted = list(words)
    _STEMS.update(zip(wanted, stems(wanted), strict=True))


_STEMS: dict[str, str] = {}


@cache
def _documented(word: str) -> str:
    """What a word is taken for: its stem, or the simplified form of a character."""
    return _STEMS.get(word) or stems([word])[0] if word.isascii() else folding().fold(word).strip()


def _imported(folder: Path, documents: Path) -> tuple[LocalDesk, Session]:
    desk = LocalDesk()
    session = desk.new_matter(folder / "m.edesk", profile="prc_civil", title="M")
    desk.import_paths(session, [documents])
    return desk, session


def test_words_of_the_sample(tmp_path: Path) -> None:
    desk, session = _imported(tmp_path, resource("demo", "documents"))
    _check_words(session, Random(5), 150)
    session.close()
    desk.close()


def test_words_of_real_documents(tmp_path: Path) -> None:
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real documents is not beside this checkout")
    documents = tmp_path / "in"
    for part in ("zh", "contracts-en", "court-en", "html"):
        shutil.copytree(CORPUS / part, documents / part)
    desk, session = _imported(tmp_path, documents)
    _check_words(session, Random(6), 150)
    session.close()
    desk.close()


@settings(max_examples=40)
@given(st.data())
def test_the_beginning_of_a_word_finds_its_page(pages: _Pages, data: st.DataObject) -> None:
    words = (
        "termination terminated university universities happiness agreement agreed contracting relational "
        "negligence negligent liability liabilities organization organisational responsible cancelled "
        "defences copies hoping hopping damages evidentiary electricity formalize conditional QF2018"
    ).split()
    word = data.draw(st.sampled_from(words))
    beginning = word[: data.draw(st.integers(2, len(word)))]
    place = pages.put(f"the {word} of it")
    assert place in _found(pages.session, Word(beginning, is_prefix=True)), beginning
    assert hits_on_page(f"the {word} of it", Word(beginning, is_prefix=True))


def test_nothing_is_found_where_nothing_is(pages: _Pages) -> None:
    apply(pages.session, {"do": "SetMatter", "summary": "x"})
    assert _found(pages.session, Word("qqqq")) == set()
    assert sha256(b"") not in {file for file, _page in _found(pages.session, Word("同合同合"))}
