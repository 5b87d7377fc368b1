"""The few marks of notes, and that nothing else gets through."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_desk.domain.markup import to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "<p>plain</p>"),
        ("two\nlines", "<p>two<br>lines</p>"),
        ("one\n\ntwo", "<p>one</p><p>two</p>"),
        ("a **bold** and *slanted* _word_", "<p>a <b>bold</b> and <i>slanted</i> <i>word</i></p>"),
        ("2 * 3 * 4 and snake_case_name", "<p>2 * 3 * 4 and snake_case_name</p>"),
        ("- one\n- **two**\nafter", "<ul><li>one</li><li><b>two</b></li></ul><p>after</p>"),
        ("1. 甲\n2、乙", "<ol><li>甲</li><li>乙</li></ol>"),
        ("see https://example.org/a_b_c.", '<p>see <a href="https://example.org/a_b_c">https://example.org/a_b_c</a>.</p>'),
        ("[the *paper*](http://example.org)", '<p><a href="http://example.org">the <i>paper</i></a></p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("<img src=x> & <b>no</b>", "<p>&lt;img src=x&gt; &amp; &lt;b&gt;no&lt;/b&gt;</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_marks(text: str, html: str) -> None:
    assert to_html(text) == html


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


_pieces = st.sampled_from(
    "**|*|_|- |1. |\n|\n\n|[|](|)|<b>|<img src=x onerror=y>|\"|'|&lt;| |http://a.b/c|javascript:x|words|中文|"
    "https://x.y/<z>|</p>|<!--|\0".split("|")
)


@given(st.lists(_pieces, max_size=25).map("".join))
def test_whatever_is_written_only_the_known_tags_come_out_and_they_nest(text: str) -> None:
    reader = _Reader()
    reader.feed(to_html(text))
    reader.close()
    assert reader.tags <= {"p", "br", "ul", "ol", "li", "b", "i", "a"}
    assert reader.open == []
    assert all(
        name == "href" and str(value).startswith(("http://", "https://")) for name, value in reader.attributes
    )
