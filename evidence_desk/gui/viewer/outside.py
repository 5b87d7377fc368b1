"""Copies of files that other programs open: under a name that says what the file is, whatever it was called."""

from __future__ import annotations

import shutil
from pathlib import Path

from evidence_desk.commands.session import Session
from evidence_desk.intake.copy import write_error
from evidence_desk.intake.recognise import EXTENSIONS
from evidence_desk.queries.rows import FileRow

_FORBIDDEN = frozenset('<>:"/\\|?*')  # in names on Windows
_LONGEST = 100  # letters
_SEEN_OR_HEARD = ("image/", "video/", "audio/")
_ARCHIVES = frozenset(("application/x-7z-compressed", "application/x-rar-compressed"))
_OFFICE = {"application/vnd.visio": "vsd", "application/vnd.ms-publisher": "pub"}


def extension_of(file: FileRow) -> str:
    """Return the extension that is right for what a file is by content; empty where that may be a program."""
    known = EXTENSIONS.get(file.media_type)
    if known is not None:
        return file.extension if file.extension in known else known[0]
    if not (file.media_type.startswith(_SEEN_OR_HEARD) or file.media_type in _ARCHIVES):
        return _OFFICE.get(file.media_type, "")
    import filetype

    kind = filetype.get_type(mime=file.media_type)
    return str(kind.extension) if kind is not None else ""


def outside_name(file: FileRow) -> str:
    """Return a name a system can take; its extension is what the content is, not what the name promised."""
    stem = Path(file.name).stem if "." in file.name else file.name
    plain = "".join(sign if sign.isprintable() and sign not in _FORBIDDEN else "_" for sign in stem)
    return f"{plain[:_LONGEST].strip(' .') or file.sha256}.{extension_of(file)}"


def outside_copy(session: Session, file: FileRow) -> Path:
    """Copy a document to the cache of the matter; return where.

    Raises:
        UserError: ``disk_full`` or ``not_writable``.
    """
    folder = session.cache_folder / "outside" / file.sha256[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copyfile(session.file_path(file.id), folder / outside_name(file)))
    except OSError as error:
        raise write_error(error, folder) from error
