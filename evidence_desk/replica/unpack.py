"""Makes a working matter of a copy: its own folder, its own identity, and the knowledge of what it is a copy of."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from uuid import uuid4

from evidence_desk.commands.kept_pages import page_line
from evidence_desk.jobs.progress import CancelToken, Meter, OnProgress, quiet
from evidence_desk.replica.container import (
    DATABASE,
    MANIFEST,
    PAGES,
    CopyReader,
    OnBytes,
    changed,
    check_file_rows,
    is_file,
)
from evidence_desk.replica.source import opened_file
from evidence_desk.store.identity import REPLICA
from evidence_desk.store.matter_folder import MatterFolder, check_is_matter, new_matter
from evidence_desk.store.page_text import PageTextStore


def open_copy(
    copy: Path,
    matter: Path,
    *,
    passphrase: str | None = None,
    on_progress: OnProgress = quiet,
    token: CancelToken | None = None,
) -> Path:
    """Make a matter folder of the file of a copy and return it; it appears whole or not at all.

    Every opening of a copy is a copy of its own, so that two people can work on the same file.

    Args:
        copy: the ``.edcopy`` file.
        matter: the new folder; ``.edesk`` is added where it is missing.
        passphrase: of a sealed copy.
        on_progress: hears the bytes written.
        token: asked between blocks whether to stop.

    Raises:
        UserError: as `new_matter` does; not a copy, newer, changed or sealed.
        Cancelled: asked to stop; nothing is left.
    """
    with new_matter(matter) as (made, folder), opened_file(copy, passphrase, made.parent) as stream:
        reader = CopyReader(stream)
        total = sum(member.size for member in reader.members.values())
        _fill(reader, folder, Meter(on_progress, token or CancelToken(), "opening", total))
    return made


def _fill(reader: CopyReader, folder: MatterFolder, on_bytes: OnBytes) -> None:
    for name in reader.members:
        if name == DATABASE:
            reader.unpack(name, folder.database, on_bytes=on_bytes)
        else:
            _keep_member(reader, name, folder, on_bytes)
    if PAGES in reader.members:
        _keep_text(folder)
    check_is_matter(folder)
    with contextlib.closing(sqlite3.connect(folder.database)) as raw, raw:
        check_file_rows(raw.execute("SELECT CAST(id AS TEXT), CAST(extension AS TEXT) FROM file"))
        raw.execute("UPDATE meta SET value = ? WHERE key = ?", (str(uuid4()), REPLICA))


def _keep_member(reader: CopyReader, name: str, folder: MatterFolder, on_bytes: OnBytes) -> None:
    target = folder.root / name  # the reader lets no name through that leads elsewhere
    target.parent.mkdir(parents=True, exist_ok=True)
    reader.unpack(name, target, on_bytes=on_bytes)
    target.chmod(0o444)
    if is_file(name) and reader.members[name].sha256 != target.name.partition(".")[0]:
        raise changed(MANIFEST)


def _keep_text(folder: MatterFolder) -> None:
    """Put the text that came along into the cache, so that nothing has to be read again."""
    store = PageTextStore(folder.cache)
    try:
        with (folder.root / PAGES).open("rb") as lines:
            for line in lines:
                store.put(*page_line(line))
    except (ValueError, KeyError, TypeError):
        raise changed(PAGES) from None
    finally:
        store.close()
