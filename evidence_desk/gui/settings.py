"""What the window remembers between runs beside the settings: in the same folder, never inside a matter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

from evidence_desk.support.preferences import Preferences

_RECENT = 12


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
        self._store = QSettings(str(self.folder / "window.ini"), QSettings.Format.IniFormat)

    @property
    def keys_file(self) -> Path:
        """The file with the keys the user changed."""
        return self.folder / "shortcuts.json"

    def text(self, name: str, default: str = "") -> str:
        """Return a text that was kept, such as the last folder."""
        return str(self._store.value(name, default))

    def set_text(self, name: str, value: str) -> None:
        """Keep a text."""
        self._store.setValue(name, value)

    def blob(self, name: str) -> QByteArray:
        """Return bytes Qt gave us, such as a window's geometry; empty when never kept."""
        value = self._store.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_blob(self, name: str, value: QByteArray) -> None:
        """Keep bytes Qt gave us."""
        self._store.setValue(name, value)

    def recent(self) -> list[dict[str, str]]:
        """Return the matters opened last, newest first: ``path``, ``title``, ``native_title``."""
        entries: list[dict[str, str]] = self._json("recent", [])
        return [entry for entry in entries if Path(entry["path"]).exists()]

    def add_recent(self, path: Path, *, title: str, native_title: str) -> None:
        """Put a matter at the head of the recent ones."""
        entry = {"path": str(path), "title": title, "native_title": native_title}
        others = [old for old in self.recent() if old["path"] != str(path)]
        self._store.setValue("recent", json.dumps([entry, *others][:_RECENT], ensure_ascii=False))

    def matter(self, path: Path) -> dict[str, Any]:
        """Return what the window remembers of one matter: view, item, page, export."""
        state: dict[str, Any] = self._json(self._name(path), {})
        return state

    def set_matter(self, path: Path, state: dict[str, Any]) -> None:
        """Remember the state of one matter."""
        self._store.setValue(self._name(path), json.dumps(state, ensure_ascii=False))

    def flush(self) -> None:
        """Write everything to disk now."""
        self._store.sync()

    def _json(self, name: str, default: Any) -> Any:
        text = self._store.value(name)
        return json.loads(str(text)) if text else default

    @staticmethod
    def _name(path: Path) -> str:
        import hashlib

        digest = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
        return f"matter_{digest}"
