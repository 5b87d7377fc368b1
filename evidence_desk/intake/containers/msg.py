"""Takes attachments and inner messages out of an Outlook message ([MS-OXMSG])."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from oxmsg.storage import Storage

from evidence_desk.intake import outlook
from evidence_desk.intake.containers.compound import Folder, compound_file
from evidence_desk.intake.containers.names import last_part, name_warnings, tidy
from evidence_desk.intake.containers.unpack import Member, Warn
from evidence_desk.intake.model import LeftOut, Limits, ReadResult
from evidence_desk.intake.outlook import Properties

_INNER_MESSAGE = 5  # PidTagAttachMethod afEmbeddedMessage ([MS-OXCMSG], 2.2.2.9)
_NAMES = "__nameid_version1.0"
_PROPERTIES = "__properties_version1.0"
_MESSAGE_CLASS_ID = bytes.fromhex("0b0d020000000000c000000000000046")


def may_hold(_path: Path, result: ReadResult) -> bool:
    """Tell whether the reader saw something attached."""
    return bool(result.facts.get("attachments"))


def members(path: Path, limits: Limits, _warn: Warn) -> Iterator[Member | LeftOut]:
    """Yield what is attached to a message; a message in it becomes a message file of its own."""
    message = outlook.open_message(path, limits)
    for number, part in enumerate(outlook.parts_of(message, "__attach"), 1):
        yield _member(message, part, number)


def _member(message: Storage, part: Properties, number: int) -> Member | LeftOut:
    inner, data = part.object, part.binary(outlook.ATTACH_DATA)
    is_message = inner is not None and part.integer(outlook.ATTACH_METHOD) in (_INNER_MESSAGE, None)
    given = part.text(outlook.ATTACH_LONG_NAME) or part.text(outlook.ATTACH_NAME)
    given = given or part.text(outlook.DISPLAY_NAME)
    name = last_part(given.replace("/", " ") if is_message else given) if given else f"part-{number}"
    if is_message and not name.lower().endswith(".msg"):
        name += ".msg"
    inner_path = f"{number}/{tidy(given or name)}"
    if inner is None and data is None:
        target = tidy(part.text(outlook.ATTACH_PATH))
        return LeftOut(inner_path, "by_reference", f"the message holds only a link to it: {target}")
    modified = part.moment(outlook.MODIFIED)
    is_shown = bool(part.text(outlook.ATTACH_CONTENT_ID))
    return Member(
        inner_path=inner_path,
        name=name,
        chunks=_bytes(message, inner, data, is_message=is_message),
        packed=_size(inner) if inner is not None else len(data or b""),
        modified=modified.isoformat() if modified else "",
        kind="message" if is_message else "inline" if is_shown else "attachment",
        warnings=name_warnings(given) if not is_message else (),
    )


def _bytes(
    message: Storage, inner: Storage | None, data: bytes | None, *, is_message: bool
) -> Callable[[], Iterator[bytes]]:
    if inner is None:
        return partial(iter, (data or b"",))
    return partial(_written, message if is_message else None, inner)


def _written(message: Storage | None, inner: Storage) -> Iterator[bytes]:
    """Yield an inner storage as a compound file, for a message with the names of its properties."""
    root = _folder(inner)
    if message is not None:
        root.clsid = _MESSAGE_CLASS_ID
        if _PROPERTIES in root.streams:
            root.streams[_PROPERTIES] = outlook.inner_header_to_root(root.streams[_PROPERTIES])
        names = next((storage for storage in message.storages if storage.name == _NAMES), None)
        if names is not None:
            root.folders.insert(0, _folder(names))
    yield compound_file(root)


def _folder(storage: Storage) -> Folder:
    streams = {stream.name: stream.bytes_ for stream in storage.streams}
    return Folder(storage.name, streams, [_folder(inner) for inner in storage.storages])


def _size(storage: Storage) -> int:
    return sum(len(stream.bytes_) for stream in storage.streams) + sum(map(_size, storage.storages))
