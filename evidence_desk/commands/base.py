"""What a command is, and what its handler works with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from sqlalchemy import Connection, Select, Table, select

from evidence_desk.commands.references import References
from evidence_desk.domain import fuzzy_dates
from evidence_desk.domain.fuzzy_dates import FuzzyDateError
from evidence_desk.profiles import Profile
from evidence_desk.store.recorder import Recorder
from evidence_desk.store.statements import ROW_BY_ID
from evidence_desk.support.codec import json_name
from evidence_desk.support.errors import CommandError
from evidence_desk.support.ids import IdMaker
from evidence_desk.support.unset import UNSET, UnsetType

Text = str | UnsetType
_MAX_DIGITS = 24
PageText = Callable[[str, int], str | None]
PageLabel = Callable[[str, int], str]
Find = Callable[[str], list[str]]
Near = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Ref:
    """A row that was made or changed: its kind (as references name it) and its id."""

    kind: str
    id: str


@dataclass(slots=True)
class Work:
    """What a handler works with inside one transaction.

    Attributes:
        recorder: the only way to write.
        references: handles, ids and natural keys to ids.
        profile: the jurisdiction of the matter.
        new_id: makes identities.
        at: the time of the change, RFC 3339.
        actor: who makes it.
        page_text: the text of a page of a file, None when it is not read (yet).
        page_label: the printed label of a page, or an empty text.
        find: the items a query finds in the matter as it was before, for commands that say they seek.
        near: the items whose text is nearly that of some items.
        created: what was made, in order.
        warnings: what the user should know although the command was done.
    """

    recorder: Recorder
    references: References
    profile: Profile
    new_id: IdMaker
    at: str
    actor: str
    page_text: PageText
    page_label: PageLabel
    find: Find
    near: Near
    created: list[Ref] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def connection(self) -> Connection:
        """The connection of the transaction, for reading."""
        return self.recorder.connection

    def create(self, kind: str, table: Table, values: Mapping[str, Any]) -> str:
        """Insert a row with a new id and return the id."""
        row_id = self.new_id()
        self.recorder.insert(table, {"id": row_id, **values})
        self.created.append(Ref(kind, row_id))
        return row_id

    def create_many(self, kind: str, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """Insert rows with new ids in one statement and return the ids."""
        ids = [self.new_id() for _ in rows]
        self.recorder.insert_many(
            table, ({"id": row_id, **row} for row_id, row in zip(ids, rows, strict=True))
        )
        self.created.extend(Ref(kind, row_id) for row_id in ids)
        return ids

    def resolve(self, kind: str, reference: str, field_name: str) -> str:
        """Return the id a reference of a kind means.

        Raises:
            CommandError: it means nothing, or more than one thing.
        """
        return self.references.resolve(self.connection, kind, reference, field_name)

    def resolve_given(self, kind: str, reference: Text, field_name: str) -> str | UnsetType:
        """Return the id, UNSET for a reference not given."""
        return UNSET if isinstance(reference, UnsetType) else self.resolve(kind, reference, field_name)

    def resolve_optional(self, kind: str, reference: Text, field_name: str) -> str | UnsetType | None:
        """Return the id, None for an empty reference, UNSET for one not given."""
        return None if reference == "" else self.resolve_given(kind, reference, field_name)

    def row(self, table: Table, row_id: str) -> Mapping[str, Any]:
        """Return one row as it is now."""
        return dict(self.connection.execute(ROW_BY_ID[table.name], {"row_id": row_id}).mappings().one())

    def has(self, query: Select[Any]) -> bool:
        """Return whether a query finds anything."""
        return self.connection.execute(query.limit(1)).first() is not None

    def check_unique(
        self, table: Table, column: str, values: Mapping[str, Any], *, besides: str | None = None
    ) -> None:
        """Refuse a number, name or key that another row of the table has already; none is no number.

        Raises:
            CommandError: naming the field and the value.
        """
        value = values.get(column)
        query = select(table.c.id).where(table.c[column] == value)
        if besides is not None:
            query = query.where(table.c.id != besides)
        if value and self.has(query):
            what = table.name.replace("_", " ")
            raise CommandError(
                "taken", f"There is already a {what} with {column} {value!r}", "Choose another.", field=column
            )

    def check_above(
        self, table: Table, column: str, above: str | None, row_id: str | None, refusal: CommandError
    ) -> None:
        """Refuse to put a row under itself: ``column`` leads from ``above`` to what is above that.

        Raises:
            CommandError: ``refusal``.
        """
        while above is not None:
            if above == row_id:
                raise refusal
            above = self.row(table, above)[column]


@dataclass(frozen=True, kw_only=True)
class Command:
    """One change of a matter. A subclass names its fields as INTERFACE does and carries itself out.

    Attributes:
        in_files: whether command files may use it.
    """

    in_files: ClassVar[bool] = True

    @property
    def seeks(self) -> bool:
        """Whether it asks what a query finds; the text index is brought up to date before the change begins."""
        return False

    def apply(self, work: Work) -> str:
        """Carry the command out and return one line that says what was done."""
        raise NotImplementedError


def given(**values: Any) -> dict[str, Any]:
    """Return the values that were given, under their column names."""
    return {name: value for name, value in values.items() if value is not UNSET}


def same_named(command: Command, *names: str) -> dict[str, Any]:
    """Return the given fields whose column has the same name; enums as their text."""
    found = {name: getattr(command, name) for name in names}
    return {name: str(v) if isinstance(v, str) else v for name, v in found.items() if v is not UNSET}


def required_text(value: str, field_name: str) -> str:
    """Return a text without blanks around it.

    Raises:
        CommandError: nothing is left.
    """
    stripped = value.strip()
    if not stripped:
        raise CommandError("empty", f"The field {json_name(field_name)!r} may not be empty", field=field_name)
    return stripped


def required_texts(command: Command, *names: str) -> dict[str, str]:
    """Return the given ones of some fields that may be absent but not empty."""
    found = {name: getattr(command, name) for name in names}
    return {name: required_text(value, name) for name, value in found.items() if value is not UNSET}


def fuzzy_columns(text: Text, field_name: str = "date") -> dict[str, str]:
    """Return the three columns of a fuzzy date, or none when it was not given.

    Raises:
        CommandError: the words cannot be read as a date.
    """
    if isinstance(text, UnsetType):
        return {}
    try:
        read = fuzzy_dates.parse(text)
    except FuzzyDateError as error:
        raise CommandError("bad_date", str(error), field=field_name) from error
    return {"date_text": read.text, "date_sort": read.sort_key, "date_precision": str(read.precision)}


def _is_money(number: Decimal) -> bool:
    """Tell amounts from what is a number and no amount; "1e999999" would be a million digits."""
    return number.is_finite() and number >= 0 and -_MAX_DIGITS <= number.adjusted() <= _MAX_DIGITS


def amount_column(value: str | int | float | UnsetType) -> dict[str, str]:
    """Return an amount of money as exact decimal text, e.g. ``100000000`` or ``12.50``.

    Raises:
        CommandError: it is no number, or less than nothing.
    """
    if isinstance(value, UnsetType):
        return {}
    text = str(value).replace(",", "").replace("，", "").strip()
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        number = Decimal("NaN")
    if number is not None and not _is_money(number):
        raise CommandError(
            "bad_amount", f"{value!r} is not an amount of money", "Write digits only.", field="amount"
        )
    return {"amount": "" if number is None else format(number, "f")}
