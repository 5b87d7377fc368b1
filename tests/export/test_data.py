"""The data papers are made from: valid, the same in every language, and readable."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from evidence_desk.export.style import lists_spec, matrix_spec, paper_style
from evidence_desk.export.words import PaperWords
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource, schema

WORD_FILES = sorted(resource("i18n").glob("papers.*.json"))


def _check(data: Any, part: str = "") -> None:
    whole = json.loads(schema("paper.schema.json").read_text("utf-8"))
    rules = {"$schema": whole["$schema"], "$defs": whole["$defs"], "$ref": part} if part else whole
    jsonschema.Draft202012Validator.check_schema(rules)
    jsonschema.Draft202012Validator(rules).validate(data)


def _read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def test_the_paper_is_valid() -> None:
    _check(_read(resource("papers", "matrix.json")))


def test_the_lists_are_valid_and_use_words_there_are() -> None:
    _check(_read(resource("papers", "import-report.json")), "#/$defs/lists")
    spec, words = lists_spec("import-report"), PaperWords.load().languages["en"].words
    used = {spec.title, *(section.title for section in spec.sections)}
    used |= {column.heading for section in spec.sections for column in section.columns}
    assert used <= set(words)


def test_a_paper_with_a_misspelt_field_is_refused() -> None:
    data = _read(resource("papers", "matrix.json"))
    data["sections"][0]["colums"] = data["sections"][0].pop("columns")
    with pytest.raises(jsonschema.ValidationError):
        _check(data)


def test_the_tones_are_valid() -> None:
    _check(_read(resource("papers", "tones.json")), "#/$defs/tones")


@pytest.mark.parametrize("path", WORD_FILES, ids=lambda path: path.name)
def test_the_words_are_valid(path: Path) -> None:
    data = _read(path)
    _check(data, "#/$defs/words")
    assert path.name == f"papers.{data['language']}.json"


def test_every_language_has_the_same_words_with_the_same_places() -> None:
    languages = PaperWords.load().languages
    assert set(languages) == {"en", "zh"}
    first, *others = languages.values()
    for other in others:
        assert set(other.words) == set(first.words)
        for key, words in first.words.items():
            places = re.compile(r"\{\w*\}")
            assert sorted(places.findall(other.words[key])) == sorted(places.findall(words)), key


def test_the_paper_uses_only_words_there_are() -> None:
    spec, words = matrix_spec(), PaperWords.load().languages["en"].words
    used = {spec.title, *(section.title for section in spec.sections)}
    used |= {column.heading for section in spec.sections for column in section.columns}
    used |= {f"gap.{kind}" for kind in spec.gaps}
    assert used <= set(words)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_ink_on_every_fill_is_readable(theme: str) -> None:
    """WCAG 2.2, criterion 1.4.3: at least 4.5 to 1."""
    style = paper_style()
    for name, tone in style.tones.items():
        shade = getattr(tone, theme)
        assert all(_contrast(shade.ink, fill) >= 4.5 for fill in shade.fills), name
    page = getattr(style.page, theme)
    for ink in (page.ink, page.muted, page.accent):
        assert all(_contrast(ink, ground) >= 4.5 for ground in (page.surface, page.band, page.head))


def test_every_tone_has_its_own_symbol() -> None:
    symbols = [tone.symbol for tone in paper_style().tones.values()]
    assert len(set(symbols)) == len(symbols)


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(UserError, match="en, zh, both") as caught:
        PaperWords.load().voice("fr")
    assert caught.value.code == "unknown_language"
