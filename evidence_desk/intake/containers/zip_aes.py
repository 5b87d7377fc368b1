"""Reads entries of ZIP archives that are locked with AES (WinZip's AE-1 and AE-2), which `zipfile` cannot."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from evidence_desk.intake.containers.unpack import MemberError

if TYPE_CHECKING:  # imported where an archive is locked, which few are
    import pyzipper

AES = 99  # stands where other entries have how they are packed (APPNOTE 6.3.10, 4.4.5)
_CHUNK = 256 * 1024


class LockedArchive:
    """An archive whose locked entries are asked for one by one; it is opened once, when the first is."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open = ExitStack()
        self._archive: pyzipper.AESZipFile | None = None
        self._entries: dict[int, pyzipper.ZipInfo] = {}

    def __enter__(self) -> LockedArchive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def chunks(self, header_offset: int, passwords: Sequence[bytes]) -> Iterator[bytes]:
        """Yield the bytes of the entry at an offset; raises `MemberError` ``encrypted``, ``damaged``, ``unsupported``.

        The bytes are authenticated at their end.
        """
        try:
            yield from self._chunks(header_offset, passwords)
        except NotImplementedError as error:
            raise MemberError("unsupported", f"its packing is not known: {error}") from error
        except _broken() as error:
            raise MemberError("damaged", f"it cannot be unpacked: {error}") from error

    def _chunks(self, header_offset: int, passwords: Sequence[bytes]) -> Iterator[bytes]:
        archive = self._opened()
        entry = self._entries[header_offset]
        fitting = [password for password in passwords if _opens(archive, entry, password)]
        if not fitting:
            raise MemberError("encrypted", "it is locked with a password")
        # One in 65,536 wrong passwords passes the check at the beginning; what is authentic tells those.
        right = fitting if len(fitting) == 1 else [one for one in fitting if _is_whole(archive, entry, one)]
        with archive.open(entry, pwd=(right or fitting)[0]) as file:
            yield from _parts(file)

    def _opened(self) -> pyzipper.AESZipFile:
        import pyzipper

        if self._archive is None:
            self._archive = self._open.enter_context(pyzipper.AESZipFile(self._path))
            for entry in self._archive.infolist():
                self._entries.setdefault(entry.header_offset, entry)
        return self._archive


def _opens(archive: pyzipper.AESZipFile, entry: pyzipper.ZipInfo, password: bytes) -> bool:
    """Tell whether a password passes the check of two bytes at the beginning of an entry."""
    try:
        archive.open(entry, pwd=password).close()
    except NotImplementedError:
        raise
    except RuntimeError:  # not this one
        return False
    return True


def _is_whole(archive: pyzipper.AESZipFile, entry: pyzipper.ZipInfo, password: bytes) -> bool:
    """Tell whether an entry is authentic to its end when it is opened with a password."""
    try:
        with archive.open(entry, pwd=password) as file:
            for _part in _parts(file):
                pass
    except _broken():
        return False
    return True


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _broken() -> tuple[type[Exception], ...]:
    """Return what packed or locked bytes that are damaged raise, whatever they are packed with."""
    import pyzipper

    return pyzipper.BadZipFile, lzma.LZMAError, zlib.error, ValueError, OSError, EOFError
