"""The cache of page text: of another version or damaged it is made anew; OCR stands beside own text."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from evidence_desk.intake.ocr_lines import OcrWord
from evidence_desk.store import ocr_boxes
from evidence_desk.store.page_text import FILE_NAME, Page, PageTextStore, attach

OLD = """
CREATE TABLE page (sha256 TEXT, page INTEGER, label TEXT, text TEXT, width REAL, height REAL);
CREATE TABLE read (sha256 TEXT PRIMARY KEY, pages INTEGER);
INSERT INTO page VALUES ('a', 1, '', 'old', 1, 1);
INSERT INTO read VALUES ('a', 1);
PRAGMA user_version = 1;
"""


def old_cache(folder: Path) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as connection:
        connection.executescript(OLD)


def test_a_cache_of_an_older_version_is_read_again(tmp_path: Path) -> None:
    old_cache(tmp_path)
    store = PageTextStore(tmp_path)
    assert store.unread(["a"]) == ["a"]
    assert store.page("a", 1) is None
    store.close()


def test_a_reader_takes_an_older_cache_for_empty(tmp_path: Path) -> None:
    old_cache(tmp_path)
    with closing(sqlite3.connect(":memory:", uri=True)) as connection:
        attach(connection, tmp_path, immutable=False)
        assert connection.execute("SELECT source FROM cache.page").fetchall() == []
        assert connection.execute("SELECT simhash FROM cache.read").fetchall() == []


def test_only_pages_without_text_wait_for_ocr(tmp_path: Path) -> None:
    store = PageTextStore(tmp_path)
    texts = ["", " \r\n\t\x0c", "words", " " * 2000]
    store.put("a", [Page(number, "", text, 1, 1) for number, text in enumerate(texts, 1)])
    assert store.pages_for_ocr("a") == [1, 2]
    assert store.pages_for_ocr("b") == []
    store.put_ocr("a", 1, text="read", confidence=0.5, boxes="{}")
    store.put_ocr("a", 2, text="", confidence=0.0, problem="it hung")
    assert store.pages_for_ocr("a") == []
    assert store.pages_for_ocr("a", again=True) == [2]
    assert store.files_with_ocr() == {"a"}
    assert store.page("a", 1) == Page(1, "", "read", 1, 1, "ocr", 0.5, "{}", "")
    store.drop_ocr("a")
    assert store.files_with_ocr() == set()
    assert store.page("a", 1) == Page(1, "", "", 1, 1)
    store.close()


def test_words_come_back_as_they_were_kept() -> None:
    words = [OcrWord('疯狂 "变" 脸', (1.0, 2.0, 3.5, 4.25), 0.5), OcrWord("b", (0.0, 0.0, 1.0, 1.0), 1.0)]
    assert ocr_boxes.unpack(ocr_boxes.pack(words, 270)) == (words, 270)
    assert ocr_boxes.unpack("") == ([], 0)
