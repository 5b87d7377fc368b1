"""Takes a matter offline: one file with the database, the original files or only their text, and a manifest."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from sqlalchemy import Connection, insert

from evidence_desk.commands.kept_pages import TEXT, line_of
from evidence_desk.commands.session import Session
from evidence_desk.domain.file_ids import hash_of
from evidence_desk.intake.kept_pages import PICTURE
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.jobs.progress import CancelToken, Meter, OnProgress, quiet
from evidence_desk.queries.matter import matter
from evidence_desk.queries.replicas import CopyInfo, copy_info
from evidence_desk.replica.container import DATABASE, PAGES, CopyWriter, Out, member_of_file
from evidence_desk.replica.pictures import make_pictures
from evidence_desk.replica.scope import evidence_in_scope, reduce_database
from evidence_desk.replica.sealed import SealingWriter
from evidence_desk.store import history
from evidence_desk.store.blobs import blob_path, is_hash, stored_files
from evidence_desk.store.identity import COPY, MATTER_ID, REPLICA, matter_id
from evidence_desk.store.import_runs import IMPORTS
from evidence_desk.store.lock import cannot_write
from evidence_desk.store.migrate import HEAD
from evidence_desk.store.replica_tables import COPY_GIVEN
from evidence_desk.support.errors import UserError

SUFFIX = ".edcopy"


@dataclass(frozen=True, slots=True)
class TakenCopy:
    """A copy that was made.

    Attributes:
        path: the file.
        info: what the copy knows of its taking.
        evidence: how many evidence items are in it.
        files: how many original files are in it.
        size: the bytes of the file.
        pictures: how many pages are in it as pictures, for files that stay behind.
        unpictured: how many pages of those files could not be painted.
    """

    path: Path
    info: CopyInfo
    evidence: int
    files: int
    size: int
    pictures: int = 0
    unpictured: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """What a copy is to hold.

    Attributes:
        scope: words of a search; all evidence when empty.
        with_files: whether the original files come along, or only pictures and text of their pages.
        recipient: whom it is for.
        passphrase: seals the file; None for an open one.
    """

    scope: str = ""
    with_files: bool = True
    recipient: str = ""
    passphrase: str | None = None


def take_offline(
    session: Session,
    out: Path,
    wish: Wish | None = None,
    *,
    pool: WorkerPool | None = None,
    on_progress: OnProgress = quiet,
    token: CancelToken | None = None,
) -> TakenCopy:
    """Write a copy of an open matter to a new file, and note that it was given; the matter stays as it is.

    Args:
        session: the open matter, which may itself be a copy.
        out: the file; ``.edcopy`` is added where it is missing. It appears whole or not at all.
        wish: what it is to hold; everything when None.
        pool: paints the pages of files that stay behind; without one such a copy holds their text only.
        on_progress: hears the bytes written.
        token: asked between blocks whether to stop.

    Raises:
        UserError: ``exists``, ``nothing_found``, ``file_changed``, ``read_only`` or what the disk refuses.
        Cancelled: asked to stop; nothing is left.
    """
    out = out if out.suffix == SUFFIX else out.with_name(out.name + SUFFIX)
    if out.exists():
        raise UserError("exists", f"{out} exists already", "Choose another name. Nothing was written.")
    if session.is_read_only:
        raise UserError(
            "read_only",
            f"{session.path} is open for reading only",
            "Open it for changing; it notes its copies.",
        )
    meter = Meter(on_progress, token or CancelToken(), "packing")
    packing = _Packing(session, out, wish or Wish(), pool, meter)
    try:
        return packing.run()
    except OSError as error:
        raise cannot_write(out.parent, error) from error


@dataclass(frozen=True, slots=True)
class _Blob:
    sha256: str
    extension: str
    name: str
    path: Path


class _Packing:
    """One making of a copy."""

    def __init__(
        self, session: Session, out: Path, wish: Wish, pool: WorkerPool | None, meter: Meter
    ) -> None:
        self._session = session
        self._out = out
        self._wish = wish
        self._pool = pool
        self._meter = meter
        self._at = session.now()
        self._pictures: list[tuple[str, Path]] = []
        self._unpictured = 0
        self._with_text: set[str] = set()

    def run(self) -> TakenCopy:
        """Copy the database, write the file, and note it."""
        part = self._out.with_name(f".{self._out.name}.part{os.getpid()}")
        with tempfile.TemporaryDirectory(dir=self._session.cache_folder) as name:
            database = Path(name) / DATABASE
            try:
                info, blobs, evidence = self._prepare(database)
                self._paint(info.files_left, Path(name) / "pages")
                with part.open("xb") as stream:
                    self._write(stream, database, info, blobs)
                    stream.flush()
                    os.fsync(stream.fileno())
                size = part.stat().st_size
                self._session.note(_note_given, info, self._out.name)
                part.replace(self._out)
            finally:
                part.unlink(missing_ok=True)
        painted = sum(1 for member, _path in self._pictures if member.endswith(PICTURE))
        return TakenCopy(self._out, info, evidence, len(blobs), size, painted, self._unpictured)

    def _paint(self, hashes: tuple[str, ...], folder: Path) -> None:
        """Make pictures of the pages that can be seen no other way on the copy."""
        self._pictures, self._unpictured = make_pictures(
            self._session,
            hashes,
            folder,
            pool=self._pool,
            on_progress=self._meter.on_progress,
            token=self._meter.token,
        )

    def _prepare(self, database: Path) -> tuple[CopyInfo, list[_Blob], int]:
        """Make the database of the copy; return what it knows of itself, its files, and how many items it holds."""
        ids = None
        if self._wish.scope:
            self._session.index_text()
            ids = self._session.search(evidence_in_scope, self._wish.scope)
            if not ids:
                raise UserError(
                    "nothing_found", f"Nothing is found for {self._wish.scope!r}", "Choose other words."
                )
        self._session.copy_database(database)
        with contextlib.closing(sqlite3.connect(database)) as raw:
            head = raw.execute("SELECT seq, hash FROM history ORDER BY seq DESC LIMIT 1").fetchone()
            listed = raw.execute("SELECT count(*) FROM evidence").fetchone()[0]
        copy, left = str(uuid4()), 0
        if ids is not None:
            about = {"copy": copy, "scope": self._wish.scope, "head_seq": head[0], "head": head[1]}
            left = reduce_database(
                database, ids, replica=copy, actor=self._session.actor, at=self._at, arguments=about
            )
        blobs, missing = self._blobs(database)
        info = self._info(copy, head or (0, history.GENESIS), evidence_left=left, files_left=missing)
        _label(database, info)
        return info, blobs, listed - left

    def _blobs(self, database: Path) -> tuple[list[_Blob], tuple[str, ...]]:
        """Return the files to bring along, and the hashes of those that stay behind."""
        with contextlib.closing(sqlite3.connect(database)) as raw:
            rows = raw.execute("SELECT id, extension, name FROM file ORDER BY id").fetchall()
        folder = self._session.files_folder
        named = {
            hash_of(row): _Blob(hash_of(row), end, name, blob_path(folder, row, end))
            for row, end, name in rows
        }
        blobs = list(named.values())
        self._with_text = {row for row, _end, _name in rows}
        if not self._wish.scope:
            blobs += _undone_files(folder, set(named))
            self._with_text |= {blob.sha256 for blob in blobs}
        there = [blob for blob in blobs if self._wish.with_files and blob.path.is_file()]
        held = {blob.sha256 for blob in there}
        return there, tuple(blob.sha256 for blob in blobs if blob.sha256 not in held)

    def _info(
        self, copy: str, head: tuple[int, str], *, evidence_left: int, files_left: tuple[str, ...]
    ) -> CopyInfo:
        session = self._session
        held = session.read(copy_info)
        return CopyInfo(
            copy=copy,
            matter=session.read(matter_id),
            title=session.read(matter).title,
            replica=session.replica,
            taken_at=self._at,
            taken_by=session.actor,
            recipient=self._wish.recipient,
            scope=self._wish.scope,
            with_files=self._wish.with_files,
            evidence_left=evidence_left,
            files_left=files_left,
            head_seq=head[0],
            head=head[1],
            origins=(held.copy, *held.origins) if held is not None else (),
        )

    def _write(self, stream: BinaryIO, database: Path, info: CopyInfo, blobs: list[_Blob]) -> None:
        sealing = SealingWriter(stream, self._wish.passphrase) if self._wish.passphrase is not None else None
        out: Out = sealing or stream
        text = database.with_name(TEXT)
        _write_text(self._session, text, self._with_text)
        parts = [(DATABASE, database), *([(PAGES, text)] if text.stat().st_size else []), *self._pictures]
        sizes = [path.stat().st_size for path in (*(p for _n, p in parts), *(b.path for b in blobs))]
        self._meter.total = sum(sizes)
        with CopyWriter(out) as writer:
            for name, path in parts:
                with path.open("rb") as source:
                    writer.add(name, source, path.stat().st_size, on_bytes=self._meter)
            for blob in blobs:
                self._add_blob(writer, blob)
            writer.finish({**asdict(info), "schema": HEAD})
        if sealing is not None:
            sealing.finish()

    def _add_blob(self, writer: CopyWriter, blob: _Blob) -> None:
        name = member_of_file(blob.sha256, blob.extension)
        with blob.path.open("rb") as source:
            found = writer.add(name, source, blob.path.stat().st_size, on_bytes=self._meter)
        if found != blob.sha256:
            raise changed_file(blob.name, blob.sha256)


def _undone_files(folder: Path, known: set[str]) -> list[_Blob]:
    """Return files whose import was taken back: doing it again on the copy needs their bytes."""
    found = []
    for path in stored_files(folder):
        sha256, _dot, extension = path.name.partition(".")
        if is_hash(sha256) and sha256 not in known and path == blob_path(folder, sha256, extension):
            found.append(_Blob(sha256, extension, path.name, path))
    return found


def changed_file(name: str, sha256: str) -> UserError:
    """Return the refusal of a file whose bytes are not those that were imported."""
    return UserError(
        "file_changed",
        f"The bytes of {name} ({sha256[:12]}) are not those that were imported",
        "Run verify; bring the file back from a backup. Nothing was written.",
    )


def _label(database: Path, info: CopyInfo) -> None:
    """Write into the database of a copy what it is; what the desk keeps for itself stays there."""
    noted = {COPY: json.dumps(asdict(info), ensure_ascii=False), MATTER_ID: info.matter, REPLICA: info.copy}
    with contextlib.closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("PRAGMA secure_delete = ON")  # otherwise it is still to be read in the file
        raw.execute("DELETE FROM copy_given")
        raw.execute("DELETE FROM meta WHERE key GLOB ?", (f"{IMPORTS}*",))
        raw.executemany(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            list(noted.items()),
        )


def _write_text(session: Session, target: Path, files: set[str]) -> None:
    """Write the text of the pages, so that quotes are found and search works as soon as the copy is opened."""
    with target.open("x", encoding="utf-8") as out:
        for file_id in sorted(files):
            pages = session.pages(file_id)
            if pages:
                out.write(line_of(file_id, pages))


def _note_given(connection: Connection, info: CopyInfo, name: str) -> None:
    values = {
        "id": info.copy,
        "at": info.taken_at,
        "actor": info.taken_by,
        "recipient": info.recipient,
        "name": name,
        "scope": info.scope,
        "with_files": info.with_files,
        "head_seq": info.head_seq,
        "head_hash": info.head,
        "brought_at": "",
    }
    connection.execute(insert(COPY_GIVEN).values(values))
