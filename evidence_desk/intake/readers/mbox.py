"""Reads a mailbox file as the list of its mails; the mails themselves are taken out by the container."""

from __future__ import annotations

from pathlib import Path

from evidence_desk.intake.containers.mbox import heading, mapped, spans
from evidence_desk.intake.model import Limits, ReadResult
from evidence_desk.intake.readers.text import add_pages

_LISTED = 10_000


def read(path: Path, limits: Limits) -> ReadResult:
    """Read sender, date and subject of each mail; ``facts["messages"]`` counts them."""
    result = ReadResult(tools={"mbox": "1"})
    lines: list[str] = []
    count = 0
    with mapped(path) as data:
        for begin, end in spans(data):
            count += 1
            if count <= _LISTED:
                head = heading(data[begin : min(end, begin + (1 << 16))])
                lines.append(f"{count}  " + "  ".join(head.get(n, "") for n in ("Date", "From", "Subject")))
    result.facts["messages"] = count
    add_pages(result, "\n".join(lines), limits)
    return result
