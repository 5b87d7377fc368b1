"""What the window remembers between runs beside the settings: in the same folder, never inside a matter."""

from __future__ import annotations

import json
from pathlib import Path
from threading import Thread
from typing import Any

from PySide6.QtCore import QByteArray

from evidence_desk.support.kept import write_kept
from evidence_desk.support.logs import topic
from evidence_desk.support.preferences import Preferences

_RECENT = 12
_log = topic("gui")


def _read(file: Path) -> dict[str, str]:
    """Return what was kept; nothing where there is none, or none that can be read: it is no work of anybody."""
    try:
        held = json.loads(file.read_bytes())
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _write(file: Path, name: str, value: str, before: Thread | None) -> None:
    if before is not None:
        before.join()
    try:
        write_kept(
            file, {**_read(file), name: value}
        )  # another window may have kept something else meanwhile
    except OSError as error:
        _log.warning("what the window remembers cannot be kept: %s", error)


class Settings:
    """Typed access to what is remembered.

    Attributes:
        preferences: what the user set.
        folder: where settings and changed keys are kept.
    """

    def __init__(self, preferences: Preferences) -> None:
        """Open what is remembered beside the settings of the user."""
        self.preferences = preferences
        self.folder = preferences.folder
        self._file = self.folder / "window.json"
        self._held = _read(self._file)
        self._writing: Thread | None = None

    @property
    def keys_file(self) -> Path:
        """The file with the keys the user changed."""
        return self.folder / "shortcuts.json"

    def text(self, name: str, default: str = "") -> str:
        """Return a text that was kept, such as the last folder."""
        return str(self._held.get(name, default))

    def set_text(self, name: str, value: str) -> None:
        """Keep a text."""
        self._keep(name, value)

    def blob(self, name: str) -> QByteArray:
        """Return bytes Qt gave us, such as a window's geometry; empty when never kept."""
        return QByteArray.fromBase64(self.text(name).encode())

    def set_blob(self, name: str, value: QByteArray) -> None:
        """Keep bytes Qt gave us."""
        self._keep(name, value.toBase64().toStdString())

    def recent(self) -> list[dict[str, str]]:
        """Return the matters opened last, newest first: ``path``, ``title``, ``native_title``."""
        entries: list[dict[str, str]] = self._json("recent", [])
        paths = ((entry, Path(entry["path"])) for entry in entries)
        # One that older versions kept as it was typed may be another matter in another folder.
        return [entry for entry, path in paths if path.is_absolute() and path.exists()]

    def add_recent(self, path: Path, *, title: str, native_title: str) -> None:
        """Put a matter at the head of the recent ones."""
        whole = str(path.absolute())  # the program may be started in another folder next time
        entry = {"path": whole, "title": title, "native_title": native_title}
        others = [old for old in self.recent() if old["path"] != whole]
        self._keep("recent", json.dumps([entry, *others][:_RECENT], ensure_ascii=False))

    def matter(self, path: Path) -> dict[str, Any]:
        """Return what the window remembers of one matter: view, item, page, export."""
        state: dict[str, Any] = self._json(self._name(path), {})
        return state

    def set_matter(self, path: Path, state: dict[str, Any]) -> None:
        """Remember the state of one matter."""
        self._keep(self._name(path), json.dumps(state, ensure_ascii=False))

    def flush(self) -> None:
        """Wait until everything is on the disk."""
        if self._writing is not None:
            self._writing.join()

    def _keep(self, name: str, value: str) -> None:
        """Write beside the window, which would else wait for the disk, as it does for QSettings."""
        self._held[name] = value
        self._writing = Thread(target=_write, args=(self._file, name, value, self._writing))
        self._writing.start()

    def _json(self, name: str, default: Any) -> Any:
        text = self._held.get(name)
        return json.loads(str(text)) if text else default

    @staticmethod
    def _name(path: Path) -> str:
        import hashlib

        digest = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
        return f"matter_{digest}"
