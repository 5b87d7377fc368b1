"""On the Chinese screen stand Chinese words: of the program always, of the matter where it has them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.domain import fuzzy_dates
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.texts import Texts
from evidence_desk.gui.window import MainWindow
from evidence_desk.support.preferences import Preferences
from evidence_desk.support.resources import resource
from tests.gui.conftest import settle
from tests.gui.screen_words import painted_words, words_behind, words_of
from tests.gui.showing import VIEWS, everything

# Of commands: what people write in their own words, and what has a second name in Chinese.
_WRITTEN = (
    "summary aliases notes basis cause relief note purpose author source custodian objection answer outcome reason "
    "query quote privilege_reason number exhibit currency key color"
).split()
_NAMED = {"title": "native_title", "name": "native_name", "text": "native_text", "court": "court_native"}
_SEEN = 5  # letters of a Chinese name that are not cut off
_LEAST = 8  # letters of what stands in the matter; fewer may be a word of the program
# What is written so in every language: keys, formats, units, programs, names of files, hashes, the language of search.
_HASH = re.compile(r"\b[0-9a-f]{12,}\b|@\S+|\b[\w-]+\.(?:pdf|eml|html|png|txt|xlsx)\b")
_COMMON = re.compile(
    r"Ctrl|Alt|Shift|Menu|Esc|Enter|Tab|PgDown|PgUp|Left|Right|Up|Down|Delete|Del|Space|F\d\d?|Backspace|Return"
    r"|pdfium|pypdfium2|PDF|Excel|Word|PowerPoint|XLSX?|xlsx?|docx?|html?|HTML|csv|CSV|json|JSON|OCR|ocr|MD5|SHA-256|OPT|LFP|DAT|PNG"
    r"|png|pdf|txt|eml|JPEG|ZIP|Markdown|LibreOffice|soffice|python3 -m pip install|lxml"
    r"|[KMGT]i?B|DPI|ID|Evidence Desk|English|load file|CNY|signal"
    r"|[\w./~\\-]*[/\\][\w ./~\\…-]*|[\w-]+\.\w{2,7}\b|…[\w.-]+"
    r"|\b(?:type|tag|date|kind|claim|element|has|is|in|near|party|stage|fact|exhibit|OR|AND|NOT)\b:?"
)


@pytest.fixture
def settings(desk: LocalDesk, tmp_path: Path) -> Settings:
    desk.preferences = Preferences(tmp_path / "settings")
    desk.preferences.set("language", "zh")
    desk.preferences.set("theme", "light")
    return Settings(desk.preferences)


class _Matter:
    """What the sample matter holds in words of people, and which of it has a Chinese name."""

    def __init__(self) -> None:
        self.named: dict[str, str] = {}
        held = {
            "tester",
            "documents",
            "folder",
            "agreement",
            "cloud",
            "services",
            "fusion",
            "contract",
            "year",
            "te",
            "en, zh",
            *_documents(),
        }
        for command in json.loads(resource("demo", "commands.json").read_text("utf-8"))["commands"]:
            if command["do"] != "SetDeadline":
                held |= set(_texts([command.get(name) for name in _WRITTEN]))
            for name, native in _NAMED.items():
                if command.get(native):
                    self.named[command[name]] = command[native]
                else:
                    held |= set(_texts(command.get(name)))
        for stage in json.loads(resource("jurisdictions", "prc_civil.json").read_text("utf-8"))["stages"]:
            self.named[stage["names"]["en"]] = stage["names"]["zh"]
        self.whole = "\n".join(held)

    def english(self, text: str, beside: str) -> list[str]:
        """Return the English words of a text that are none of the matter's; ``beside`` is what stands before it."""
        if not re.search("[A-Za-z]{2}", text):
            return []
        rest = _HASH.sub(" ", _plain(text))
        names = "\n".join(
            name for name, native in self.named.items() if native in text or native[:_SEEN] in beside
        )
        # One may stand in the other: what is said of an item names a party, and the name of an item its type.
        found = (
            _without(_without(rest, first), then)
            for first, then in ((self.whole, names), (names, self.whole))
        )
        return min((re.findall(r"[A-Za-z]{2,}", _COMMON.sub(" ", each)) for each in found), key=len)


def _documents() -> Iterator[str]:
    for path in resource("demo", "documents").iterdir():
        if path.name.endswith((".html", ".txt", ".eml")):
            yield _plain(re.sub("<[^>]+>", "", path.read_text("utf-8")))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield _plain(value)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u200b", ""))


def _without(text: str, held: str) -> str:
    """Return a text without what also stands in ``held``: whole lines of it, long parts, and parts that end in …."""
    at = 0
    while at + _LEAST <= len(text):
        end = at + _LEAST
        while end <= len(text) and not text[at].isspace() and text[at:end] in held:
            end += 1
        if end > at + _LEAST:
            text = f"{text[:at]} {text[end - 1 :]}"
        at += 1
    text = _short(held).sub(" ", text)
    cut = re.search(r"[A-Z][^·，：、“]*…$", text)
    return text[: cut.start()] if cut and f"\n{cut[0][:-1]}" in f"\n{held}" else text


@cache
def _short(held: str) -> re.Pattern[str]:
    lines = sorted({line for line in held.split("\n") if 1 < len(line) <= _LEAST}, key=len, reverse=True)
    words = "|".join(map(re.escape, lines)) or "$^"
    return re.compile(rf"(?<![A-Za-z0-9])(?:{words})(?![A-Za-z0-9])", re.IGNORECASE)


def test_everything_that_shows_is_chinese(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter, found = _Matter(), dict[str, str]()

    def rest() -> None:
        settle(window, qtbot)
        qtbot.wait(120)
        settle(window, qtbot)

    def look(name: str, widget: QWidget) -> None:
        _note(found, name, ((text, "") for text in words_of(widget)), matter)
        natives = "\n".join(matter.named.values())
        _note(found, name, ((text, natives) for text in words_behind(widget)), matter)
        painted = painted_words(widget, monkeypatch)
        if widget is not window:  # a list draws the name itself, and we what shows beside it
            painted = [*words_of(widget), *painted]
        _note(found, name, ((text, "\n".join(painted[:at])) for at, text in enumerate(painted)), matter)

    for view in VIEWS:
        window.show_view(view)
        rest()
        look(view, window)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text("a", "utf-8")
    for name, widget in everything(window, tmp_path / "folder", rest):
        look(name, widget)
    assert found == {}


def _note(found: dict[str, str], name: str, texts: Iterable[tuple[str, str]], matter: _Matter) -> None:
    for text, beside in texts:
        if text not in found and matter.english(text, beside):
            found[text] = name


@pytest.mark.parametrize(
    ("entered", "chinese"),
    [
        ("unknown", "不详"),
        ("early 2018", "2018年初"),
        ("Late August 2018", "2018年08月下旬"),
        ("by 2019-01", "截至2019-01"),
        ("before 2018-10", "2018-10之前"),
        ("about 2018-08", "约2018-08"),
        ("2018 Q3", "2018年第3季度"),
        ("first half of 2018", "2018年上半年"),
        ("5 January 2019", "2019-01-05"),
        ("2018-09..2018-12", "2018-09..2018-12"),
        ("2019年1月6日", "2019年1月6日"),
    ],
)
def test_dates_show_in_the_language_of_the_screen(entered: str, chinese: str) -> None:
    texts = Texts("zh")
    assert texts.date(entered) == chinese
    assert fuzzy_dates.parse(chinese).sort_key == fuzzy_dates.parse(entered).sort_key, "and are read back"
    assert Texts("en").date(entered) == (entered if entered.isascii() else "2019-01-06")
