"""What is dragged: what evidence items are called meanwhile, and which files of this machine are among it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

EVIDENCE_MIME = "application/x-evidence-desk-evidence"
# The property of what takes files that are dropped on it, which else are imported.
TAKES_FILES = "takes_files"


def dropped_paths(data: QMimeData) -> list[Path]:
    """Return the files and folders of this machine among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []
