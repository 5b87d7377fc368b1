"""What the reads of a matter answer with: frozen rows, named as in the JSON answers of the command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from evidence_desk.domain.remarks import is_all_right

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class DateValue:
    """A fuzzy date as stored: the words entered, a sortable key, and how precise it is."""

    text: str
    sort: str
    precision: str


@dataclass(frozen=True, slots=True)
class MatterRow:
    """The matter itself."""

    id: str
    title: str
    native_title: str
    summary: str
    our_side: str
    amount: str
    currency: str
    profile: str


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A person, organisation or court of the matter."""

    id: str
    name: str
    native_name: str
    kind: str
    role: str
    side: str
    aliases: tuple[str, ...]
    notes: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of an item, by an ``id`` of its own; ``sha256`` names its bytes, ``bytes`` counts them.

    It was produced under ``numbers``. ``problem`` is the gravest of the ``remarks`` of whoever read it, each a
    code and a sentence; ``problem_code`` is its kind.
    """

    id: str
    sha256: str
    name: str
    media_type: str
    extension: str
    pages: int
    bytes: int
    original_path: str
    modified_at: str
    imported_at: str
    problem: str
    numbers: str = ""
    problem_code: str = ""
    remarks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TagRow:
    """A coloured label; ``key`` is the key that toggles it; ``uses`` counts its items, where asked for."""

    id: str
    name: str
    color: str
    key: str
    parent: str
    uses: int = 0


@dataclass(frozen=True, slots=True)
class SavedSearchRow:
    """A search kept under a name; ``key`` is the key that runs it."""

    id: str
    name: str
    query: str
    key: str


@dataclass(frozen=True, slots=True)
class CiteRow:
    """A place on a page, from 1; ``rects`` are points from the top left, ``item`` what the evidence is called."""

    id: str
    evidence: str
    file: str
    page: int
    label: str
    quote: str
    rects: tuple[Rect, ...]
    note: str
    state: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A proof link of an evidence item to an element or a fact, with its cites."""

    id: str
    evidence: str
    exhibit: str
    element: str
    element_number: str
    fact: str
    fact_number: str
    stance: str
    weight: int
    purpose: str
    objection: str
    answer: str
    cites: tuple[CiteRow, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of the evidence list. ``supports``, ``contradicts`` and ``context`` count its links by stance."""

    id: str
    exhibit: str
    title: str
    native_title: str
    kind: str
    type: str
    date: DateValue
    review: str
    side: str
    group: str
    parent: str
    tags: tuple[str, ...]
    files: tuple[FileRow, ...]
    supports: int
    contradicts: int
    context: int
    links: int
    stages: int
    author: str = ""
    source: str = ""
    custodian: str = ""
    language: str = ""
    original_status: str = ""
    confidentiality: str = ""
    privilege: str = ""
    added_at: str = ""

    @property
    def numbers(self) -> str:
        """The numbers its files were produced under."""
        return ", ".join(file.numbers for file in self.files if file.numbers)

    @property
    def remarks(self) -> tuple[tuple[str, str], ...]:
        """Code and words of what is wrong with its files; what OCR mends, or only says how it was read, is not."""
        found = (one for file in self.files for one in file.remarks if not is_all_right(one[0]))
        return tuple(dict.fromkeys(found))

    @property
    def is_to_be_obtained(self) -> bool:
        """Whether no file is held yet."""
        return not self.files

    @property
    def is_unlinked(self) -> bool:
        """Whether it proves nothing yet."""
        return not self.links


@dataclass(frozen=True, slots=True)
class StageLinkRow:
    """How one evidence item was used at one stage event."""

    id: str
    stage: str
    stage_kind: str
    court: str
    court_native: str
    evidence: str
    exhibit: str
    title: str
    native_title: str
    status: str
    note: str


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One party's position on one dimension of one evidence item (质证意见)."""

    id: str
    evidence: str
    exhibit: str
    by: str
    by_name: str
    dimension: str
    position: str
    reason: str
    stage: str
    date: DateValue


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note on anything: ``on`` is the id of what it is on, ``on_kind`` its kind."""

    id: str
    on: str
    on_kind: str
    text: str
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class EvidenceDetail:
    """Everything the inspector shows of one evidence item."""

    row: EvidenceRow
    obtained: str
    purpose: str
    privilege_reason: str
    notes: str
    tags: tuple[TagRow, ...]
    links: tuple[LinkRow, ...]
    cites: tuple[CiteRow, ...]
    stages: tuple[StageLinkRow, ...]
    assessments: tuple[AssessmentRow, ...]
    remarks: tuple[NoteRow, ...]


@dataclass(frozen=True, slots=True)
class ElementRow:
    """What must be proved; ``state`` is the computed proof state, ``strength`` 0 to 4 its dots."""

    id: str
    claim: str
    claim_number: str
    number: str
    text: str
    native_text: str
    parent: str
    burden: str
    standard: str
    disputed: bool
    note: str
    state: str
    strength: int
    supports: int
    contradicts: int
    context: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What a party asks for, with its elements; ``proven`` of ``len(elements)`` elements are supported."""

    id: str
    number: str
    title: str
    native_title: str
    kind: str
    basis: str
    cause: str
    relief: str
    amount: str
    currency: str
    by: str
    by_name: str
    against: str
    against_name: str
    elements: tuple[ElementRow, ...]
    coverage: float


@dataclass(frozen=True, slots=True)
class FactRow:
    """A dated statement; ``competes_with`` names the versions of the same fact that cannot both be true."""

    id: str
    number: str
    text: str
    date: DateValue
    status: str
    note: str
    elements: tuple[str, ...]
    competes_with: tuple[str, ...]
    supports: int
    contradicts: int
    context: int


@dataclass(frozen=True, slots=True)
class PresetRow:
    """One key that sets tags, links, stage and review state at once; ``actions`` as in DefinePreset."""

    id: str
    key: str
    name: str
    actions: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Where a row (claim element) meets a column (evidence item): one stance, its weight, its links and cites.

    ``stance`` and ``weight`` are those of the heaviest of the links that decide, and ``mixed`` says that these differ
    in stance. Links to the element itself decide, as they alone do for its proof state; those to a fact of the
    element decide only where there are no others. ``links`` holds all, those that decide first.
    """

    element: str
    evidence: str
    stance: str
    weight: int
    mixed: bool
    links: tuple[LinkRow, ...]

    @property
    def is_through_fact(self) -> bool:
        """Return whether the item reaches the element only through facts."""
        return not any(link.element for link in self.links)

    @property
    def cites(self) -> tuple[CiteRow, ...]:
        """Return the cites of all its links."""
        return tuple(cite for link in self.links for cite in link.cites)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The claim-evidence matrix: claims with elements down, evidence across, cells where they meet."""

    matter: MatterRow
    claims: tuple[ClaimRow, ...]
    columns: tuple[EvidenceRow, ...]
    cells: dict[tuple[str, str], MatrixCell] = field(default_factory=dict)

    @property
    def gaps(self) -> tuple[ElementRow, ...]:
        """Return the elements nothing supports yet, or that are contradicted and unanswered, in matrix order."""
        gaps = ("unproven", "contradicted")
        return tuple(e for claim in self.claims for e in claim.elements if e.state in gaps)
