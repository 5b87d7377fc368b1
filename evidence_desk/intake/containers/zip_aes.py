"""Reads entries of ZIP archives that are locked with AES (WinZip's AE-1 and AE-2), which `zipfile` cannot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from evidence_desk.intake.containers.unpack import MemberError

AES = 99  # stands where other entries have how they are packed (APPNOTE 6.3.10, 4.4.5)
_CHUNK = 256 * 1024


def chunks(path: Path, header_offset: int, passwords: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the bytes of the entry at an offset; raises `MemberError` ``encrypted``, ``damaged``, ``unsupported``.

    A wrong password shows at once, but for one in 65,536; the bytes are authenticated at their end.
    """
    import pyzipper

    broken = (pyzipper.BadZipFile, ValueError, OSError, EOFError)
    try:
        with pyzipper.AESZipFile(path) as archive:
            entry = next(one for one in archive.infolist() if one.header_offset == header_offset)
            for password in passwords:
                try:
                    file = archive.open(entry, pwd=password)
                except RuntimeError:  # not this one
                    continue
                with file:
                    while chunk := file.read(_CHUNK):
                        yield chunk
                return
    except NotImplementedError as error:
        raise MemberError("unsupported", f"its packing is not known: {error}") from error
    except broken as error:
        raise MemberError("damaged", f"it cannot be unpacked: {error}") from error
    raise MemberError("encrypted", "it is locked with a password")
