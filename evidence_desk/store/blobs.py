"""The original bytes of a matter: one read-only file a content, named by its SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from evidence_desk.domain.file_ids import hash_of
from evidence_desk.intake.copy import INCOMING, blob_name, kept_under

_CHUNK = 1 << 18
_HASH = re.compile(r"[0-9a-f]{64}")


def blob_path(files_folder: Path, file_id: str, extension: str) -> Path:
    """Return where the bytes of a file, or of a hash, are: ``files/ab/abcd….pdf``.

    Files of the same bytes may have different extensions; the bytes have that of the one that came first.
    """
    sha256 = hash_of(file_id)
    path = files_folder / sha256[:2] / blob_name(sha256, extension)
    return path if os.path.lexists(path) else next(iter(kept_under(files_folder, sha256)), path)


def is_hash(text: str) -> bool:
    """Say whether a text is a SHA-256 as files are named by."""
    return _HASH.fullmatch(text) is not None


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as 64 hex digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def stored_files(files_folder: Path) -> Iterator[Path]:
    """Yield every file under ``files/``, whoever put it there, but for what an import is copying right now."""
    for path in sorted(files_folder.rglob("*")):
        if path.relative_to(files_folder).parts[0] != INCOMING and not path.is_dir():
            yield path
