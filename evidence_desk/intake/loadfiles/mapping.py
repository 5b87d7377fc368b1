"""Which column of a load file is which field of ours: found by name, kept as a JSON file, applied by name or number."""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from evidence_desk.intake.loadfiles.dates import Order
from evidence_desk.intake.loadfiles.dialect import fold_name
from evidence_desk.intake.loadfiles.model import Column, Table
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource

FORMAT = "evidence-desk load-file mapping"
_SAMPLES = 3
_SAMPLE_LENGTH = 60


@dataclass(frozen=True, kw_only=True)
class MappedColumn:
    """One column of a mapping.

    Attributes:
        number: its place, from 1; it counts where the load file has no header.
        name: its name in the header; it counts where there is one.
        field: our field, or empty to keep the column as it is.
        samples: values that help a person to fill this in; not read.
    """

    number: int
    name: str = ""
    field: str = ""
    samples: list[str] = dataclasses.field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """A mapping as it is kept. What is empty is found out.

    Attributes:
        format: always ``evidence-desk load-file mapping``.
        version: of this format.
        header: whether the first record names the columns.
        encoding: the encoding where no byte order mark names it.
        separator: the character between columns.
        quote: the character around values.
        date_order: whether 5/6/2001 is in May (``month_first``) or in June (``day_first``).
        columns: the columns.
        fields: the fields a column may be, to choose from; not read.
        found: what was found of how the file is written, to take from; not read.
    """

    format: Literal["evidence-desk load-file mapping"] = "evidence-desk load-file mapping"
    version: Literal[1] = 1
    header: bool | None = None
    encoding: str = ""
    separator: str = ""
    quote: str = ""
    date_order: Order = ""
    columns: list[MappedColumn] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    found: dict[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    fields: dict[str, str]  # field -> kind
    names: dict[str, tuple[str, int]]  # folded name -> field, rank


@cache
def _known() -> _Known:
    listed = json.loads(resource("intake", "load_fields.json").read_text(encoding="utf-8"))["fields"]
    names = {
        fold_name(name): (one["field"], rank) for one in listed for rank, name in enumerate(one["names"])
    }
    return _Known({one["field"]: one["kind"] for one in listed}, names)


def known_names() -> frozenset[str]:
    """Return the folded names of columns we know."""
    return frozenset(_known().names)


def all_fields() -> tuple[str, ...]:
    """Return our fields, in the order of the data file."""
    return tuple(_known().fields)


def fields_of_kind(kind: str) -> tuple[str, ...]:
    """Return our fields of a kind, e.g. ``date``, in the order of the data file."""
    return tuple(name for name, its in _known().fields.items() if its == kind)


def read_mapping(path: str | Path) -> Mapping:
    """Return a kept mapping.

    Raises:
        UserError: ``unreadable``, or ``wrong_mapping`` with the place at fault.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
        raise UserError("unreadable", message, "Check the path.") from error
    try:
        mapping = msgspec.convert(msgspec.json.decode(data), type=Mapping)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise _wrong(path, str(error)) from error
    strange = next((one.field for one in mapping.columns if one.field not in ("", *_known().fields)), None)
    if strange is not None:
        raise _wrong(path, f"there is no field {strange!r}; there are {', '.join(_known().fields)}")
    twice = [
        name for name, count in Counter(one.field for one in mapping.columns).items() if name and count > 1
    ]
    if twice:
        raise _wrong(path, f"two columns are {twice[0]}")
    if max(len(mapping.separator), len(mapping.quote)) > 1:
        raise _wrong(path, "separator and quote are one character each")
    return mapping


def _wrong(path: Path, what: str) -> UserError:
    return UserError("wrong_mapping", f"{path.name} is no mapping: {what}", "Mend it, or make it anew.")


def write_mapping(path: str | Path, mapping: Mapping) -> None:
    """Write a mapping; an existing file is replaced.

    Raises:
        UserError: ``not_writable``.
    """
    text = json.dumps(dataclasses.asdict(mapping), ensure_ascii=False, indent=1)
    try:
        Path(path).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError(
            "not_writable", f"{path} cannot be written: {error.strerror}", "Choose another."
        ) from error


def mapping_of(
    columns: list[Column], given: Mapping | None = None, *, found: dict[str, str | bool] | None = None
) -> Mapping:
    """Return the mapping that reads these columns again, to be kept and filled in by a person.

    How the file itself is written only stands beside, in ``found``, so that it is found out for its sisters too.
    """
    listed = [
        MappedColumn(number=c.number, name=c.name, field=c.field, samples=list(c.samples)) for c in columns
    ]
    made = dataclasses.replace(given or Mapping(), columns=listed, fields=list(all_fields()))
    return made if found is None else dataclasses.replace(made, found=found)


def columns_of(table: Table, mapping: Mapping | None = None) -> list[Column]:
    """Return the columns of a table with what they are to us: by the mapping, else by their names.

    A mapping of a file with a header serves one without a header if both have the same number of columns;
    a column is found by its name first, and by its number only where there is no header.

    Raises:
        UserError: ``wrong_mapping`` when the mapping does not fit the table.
    """
    fields = _mapped(table, mapping) if mapping and mapping.columns else _by_name(table.header or ())
    names = table.header or ("",) * table.width
    return [
        Column(place + 1, name, fields.get(place, ""), _samples(table, place))
        for place, name in enumerate(names)
    ]


def _mapped(table: Table, mapping: Mapping) -> dict[int, str]:
    if table.header is None:
        highest = max(one.number for one in mapping.columns)
        if highest > table.width or min(one.number for one in mapping.columns) < 1:
            raise UserError(
                "wrong_mapping",
                f"The mapping names column {highest}; {table.source} has {table.width}",
                "Make one for this load file with --save-mapping.",
            )
        return {one.number - 1: one.field for one in mapping.columns}
    places = {fold_name(name): place for place, name in reversed(list(enumerate(table.header)))}
    fields = {}
    for one in mapping.columns:
        place = places.get(fold_name(one.name))
        if place is not None:
            fields[place] = one.field
        elif one.field:
            raise UserError(
                "wrong_mapping",
                f"{table.source} has no column {one.name!r}, which the mapping calls {one.field}",
                "Make a mapping for this load file with --save-mapping.",
            )
    return fields


def _by_name(header: tuple[str, ...]) -> dict[int, str]:
    """Return what columns are by their names; of several for one field the most usual name is taken."""
    best: dict[str, tuple[int, int]] = {}
    for place, name in enumerate(header):
        known = _known().names.get(fold_name(name))
        if known and (known[0] not in best or known[1] < best[known[0]][0]):
            best[known[0]] = (known[1], place)
    return {place: name for name, (_rank, place) in best.items()}


def _samples(table: Table, place: int) -> tuple[str, ...]:
    samples: list[str] = []
    for row in table.rows:
        value = " ".join(row.values[place].split())[:_SAMPLE_LENGTH]
        if value and value not in samples:
            samples.append(value)
        if len(samples) == _SAMPLES:
            break
    return tuple(samples)


def mapping_schema() -> dict[str, Any]:
    """Return the JSON Schema of a kept mapping."""
    from evidence_desk.support.codec import object_schemas

    schema = object_schemas([Mapping])["Mapping"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
