"""Writes the matrix as JSON for other programs; schemas/matrix.schema.json describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from evidence_desk.export.gaps import Gap, elements, gaps
from evidence_desk.export.texts import legal
from evidence_desk.queries.rows import CiteRow, EvidenceRow, Matrix, MatrixCell


def matrix_answer(matrix: Matrix, *, lang: str, today: date) -> dict[str, Any]:
    """Return the matrix as one JSON-able answer: all evidence; cells by rows, then columns."""
    exhibits = {evidence.id: evidence.exhibit for evidence in matrix.columns}
    cells = [
        _cell(cell, element.number, exhibits[evidence.id])
        for _claim, element in elements(matrix)
        for evidence in matrix.columns
        if (cell := matrix.cells.get((element.id, evidence.id)))
    ]
    return {
        "matter": asdict(matrix.matter),
        "lang": lang,
        "made": today.isoformat(),
        "claims": [asdict(claim) for claim in matrix.claims],
        "evidence": [_evidence(evidence) for evidence in matrix.columns],
        "cells": cells,
        "gaps": [_gap(gap) for gap in gaps(matrix)],
    }


def matrix_json_bytes(matrix: Matrix, *, lang: str, today: date) -> bytes:
    """Return the matrix as the UTF-8 bytes of a JSON file."""
    answer = matrix_answer(matrix, lang=lang, today=today)
    return (json.dumps(cleaned(answer), ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def cleaned(value: Any) -> Any:
    """Return the value with its texts free of what UTF-8 and XML forbid."""
    if isinstance(value, str):
        return legal(value)
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    return [cleaned(item) for item in value] if isinstance(value, list | tuple) else value


def _evidence(evidence: EvidenceRow) -> dict[str, Any]:
    return asdict(evidence) | {
        "is_to_be_obtained": evidence.is_to_be_obtained,
        "is_unlinked": evidence.is_unlinked,
    }


def _cell(cell: MatrixCell, number: str, exhibit: str) -> dict[str, Any]:
    return {
        "element": cell.element,
        "element_number": number,
        "evidence": cell.evidence,
        "exhibit": exhibit,
        "stance": cell.stance,
        "weight": cell.weight,
        "mixed": cell.mixed,
        "through_fact": cell.is_through_fact,
        "links": [link.id for link in cell.links],
        "cites": [_cite(cite) for cite in cell.cites],
    }


def _cite(cite: CiteRow) -> dict[str, Any]:
    whole = asdict(cite)
    del whole["evidence"]
    return whole


def _gap(gap: Gap) -> dict[str, Any]:
    of_element = gap.element is not None
    return {
        "kind": gap.kind,
        "element": gap.element.id if gap.element else None,
        "evidence": gap.evidence.id if gap.evidence else None,
        "number": gap.number,
        "text": gap.element.text if gap.element else gap.evidence.title if gap.evidence else "",
        "linked": [cell.evidence if of_element else cell.element for cell in gap.cells],
    }
