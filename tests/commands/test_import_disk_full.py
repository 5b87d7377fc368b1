"""A disk that fills up during an import: what is said of what was taken in until then."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from evidence_desk.commands.importing import Import
from evidence_desk.commands.session import ChangeSet
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.support.errors import UserError

from ..intake.packed import written
from ..matters import empty_folder, open_session


@pytest.mark.skipif(os.name != "posix", reason="files are made durable one by one on POSIX alone")
@pytest.mark.parametrize("is_something_kept", [False, True])
def test_what_was_imported_is_said_to_be_kept_only_where_something_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_something_kept: bool
) -> None:
    for number in range(400):
        written(tmp_path / "in", f"{number}.txt", b"bytes %d" % number)
    monkeypatch.setattr("evidence_desk.commands.importing._CHUNK_FILES", 1)
    empty_folder(tmp_path / "m.edesk")
    session = open_session(tmp_path / "m.edesk")
    is_full = [not is_something_kept]

    def no_room(_file: int) -> None:
        if is_full[0]:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def on_changed(changes: ChangeSet) -> None:
        is_full[0] = is_full[0] or "file" in changes.kinds

    session.subscribe(on_changed)
    monkeypatch.setattr(os, "fsync", no_room)
    with WorkerPool(2) as pool, pytest.raises(UserError) as caught:
        Import(session, pool).run([tmp_path / "in"])
    assert caught.value.code == "disk_full"
    assert ("what was imported is kept" in caught.value.remedy) is is_something_kept
    assert ("Nothing was imported" in caught.value.remedy) is not is_something_kept
    monkeypatch.undo()
    session.close()
