"""What one link costs with its history entry, beside a bare SQLite insert and commit, and tagging 10,000 items.

Run it as ``python tests/benchmarks/links.py``; it is not a test. Targets: one link in at most 1 ms (median),
10,000 items tagged by one command in at most 2 s.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from evidence_desk.bootstrap import LocalDesk
from evidence_desk.commands.claims import AddClaim, AddElement
from evidence_desk.commands.evidence import AddEvidence
from evidence_desk.commands.intake import ImportedItem, ImportFiles
from evidence_desk.commands.labels import AddTag, TagEvidence
from evidence_desk.commands.links import LinkEvidence
from evidence_desk.commands.session import Session
from evidence_desk.domain.words import Stance
from evidence_desk.queries.evidence import evidence_ids

LINKS = 1000
ITEMS = 10_000


def bare_commits(folder: Path) -> list[float]:
    """Seconds for each insert and commit of a link-sized row, with the same pragmas and nothing else."""
    raw = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute(
        "CREATE TABLE link (id TEXT PRIMARY KEY, a TEXT, b TEXT, stance TEXT, weight INTEGER, purpose TEXT)"
    )
    spent = []
    for number in range(LINKS):
        began = time.perf_counter()
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("INSERT INTO link VALUES (?, 'a', 'b', 'supports', 2, 'because')", (f"{number:036}",))
        raw.execute("COMMIT")
        spent.append(time.perf_counter() - began)
    raw.close()
    return spent


def link_commits(session: Session) -> list[float]:
    """Seconds for each LinkEvidence, history entry and all."""
    session.run(AddClaim(number="1", title="Breach"))
    session.run(AddElement(claim="claim:1", number="1.1", text="A contract"))
    [item] = session.run(AddEvidence(exhibit="A-1", title="Contract")).created
    spent = []
    for _number in range(LINKS):
        command = LinkEvidence(
            evidence=item.id, element="element:1.1", stance=Stance.SUPPORTS, weight=2, purpose="because"
        )
        began = time.perf_counter()
        session.run(command)
        spent.append(time.perf_counter() - began)
    return spent


def tag_many(session: Session) -> tuple[float, float, float]:
    """Seconds to tag all items by one command, to take that back, and to do it again."""
    items = [ImportedItem(files=[], title=f"Letter {number}") for number in range(ITEMS - 1)]
    session.run(ImportFiles(batch=session.new_id(), source="in", items=items))
    session.run(AddTag(name="Key"))
    ids = session.read(evidence_ids)
    assert len(ids) == ITEMS
    began = time.perf_counter()
    session.run(TagEvidence(evidence=ids, tags=["tag:Key"]))
    done = time.perf_counter()
    session.undo()
    undone = time.perf_counter()
    session.redo()
    return done - began, undone - done, time.perf_counter() - undone


def main() -> int:
    """Print the figures; 1 when a target is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = statistics.median(bare_commits(folder)) * 1000
        session = LocalDesk(actor="bench").new_matter(folder / "m", profile="prc_civil", title="M")
        link = statistics.median(link_commits(session)) * 1000
        tag, undo, redo = tag_many(session)
        session.close()
    print(f"bare SQLite insert and commit   {bare:8.3f} ms median of {LINKS}")
    print(f"LinkEvidence with its history   {link:8.3f} ms median, {link / bare:.1f} x bare (target 1 ms)")
    print(f"TagEvidence of {ITEMS} items     {tag:8.3f} s (target 2 s); undo {undo:.3f} s, redo {redo:.3f} s")
    return 0 if link <= 1.0 and tag <= 2.0 else 1


if __name__ == "__main__":
    sys.exit(main())
