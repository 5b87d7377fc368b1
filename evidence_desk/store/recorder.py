"""The recorder: writes rows and remembers each as it was and as it became, for the history and for undo."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select, update

from evidence_desk.store.history import RowChange, RowImage
from evidence_desk.store.statements import DELETE, INSERT, ROW_BY_ID
from evidence_desk.store.tables import BY_NAME
from evidence_desk.support.errors import UserError


def full_row(table: Table, values: Mapping[str, Any]) -> RowImage:
    """Return the values of a whole row: what is given, and for the rest the empty value of each column."""
    row: RowImage = {}
    for column in table.columns:
        if column.name in values:
            row[column.name] = values[column.name]
        else:
            row[column.name] = None if column.nullable else ""
    return row


class Recorder:
    """Inserts, updates and deletes rows inside one transaction.

    Attributes:
        changes: what was written so far, in order.
    """

    def __init__(self, connection: Connection) -> None:
        """Write through a connection of the writer engine, inside its transaction."""
        self.connection = connection
        self.changes: list[RowChange] = []

    def insert(self, table: Table, values: Mapping[str, Any]) -> None:
        """Insert one row; columns not given are empty."""
        self.insert_many(table, [values])

    def insert_many(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
        """Insert rows in one statement."""
        full = [full_row(table, values) for values in rows]
        if full:
            self.connection.execute(INSERT[table.name], full)
            self.changes.extend(RowChange(table.name, row["id"], None, row) for row in full)

    def update(self, table: Table, row_id: str, values: Mapping[str, Any]) -> None:
        """Set columns of one row; columns that already hold the value are left out of the record."""
        self.update_many(table, {row_id: values})

    def update_many(self, table: Table, values_by_id: Mapping[str, Mapping[str, Any]]) -> None:
        """Set columns of several rows."""
        names = {name for values in values_by_id.values() for name in values}
        before = rows_by_id(self.connection, table, list(values_by_id), names)
        changes = []
        for row_id, values in values_by_id.items():
            old = before[row_id]
            changed = {name: value for name, value in values.items() if old[name] != value}
            if changed:
                was = {name: old[name] for name in changed}
                changes.append(RowChange(table.name, row_id, was, changed))
        self._write_updates(table, changes)
        self.changes.extend(changes)

    def _write_updates(self, table: Table, changes: Iterable[RowChange]) -> None:
        """Write updates, in one statement for all that set the same columns."""
        alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for change in changes:
            after = change.after or {}
            values = {f"new_{name}": value for name, value in after.items()}
            alike.setdefault(tuple(after), []).append({"row_id": change.id, **values})
        for names, rows in alike.items():
            # The type of the column has to be named: without it a list would not be written as JSON.
            new = {name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names}
            statement = update(table).where(table.c.id == bindparam("row_id")).values(new)
            self.connection.execute(statement, rows)

    def delete(self, table: Table, row_id: str) -> None:
        """Delete one row."""
        self.delete_many(table, [row_id])

    def delete_many(self, table: Table, row_ids: Sequence[str]) -> None:
        """Delete rows in one statement."""
        before = rows_by_id(self.connection, table, row_ids)
        if before:
            self.connection.execute(DELETE[table.name], [{"row_id": row_id} for row_id in before])
            self.changes.extend(RowChange(table.name, row_id, row, None) for row_id, row in before.items())

    def replay(self, changes: Iterable[RowChange]) -> None:
        """Write changes again, each only where its row is still as the change found it.

        Raises:
            UserError: ``row_moved_on`` when a row is not, its details naming it; nothing of the transaction may then be
                kept.
        """
        for group in _runs(changes):
            self._replay_run(group)

    def _replay_run(self, run: list[RowChange]) -> None:
        table = BY_NAME[run[0].table]
        # Only what is compared is read: of ten thousand rows the rest costs more than the writing.
        names = {name for change in run for name in change.before or ()}
        found = rows_by_id(self.connection, table, [change.id for change in run], names)
        for change in run:
            _check_unmoved(change, found.get(change.id))
        first = run[0]
        if first.before is None:
            self.connection.execute(INSERT[table.name], [change.after or {} for change in run])
        elif first.after is None:
            ids = [{"row_id": change.id} for change in run]
            self.connection.execute(DELETE[table.name], ids)
        else:
            self._write_updates(table, run)
        self.changes.extend(run)


def _shape(change: RowChange) -> tuple[str, bool, bool]:
    return change.table, change.before is None, change.after is None


def _runs(changes: Iterable[RowChange]) -> Iterable[list[RowChange]]:
    """Group neighbours that are the same kind of write to the same table, each row at most once in a run."""
    run: list[RowChange] = []
    seen: set[str] = set()
    for change in changes:
        if run and (_shape(change) != _shape(run[0]) or change.id in seen):
            yield run
            run, seen = [], set()
        run.append(change)
        seen.add(change.id)
    if run:
        yield run


def _check_unmoved(change: RowChange, found: RowImage | None) -> None:
    expected = change.before
    moved = found is not None if expected is None else found is None
    if not moved and expected is not None and found is not None:
        moved = any(found[name] != value for name, value in expected.items())
    if moved:
        raise UserError(
            "row_moved_on",
            "This cannot be taken back: something it wrote was changed since",
            "Take back the later change first.",
            table=change.table,
            id=change.id,
        )


def rows_by_id(
    connection: Connection, table: Table, row_ids: Sequence[str], names: Collection[str] | None = None
) -> dict[str, RowImage]:
    """Return rows by id, as many as are found, in the order of the ids; whole, or only some of their columns."""
    if len(row_ids) == 1:
        row = connection.execute(ROW_BY_ID[table.name], {"row_id": row_ids[0]}).mappings().first()
        return {row_ids[0]: dict(row)} if row is not None else {}
    columns = [column for column in table.columns if names is None or column.name in names]
    keys = [column.name for column in columns]
    found: dict[str, RowImage] = {}
    for start in range(0, len(row_ids), 500):
        part = row_ids[start : start + 500]
        for held in connection.execute(select(table.c.id, *columns).where(table.c.id.in_(part))):
            found[held[0]] = dict(zip(keys, held[1:], strict=True))
    return {row_id: found[row_id] for row_id in dict.fromkeys(row_ids) if row_id in found}
