"""What kind of disk a folder is on: SQLite's write-ahead log needs one whose shared memory can be trusted."""

from __future__ import annotations

from pathlib import Path

import psutil

_REMOTE_TYPES = frozenset(
    [
        "nfs",
        "nfs4",
        "cifs",
        "smbfs",
        "smb2",
        "smb3",
        "afpfs",
        "webdav",
        "davfs",
        "9p",
        "vboxsf",
        "vmhgfs",
        "afs",
        "ncpfs",
        "glusterfs",
        "ceph",
        "lustre",
    ]
)
_SYNCED_FOLDERS = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud",
    "nutstore",
    "坚果云",
    "box sync",
)


def unsafe_for_wal(folder: Path) -> str | None:
    """Return why a folder needs the rollback journal instead of the write-ahead log, or None.

    Source: SQLite's documentation of WAL: all processes must be on one host; it does not work over a network.
    """
    folder = folder.resolve()
    for part in folder.parts:
        if part.lower().startswith(_SYNCED_FOLDERS):
            return f"it lies in a synced folder ({part})"
    if str(folder).startswith(("\\\\", "//")):
        return "it lies on a network share"
    return _unsafe_file_system(folder)


def _unsafe_file_system(folder: Path) -> str | None:
    best: tuple[int, str, str] = (-1, "", "")
    for partition in psutil.disk_partitions(all=True):
        mount = Path(partition.mountpoint)
        if folder.is_relative_to(mount) and len(mount.parts) > best[0]:
            best = (len(mount.parts), partition.fstype.lower(), partition.opts)
    _depth, kind, options = best
    if kind in _REMOTE_TYPES or kind.startswith("fuse.") or "remote" in options.split(","):
        return f"it lies on a network or virtual disk ({kind or 'remote'})"
    return None
