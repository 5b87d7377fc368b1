"""Both themes have the same tokens, can be read by everyone, and fit their schema."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest

from evidence_desk.gui.theme.tokens import load_tokens, style_sheet
from evidence_desk.support.resources import resource, schema

THEMES = ("light", "dark")
GROUNDS = ("surface", "ground", "band", "raised")
ON_SURFACES = ("text", "text_secondary", "text_muted", "accent_text")
TONES = (
    "hover",
    "accent_soft",
    "accent_faint",
    "gap_soft",
    "contradicts_soft",
    "supports_soft",
)  # under words
MARKS = ("supports", "contradicts", "context", "gap")


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", THEMES)
def test_theme_fits_its_schema(name: str) -> None:
    data = json.loads(resource("themes", f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, json.loads(schema("theme.schema.json").read_text(encoding="utf-8")))


def test_themes_have_the_same_tokens() -> None:
    light, dark = map(load_tokens, THEMES)
    assert light.colors.keys() == dark.colors.keys()
    assert light.sizes == dark.sizes


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("text", ON_SURFACES)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_has_aa_contrast_on_every_ground(name: str, text: str, ground: str) -> None:
    tokens = load_tokens(name)
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("mark", MARKS)
def test_marks_have_aa_contrast_on_their_own_tones_and_on_the_surface(name: str, mark: str) -> None:
    tokens = load_tokens(name)
    assert contrast(tokens[mark], tokens["surface"]) >= 4.5
    assert contrast(tokens[mark], tokens[f"{mark}_soft"]) >= 4.5
    # The heavier tones carry a shape, not words: 3 to 1 (WCAG 1.4.11).
    assert contrast(tokens[mark], tokens[f"{mark}_mid"]) >= 3
    assert contrast(tokens[mark], tokens[f"{mark}_strong"]) >= 3
    assert contrast(tokens[f"{mark}_ink"], tokens[f"{mark}_mark"]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("accent_text", "accent_soft"),
        ("text", "accent_soft"),
        ("text", "hover"),
        ("text", "gap_soft"),
        ("text", "contradicts_soft"),
        ("bar_text", "bar"),
        ("bar_text", "supports_ink"),
        ("paper_text", "paper"),
        ("paper_text", "selection"),
        ("paper_muted", "paper"),
        ("bar_muted", "bar"),
        ("bar_text", "bar_hover"),
        ("selection", "bar"),
        ("text_secondary", "context_soft"),
        ("text_secondary", "context_mid"),
        ("accent_text", "hover"),
        ("accent_text", "accent_faint"),
        ("gap", "accent_soft"),
        ("contradicts", "accent_soft"),
        ("supports", "accent_soft"),
        *((quiet, tone) for quiet in ("text_muted", "text_secondary") for tone in TONES),
    ],
)
def test_pairs_have_aa_contrast(name: str, text: str, ground: str) -> None:
    tokens = load_tokens(name)
    assert contrast(tokens[text], tokens[ground]) >= 4.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("ground", [*GROUNDS, "accent_soft", "hover", "canvas"])
def test_what_has_the_keyboard_can_be_seen(name: str, ground: str) -> None:
    tokens = load_tokens(name)
    assert contrast(tokens["focus"], tokens[ground]) >= 3, "WCAG 1.4.11"


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
def test_every_place_of_the_style_sheet_is_filled(name: str) -> None:
    sheet = style_sheet(load_tokens(name), {"chevron": "arrow.png", "check": "tick.png"})
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")
    assert not re.search(r"None|\bnan\b", sheet)
