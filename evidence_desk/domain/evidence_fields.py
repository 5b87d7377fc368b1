"""The plain fields of an evidence item, named once for the commands that set them and the reads that show them."""

from __future__ import annotations

# What several items may be given together.
SHARED = (
    "type",
    "author",
    "source",
    "obtained",
    "custodian",
    "language",
    "original_status",
    "purpose",
    "confidentiality",
    "privilege",
    "privilege_reason",
    "side",
    "review",
)
# What is one item's own.
OWN = ("native_title", "notes")
# What only the whole item shows, beside its line in the list.
DETAILS = ("obtained", "purpose", "privilege_reason", "notes")
# What its line in the list holds as it is stored.
LINE = tuple(
    name
    for name in (
        "exhibit",
        "title",
        "native_title",
        "kind",
        *SHARED,
        "added_at",
    )
    if name not in DETAILS
)
