"""What the window remembers between runs: kept in the settings folder of the user, never inside a matter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings

_RECENT = 12


class Settings:
    """Typed access to the settings file.

    Attributes:
        folder: where settings and changed keys are kept.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Open the settings; ``folder`` stands in for the settings folder of the user."""
        self.folder = folder or _user_folder()
        self._store = QSettings(str(self.folder / "window.ini"), QSettings.Format.IniFormat)

    @property
    def keys_file(self) -> Path:
        """The file with the keys the user changed."""
        return self.folder / "shortcuts.json"

    def text(self, name: str, default: str = "") -> str:
        """Return a setting of the program."""
        return str(self._store.value(name, default))

    def set_text(self, name: str, value: str) -> None:
        """Keep a setting of the program."""
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


def _user_folder() -> Path:
    from platformdirs import user_config_path

    return user_config_path("evidence-desk", appauthor=False)
