"""Indexing and searching a made matter, beside a plain FTS5 unicode61 table of the same pages in the same run.

Run: ``python tests/benchmarks/search_speed.py [PAGES]`` (100,000 unless told).
Limits: 2,500 pages a second or more, an index of 0.7 x the text or less, 95 of 100 queries that have at most 50,000
hits answered within 100 ms (first 50 hits with snippets), facets within 150 ms. Exit 1 when one is missed.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

from made_matter import make_matter

from evidence_desk.commands.session import Session
from evidence_desk.queries.facets import facets
from evidence_desk.queries.search import read_query, search

MOST_HITS = 50_000
_LOOKUPS = 120


def page_texts(matter: Path) -> list[str]:
    """Return the text of every page of a matter."""
    with closing(sqlite3.connect(matter / "cache" / "text.sqlite")) as connection:
        return [row[0] for row in connection.execute("SELECT text FROM page ORDER BY sha256, page")]


def plain_table(path: Path, texts: Sequence[str]) -> sqlite3.Connection:
    """The yardstick: a plain FTS5 table, which takes a run of Han characters for one word."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE VIRTUAL TABLE plain USING fts5(text, content='', tokenize='unicode61')")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO plain(rowid, text) VALUES (?, ?)", enumerate(texts, 1))
    connection.execute("COMMIT")
    connection.execute("INSERT INTO plain(plain) VALUES ('optimize')")
    return connection


def _queries(texts: Sequence[str], random: Random) -> list[str]:
    """Words, phrases, pairs and fields as people type them, taken from the pages: frequent and rare ones."""
    found = []
    for number in range(_LOOKUPS):
        page = random.choice(texts)
        words, at = page.split(), random.randrange(len(page) - 8)
        place = random.randrange(len(words) - 1)
        run = page[at : at + random.randint(1, 5)].replace("\n", "") or "合同"
        if not page.isascii():
            kinds = [run, run, f"{run} type:email", f"{run} OR 公告"]
        else:
            word, following = words[place : place + 2]
            kinds = [word, f'"{word} {following}"', f"{word} {following}", f"{word} date:2018 -is:privileged"]
        found.append(kinds[number % 4])
    return [query for query in found if any(map(str.isalnum, query))]


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that ``share`` of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _plain_words(query: str) -> str:
    return " ".join(
        f'"{word}"' for word in query.replace('"', " ").split() if ":" not in word and word != "OR"
    )


def plain_search(plain: sqlite3.Connection, query: str) -> list[Any]:
    """Return the best 50 rows of the words of a query."""
    match = _plain_words(query)
    return plain.execute(
        "SELECT rowid FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 50", (match,)
    ).fetchall()


def _cpu(work: Callable[[], Any]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _search_times(
    session: Session, plain: sqlite3.Connection, queries: Sequence[str]
) -> tuple[list[float], list[float]]:
    ours, theirs = [], []
    for query in queries:
        node = read_query(query)
        took, result = _timed(lambda node=node: session.search(search, node))
        if result.total <= MOST_HITS:
            ours.append(took)
            theirs.append(_timed(lambda query=query: plain_search(plain, query))[0])
    return ours, theirs


def main(pages: int) -> int:
    """Make, index, search; print figures and ratios."""
    with tempfile.TemporaryDirectory(prefix="search-speed-") as name:
        folder = Path(name)
        took, session = _timed(lambda: make_matter(folder, pages))
        print(f"made {pages:,} pages in {took:.0f} s")
        texts = page_texts(session.path)
        size = sum(len(text.encode()) for text in texts)
        took, _report = _timed(session.index_text)
        index = (session.path / "cache" / "index.sqlite").stat().st_size
        plain_took, plain = _timed(lambda: plain_table(folder / "plain.sqlite", texts))
        plain_size = (folder / "plain.sqlite").stat().st_size
        speed, share = pages / took, index / size
        print(f"index: {speed:,.0f} pages/s, plain {pages / plain_took:,.0f} (ratio {plain_took / took:.2f})")
        print(f"size: {share:.2f} x text, plain {plain_size / size:.2f} (ratio {index / plain_size:.2f})")
        queries = _queries(texts, Random(8))
        ours, theirs = _search_times(session, plain, queries)
        slow, plain_slow = percentile(ours, 0.95), percentile(theirs, 0.95)
        print(
            f"search: {len(ours)} queries, median {percentile(ours, 0.5) * 1000:.0f} ms,"
            f" p95 {slow * 1000:.0f} ms, slowest {max(ours) * 1000:.0f} ms;"
            f" plain p95 {plain_slow * 1000:.0f} ms without snippets or items (ratio {slow / plain_slow:.1f})"
        )
        busy = [_cpu(lambda query=query: session.search(search, read_query(query))) for query in queries]
        alone, usual = percentile(busy, 0.95), percentile(busy, 0.5)
        print(f"search, processor time alone: median {usual * 1000:.0f} ms, p95 {alone * 1000:.0f} ms")
        counted = [
            _timed(lambda query=query: session.search(facets, read_query(query)))[0] for query in queries
        ]
        facet = percentile(counted, 0.95)
        print(f"facets: p95 {facet * 1000:.0f} ms, slowest {max(counted) * 1000:.0f} ms")
        plain.close()
        session.close()
    is_good = speed >= 2500 and share <= 0.7 and slow <= 0.1 and facet <= 0.15
    print("within the limits" if is_good else "a limit is missed")
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
