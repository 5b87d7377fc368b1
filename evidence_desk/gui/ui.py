"""What every part of the window needs: theme, words, keys, settings, the bridge; handed down, never global."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence_desk.gui.keymap import Keys
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.texts import Texts
from evidence_desk.gui.theme.manager import Theme
from evidence_desk.support.errors import UserError

if TYPE_CHECKING:
    from evidence_desk.commands.desk import Desk
    from evidence_desk.gui.bridge import Bridge


@dataclass(frozen=True, slots=True)
class Ui:
    """The parts shared by all of the window.

    Attributes:
        theme: colours, fonts, icons.
        t: words in the language of the screen.
        keys: place -> action -> keys.
        settings: what is remembered between runs.
        bridge: the open matter.
        desk: open, new, import and the like.
        problems: what is wrong with the keys the user changed.
    """

    theme: Theme
    t: Texts
    keys: Keys
    settings: Settings
    bridge: Bridge
    desk: Desk
    problems: tuple[UserError, ...] = ()

    def key(self, place: str, action: str) -> str:
        """Return the key shown for an action, or an empty text."""
        keys = self.keys.get(place, {}).get(action, ())
        return keys[0] if keys else ""
