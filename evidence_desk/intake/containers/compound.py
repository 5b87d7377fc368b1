"""Writes a compound file ([MS-CFB], version 3), so that a message within a message becomes a file of its own."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _DIFAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC
_NONE = 0xFFFFFFFF
_IN_HEADER = 109  # FAT sectors that the header itself names
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1
_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(slots=True)
class Folder:
    """A storage to write: its name, its streams by name, the storages in it; ``clsid`` says what it is."""

    name: str
    streams: dict[str, bytes] = field(default_factory=dict)
    folders: list[Folder] = field(default_factory=list)
    clsid: bytes = bytes(16)


@dataclass(slots=True)
class _Entry:
    """A directory entry (2.6.1)."""

    name: str
    kind: int
    data: bytes = b""
    clsid: bytes = bytes(16)
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    color: int = _BLACK
    start: int = _END
    size: int = 0

    def packed(self) -> bytes:
        name = (self.name.encode("utf-16-le") + b"\0\0")[:64]
        head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), self.kind, self.color)
        tree = struct.pack("<III", self.left, self.right, self.child)
        return head + tree + self.clsid + bytes(20) + struct.pack("<IQ", self.start, self.size)


def compound_file(root: Folder) -> bytes:
    """Return a compound file with this root; equal trees give equal bytes."""
    entries = [_Entry("Root Entry", _ROOT, clsid=root.clsid)]
    _add_children(entries, 0, root)
    image = _Image()
    mini = _place_streams(entries, image)
    entries[0].start, entries[0].size = image.add(bytes(mini.data)), len(mini.data)
    mini_fat = b"".join(struct.pack("<I", entry) for entry in mini.chain)
    mini_start = image.add(mini_fat, filler=b"\xff")
    directory = b"".join(entry.packed() for entry in entries)
    empty = _Entry("", 0, start=0).packed()
    empty = empty[:64] + bytes(2) + empty[66:]
    directory += empty * (-len(entries) % 4)
    dir_start = image.add(directory)
    return image.finished(dir_start, mini_start, -(-len(mini_fat) // _SECTOR))


def _add_children(entries: list[_Entry], parent: int, folder: Folder) -> None:
    """Add what a storage holds and join it to a red-black tree (2.6.4): balanced, its last level red."""
    below: list[tuple[int, Folder]] = []
    children: list[int] = []
    for name, data in folder.streams.items():
        children.append(len(entries))
        entries.append(_Entry(name, _STREAM, data, size=len(data)))
    for inner in folder.folders:
        children.append(len(entries))
        below.append((len(entries), inner))
        entries.append(_Entry(inner.name, _STORAGE, clsid=inner.clsid, start=0))
    children.sort(
        key=lambda index: (len(entries[index].name.encode("utf-16-le")), entries[index].name.upper())
    )
    levels = len(children).bit_length()
    is_full = len(children) == (1 << levels) - 1
    entries[parent].child = _tree(entries, children, level=1, last=0 if is_full else levels)
    for index, inner in below:
        _add_children(entries, index, inner)


def _tree(entries: list[_Entry], ordered: Sequence[int], *, level: int, last: int) -> int:
    if not ordered:
        return _NONE
    middle = len(ordered) // 2
    entry = entries[ordered[middle]]
    entry.left = _tree(entries, ordered[:middle], level=level + 1, last=last)
    entry.right = _tree(entries, ordered[middle + 1 :], level=level + 1, last=last)
    entry.color = _RED if level == last and level > 1 else _BLACK
    return ordered[middle]


@dataclass(slots=True)
class _MiniStream:
    """The stream that holds all small streams (2.4), and its chains."""

    data: bytearray = field(default_factory=bytearray)
    chain: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        start, count = len(self.chain), -(-len(data) // _MINI)
        self.data += data.ljust(count * _MINI, b"\0")
        self.chain += [*range(start + 1, start + count), _END]
        return start


def _place_streams(entries: list[_Entry], image: _Image) -> _MiniStream:
    mini = _MiniStream()
    for entry in entries:
        if entry.kind == _STREAM and entry.data:
            entry.start = image.add(entry.data) if entry.size >= _CUTOFF else mini.add(entry.data)
    return mini


class _Image:
    """The sectors of the file and their chains (2.3)."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._chain: list[int] = []

    def add(self, data: bytes, *, filler: bytes = b"\0") -> int:
        """Append data as a chain of sectors and return the first, or the end mark for no data."""
        if not data:
            return _END
        start, count = len(self._chain), -(-len(data) // _SECTOR)
        self._data += data.ljust(count * _SECTOR, filler)
        self._chain += [*range(start + 1, start + count), _END]
        return start

    def finished(self, dir_start: int, mini_start: int, mini_count: int) -> bytes:
        """Return the whole file: header, sectors, allocation table and the table of that."""
        used = len(self._chain)
        fats = difats = 0
        while True:
            need = -(-(used + fats + difats) // (_SECTOR // 4))
            more = -(-max(0, need - _IN_HEADER) // (_SECTOR // 4 - 1))
            if (need, more) == (fats, difats):
                break
            fats, difats = need, more
        chain = self._chain + [_FAT] * fats + [_DIFAT] * difats
        chain += [_FREE] * (fats * _SECTOR // 4 - len(chain))
        places = list(range(used, used + fats))
        fat = struct.pack(f"<{len(chain)}I", *chain)
        difat = _difat(places[_IN_HEADER:], first=used + fats)
        header = _MAGIC + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        header += struct.pack("<IIIII", 0, fats, dir_start, 0, _CUTOFF)
        header += struct.pack("<IIII", mini_start, mini_count, used + fats if difats else _END, difats)
        in_header = places[:_IN_HEADER]
        header += struct.pack(f"<{_IN_HEADER}I", *in_header, *[_FREE] * (_IN_HEADER - len(in_header)))
        return header + bytes(self._data) + fat + difat


def _difat(places: list[int], *, first: int) -> bytes:
    """Return the sectors that name the FAT sectors the header has no room for (2.5)."""
    sectors, room = [], _SECTOR // 4 - 1
    for number, begin in enumerate(range(0, len(places), room), 1):
        part = places[begin : begin + room]
        after = first + number if begin + room < len(places) else _END
        sectors.append(struct.pack(f"<{room + 1}I", *part, *[_FREE] * (room - len(part)), after))
    return b"".join(sectors)
