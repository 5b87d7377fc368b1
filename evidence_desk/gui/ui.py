"""What every part of the window needs: theme, words, keys, settings, the bridge; handed down, never global."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from evidence_desk.gui.keymap import Keys
from evidence_desk.gui.settings import Settings
from evidence_desk.gui.texts import Texts
from evidence_desk.gui.theme.manager import Theme
from evidence_desk.jobs.progress import CancelToken

if TYPE_CHECKING:
    from evidence_desk.commands.session import Session
    from evidence_desk.gui.bridge import Bridge


class Desk(Protocol):
    """What the program can do that is not a command: handed in by the start of the program."""

    def open_matter(self, path: Path, *, actor: str | None = None, read_only: bool = False) -> Session:
        """Open a matter; UserError when it cannot be."""
        ...

    def new_matter(self, path: Path, *, profile: str, title: str) -> Session:
        """Make a matter and open it."""
        ...

    def import_paths(
        self,
        session: Session,
        paths: Sequence[Path],
        *,
        tags: Sequence[str] = (),
        type: str | None = None,  # noqa: A002  the field's name in every interface
        on_progress: Any = None,
        token: CancelToken | None = None,
    ) -> Any:
        """Bring files and folders in; return an ImportReport."""
        ...


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
    """

    theme: Theme
    t: Texts
    keys: Keys
    settings: Settings
    bridge: Bridge
    desk: Desk

    def key(self, place: str, action: str) -> str:
        """Return the key shown for an action, or an empty text."""
        keys = self.keys.get(place, {}).get(action, ())
        return keys[0] if keys else ""
