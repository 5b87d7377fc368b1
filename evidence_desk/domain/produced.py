"""What a load file says about a file of a production, among the file's facts: the numbers it was produced under."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evidence_desk.domain.remarks import pairs

KEY = "load_file"
FINDINGS = "findings"
# How many pages a file has only by the text it was produced with, since it cannot be read itself.
TEXT_PAGES = "text_pages"
# Between the numbers of a page that an earlier version kept once for several pages that look alike.
AND_ALSO = ", "


def said_of(facts: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a load file says about the file that has these facts; empty where it came with none."""
    about = (facts or {}).get(KEY)
    return about if isinstance(about, dict) else {}


def findings(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what was found wrong with what a load file says about the document of a file: code and sentence."""
    return pairs(said_of(facts).get(FINDINGS))


def numbers(facts: Mapping[str, Any]) -> list[str]:
    """Return every number of a file, each once: its control number, its first and last, and those of its pages."""
    about = said_of(facts)
    declared = [str(about.get(name, "")) for name in ("identifier", "begin_bates", "end_bates")]
    pages = [part for label in _labels(about) for part in label.split(AND_ALSO)]
    return list(dict.fromkeys(filter(None, (*declared, *pages))))


def number_range(facts: Mapping[str, Any]) -> str:
    """Return a file's numbers as they are shown: the control number and the range; of a single page its own."""
    about = said_of(facts)
    labels = _labels(about)
    first = str(about.get("begin_bates", "")) or (labels[0] if labels else "")
    last = str(about.get("end_bates", "")) or (labels[-1] if labels else "")
    span = f"{first} – {last}" if last and last != first else first
    own = str(about.get("identifier", ""))
    return " · ".join(filter(None, ("" if own == first else own, span)))


def _labels(about: Mapping[str, Any]) -> list[str]:
    found = about.get("labels")
    return [str(label) for label in found] if isinstance(found, list) else []
