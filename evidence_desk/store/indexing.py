"""Keeps the text index of an open matter in order: catches up, and makes it anew when it turns out damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from evidence_desk.jobs.progress import CancelToken, OnProgress, quiet
from evidence_desk.store.refusals import clear_errors
from evidence_desk.store.store import Store
from evidence_desk.store.text_index import IndexReport, TextIndex
from evidence_desk.support.errors import UserError

__all__ = ["IndexReport", "catch_up", "read_indexed"]

P = ParamSpec("P")
T = TypeVar("T")


def catch_up(store: Store, *, on_progress: OnProgress, token: CancelToken, rebuild: bool) -> IndexReport:
    """Bring the index of a matter up to date; see ``TextIndex.catch_up``. One that cannot be written stays as it is.

    Raises:
        Cancelled: the token asked to stop.
        UserError: the disk is full.
    """
    if not rebuild and store.has_fixed_index():
        return IndexReport(0, 0, "fixed")
    index = store.text_index()
    if rebuild:
        index.rebuild()
    with clear_errors(index.path):
        try:
            return index.catch_up(store.read, on_progress, token)
        except sqlite3.DatabaseError as error:
            if not _is_damage(error):
                raise
        _renew(store, index)
        return index.catch_up(store.read, on_progress, token)


def read_indexed(
    store: Store,
    token: CancelToken,
    query: Callable[Concatenate[Connection, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Return what a query answers; when it fails on a damaged index, make that anew and ask again.

    Raises:
        Cancelled: the token asked to stop; what SQLite was doing is broken off.
    """
    try:
        return _answer(store, token, query, *args, **kwargs)
    except UserError as error:
        if error.code != "damaged" or store.text_index().is_sound():
            raise
    _renew(store, store.text_index())
    catch_up(store, on_progress=quiet, token=token, rebuild=False)
    return _answer(store, token, query, *args, **kwargs)


def _answer(
    store: Store,
    token: CancelToken,
    query: Callable[Concatenate[Connection, P], T],
    /,
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    with store.read() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        try:
            with token.stopping(driver.interrupt):
                return query(connection, *args, **kwargs)
        except (DBAPIError, sqlite3.Error) as error:
            token.raise_if_cancelled()
            raise error


def _renew(store: Store, index: TextIndex) -> None:
    index.renew()
    store.reconnect_readers()


def _is_damage(error: sqlite3.DatabaseError) -> bool:
    name = getattr(error, "sqlite_errorname", "") or ""
    return name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or name == "SQLITE_IOERR_SHORT_READ"
