"""Counts and kinds of things as summaries say them; what the window says is translated elsewhere."""

from __future__ import annotations


def counted(number: int, word: str) -> str:
    """Return ``1 item`` or ``3 items``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def kind_word(kind: str) -> str:
    """Return what people call a kind of thing, or the rows of a table."""
    return "time limit" if kind == "deadline" else kind.replace("_", " ")
