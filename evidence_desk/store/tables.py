"""The tables of a matter, as SQLAlchemy Core; migrations/ makes them, nothing else does.

Every table people's work goes into has a text key ``id``: a UUIDv7, or for a plain relation of two rows a
UUIDv5 of the pair, or for a file its SHA-256. ``HISTORY`` and ``META`` belong to the program.
Numbers, exhibits and names that must be unique are kept so by the commands, not by constraints: two copies of
a matter may each have made claim 4, and bringing them together must show that, not fail.
Times are RFC 3339 text in UTC; a fuzzy date is three columns: the words, a sort key and a precision.
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, Table, Text, UniqueConstraint

from evidence_desk.store import review_tables
from evidence_desk.store.columns import METADATA, OF_PROGRAM
from evidence_desk.store.columns import fuzzy_date as _fuzzy_date
from evidence_desk.store.columns import key_column as _id
from evidence_desk.store.columns import reference as _reference
from evidence_desk.store.columns import text_column as _text

MATTER = Table(
    "matter",
    METADATA,
    _id(),
    _text("title"),
    _text("native_title"),
    _text("summary"),
    _text("our_side"),
    _text("amount"),
    _text("currency"),
    _text("profile"),
)

PARTY = Table(
    "party",
    METADATA,
    _id(),
    _text("name"),
    _text("native_name"),
    _text("kind"),
    _text("role"),
    _text("side"),
    Column("aliases", JSON, nullable=False),
    _text("notes"),
)

CLAIM = Table(
    "claim",
    METADATA,
    _id(),
    _text("number", index=True),
    _text("number_sort", index=True),
    _text("title"),
    _text("native_title"),
    _text("kind"),
    _text("basis"),
    _text("cause"),
    _text("relief"),
    _text("amount"),
    _text("currency"),
    _reference("by_id", "party"),
    _reference("against_id", "party"),
)

ELEMENT = Table(
    "element",
    METADATA,
    _id(),
    _reference("claim_id", "claim", required=True),
    _text("number", index=True),
    _text("number_sort", index=True),
    _text("text"),
    _text("native_text"),
    _reference("parent_id", "element"),
    _text("burden"),
    _text("standard"),
    Column("disputed", Boolean(create_constraint=False), nullable=False),
    _text("note"),
)

FACT = Table(
    "fact",
    METADATA,
    _id(),
    _text("number", index=True),
    _text("number_sort", index=True),
    _text("text"),
    *_fuzzy_date(),
    _text("status"),
    _text("note"),
)

FACT_ELEMENT = Table(
    "fact_element",
    METADATA,
    _id(),
    _reference("fact_id", "fact", required=True),
    _reference("element_id", "element", required=True),
    UniqueConstraint("fact_id", "element_id"),
)

# Two facts that cannot both be true; a_id sorts before b_id, so that a pair is one row.
FACT_COMPETITION = Table(
    "fact_competition",
    METADATA,
    _id(),
    _reference("a_id", "fact", required=True),
    _reference("b_id", "fact", required=True),
    UniqueConstraint("a_id", "b_id"),
)

EVIDENCE_GROUP = Table(
    "evidence_group",
    METADATA,
    _id(),
    _text("number", index=True),
    _text("number_sort"),
    _text("title"),
    _text("purpose"),
)

BATCH = Table(
    "batch",
    METADATA,
    _id(),
    _text("at"),
    _text("actor"),
    _text("source"),
    Column("report", JSON, nullable=False),
)

FILE = Table(
    "file",
    METADATA,
    _id(),  # the SHA-256 of its bytes, and a mark where a load file describes it
    _text("name"),
    _text("media_type"),
    _text("extension"),
    Column("bytes", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    _text("original_path"),
    _text("modified_at"),
    _text("imported_at"),
    _reference("batch_id", "batch"),
    _text("problem_code"),
    _text("problem"),
    Column(
        "ocr", Boolean(create_constraint=False), nullable=False
    ),  # whether its pictures of text are to be read
    Column("facts", JSON, nullable=False),
    Column("tools", JSON, nullable=False),
)

# Where else the same bytes came from: one row a further path.
FILE_PLACE = Table(
    "file_place",
    METADATA,
    _id(),
    _reference("file_id", "file", required=True),
    _reference("batch_id", "batch"),
    _text("name"),
    _text("path"),
    _text("modified_at"),
    _text("at"),
    UniqueConstraint("file_id", "path"),
)

EVIDENCE = Table(
    "evidence",
    METADATA,
    _id(),
    _text("exhibit", index=True),
    _text("exhibit_sort", index=True),
    _text("title"),
    _text("native_title"),
    _text("kind", index=True),
    _text("type", index=True),
    *_fuzzy_date(),
    _text("author"),
    _text("source"),
    _text("obtained"),
    _text("custodian"),
    _text("language"),
    _text("original_status"),
    _text("purpose"),
    _text("confidentiality"),
    _text("privilege"),
    _text("privilege_reason"),
    _text("side"),
    _reference("group_id", "evidence_group"),
    _reference("parent_id", "evidence"),
    _text("notes"),
    _text("review", index=True),
    Column("guesses", JSON, nullable=False),
    _text("added_at", index=True),
)

EVIDENCE_FILE = Table(
    "evidence_file",
    METADATA,
    _id(),
    _reference("evidence_id", "evidence", required=True),
    _reference("file_id", "file", required=True),
    Column("position", Integer, nullable=False),
    UniqueConstraint("evidence_id", "file_id"),
)

CITE = Table(
    "cite",
    METADATA,
    _id(),
    _reference("evidence_id", "evidence", required=True),
    _reference("file_id", "file"),
    Column("page", Integer, nullable=False),  # counts from 1; 0: the item as a whole
    _text("label"),
    _text("quote"),
    _text("before"),
    _text("after"),
    Column("rects", JSON, nullable=False),
    _text("note"),
)

PROOF_LINK = Table(
    "proof_link",
    METADATA,
    _id(),
    _reference("evidence_id", "evidence", required=True),
    _reference("element_id", "element"),
    _reference("fact_id", "fact"),
    _text("stance"),
    Column("weight", Integer, nullable=False),
    _text("purpose"),
    _text("objection"),
    _text("answer"),
)

LINK_CITE = Table(
    "link_cite",
    METADATA,
    _id(),
    _reference("link_id", "proof_link", required=True),
    _reference("cite_id", "cite", required=True),
    UniqueConstraint("link_id", "cite_id"),
)

PROCEEDING = Table(
    "proceeding",
    METADATA,
    _id(),
    _text("court"),
    _text("court_native"),
    _text("level"),
    _text("case_number"),
    _text("instance"),
    _reference("from_id", "proceeding"),
    _text("relation"),
)

STAGE_EVENT = Table(
    "stage_event",
    METADATA,
    _id(),
    _reference("proceeding_id", "proceeding", required=True),
    _text("kind"),
    *_fuzzy_date(),
    _text("status"),
    _text("outcome"),
    _text("ground"),
    _text("form"),
    _text("note"),
)

STAGE_LINK = Table(
    "stage_link",
    METADATA,
    _id(),
    _reference("stage_id", "stage_event", required=True),
    _reference("evidence_id", "evidence", required=True),
    _text("status"),
    _text("note"),
)

ASSESSMENT = Table(
    "assessment",
    METADATA,
    _id(),
    _reference("evidence_id", "evidence", required=True),
    _reference("by_id", "party", required=True),
    _text("dimension"),
    _text("position"),
    _text("reason"),
    _reference("stage_id", "stage_event"),
    *_fuzzy_date(),
)

DEADLINE = Table(
    "deadline",
    METADATA,
    _id(),
    _reference("stage_id", "stage_event", required=True),
    _text("rule"),
    _text("due"),  # ISO date when set by hand, empty when the rule computes it
    _text("source"),
    _text("note"),
)

TAG = Table(
    "tag",
    METADATA,
    _id(),
    _text("name", index=True),
    _text("color"),
    _text("key"),
    _reference("parent_id", "tag"),
)

EVIDENCE_TAG = Table(
    "evidence_tag",
    METADATA,
    _id(),
    _reference("evidence_id", "evidence", required=True),
    _reference("tag_id", "tag", required=True),
    UniqueConstraint("evidence_id", "tag_id"),
)

PRESET = Table(
    "preset",
    METADATA,
    _id(),
    _text("key"),
    _text("name"),
    Column("actions", JSON, nullable=False),
)

SAVED_SEARCH = Table("saved_search", METADATA, _id(), _text("name"), _text("query"), _text("key"))

REVIEW_BATCH, REVIEW_ITEM = review_tables.REVIEW_BATCH, review_tables.REVIEW_ITEM

NOTE = Table(
    "note",
    METADATA,
    _id(),
    _text("on_kind"),
    _text("on_id", index=True),
    _text("text"),
    _text("author"),
    _text("at"),
)

# What two copies disagree about, from bringing one back until somebody decides; the values as {column: value}.
CONFLICT = Table(
    "conflict",
    METADATA,
    _id(),
    _text("kind"),  # field, delete, number or cycle
    _text("table_name"),
    _text("row_id", index=True),
    _text("field"),
    Column("base", JSON, nullable=False),
    Column("ours", JSON, nullable=False),
    Column("theirs", JSON, nullable=False),
    _text("ours_by"),
    _text("ours_at"),
    _text("theirs_by"),
    _text("theirs_at"),
    Column("along", JSON, nullable=False),  # further rows the decision is about: [table, id]
    Column("stamps", JSON, nullable=False),  # the entries that clash: [replica, number]
    _text("at"),
)

HISTORY = Table(
    "history",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("replica", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),  # do, undo or redo
    Column("command", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("arguments", Text, nullable=False),  # canonical JSON of the command
    Column("changes", Text, nullable=False),  # canonical JSON of the row changes
    Column("undoes", Integer, nullable=True, index=True),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
)

META = Table("meta", METADATA, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

Index("ix_evidence_exhibit_order", EVIDENCE.c.exhibit_sort, EVIDENCE.c.added_at, EVIDENCE.c.id)
Index("ix_evidence_date_order", EVIDENCE.c.date_sort, EVIDENCE.c.id)
Index("ix_stage_event_order", STAGE_EVENT.c.proceeding_id, STAGE_EVENT.c.date_sort)

# The tables that hold people's work, a row before the rows that refer to it.
RECORDED: tuple[Table, ...] = tuple(
    t for t in METADATA.sorted_tables if t not in (HISTORY, META) and t.info != OF_PROGRAM
)
BY_NAME: dict[str, Table] = {table.name: table for table in RECORDED}
