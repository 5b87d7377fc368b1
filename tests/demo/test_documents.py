"""The sample's documents: marked, bilingual, made the same way twice, and as fresh as their maker."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfbase.ttfonts import TTFontFile

from .conftest import DEMO, DOCUMENTS, page_texts, run_maker

ALL = sorted(DOCUMENTS.iterdir())
WITH_TEXT = [path for path in ALL if path.suffix != ".png"]
HAN = re.compile("[\u4e00-\u9fff]")
AMBER_GROUND = (253, 243, 221)
FONTS = DEMO.parent / "fonts"


def test_there_are_enough_documents_of_every_kind() -> None:
    kinds = Counter(path.suffix for path in ALL)
    assert sum(kinds.values()) >= 14
    assert set(kinds) == {".pdf", ".png", ".html", ".eml", ".xlsx", ".txt"}
    assert sum(path.stat().st_size for path in ALL) < 2_000_000


@pytest.mark.parametrize("path", WITH_TEXT, ids=lambda path: path.name)
def test_every_page_is_marked_and_bilingual(path: Path) -> None:
    for text in page_texts(path):
        assert "ILLUSTRATIVE" in text
        assert "示例" in text
        assert len(HAN.findall(text)) >= 20
        assert len(re.findall("[A-Za-z]{3,}", text)) >= 15


@pytest.mark.parametrize("path", [path for path in ALL if path.suffix == ".png"], ids=lambda path: path.name)
def test_every_screenshot_wears_the_mark(path: Path) -> None:
    with Image.open(path) as image:
        strip = image.convert("RGB").crop((0, 0, image.width, 44))
        colours = strip.getcolors(maxcolors=100_000)
    assert max(colours)[1] == AMBER_GROUND
    assert len(colours) > 20  # the words on it


def test_the_agreement_runs_over_several_pages_and_says_the_known_terms() -> None:
    pages = page_texts(DOCUMENTS / "services-agreement.pdf")
    assert len(pages) >= 3
    whole = " ".join(" ".join(pages).split())
    for term in ("one year", "five million yuan a month", "twenty-four hours", "人脸融合", "Disputes"):
        assert term in whole


def test_web_pages_load_nothing() -> None:
    for path in DOCUMENTS.glob("*.html"):
        markup = path.read_text(encoding="utf-8")
        assert not re.search(r"(src|href)\s*=|url\(|@import|<script", markup, re.IGNORECASE)


def test_no_case_number_is_invented() -> None:
    for path in WITH_TEXT:
        for text in page_texts(path):
            assert not re.search(r"[（(]20\d{2}[）)]\s*\S{1,6}民初\s*\d", text), path.name


def test_making_twice_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    again = run_maker(tmp_path)
    names = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
    assert len(names) == len(ALL) + 1
    for name in names:
        assert (made / name).read_bytes() == (again / name).read_bytes(), name


def test_the_kept_documents_are_what_the_maker_makes(made: Path) -> None:
    fresh = made / "documents"
    assert {path.name for path in fresh.iterdir()} == {path.name for path in ALL}
    for path in ALL:
        # Compressed bytes differ from one zlib to the next, so words and sizes are compared.
        assert page_texts(fresh / path.name) == page_texts(path), path.name
    for path in DOCUMENTS.glob("*.png"):
        with Image.open(path) as kept, Image.open(fresh / path.name) as new:
            assert kept.size == new.size


@pytest.mark.parametrize("cut", ["Regular", "Bold"])
def test_the_font_has_every_character_used(cut: str) -> None:
    path = FONTS / f"NotoSansSC-{cut}.ttf"
    assert path.stat().st_size <= 3_000_000
    known = set(TTFontFile(str(path)).charToGlyph)
    sources = (DEMO / "maker").glob("*.py")
    used = {character for source in sources for character in source.read_text(encoding="utf-8")} - {"\n"}
    assert not {character for character in used if ord(character) not in known}


def test_the_font_carries_its_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8").upper()
    readme = (FONTS / "README.md").read_text(encoding="utf-8")
    for font in FONTS.glob("*.ttf"):
        assert font.name in readme
