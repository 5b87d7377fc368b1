"""The word settings: what can be set, what is set, and setting it."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass

from evidence_desk.cli.terminal import answer, say, say_table
from evidence_desk.commands.desk import Desk
from evidence_desk.support.errors import UserError
from evidence_desk.support.preferences import Preferences
from evidence_desk.support.settings import Setting, Value, declared, groups, known

_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting; ``least`` and ``most`` bound numbers, ``choices`` are what may be chosen or was found here."""

    name: str
    group: str
    type: str
    value: Value
    default: Value
    is_set: bool
    least: float
    most: float
    choices: list[str]
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class SettingsAnswer:
    """What ``settings --json`` prints: all settings, or the one that was named; ``file`` is where they are kept."""

    file: str
    settings: list[SettingRow]


def settings(desk: Desk, words: Namespace) -> int:
    """Show all settings or one, set it, or let its default count again; exit 1 when the file had problems.

    Raises:
        UserError: ``usage``, ``no_such_setting``, or a value that the setting does not take.
    """
    preferences = desk.preferences
    if words.reset and (words.name is None or words.value is not None):
        raise UserError("usage", "--reset goes with one NAME and no VALUE", "Nothing was changed.")
    wanted = list(declared().values()) if words.name is None else [known(words.name)]
    if words.reset:
        preferences.reset(words.name)
    elif words.value is not None:
        preferences.set(words.name, words.value)
    rows = [_row(setting, preferences) for setting in wanted]
    if words.json:
        answer(SettingsAnswer(str(preferences.file), rows))
    elif words.name is None:
        _say_all(rows, preferences)
    else:
        _say_one(wanted[0], preferences)
    return 1 if preferences.problems else 0


def _row(setting: Setting, preferences: Preferences) -> SettingRow:
    return SettingRow(
        name=setting.name,
        group=setting.group,
        type=setting.type,
        value=preferences[setting.name],
        default=setting.default,
        is_set=preferences.is_set(setting.name),
        least=setting.least,
        most=setting.most,
        choices=[*setting.choices, *setting.found()],
        label=setting.label[_LANGUAGE],
        description=setting.description[_LANGUAGE],
    )


def _say_all(rows: list[SettingRow], preferences: Preferences) -> None:
    lines = [
        (
            f"{row.name}{'*' if row.is_set else ''}",
            _shown(row.name, row.value),
            f"{groups()[row.group][_LANGUAGE]}: {row.label}",
        )
        for row in rows
    ]
    say_table(["Name", "Value", "What"], lines)
    say(f"* is not the default. Kept in {preferences.file}")


def _say_one(setting: Setting, preferences: Preferences) -> None:
    say(f"{setting.name}: {_shown(setting.name, preferences[setting.name])}")
    say(f"  {setting.label[_LANGUAGE]}. {setting.description[_LANGUAGE]}")
    what = "Found here" if setting.type == "program" else "May be"
    say(f"  {what}: {setting.bounds or 'nothing'}. Default: {_shown(setting.name, setting.default)}.")


def _shown(name: str, value: Value) -> str:
    return declared()[name].shown(value) or "(nothing)"
