"""What can be set: each setting is declared once, in resources/settings.json, with its kind, bounds and words."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from functools import cache
from typing import Any

from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource

Value = str | int | float
_REASONS = {
    "not_fit": "",
    "out_of_range": ": it is out of range",
    "no_program": ": there is no such program here",
}
_UNITS = {"B": 1, "KIB": 1 << 10, "MIB": 1 << 20, "GIB": 1 << 30, "TIB": 1 << 40}


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing a user may set.

    Attributes:
        name: how it is named on the command line and in the file.
        group: the key of its group.
        type: ``choice``, ``integer``, ``number``, ``bytes`` (whole bytes) or ``program`` (a path; may be empty).
        default: what counts while the user said nothing.
        least: the smallest value of a number; ``most`` the largest.
        unit: what a number counts, as it is written behind it.
        starts_anew: it counts from the next start of the program on.
        choices: value -> language -> word.
        found_as: names on the search path, and whole paths, that a program is looked for at.
        label: language -> what it is called.
        description: language -> what it does.
    """

    name: str
    group: str
    type: str
    default: Value
    least: float
    most: float
    unit: str
    starts_anew: bool
    choices: dict[str, dict[str, str]]
    found_as: tuple[str, ...]
    label: dict[str, str]
    description: dict[str, str]

    def checked(self, value: object) -> Value:
        """Return a value as this setting holds it; texts are read, e.g. ``512 MiB`` where bytes are wanted.

        Raises:
            UserError: ``setting_not_fit`` when it is not of its kind, ``setting_out_of_range``, or
                ``setting_no_program`` when this machine has no such program.
        """
        if self.type == "choice":
            if not isinstance(value, str) or value not in self.choices:
                raise self._wrong("not_fit", value, f"Choose one of: {', '.join(self.choices)}.")
            return value
        if self.type == "program":
            return self._program(value)
        return self._number(value)

    def shown(self, value: Value) -> str:
        """Return a value as people write it, which `checked` reads again."""
        if self.type == "bytes":
            return _bytes_text(int(value))
        if isinstance(value, float):
            return f"{value:g}"
        return f"{value:,}" if isinstance(value, int) else value

    @property
    def bounds(self) -> str:
        """What may be set: words to choose from, the programs found here, or the least and the most."""
        if self.type == "choice":
            return ", ".join(self.choices)
        if self.type == "program":
            return ", ".join(self.found())
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.shown(_whole(self.least))} – {self.shown(_whole(self.most))}{unit}"

    def found(self) -> list[str]:
        """Return the programs of this machine that fit, best first."""
        met = (shutil.which(name) for name in self.found_as)
        return list(dict.fromkeys(path for path in met if path))

    def _program(self, value: object) -> str:
        text = value.strip() if isinstance(value, str) else None
        if text is None:
            raise self._wrong("not_fit", value, "Give the path of a program, or nothing.")
        if text and shutil.which(text) is None:
            remedy = f"Found here: {self.bounds}." if self.bounds else "Install it first, or give its path."
            raise self._wrong("no_program", value, remedy)
        return text

    def _number(self, value: object) -> Value:
        number = _read_number(value, has_units=self.type == "bytes")
        is_whole = self.type != "number"
        if number is None or (is_whole and number != int(number)):
            kind = (
                "a size such as 512 MiB"
                if self.type == "bytes"
                else "a whole number"
                if is_whole
                else "a number"
            )
            raise self._wrong("not_fit", value, f"Give {kind}, {self.bounds}.")
        if not self.least <= number <= self.most:
            raise self._wrong("out_of_range", value, f"Give {self.bounds}.")
        return int(number) if is_whole else number

    def _wrong(self, reason: str, value: object, remedy: str) -> UserError:
        shown = str(value)[:80]
        text = f"The setting {self.name} cannot be {shown!r}{_REASONS[reason]}"
        details = {"setting": self.name, "value": shown, "bounds": self.bounds}
        return UserError(f"setting_{reason}", text, remedy, **details)


@cache
def declared() -> dict[str, Setting]:
    """Return every setting by its name, in the order of resources/settings.json."""
    return {each["name"]: _setting(each) for each in _data()["settings"]}


def converter(wanted: str = "") -> str:
    """Return the program that converts old formats: ``wanted``, or else one found here; empty where there is none."""
    found = [wanted] if wanted and shutil.which(wanted) else declared()["convert_with"].found()
    return next(iter(found), "")


@cache
def groups() -> dict[str, dict[str, str]]:
    """Return the groups of settings: key -> language -> word."""
    found: dict[str, dict[str, str]] = _data()["groups"]
    return found


def known(name: str) -> Setting:
    """Return a setting by its name.

    Raises:
        UserError: ``no_such_setting``; the nearest names are offered.
    """
    setting = declared().get(name)
    if setting is None:
        from difflib import get_close_matches

        near = get_close_matches(name, declared(), 3) or list(declared())
        message = f"There is no setting {name!r}"
        raise UserError("no_such_setting", message, f"Choose one of: {', '.join(near)}.")
    return setting


def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(resource("settings.json").read_text("utf-8"))
    return data


def _setting(data: dict[str, Any]) -> Setting:
    return Setting(
        name=data["name"],
        group=data["group"],
        type=data["type"],
        default=data["default"],
        least=data.get("least", 0),
        most=data.get("most", 0),
        unit=data.get("unit", ""),
        starts_anew=data.get("starts_anew", False),
        choices={each["value"]: each["label"] for each in data.get("choices", ())},
        found_as=tuple(data.get("found_as", ())),
        label=data["label"],
        description=data["description"],
    )


def _read_number(value: object, *, has_units: bool) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    factor, text = 1, str(value).strip().replace(",", "").upper()
    if has_units:
        for unit in sorted(_UNITS, key=len, reverse=True):
            if text.endswith(unit):
                factor, text = _UNITS[unit], text.removesuffix(unit).strip()
                break
    try:
        number = float(text) * factor
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None  # nan is refused by the same comparison


def _bytes_text(value: int) -> str:
    for unit, size in (("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if value and value % size == 0:
            return f"{value // size} {unit}"
    return str(value)


def _whole(value: float) -> Value:
    return int(value) if value == int(value) else value
