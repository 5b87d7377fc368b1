"""The file of a copy: a zip whose members are stored as they are, listed with their hashes, and nothing else.

A reader trusts no name and no size in it: members are read by what the manifest says, which names exactly the members a
copy may have; everything else in the file (headers, table of contents) is hashed too. Nothing is unpacked by its name.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from evidence_desk.domain.file_ids import hash_of
from evidence_desk.support.errors import UserError

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "matter.sqlite"
PAGES = "pages/text.jsonl"
_FILE = re.compile(r"files/(?P<two>[0-9a-f]{2})/(?P<hash>(?P=two)[0-9a-f]{62})(\.[0-9A-Za-z]{1,16})?")
_PAGE = re.compile(r"pages/(?P<two>[0-9a-f]{2})/(?P=two)[0-9a-f]{62}/[1-9][0-9]{0,6}\.(jpg|json\.gz)")
_MARK = b"edcopy:"
_MARK_SIZE = len(_MARK) + 64
_UNKNOWN_MARK = _MARK + b"?" * 64
_WHEN = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1 << 20
_MAX_MANIFEST = 1 << 28
_LOCAL_HEADER = 30  # bytes before the name of a member (APPNOTE.TXT, section 4.3.7)
OnBytes = Callable[[int], None]


class Out(Protocol):
    """Takes bytes one after another."""

    def write(self, data: bytes | memoryview, /) -> int:
        """Take bytes."""


@dataclass(frozen=True, slots=True)
class Member:
    """One member as the manifest lists it."""

    name: str
    sha256: str
    size: int


def member_of_file(sha256: str, extension: str) -> str:
    """Return the name of the member that holds a file's bytes."""
    name = f"files/{sha256[:2]}/{sha256}"
    return f"{name}.{extension}" if extension and _FILE.fullmatch(f"{name}.{extension}") else name


def is_file(name: str) -> bool:
    """Say whether a member is the bytes of a file."""
    return _FILE.fullmatch(name) is not None


def check_file_rows(rows: Iterable[tuple[str, str]]) -> None:
    """Refuse rows of files, as id and extension, by which their bytes would lie outside their folder.

    Raises:
        UserError: ``hostile_copy``.
    """
    for file_id, extension in rows:
        sha256 = hash_of(file_id)
        if _FILE.fullmatch(f"files/{sha256[:2]}/{sha256}" + (f".{extension}" if extension else "")) is None:
            raise _hostile(f"it lists a file {file_id[:80]!r} with the extension {extension[:80]!r}")


def changed(part: str) -> UserError:
    """Return the refusal of a copy of which a part is not as it was written."""
    return UserError(
        "copy_changed",
        f"The copy was changed or damaged: {part} is not as it was written",
        "Ask for the copy again. Nothing was changed here.",
        part=part,
    )


class _Hashing:
    """Hashes what is written but for the bytes of members, and puts the hash where the mark stands."""

    def __init__(self, out: Out) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self.is_in_member = False
        self.is_abandoned = False

    def write(self, data: bytes | memoryview) -> int:
        if self.is_abandoned:
            return len(data)
        if self.is_in_member:
            return self._out.write(data)
        if bytes(data[-_MARK_SIZE:]) == _UNKNOWN_MARK:
            self._digest.update(data[:-_MARK_SIZE])
            return self._out.write(bytes(data[:-_MARK_SIZE]) + _MARK + self._digest.hexdigest().encode())
        self._digest.update(data)
        return self._out.write(data)

    def flush(self) -> None:
        """Nothing is held back."""


class CopyWriter:
    """Writes the members of a copy one after another, and the manifest at the end; left early, it writes no end."""

    def __init__(self, out: Out) -> None:
        """Write to a stream, which need not be able to go back."""
        self._hashing = _Hashing(out)
        self._zip = zipfile.ZipFile(cast("BinaryIO", self._hashing), "w", zipfile.ZIP_STORED, allowZip64=True)
        self._members: list[Member] = []

    def __enter__(self) -> CopyWriter:
        """Begin."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Write nothing more."""
        self._hashing.is_abandoned = True
        self._zip.close()

    def add(self, name: str, stream: BinaryIO, size: int, *, on_bytes: OnBytes) -> str:
        """Add a member and return the SHA-256 of its bytes.

        Args:
            name: of the member.
            stream: its bytes.
            size: how many there are about, to choose the form of its header.
            on_bytes: hears how many bytes were copied by each step.
        """
        digest, copied = hashlib.sha256(), 0
        with self._zip.open(self._info(name, size), "w", force_zip64=True) as out:
            while block := stream.read(_BLOCK):
                self._hashing.is_in_member = True
                out.write(block)
                self._hashing.is_in_member = False
                digest.update(block)
                copied += len(block)
                on_bytes(len(block))
        self._members.append(Member(name, digest.hexdigest(), copied))
        return digest.hexdigest()

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Write the manifest with the list of members, and the end."""
        members = {m.name: {"sha256": m.sha256, "size": m.size} for m in self._members}
        text = json.dumps({**manifest, "format": FORMAT, "members": members}, ensure_ascii=False, indent=1)
        self._zip.writestr(self._info(MANIFEST, len(text)), text)
        self._zip.comment = _UNKNOWN_MARK
        self._zip.close()

    def _info(self, name: str, size: int) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, _WHEN)
        info.external_attr = 0o600 << 16
        info.file_size = size
        return info


class CopyReader:
    """Reads a copy nobody trusts.

    Attributes:
        manifest: what the copy says of itself.
        members: what it holds, by name.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Check the form of the file and read its manifest; the members' bytes are checked by ``verify``.

        Raises:
            UserError: ``not_a_copy``, ``newer_copy``, ``copy_changed`` or ``hostile_copy``.
        """
        self._stream = stream
        try:
            self._zip = zipfile.ZipFile(stream)
            self._places = self._checked_places()
            self.manifest: Mapping[str, Any] = self._read_manifest()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, RuntimeError, OverflowError):
            raise _not_a_copy() from None
        self._refuse_newer()
        self._check_form()
        self.members = self._listed_members()

    def _checked_places(self) -> dict[str, tuple[int, int]]:
        """Return where the bytes of each member are: from and to; none may overlap or bear a strange name."""
        places: dict[str, tuple[int, int]] = {}
        end = 0
        for info in sorted(self._zip.infolist(), key=lambda info: info.header_offset):
            _check_member(info, places)
            self._stream.seek(info.header_offset)
            header = self._stream.read(_LOCAL_HEADER)
            start = info.header_offset + _LOCAL_HEADER + _two(header, 26) + _two(header, 28)
            if info.header_offset < end or len(header) != _LOCAL_HEADER:
                raise _hostile(f"{info.filename!r} lies over another part")
            end = start + info.compress_size
            places[info.filename] = (start, end)
        if MANIFEST not in places or DATABASE not in places or end > self._size():
            raise _not_a_copy()
        return places

    def _size(self) -> int:
        return self._stream.seek(0, 2)

    def _read_manifest(self) -> Mapping[str, Any]:
        start, end = self._places[MANIFEST]
        if end - start > _MAX_MANIFEST:
            raise _hostile("its manifest is too large")
        self._stream.seek(start)
        data = self._stream.read(end - start)
        try:
            manifest = json.loads(data)
        except (ValueError, RecursionError):
            raise changed(MANIFEST) from None
        if not isinstance(manifest, dict):
            raise changed(MANIFEST)
        return manifest

    def _refuse_newer(self) -> None:
        version = self.manifest.get("format")
        if not isinstance(version, int):
            raise changed(MANIFEST)
        if version > FORMAT:
            raise UserError(
                "newer_copy",
                f"The copy was made by a newer Evidence Desk (form {version}; this program reads {FORMAT})",
                "Install a newer version. Nothing was changed.",
            )

    def _check_form(self) -> None:
        """Compare everything but the members' bytes, which the manifest's hashes cover, with the mark at the end."""
        digest, at = hashlib.sha256(), 0
        end = self._size() - _MARK_SIZE
        skipped = [place for name, place in self._places.items() if name != MANIFEST]
        for start, stop in [*sorted(skipped), (end, end)]:
            if start - at > _MAX_MANIFEST:
                raise _hostile("more lies between its parts than any copy has")
            self._stream.seek(at)
            digest.update(self._stream.read(max(0, start - at)))
            at = stop
        self._stream.seek(end)
        if self._stream.read() != _MARK + digest.hexdigest().encode():
            raise changed(f"{MANIFEST} or the table of contents")

    def _listed_members(self) -> dict[str, Member]:
        try:
            members = {
                str(name): Member(str(name), str(value["sha256"]), int(value["size"]))
                for name, value in self.manifest["members"].items()
            }
        except (KeyError, TypeError, ValueError, AttributeError):
            raise changed(MANIFEST) from None
        if set(members) != set(self._places) - {MANIFEST}:
            raise changed("the table of contents")
        return members

    def read(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a member.

        Raises:
            UserError: ``copy_changed``, after the last block, when they are not those that were written.
        """
        member, (start, end) = self.members[name], self._places[name]
        if end - start != member.size:
            raise changed(name)
        digest, at = hashlib.sha256(), start
        while at < end:
            self._stream.seek(at)
            block = self._stream.read(min(_BLOCK, end - at))
            if not block:
                raise changed(name)
            digest.update(block)
            at += len(block)
            yield block
        if digest.hexdigest() != member.sha256:
            raise changed(name)

    def verify(self, *, on_bytes: OnBytes) -> None:
        """Read every member.

        Raises:
            UserError: ``copy_changed``, naming the part.
        """
        for name in self.members:
            for block in self.read(name):
                on_bytes(len(block))

    def unpack(self, name: str, target: Path, *, on_bytes: OnBytes) -> None:
        """Write the bytes of a member to a new file.

        Raises:
            UserError: ``copy_changed``; the file is then to be thrown away.
        """
        with target.open("xb") as out:
            for block in self.read(name):
                out.write(block)
                on_bytes(len(block))


def _two(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _check_member(info: zipfile.ZipInfo, seen: Mapping[str, object]) -> None:
    name = info.filename
    if name in seen:
        raise _hostile(f"{name!r} is in it twice")
    if name not in (MANIFEST, DATABASE, PAGES) and not any(each.fullmatch(name) for each in (_FILE, _PAGE)):
        raise _hostile(f"{name!r} has no place in a copy")
    if info.compress_type != zipfile.ZIP_STORED or info.compress_size != info.file_size:
        raise _hostile(f"{name!r} is packed; a copy holds its parts as they are")


def _hostile(why: str) -> UserError:
    return UserError("hostile_copy", f"This is no copy that Evidence Desk made: {why}", "Nothing was opened.")


def _not_a_copy() -> UserError:
    return UserError(
        "not_a_copy",
        "This is not a copy of a matter, or it is damaged",
        "A copy is made with take-offline and ends in .edcopy.",
    )
