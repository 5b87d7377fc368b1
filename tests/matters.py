"""Makes matters fast and in the same way every time: a template made once, identities that count, a still clock."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from evidence_desk.commands.command_files import parse_commands
from evidence_desk.commands.session import Session
from evidence_desk.store.matter_folder import MatterFolder, create_matter_folder
from evidence_desk.store.page_text import Page
from evidence_desk.store.statements import ALL_ROWS
from evidence_desk.store.store import Store

Dump = dict[tuple[str, str], dict[str, Any]]

LETTER = b"Dear Sirs,\nwe end the contract on 5 January 2019.\nYours\n"
LETTER_TEXT = LETTER.decode()
PLAN = b"%PDF of five pages, as far as anyone here looks"
_MEDIA_TYPES = {"pdf": "application/pdf"}


def sha256(data: bytes) -> str:
    """The name of some bytes."""
    return hashlib.sha256(data).hexdigest()


class Clock:
    """Every look at it is a second later than the last."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@cache
def _template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="matter-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return create_matter_folder(folder / "template.edesk", replica="r1").root


def empty_folder(path: Path) -> MatterFolder:
    """A new matter without a title."""
    shutil.copytree(_template(), path)
    return MatterFolder(path)


def open_session(path: Path, *, read_only: bool = False) -> Session:
    """Open a matter with the still clock; identities are real ones."""
    return Session(Store(MatterFolder(path), actor="tester", clock=Clock(), read_only=read_only))


def empty_session(folder: Path, *, name: str = "m.edesk") -> Session:
    """A new matter with a title and a profile, open."""
    session = open_session(empty_folder(folder / name).root)
    apply(session, {"do": "SetMatter", "title": "M", "profile": "prc_civil"})
    return session


def apply(session: Session, *commands: dict[str, Any]) -> Any:
    """Carry out commands written as in a command file."""
    return session.run_steps(parse_commands({"commands": list(commands)}))


def put_file(session: Session, data: bytes, name: str, *, pages: int = 1, as_evidence: bool = False) -> str:
    """Take bytes into the matter as an import would, and return their hash."""
    from evidence_desk.commands.intake import ImportedFile, ImportedItem, ImportFiles

    extension = name.rpartition(".")[2]
    blob = MatterFolder(session.path).blob(sha256(data), extension)
    blob.parent.mkdir(parents=True, exist_ok=True)
    blob.write_bytes(data)
    file = ImportedFile(
        sha256=sha256(data),
        name=name,
        media_type=_MEDIA_TYPES.get(extension, "text/plain"),
        extension=extension,
        bytes=len(data),
        pages=pages,
        original_path=f"/in/{name}",
        modified_at="",
    )
    item = ImportedItem(files=[file.sha256], title=name.rpartition(".")[0], guesses={"title": "name"})
    items = [item] if as_evidence else []
    session.run(ImportFiles(batch=session.new_id(), source=name, files=[file], items=items))
    return file.sha256


# One or two of every kind of thing, each with a handle, tied together in every way there is.
EVERYTHING: list[dict[str, Any]] = [
    {"do": "SetMatter", "native_title": "案", "amount": 5, "our_side": "plaintiff"},
    {"do": "AddParty", "as": "us", "name": "Us", "side": "ours", "aliases": ["We", "U"]},
    {"do": "AddParty", "as": "them", "name": "Them", "native_name": "他们", "side": "theirs"},
    {"do": "AddTag", "as": "t1", "name": "Key", "key": "1", "color": "#aa0000"},
    {"do": "AddTag", "as": "t2", "name": "Damages", "parent": "t1"},
    {"do": "AddClaim", "as": "c1", "number": "1", "title": "Breach", "by": "us", "against": "them"},
    {"do": "AddClaim", "as": "c2", "number": "2", "title": "Copying", "by": "us"},
    {"do": "AddElement", "as": "e1", "claim": "c1", "number": "1.1", "text": "A contract"},
    {"do": "AddElement", "as": "e2", "claim": "c1", "number": "1.2", "text": "Its breach", "parent": "e1"},
    {"do": "AddElement", "as": "e3", "claim": "c2", "number": "2.1", "text": "Likeness"},
    {"do": "AddFact", "as": "f1", "number": "1", "text": "Signed", "date": "2018-07", "elements": ["e1"]},
    {"do": "AddFact", "as": "f2", "text": "Ended", "date": "early 2019", "elements": ["e2", "e3"]},
    {"do": "AddFact", "as": "f3", "text": "Not ended", "competes_with": ["f2"]},
    {"do": "AddEvidenceGroup", "as": "g1", "number": "1", "title": "Contract"},
    {
        "do": "AddEvidence",
        "as": "a1",
        "exhibit": "A-1",
        "title": "Letter",
        "kind": "documentary",
        "date": "2019-01-05",
        "group": "g1",
        "files": [f"file:{sha256(LETTER)}"],
    },
    {
        "do": "AddEvidence",
        "as": "a2",
        "exhibit": "A-2",
        "title": "Plan",
        "kind": "electronic",
        "files": [f"file:{sha256(PLAN)}", f"file:{sha256(LETTER)}"],
    },
    {"do": "AddEvidence", "as": "a10", "exhibit": "A-10", "title": "To be obtained"},
    {"do": "AddCite", "as": "q1", "evidence": "a1", "page": 1, "quote": "5 January 2019"},
    {
        "do": "AddCite",
        "as": "q2",
        "evidence": "a2",
        "file": f"file:{sha256(PLAN)}",
        "page": 5,
        "rects": [[1, 2, 3.5, 4]],
    },
    {
        "do": "LinkEvidence",
        "as": "l1",
        "evidence": "a1",
        "element": "e1",
        "stance": "supports",
        "cites": ["q1"],
    },
    {
        "do": "LinkEvidence",
        "as": "l2",
        "evidence": "a2",
        "element": "e1",
        "stance": "contradicts",
        "weight": 3,
    },
    {"do": "LinkEvidence", "as": "l3", "evidence": "a2", "fact": "f2", "stance": "context", "cites": ["q2"]},
    {"do": "AddProceeding", "as": "p1", "court": "Court One", "case_number": "(2019) 1"},
    {"do": "AddProceeding", "as": "p2", "court": "Court Two", "from": "p1", "relation": "refiled_after"},
    {"do": "AddStageEvent", "as": "s1", "proceeding": "p1", "kind": "filed", "date": "2019-01-10"},
    {"do": "AddStageEvent", "as": "s2", "proceeding": "p2", "kind": "filed"},
    {"do": "LinkStage", "as": "sl1", "stage": "s1", "evidence": "a1", "status": "filed"},
    {
        "do": "AssessEvidence",
        "as": "as1",
        "evidence": "a1",
        "by": "them",
        "dimension": "authenticity",
        "position": "accepted",
        "stage": "s1",
    },
    {"do": "SetDeadline", "as": "d1", "stage": "s1", "source": "court", "due": "2019-03-01"},
    {"do": "TagEvidence", "evidence": ["a1", "a2"], "tags": ["t1", "t2"]},
    {
        "do": "DefinePreset",
        "as": "pr1",
        "key": "v",
        "name": "Contract",
        "actions": {
            "tags": ["t1"],
            "links": [{"stance": "supports", "element": "e2"}, {"stance": "context", "fact": "f1"}],
            "stages": [{"stage": "s2", "status": "filed"}],
            "kind": "documentary",
            "review": "reviewed",
        },
    },
    {"do": "SplitReview", "as": "rb1", "name": "Round", "reviewers": ["Ann"], "evidence": ["evidence:A-1"]},
    {"do": "SaveSearch", "as": "ss1", "name": "Contract", "query": "contract -is:privileged", "key": "c"},
    {"do": "AddNote", "as": "n1", "on": "a1", "text": "Ask for the original"},
    {"do": "AddNote", "as": "n2", "on": "e1", "text": "Is it disputed?"},
]


def full_session(folder: Path, *, name: str = "full.edesk") -> tuple[Session, dict[str, str]]:
    """A matter that holds everything above, and the ids of its things by handle."""
    path = folder / name
    shutil.copytree(_full_template()[0], path)
    return open_session(path), dict(_full_template()[1])


@cache
def _full_template() -> tuple[Path, dict[str, str]]:
    folder = Path(tempfile.mkdtemp(prefix="matter-full-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    session = empty_session(folder)
    put_file(session, LETTER, "letter.txt")
    put_file(session, PLAN, "plan.pdf", pages=5)
    session.keep_pages(sha256(LETTER), [Page(1, "i", LETTER_TEXT, 595.0, 842.0)])
    steps = parse_commands({"commands": EVERYTHING})
    outcome = session.run_steps(steps)
    handles = [step.handle for step in steps if step.handle]
    assert len(handles) == len(outcome.created)
    ids = {handle: ref.id for handle, ref in zip(handles, outcome.created, strict=True)}
    ids |= {"letter": sha256(LETTER), "plan": sha256(PLAN)}
    session.close()
    return folder / "m.edesk", ids


def dump(session: Session) -> Dump:
    """Every row of people's work, whole."""

    def _all(connection: Any) -> Dump:
        return {
            (name, row["id"]): dict(row)
            for name, query in ALL_ROWS.items()
            for row in connection.execute(query).mappings()
        }

    return session.read(_all)
