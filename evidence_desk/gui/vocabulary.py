"""The words for kinds, types, stages and roles in the language of the screen, from the jurisdiction of the matter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from evidence_desk.gui.texts import Texts

if TYPE_CHECKING:
    from evidence_desk.gui.bridge import Bridge


class Vocabulary:
    """Names what the profile of the open matter names, and falls back to the words of the window."""

    def __init__(self, bridge: Bridge, texts: Texts) -> None:
        """Take the bridge, whose session has the profile."""
        self._bridge, self._texts = bridge, texts

    def type_name(self, value: str) -> str:
        """Return the name of a document type or statutory kind."""
        return self._texts.word("type", value)
