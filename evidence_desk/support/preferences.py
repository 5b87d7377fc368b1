"""What a user set, kept in one small file of the user's own, beside whatever else is remembered of the user."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evidence_desk.support.errors import UserError
from evidence_desk.support.kept import write_kept
from evidence_desk.support.settings import declared, known


def user_folder() -> Path:
    """Return the folder of this program's settings that the system gives the user."""
    from platformdirs import user_config_path

    return user_config_path("evidence-desk", appauthor=False)


class Preferences:
    """What a user set, read from ``settings.json`` in a folder and written there at once.

    A file that cannot be read is put aside, values that are out of range count as not set; both are named in
    ``problems``. Names this version does not know are kept.

    Attributes:
        folder: where the file is, and whatever else is remembered of the user.
        problems: what was wrong with the file when it was read.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Name the folder, that of the user by default; nothing is read yet."""
        self.folder = folder or user_folder()
        self.problems: list[UserError] = []
        self._held: dict[str, Any] | None = None

    @property
    def file(self) -> Path:
        """The file that is read and written."""
        return self.folder / "settings.json"

    def __getitem__(self, name: str) -> Any:
        """Return what counts: the user's value, else the default."""
        setting = declared()[name]
        held = self._values()
        if name not in held:
            return setting.default
        try:
            return setting.checked(held[name])
        except UserError:
            return setting.default  # named when the file was read

    def is_set(self, name: str) -> bool:
        """Say whether the user's value, rather than the default, counts."""
        return name in self._values() and self[name] != declared()[name].default

    def set(self, name: str, value: object) -> None:
        """Set a value and write the file.

        Raises:
            UserError: ``no_such_setting``; see `Setting.checked`; the file cannot be written.
        """
        checked = known(name).checked(value)
        self._write({**self._values(), name: checked})

    def reset(self, name: str) -> None:
        """Let the default count again.

        Raises:
            UserError: ``no_such_setting``; the file cannot be written.
        """
        known(name)
        self._write({key: value for key, value in self._values().items() if key != name})

    def _values(self) -> dict[str, Any]:
        if self._held is None:
            self._held = self._read()
            for name in self._held.keys() & declared().keys():
                try:
                    declared()[name].checked(self._held[name])
                except UserError as error:
                    error.remedy = f"The default counts instead. {error.remedy}"
                    self.problems.append(error)
        return self._held

    def _read(self) -> dict[str, Any]:
        try:
            held = json.loads(self.file.read_bytes())
            if isinstance(held, dict):
                return held
        except FileNotFoundError:
            return {}
        except OSError as error:
            reason = error.strerror or str(error)
            self.problems.append(
                UserError("settings_unreadable", f"{self.file} cannot be read: {reason}", path=self.file)
            )
            return {}
        except ValueError:
            pass
        self._put_aside()
        return {}

    def _put_aside(self) -> None:
        aside = self.file.with_suffix(".damaged.json")
        try:
            self.file.replace(aside)
        except OSError:
            aside = self.file
        message = f"The settings in {self.file} are damaged"
        remedy = f"The file was put aside as {aside.name}; the defaults count."
        self.problems.append(UserError("settings_damaged", message, remedy, path=self.file, aside=aside.name))

    def _write(self, values: dict[str, Any]) -> None:
        try:
            write_kept(self.file, values)
        except OSError as error:
            message = f"The settings cannot be written to {self.file}: {error.strerror or error}"
            remedy = "Make the folder writable. Nothing was changed."
            raise UserError("settings_not_writable", message, remedy, path=self.file) from error
        self._held = values
