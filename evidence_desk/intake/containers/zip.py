"""Takes the members out of a ZIP archive (APPNOTE 6.3.10), trusting neither its names nor its directory."""

from __future__ import annotations

import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from evidence_desk.intake.containers import zip_aes
from evidence_desk.intake.containers.names import decode_names, last_part, name_warnings, tidy
from evidence_desk.intake.containers.unpack import Member, MemberError, Warn
from evidence_desk.intake.model import LeftOut, Limits, ReadResult
from evidence_desk.intake.scan import reason_by_name
from evidence_desk.support.errors import UserError

_CHUNK = 256 * 1024
_LOCKED, _UTF8 = 1, 1 << 11  # bits of the general purpose flag (4.4.4)
_HEADER = 30  # bytes of a local file header before its name (4.3.7)
_TIMES, _UNICODE_PATH = 0x5455, 0x7075  # extra fields
_BROKEN = (zipfile.BadZipFile, RuntimeError, lzma.LZMAError)
_REASONS = {
    "system_file": "a file of the operating system",
    "office_lock": "a lock file of an office program",
    "hidden": "a hidden file",
}


def may_hold(_path: Path, _result: ReadResult) -> bool:
    """Tell that an archive may hold files."""
    return True


def opened(path: Path) -> zipfile.ZipFile:
    """Open an archive; raises UserError ``damaged``."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise UserError("damaged", f"the archive cannot be opened: {error}") from error


def files_of(archive: zipfile.ZipFile) -> list[tuple[zipfile.ZipInfo, str]]:
    """Return the entries that are no folders, in the archive's order, each with its place as it was meant."""
    entries = archive.infolist()
    unmarked = [entry for entry in entries if not entry.flag_bits & _UTF8]
    decoded = decode_names([entry.orig_filename.encode("cp437", "replace") for entry in unmarked])
    meant = {id(entry): name for entry, name in zip(unmarked, decoded, strict=True)}
    named = ((entry, _unicode_path(entry) or meant.get(id(entry), entry.orig_filename)) for entry in entries)
    return [(entry, name) for entry, name in named if not _is_folder(entry, name)]


def members(path: Path, limits: Limits, warn: Warn) -> Iterator[Member | LeftOut]:
    """Yield the files of an archive; what cannot or should not be taken out is a `LeftOut`."""
    with opened(path) as archive, zip_aes.LockedArchive(path) as locked:
        files = files_of(archive)
        overlapping = _overlapping([entry for entry, _ in files])
        taken: dict[str, int] = {}
        for entry, name in files:
            inner_path = _distinct(tidy(name), taken)
            if inner_path != tidy(name):
                warn("duplicate_name", f"several files in the archive are called {tidy(name)}")
            refused = _refused(archive, entry, inner_path, is_overlapping=id(entry) in overlapping)
            yield refused or Member(
                inner_path=inner_path,
                name=last_part(name),
                chunks=_reading(archive, locked, entry, limits.passwords),
                packed=entry.compress_size,
                modified=_modified(entry),
                warnings=name_warnings(name),
            )


def _is_folder(entry: zipfile.ZipInfo, name: str) -> bool:
    return name.replace("\\", "/").endswith("/") and entry.file_size == 0


def _distinct(inner_path: str, taken: dict[str, int]) -> str:
    """Return a place nobody in the archive has yet: the second of a name gets `` [2]``."""
    taken[inner_path] = taken.get(inner_path, 0) + 1
    return inner_path if taken[inner_path] == 1 else f"{inner_path} [{taken[inner_path]}]"


def _overlapping(entries: list[zipfile.ZipInfo]) -> set[int]:
    """Return the ids of entries whose bytes lie within those of an earlier one, as no honest archive has."""
    found, end = set(), 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < end:
            found.add(id(entry))
        else:
            end = entry.header_offset + _HEADER + entry.compress_size
    return found


def _refused(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, inner_path: str, *, is_overlapping: bool
) -> LeftOut | None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    reason = next(
        (found for part in inner_path.replace("\\", "/").split("/") if (found := _reason(part))), None
    )
    if is_overlapping:
        return LeftOut(inner_path, "overlapping", "its bytes are those of another file of the archive too")
    if kind == stat.S_IFLNK:
        return LeftOut(inner_path, "symlink", f"a link{_target(archive, entry)}; not followed", is_meant=True)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return LeftOut(inner_path, "special_file", "not an ordinary file", is_meant=True)
    if reason:
        return LeftOut(inner_path, reason, _REASONS[reason], is_meant=True)
    return None


def _reason(part: str) -> str | None:
    return None if part in (".", "..") else reason_by_name(part)


def _target(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    try:
        with archive.open(entry) as file:
            return f" to {tidy(file.read(200).decode('utf-8', 'replace'))}"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError, EOFError):
        return ""


def _reading(
    archive: zipfile.ZipFile,
    locked: zip_aes.LockedArchive,
    entry: zipfile.ZipInfo,
    passwords: tuple[str, ...],
) -> Callable[[], Iterator[bytes]]:
    # Archivers write a password in UTF-8 or in the code page of their Windows.
    encoded = list(
        dict.fromkeys(data for text in passwords for data in (text.encode(), text.encode("gb18030")))
    )
    if entry.flag_bits & _LOCKED and entry.compress_type == zip_aes.AES:
        return partial(locked.chunks, entry.header_offset, encoded)
    return partial(_chunks, archive, entry, encoded)


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, passwords: Sequence[bytes]) -> Iterator[bytes]:
    try:
        with archive.open(entry, pwd=_password(archive, entry, passwords)) as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except NotImplementedError as error:
        raise MemberError("unsupported", f"its packing is not known: {error}") from error
    except _BROKEN as error:
        raise MemberError("damaged", f"it cannot be unpacked: {error}") from error


def _password(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, passwords: Sequence[bytes]) -> bytes | None:
    """Return the password that opens a locked entry, None for one that is open; raises `MemberError`."""
    if not entry.flag_bits & _LOCKED:
        return None
    for password in passwords:
        try:
            # One byte in 256 wrong passwords passes the check of the header; the checksum tells those.
            with archive.open(entry, pwd=password) as file:
                file.read(_CHUNK)
                file.read(1)  # a small entry ends here, and its checksum is compared
        except (*_BROKEN, OSError, ValueError, EOFError, zlib.error):
            continue
        return password
    raise MemberError("encrypted", "it is locked with a password")


def _modified(entry: zipfile.ZipInfo) -> str:
    """Return when a member was changed: in UTC where the archive says so, else its wall clock without a zone."""
    times = _extra(entry, _TIMES)
    try:
        if times and times[0] & 1 and len(times) >= 5:
            return datetime.fromtimestamp(struct.unpack("<i", times[1:5])[0], UTC).isoformat()
        return datetime(*entry.date_time).isoformat()  # noqa: DTZ001  the format knows no zone
    except (ValueError, OverflowError, OSError):
        return ""


def _unicode_path(entry: zipfile.ZipInfo) -> str | None:
    """Return the name of the Info-ZIP Unicode Path field (4.6.9), if there is one."""
    data = _extra(entry, _UNICODE_PATH)
    if data is None or len(data) < 6:
        return None
    try:
        return data[5:].decode("utf-8")
    except UnicodeDecodeError:
        return None


def _extra(entry: zipfile.ZipInfo, wanted: int) -> bytes | None:
    data = entry.extra
    while len(data) >= 4:
        kind, size = struct.unpack("<HH", data[:4])
        if kind == wanted:
            return data[4 : 4 + size]
        data = data[4 + size :]
    return None
