"""All commands by name, and the JSON Schema of command files made from them."""

from __future__ import annotations

from typing import Any

from evidence_desk.commands.base import Command
from evidence_desk.commands.bulk import EditItems, PutBack
from evidence_desk.commands.claims import AddClaim, AddElement, EditClaim, EditElement
from evidence_desk.commands.coding import ApplyPreset, CodeEvidence, DefinePreset, EditPreset
from evidence_desk.commands.conflicts import ResolveConflict
from evidence_desk.commands.deletion import Delete
from evidence_desk.commands.evidence import (
    AddEvidence,
    AddEvidenceGroup,
    EditEvidence,
    EditEvidenceGroup,
    SetReview,
)
from evidence_desk.commands.facts import AddFact, EditFact
from evidence_desk.commands.intake import ImportFiles
from evidence_desk.commands.labels import (
    AddNote,
    AddTag,
    AssessEvidence,
    EditNote,
    EditTag,
    TagEvidence,
    UntagEvidence,
)
from evidence_desk.commands.links import AddCite, EditCite, EditLink, LinkEvidence
from evidence_desk.commands.ocr import DropOcr, RequestOcr
from evidence_desk.commands.people import AddParty, EditParty, SetMatter
from evidence_desk.commands.review_batches import EditReviewBatch, SplitReview
from evidence_desk.commands.searches import EditSearch, SaveSearch
from evidence_desk.commands.stages import (
    AddProceeding,
    AddStageEvent,
    EditProceeding,
    EditStageEvent,
    EditStageLink,
    LinkStage,
    SetDeadline,
)
from evidence_desk.support.codec import object_schemas

COMMANDS: dict[str, type[Command]] = {
    cls.__name__: cls
    for cls in (
        SetMatter,
        AddParty,
        EditParty,
        AddClaim,
        EditClaim,
        AddElement,
        EditElement,
        AddFact,
        EditFact,
        AddEvidence,
        EditEvidence,
        EditItems,
        AddEvidenceGroup,
        EditEvidenceGroup,
        AddCite,
        EditCite,
        LinkEvidence,
        EditLink,
        AddProceeding,
        EditProceeding,
        AddStageEvent,
        EditStageEvent,
        LinkStage,
        EditStageLink,
        AssessEvidence,
        SetDeadline,
        AddTag,
        EditTag,
        TagEvidence,
        UntagEvidence,
        DefinePreset,
        EditPreset,
        ApplyPreset,
        CodeEvidence,
        SetReview,
        AddNote,
        EditNote,
        SaveSearch,
        EditSearch,
        SplitReview,
        EditReviewBatch,
        Delete,
        PutBack,
        RequestOcr,
        DropOcr,
        ImportFiles,
        ResolveConflict,
    )
}

IN_FILES: dict[str, type[Command]] = {name: cls for name, cls in COMMANDS.items() if cls.in_files}


def command_file_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of command files, from the dataclasses."""
    schemas = object_schemas(IN_FILES.values())
    for name, schema in schemas.items():
        schema["properties"] = {
            "do": {"const": name},
            "as": {
                "type": "string",
                "minLength": 1,
                "description": "A handle for later commands of the file.",
            },
            **schema["properties"],
        }
        schema["required"] = ["do", *schema["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Evidence Desk command file",
        "type": "object",
        "required": ["commands"],
        "additionalProperties": False,
        "properties": {
            "commands": {
                "type": "array",
                "items": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in schemas]},
            }
        },
        "$defs": schemas,
    }
