"""Writes a term report: how many hits and items each term of a list has."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from evidence_desk.export.texts import clean, without_formula
from evidence_desk.queries.search import TermRow


def terms_csv(rows: Iterable[TermRow]) -> bytes:
    """Return the report as UTF-8 with a byte order mark: term, hits, evidence items, and why a term was not read."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["Term", "Hits", "Evidence items", "Problem"])
    for row in rows:
        writer.writerow([_safe(row.term), row.hits, row.documents, _safe(row.problem)])
    return text.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return without_formula(clean(text).replace("\n", " "))
