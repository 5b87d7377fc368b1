"""Takes attachments and inner mails out of a mail, byte for byte as they were sent."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from mimetypes import guess_extension
from pathlib import Path

from evidence_desk.intake import mime
from evidence_desk.intake.containers.names import last_part, name_warnings, tidy
from evidence_desk.intake.containers.unpack import Member, Warn
from evidence_desk.intake.mime import MAX_PARTS, Leaf
from evidence_desk.intake.model import LeftOut, Limits, ReadResult

_ENDINGS = {"message/rfc822": ".eml", "message/delivery-status": ".txt", "application/octet-stream": ""}


def may_hold(_path: Path, result: ReadResult) -> bool:
    """Tell whether the reader saw something attached."""
    return bool(result.facts.get("attachments"))


def members(path: Path, limits: Limits, _warn: Warn) -> Iterator[Member | LeftOut]:
    """Yield what is attached to a mail, and the mails in it."""
    attached = (leaf for leaf in mime.leaves(mime.parse_file(path, limits)) if leaf.place <= MAX_PARTS)
    for number, leaf in enumerate(filter(mime.is_attached, attached), 1):
        yield _member(leaf, number)


def _member(leaf: Leaf, number: int) -> Member:
    given = mime.file_name(leaf)
    is_mail = leaf.media_type == "message/rfc822"
    name = last_part(given) if given else _made_up(leaf, number)
    kind = "message" if is_mail else "inline" if mime.is_inline(leaf) else "attachment"
    return Member(
        inner_path=f"{number}/{tidy(given) if given else name}",
        name=name,
        chunks=partial(mime.chunks, leaf),
        packed=mime.packed_size(leaf),
        kind=kind,
        warnings=name_warnings(given),
    )


def _made_up(leaf: Leaf, number: int) -> str:
    """Return a name for what has none: an inner mail is called by its subject."""
    if leaf.media_type == "message/rfc822":
        subject = mime.header(mime.parse(mime.payload(leaf)[: 1 << 16]), "Subject")
        return f"{last_part(subject.replace('/', ' '))[:120] if subject else f'message-{number}'}.eml"
    ending = _ENDINGS.get(leaf.media_type)
    return f"part-{number}{guess_extension(leaf.media_type) or '' if ending is None else ending}"
