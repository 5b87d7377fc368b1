"""JSON to typed dataclasses and back, with errors that name the field; and JSON Schemas of dataclasses."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from evidence_desk.support.errors import CommandError
from evidence_desk.support.texts import is_storable
from evidence_desk.support.unset import UNSET

T = TypeVar("T")

_PLACE = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<path>[^`]*)`)?$", re.DOTALL)


def json_name(field_name: str) -> str:
    """Return how a field is called in JSON: ``from_`` is ``from``."""
    return field_name.rstrip("_")


def decode(cls: type[T], values: Mapping[str, Any]) -> T:
    """Return a dataclass from a JSON object.

    Raises:
        CommandError: a field is unknown, missing, or holds the wrong thing; the field is named.
    """
    assert dataclasses.is_dataclass(cls)
    names = _names(cls)
    for key, value in values.items():
        _check_known(cls, key)
        _check_fields_within(_hints(cls)[names[key]], value, str(key))
        _check_text(value, str(key))
    for name in _required(cls):
        if json_name(name) not in values:
            raise CommandError(
                "missing_field",
                f"{cls.__name__} needs the field {json_name(name)!r}",
                field=json_name(name),
            )
    try:
        return msgspec.convert({names[key]: value for key, value in values.items()}, type=cls)
    except msgspec.ValidationError as error:
        raise _explained(cls, str(error)) from error


def _names(cls: type[Any]) -> dict[str, str]:
    return {json_name(field.name): field.name for field in dataclasses.fields(cls)}


@cache
def _hints(cls: type[Any]) -> dict[str, Any]:
    return get_type_hints(cls)


def _check_known(cls: type[Any], key: object, *, field: str = "") -> None:
    names = _names(cls)
    if key not in names:
        raise CommandError(
            "unknown_field",
            f"{cls.__name__} has no field {key!r}",
            f"It has: {', '.join(sorted(names))}.",
            field=field or str(key),
        )


def _check_fields_within(hint: Any, value: Any, field: str) -> None:
    """Refuse fields that objects inside a field do not have; the converter would leave them out and say nothing."""
    for part in get_args(hint):
        _check_fields_within(part, value, field)
    if isinstance(value, list):
        for item in value:
            _check_fields_within(hint, item, field)
    elif isinstance(value, Mapping) and dataclasses.is_dataclass(hint) and isinstance(hint, type):
        names, hints = _names(hint), _hints(hint)
        for key, item in value.items():
            _check_known(hint, key, field=field)
            _check_fields_within(hints[names[key]], item, field)


def _check_text(value: Any, field: str) -> None:
    """Refuse halves of UTF-16 pairs, which JSON can say and UTF-8 cannot hold."""
    if not is_storable(value):
        raise CommandError("wrong_value", f"The field {field!r} holds half a surrogate pair", field=field)


def _required(cls: type[Any]) -> Iterable[str]:
    for field in dataclasses.fields(cls):
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            yield field.name


def _explained(cls: type[Any], text: str) -> CommandError:
    found = _PLACE.match(text)
    what, path = (found["what"], found["path"] or "") if found else (text, "")
    steps = [step.split("[")[0] for step in path.lstrip(".").split(".")]
    field = json_name(steps[0])
    remedy = ""
    if words := _words_at(cls, steps):
        what = what.replace("enum value", "value")
        remedy = f"It may be: {', '.join(words)}."
    message = f"{cls.__name__}, field {field!r}: {what[:1].lower()}{what[1:]}"
    return CommandError("wrong_value", message, remedy, field=field)


def _words_at(hint: Any, steps: Sequence[str]) -> list[str]:
    """Return the words a value may be, when it is one of fixed words; ``steps`` are the fields that lead to it."""
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return [str(word) for word in hint] if not any(steps) else []
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _words_at(_hints(hint)[steps[0]], steps[1:]) if steps and steps[0] in _hints(hint) else []
    return [word for part in get_args(hint) for word in _words_at(part, steps)]


def to_json(value: Any) -> Any:
    """Return a value of dataclasses, enums, dates and sequences as plain JSON values.

    Fields of a dataclass that were not given are left out.
    """
    if dataclasses.is_dataclass(value):
        held = {json_name(field.name): getattr(value, field.name) for field in dataclasses.fields(value)}
        return {name: to_json(item) for name, item in held.items() if item is not UNSET}
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [to_json(item) for item in value]
    if isinstance(value, str):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def object_schemas(classes: Iterable[type[Any]], *, is_open: bool = False) -> dict[str, dict[str, Any]]:
    """Return a JSON Schema (2020-12) for each dataclass by its name, with what it refers to written out.

    Args:
        classes: the dataclasses.
        is_open: whether an object may hold more than the schema names.
    """
    listed = list(classes)
    _top, parts = msgspec.json.schema_components(listed, ref_template="#/$defs/{name}")
    return {cls.__name__: _tidy(parts[cls.__name__], parts, is_open=is_open) for cls in listed}


def _tidy(node: Any, parts: Mapping[str, Any], *, is_open: bool) -> Any:
    if isinstance(node, list):
        return [_tidy(item, parts, is_open=is_open) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _tidy(parts[node["$ref"].rsplit("/", 1)[1]], parts, is_open=is_open)
    tidy = {
        key: _tidy(value, parts, is_open=is_open)
        for key, value in node.items()
        if key not in ("title", "properties")
    }
    if "properties" in node:
        # The names in here are fields, one of which may be called "title".
        tidy["properties"] = {
            json_name(name): _tidy(value, parts, is_open=is_open)
            for name, value in node["properties"].items()
        }
        tidy["required"] = [json_name(name) for name in node.get("required", [])]
        if not is_open:
            tidy["additionalProperties"] = False
    return tidy
