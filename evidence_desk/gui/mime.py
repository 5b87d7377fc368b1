"""What evidence items are called while they are dragged."""

from __future__ import annotations

EVIDENCE_MIME = "application/x-evidence-desk-evidence"
