"""Import runs: what each met, where, when, by whom, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from evidence_desk.domain.begun_imports import Begun, Chosen
from evidence_desk.domain.file_ids import hash_of
from evidence_desk.domain.remarks import Remark
from evidence_desk.queries.pages import remarks_now
from evidence_desk.queries.same_bytes import file_of_bytes
from evidence_desk.store import tables as t
from evidence_desk.store.import_runs import begun

_COUNTED = ("seen", "imported", "duplicates", "failed", "skipped")
_PART = 500  # ids in one query


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A file as an import run met it.

    Attributes:
        outcome: ``imported``, ``duplicate`` (the matter has its bytes already), ``failed`` or ``skipped``; of
            a line that is about no file but about a load file: ``finding``.
        path: where it was met; within a container, that of the container, then its place in it.
        name: its name; ``modified_at`` is when it was changed last.
        sha256: its hash; empty for what was not taken in.
        evidence: the item it belongs to, or nothing; ``parent`` is the item it was found in.
        code: why it failed, was skipped, or could not be read; ``message`` says it in a sentence.
        remarks: all that whoever read it had to remark, the gravest first; code and sentence.
    """

    outcome: str
    path: str
    name: str = ""
    modified_at: str = ""
    sha256: str = ""
    size: int = 0
    media_type: str = ""
    evidence: str = ""
    parent: str = ""
    code: str = ""
    message: str = ""
    remarks: tuple[tuple[str, str], ...] = ()

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Code and sentence of all there is to say of it."""
        return self.remarks or (((self.code, self.message),) if self.message else ())


@dataclass(frozen=True, slots=True)
class BatchFinding:
    """Something wrong in a production that was imported.

    Attributes:
        code: why, e.g. ``md5_mismatch``; ``message`` says it in a sentence.
        source: the load file by its name, or a file that none names; ``line`` is from 1, 0 for all of it.
        field: the column, or empty.
    """

    code: str
    message: str
    source: str = ""
    line: int = 0
    field: str = ""

    @property
    def place(self) -> str:
        """The load file and the line in it."""
        return f"{self.source}:{self.line}" if self.line else self.source


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One import run.

    Attributes:
        at: when it was begun, by whom: ``by``; ``source`` is what was chosen.
        state: ``finished``, ``stopped`` by the user, ``broken_off`` by an error, ``interrupted`` where the
            program ended before it could say, or ``running``.
        seen: how many files were met = ``imported`` + ``duplicates`` + ``failed`` + ``skipped``.
        remarked: how many of the imported came in with a remark of whoever read them.
        files: every file that was met.
        findings: what was found wrong with the load file of a production and the files it names.
        left: how many of the files it was to take in, or documents of a production, it did not deal with.
        chosen: what it was asked for, while it can be continued; else nothing.
    """

    id: str
    at: str
    by: str
    source: str
    state: str
    seen: int
    imported: int
    duplicates: int
    failed: int
    skipped: int
    remarked: int
    files: tuple[BatchFile, ...]
    findings: tuple[BatchFinding, ...] = ()
    left: int = 0
    chosen: Chosen | None = None

    @property
    def lines(self) -> tuple[BatchFile, ...]:
        """What a list of the run shows: every file, then what else is wrong with its load file."""
        told = {(one.code, one.message) for one in self.files if one.outcome in ("failed", "skipped")}
        found = (one for one in self.findings if (one.code, one.message) not in told)
        listed = (BatchFile("finding", one.place, code=one.code, message=one.message) for one in found)
        return (*self.files, *listed)


def batches(connection: Connection, running: Collection[str] = ()) -> list[BatchRow]:
    """Return the import runs, the first ones first; ``running`` are the ids of those that go on."""
    return _whole(connection, running)


def batch_of(connection: Connection, run_id: str, running: Collection[str] = ()) -> BatchRow | None:
    """Return one import run as `batches` does; None where it is gone."""
    return next(iter(_whole(connection, running, run_id)), None)


def batch_runs(connection: Connection, running: Collection[str] = ()) -> list[BatchRow]:
    """Return the import runs as `batches` does, but without their files, and what there is to say of these."""
    report = t.BATCH.c.report
    told = {name: report[name].label(name) for name in ("state", *_COUNTED)}
    query = select(t.BATCH.c.id, t.BATCH.c.at, t.BATCH.c.actor, t.BATCH.c.source, *told.values())
    open_runs = {run.id: run for run in begun(connection)}
    found = []
    for row in connection.execute(query.order_by(t.BATCH.c.at, t.BATCH.c.id)).mappings():
        said = {name: row[name] for name in told if row[name] is not None}
        if "seen" not in said:  # it ended before it could say
            said = {"state": "interrupted", **_come_in(connection, row["id"]), **said}
        found.append(_batch(connection, {**row, "report": said}, [], open_runs.pop(row["id"], None)))
    return _with_the_rest(connection, found, open_runs, running)


def _whole(connection: Connection, running: Collection[str], only: str = "") -> list[BatchRow]:
    """Return the import runs, or ``only`` one of them, with their files."""
    files: dict[str, list[BatchFile]] = defaultdict(list)
    _add_imported(connection, files, only)
    _add_places(connection, files, only)
    open_runs = {run.id: run for run in begun(connection) if only in ("", run.id)}
    query = select(t.BATCH).order_by(t.BATCH.c.at, t.BATCH.c.id)
    found = [
        _batch(connection, row, files[row["id"]], open_runs.pop(row["id"], None))
        for row in connection.execute(query.where(t.BATCH.c.id == only) if only else query).mappings()
    ]
    return _with_the_rest(connection, found, open_runs, running)


def _with_the_rest(
    connection: Connection, found: list[BatchRow], open_runs: dict[str, Begun], running: Collection[str]
) -> list[BatchRow]:
    """Return runs, and those that were begun and of which the matter holds nothing yet."""
    rest = [_without_files(connection, run) for run in open_runs.values() if not _is_taken_back(run)]
    return [
        replace(row, state="running", chosen=None) if row.id in running else row for row in (*found, *rest)
    ]


def _come_in(connection: Connection, run_id: str) -> dict[str, int]:
    """Return how much came in with a run that did not say so itself, as `_counts` counts it."""
    file, place = t.FILE.c, t.FILE_PLACE.c
    new = select(func.count(file.original_path.distinct())).where(file.batch_id == run_id)
    again = select(func.count()).where(place.batch_id == run_id)
    imported, duplicates = (connection.execute(query).scalar_one() for query in (new, again))
    return {"seen": imported + duplicates, "imported": imported, "duplicates": duplicates}


def unfinished(connection: Connection) -> list[BatchRow]:
    """Return the import runs that can be continued, without their files, the first ones first."""
    held = set(connection.execute(select(t.BATCH.c.id)).scalars())
    runs = (run for run in begun(connection) if run.id in held or not _is_taken_back(run))
    return [_without_files(connection, run) for run in runs]


def _is_taken_back(run: Begun) -> bool:
    """Tell of a run the matter holds nothing of whether it did: files, or the report it kept once it had ended."""
    return run.has_come_in or run.state != "running"


def _without_files(connection: Connection, run: Begun) -> BatchRow:
    report = {} if run.state == "running" else {"state": run.state}
    return _batch(connection, {**asdict(run), "report": report}, [], run)


def _batch(connection: Connection, row: Any, files: list[BatchFile], run: Begun | None) -> BatchRow:
    report = row["report"]
    held = _again(connection, report.get("again", ()))
    left = [BatchFile(**one) for one in report.get("left", ())]
    listed = (*sorted([*files, *held], key=lambda one: one.path), *left)
    return BatchRow(
        row["id"],
        row["at"],
        row["actor"],
        row["source"],
        report.get("state", "finished" if report else "interrupted"),
        **_counts(report, listed),
        remarked=sum(one.outcome == "imported" and bool(one.code) for one in listed),
        files=listed,
        findings=tuple(BatchFinding(**one) for one in report.get("load_file", {}).get("findings", ())),
        left=max(0, run.found - run.done) if run is not None else 0,
        chosen=run.chosen if run is not None else None,
    )


def _counts(report: Any, listed: Sequence[BatchFile]) -> dict[str, int]:
    """Return the counts of a run; of one without them, since it ended before it could say, what is in."""
    if "seen" in report:
        return {name: report.get(name, 0) for name in _COUNTED}
    outcomes = [one.outcome for one in listed]
    known = {"seen": len(listed), "imported": outcomes.count("imported")}
    return {**dict.fromkeys(_COUNTED, 0), **known, "duplicates": outcomes.count("duplicate")}


def _items(among: Any = None) -> Any:
    """Return each file, or each ``among`` some, with the first item it belongs to, and that item's parent."""
    joined = t.EVIDENCE_FILE.join(t.EVIDENCE, t.EVIDENCE_FILE.c.evidence_id == t.EVIDENCE.c.id)
    columns = (
        t.EVIDENCE_FILE.c.file_id,
        func.min(t.EVIDENCE.c.id).label("evidence_id"),
        t.EVIDENCE.c.parent_id,
    )
    query = select(*columns).select_from(joined).group_by(t.EVIDENCE_FILE.c.file_id)
    return (query if among is None else query.where(t.EVIDENCE_FILE.c.file_id.in_(among))).subquery()


def _add_imported(connection: Connection, files: dict[str, list[BatchFile]], only: str) -> None:
    of_run = t.FILE.c.batch_id == only
    items = _items(select(t.FILE.c.id).where(of_run) if only else None)
    joined = t.FILE.outerjoin(items, items.c.file_id == t.FILE.c.id)
    listed: set[tuple[str, str]] = set()
    query = select(t.FILE, items).select_from(joined)
    rows = connection.execute(query.where(of_run) if only else query).mappings().all()
    for row, said in zip(rows, remarks_now(connection, rows), strict=True):
        key = (row["batch_id"], row["original_path"])
        if key not in listed:  # a file that shows on several pages came once
            listed.add(key)
            files[row["batch_id"]].append(_file("imported", row["original_path"], row, said))


def _add_places(connection: Connection, files: dict[str, list[BatchFile]], only: str) -> None:
    place = t.FILE_PLACE
    of_run = place.c.batch_id == only
    items = _items(select(place.c.file_id).where(of_run) if only else None)
    joined = place.join(t.FILE, t.FILE.c.id == place.c.file_id)
    query = select(
        t.FILE,
        items,
        place.c.batch_id.label("met_by"),
        place.c.path.label("met_at"),
        place.c.name.label("met_as"),
        place.c.modified_at.label("met_modified"),
    ).select_from(joined.outerjoin(items, items.c.file_id == t.FILE.c.id))
    for row in connection.execute(query.where(of_run) if only else query).mappings():
        same = {**row, "name": row["met_as"], "modified_at": row["met_modified"]}
        files[row["met_by"]].append(_file("duplicate", row["met_at"], same))


def _again(connection: Connection, again: list[dict[str, str]]) -> list[BatchFile]:
    """Return the files that were met at a path they were met at before."""
    ids = sorted(file_of_bytes(connection, (one["sha256"] for one in again)).values())
    held: dict[str, Any] = {}
    for start in range(0, len(ids), _PART):
        part = ids[start : start + _PART]
        items = _items(part)
        joined = t.FILE.outerjoin(items, items.c.file_id == t.FILE.c.id)
        query = select(t.FILE, items).select_from(joined).where(t.FILE.c.id.in_(part))
        held |= {hash_of(row["id"]): row for row in connection.execute(query).mappings()}
    return [
        _file("duplicate", one["path"], held[one["sha256"]])
        if one["sha256"] in held
        else BatchFile("duplicate", one["path"], sha256=one["sha256"])
        for one in again
    ]


def _file(outcome: str, path: str, row: Any, said: tuple[Remark, ...] = ()) -> BatchFile:
    return BatchFile(
        outcome=outcome,
        path=path,
        name=row["name"],
        modified_at=row["modified_at"],
        sha256=hash_of(row["id"]),
        size=row["bytes"],
        media_type=row["media_type"],
        evidence=row["evidence_id"] or "",
        parent=row["parent_id"] or "",
        code=said[0][0] if said else "",
        message=said[0][1] if said else "",
        remarks=said,
    )
