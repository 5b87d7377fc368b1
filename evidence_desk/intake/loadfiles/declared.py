"""Compares the hashes and the size a load file declares with the real bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from evidence_desk.intake.loadfiles.measure import Measured
from evidence_desk.intake.loadfiles.model import Document, Finding

_BY_LENGTH = {32: "md5", 40: "sha1", 64: "sha256"}
_SIZE = re.compile(r"(\d{1,3}(?:,\d{3})+|\d{1,18})(?:\.0+)?\s*(?:b|bytes?)?", re.IGNORECASE)
_NAMES = {"md5": "MD5", "sha1": "SHA-1", "sha256": "SHA-256"}


@dataclass(frozen=True, slots=True)
class DeclaredHash:
    """A hash a load file declares, by the algorithm its length speaks for; empty for no hash at all."""

    field: str
    algorithm: str
    value: str


def hashes_of(document: Document) -> list[DeclaredHash]:
    """Return the hashes a document declares for its original."""
    hashes = []
    for name in _NAMES:
        value = document.values.get(name, "").strip().lower()
        is_hex = bool(re.fullmatch(r"[0-9a-f]+", value))
        if value:
            hashes.append(DeclaredHash(name, _BY_LENGTH.get(len(value), "md5") if is_hex else "md5", value))
    return hashes


def check_hash(document: Document, declared: DeclaredHash, real: Measured) -> Iterator[Finding]:
    """Name a hash that is not the file's."""
    found = real.hashes.get(declared.algorithm, "")
    if found and found != declared.value:
        name = _NAMES[declared.algorithm]
        message = f"{document.identifier}: {name} {declared.value} is declared, the file has {found}"
        yield Finding(
            f"{declared.algorithm}_mismatch", message, document.source, document.line, declared.field
        )


def check_size(document: Document, real: Measured) -> Iterator[Finding]:
    """Name a size that is not the file's, or that is no number of bytes."""
    text = document.values.get("size", "").strip()
    if not text or real.problem:
        return
    found = _SIZE.fullmatch(text)
    if found is None:
        message = f"{document.identifier}: {text!r} is no number of bytes"
        yield Finding("odd_size", message, document.source, document.line, "size")
    elif int(found[1].replace(",", "")) != real.size:
        message = f"{document.identifier}: {text} bytes are declared, the file has {real.size}"
        yield Finding("size_mismatch", message, document.source, document.line, "size")
