"""What the file of a copy, or a matter's folder, says of itself, read without unpacking or opening it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence_desk.queries.replicas import CopyInfo, copy_info, copy_info_of
from evidence_desk.replica.container import CopyReader, changed
from evidence_desk.replica.sealed import is_sealed
from evidence_desk.store.engines import reader_engine
from evidence_desk.store.identity import matter_id
from evidence_desk.store.matter_folder import MatterFolder, check_is_matter
from evidence_desk.support.errors import UserError


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a copy before it is opened.

    Attributes:
        is_sealed: whether a passphrase is needed to know more.
        matter: the identity of its matter; empty while it is sealed.
        info: what it knows of its taking; None while it is sealed, and of a matter that is no copy.
    """

    is_sealed: bool
    matter: str = ""
    info: CopyInfo | None = None


def about(path: Path) -> About:
    """Return what an ``.edcopy`` file or a matter's folder says of itself; nothing in it is checked.

    Raises:
        UserError: not a copy and no matter, newer, or damaged.
    """
    if path.is_dir():
        return _of_folder(MatterFolder(path))
    try:
        with path.open("rb") as stream:
            if is_sealed(stream):
                return About(is_sealed=True)
            info = info_of(CopyReader(stream).manifest)
    except OSError as error:
        raise UserError(
            "not_found", f"{path} cannot be read ({error.strerror})", "Check the path."
        ) from error
    return About(is_sealed=False, matter=info.matter, info=info)


def info_of(manifest: Mapping[str, Any]) -> CopyInfo:
    """Return what a manifest says of the taking.

    Raises:
        UserError: ``copy_changed``, it says something else than this program writes.
    """
    try:
        return copy_info_of(manifest)
    except (KeyError, TypeError):
        raise changed("manifest.json") from None


def _of_folder(folder: MatterFolder) -> About:
    check_is_matter(folder)
    engine = reader_engine(folder.database)
    with contextlib.closing(engine.connect()) as connection:
        found = About(is_sealed=False, matter=matter_id(connection), info=copy_info(connection))
    engine.dispose()
    return found
