"""What the command-file interface promises, as far as the sample uses it."""

from __future__ import annotations


def _split(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TABLE = {
    "SetMatter": "title native_title summary our_side amount currency profile",
    "AddParty": "name* native_name kind role side aliases notes",
    "AddClaim": "number* title* native_title kind basis cause relief amount currency by against",
    "AddElement": "claim* number* text* native_text parent burden standard disputed note",
    "AddFact": "number text* date status elements competes_with note",
    "AddEvidence": (
        "exhibit title* native_title kind type date author source obtained custodian language "
        "original_status purpose confidentiality privilege privilege_reason side group notes review files"
    ),
    "AddEvidenceGroup": "number* title* purpose",
    "AddCite": "evidence* file page quote rects note",
    "LinkEvidence": "evidence* element fact stance* weight purpose cites objection answer",
    "AddProceeding": "court* court_native level case_number instance from relation",
    "AddStageEvent": "proceeding* kind* date status outcome ground form note",
    "LinkStage": "stage* evidence* status note",
    "AssessEvidence": "evidence* by* dimension* position* reason stage date",
    "SetDeadline": "stage* rule due source note",
    "AddTag": "name* color key parent",
    "TagEvidence": "evidence* tags*",
    "DefinePreset": "key* name actions",
    "SetReview": "evidence* state",
    "AddNote": "on* text*",
}
FIELDS = {do: _split(fields.replace("*", "")) for do, fields in _TABLE.items()}
REQUIRED = {
    do: frozenset(field.rstrip("*") for field in fields.split() if field.endswith("*"))
    for do, fields in _TABLE.items()
}

REFERENCES: dict[str, tuple[str, ...]] = {
    "AddClaim": ("by", "against"),
    "AddElement": ("claim", "parent"),
    "AddFact": ("elements", "competes_with"),
    "AddEvidence": ("group", "files"),
    "AddCite": ("evidence", "file"),
    "LinkEvidence": ("evidence", "element", "fact", "cites"),
    "AddProceeding": ("from",),
    "AddStageEvent": ("proceeding",),
    "LinkStage": ("stage", "evidence"),
    "AssessEvidence": ("evidence", "by", "stage"),
    "SetDeadline": ("stage",),
    "TagEvidence": ("evidence", "tags"),
    "SetReview": ("evidence",),
    "AddNote": ("on",),
}

_SIDES = _split("ours theirs neutral")
ENUMS: dict[tuple[str, str], frozenset[object]] = {
    ("AddParty", "kind"): _split("person organisation court"),
    ("AddParty", "side"): _SIDES,
    ("AddClaim", "kind"): _split("claim defence counterclaim"),
    ("AddFact", "status"): _split("disputed undisputed admitted unsure"),
    ("AddEvidence", "side"): _SIDES,
    ("AddEvidence", "review"): _split("unreviewed reviewed needs_second_look"),
    ("AddEvidence", "kind"): _split(
        "party_statement documentary physical audiovisual electronic witness expert_opinion inspection_record"
    ),
    ("AddEvidence", "type"): _split("contract announcement screenshot news email record court_paper"),
    ("LinkEvidence", "stance"): _split("supports contradicts context"),
    ("LinkEvidence", "weight"): frozenset({1, 2, 3}),
    ("AddProceeding", "relation"): _split("refiled_after appeal_of transferred_from consolidated_with"),
    ("AddStageEvent", "kind"): _split("filed not_accepted accepted evidence_period hearing"),
    ("AddStageEvent", "status"): _split("occurred planned"),
    ("LinkStage", "status"): _split(
        "filed exchanged offered objected admitted excluded withdrawn new issued reports"
    ),
    ("AssessEvidence", "dimension"): _split("authenticity legality relevance purpose weight"),
    ("AssessEvidence", "position"): _split("accepted disputed partly_accepted form_only court_to_verify"),
    ("SetDeadline", "source"): _split("statutory court agreed"),
    ("SetReview", "state"): _split("unreviewed reviewed needs_second_look"),
}
