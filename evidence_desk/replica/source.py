"""Opens what is to be brought back: the file of a copy, or the matter folder somebody worked in."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evidence_desk.intake.copy import copy_and_hash
from evidence_desk.replica.container import DATABASE, CopyReader, OnBytes, is_file
from evidence_desk.replica.sealed import cannot_open, is_sealed, unseal
from evidence_desk.store.matter_folder import MatterFolder
from evidence_desk.store.store import Store
from evidence_desk.support.errors import UserError


@dataclass(frozen=True, slots=True)
class Source:
    """An opened copy.

    Attributes:
        name: what it is called, for people.
        store: its database.
        fetch: puts the bytes of a file into a folder, by hash and extension, and returns where; None when it has not
            got them.
    """

    name: str
    store: Store
    fetch: Callable[[str, str, Path], Path | None]


@contextmanager
def opened_file(path: Path, passphrase: str | None, scratch: Path) -> Iterator[BinaryIO]:
    """Give the plain bytes of the file of a copy; a sealed one is opened into a temporary file.

    Raises:
        UserError: ``not_found``, ``passphrase_needed``, ``cannot_unseal`` or ``not_sealed``.
    """
    try:
        stream = path.open("rb")
    except OSError as error:
        raise UserError(
            "not_found", f"{path} cannot be read ({error.strerror})", "Check the path."
        ) from error
    with stream:
        sealed = is_sealed(stream)
        if sealed and passphrase is None:
            raise UserError("passphrase_needed", f"{path.name} is sealed", "Give its passphrase.")
        if not sealed and passphrase is not None:
            raise cannot_open()
        if passphrase is None:
            yield stream
            return
        with tempfile.TemporaryFile(dir=scratch) as plain:
            for block in unseal(stream, passphrase):
                plain.write(block)
            plain.seek(0)
            yield plain


@contextmanager
def opened_source(
    path: Path, *, passphrase: str | None, scratch: Path, actor: str, on_bytes: OnBytes
) -> Iterator[Source]:
    """Give an opened copy, every byte of it checked when it is a file.

    Args:
        path: an ``.edcopy`` file or the matter folder of a copy.
        passphrase: of a sealed file.
        scratch: a folder for what must be unpacked; it is emptied again.
        actor: who looks at it.
        on_bytes: hears how many bytes were checked.

    Raises:
        UserError: not a copy, newer, changed, sealed, or a database that is no matter.
    """
    if path.is_dir():
        with _closing(Store(MatterFolder(path), actor=actor, read_only=True)) as store:
            yield Source(path.name, store, _from_folder(store.folder))
        return
    with ExitStack() as stack:
        stream = stack.enter_context(opened_file(path, passphrase, scratch))
        reader = CopyReader(stream)
        reader.verify(on_bytes=on_bytes)
        folder = MatterFolder(Path(stack.enter_context(tempfile.TemporaryDirectory(dir=scratch))))
        reader.unpack(DATABASE, folder.database, on_bytes=on_bytes)
        # Opened for changing, so that the tables of an older program are brought up to date here.
        store = stack.enter_context(_closing(Store(folder, actor=actor)))
        yield Source(path.name, store, _from_file(reader, on_bytes))


@contextmanager
def _closing(store: Store) -> Iterator[Store]:
    try:
        yield store
    finally:
        store.close()


def _from_folder(folder: MatterFolder) -> Callable[[str, str, Path], Path | None]:
    def _fetch(sha256: str, extension: str, target: Path) -> Path | None:
        blob = folder.blob(sha256, extension)
        if not blob.is_file():
            return None
        copied = copy_and_hash(blob, target)
        if copied.sha256 != sha256:
            copied.temp_path.unlink()
            raise UserError(
                "copy_changed",
                f"The copy was changed or damaged: {blob.name} is not the file it was",
                "Run verify on the copy. Nothing was changed here.",
                part=blob.name,
            )
        return copied.temp_path

    return _fetch


def _from_file(reader: CopyReader, on_bytes: OnBytes) -> Callable[[str, str, Path], Path | None]:
    names = {member.sha256: name for name, member in reader.members.items() if is_file(name)}

    def _fetch(sha256: str, _extension: str, target: Path) -> Path | None:
        name = names.get(sha256)
        if name is None:
            return None
        target.mkdir(parents=True, exist_ok=True)
        path = target / f"{sha256}.part"
        path.unlink(missing_ok=True)
        reader.unpack(name, path, on_bytes=on_bytes)
        return path

    return _fetch
