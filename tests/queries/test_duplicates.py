"""Near duplicates: versions of a text are together, strangers and exact copies of nothing are not."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence_desk.commands.session import Session
from evidence_desk.queries.duplicates import near_duplicates
from evidence_desk.queries.evidence import list_evidence
from evidence_desk.store.page_text import Page
from tests.matters import apply, empty_session, put_file


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = empty_session(tmp_path)
    yield session
    session.close()


def add(session: Session, name: str, *pages: str) -> str:
    """Add an item with a file of such pages and return its id."""
    sha256 = put_file(session, name.encode(), f"{name}.txt", as_evidence=True)
    session.keep_pages(sha256, [Page(n, "", text, 595, 842) for n, text in enumerate(pages, 1)])
    return next(row.id for row in session.read(list_evidence) if row.files and row.files[0].sha256 == sha256)


def contract(seed: int, words: int = 400) -> list[str]:
    chance = random.Random(seed)
    return [f"term{chance.randrange(3000)}" for _ in range(words)]


def test_versions_are_grouped_and_strangers_are_not(session: Session) -> None:
    text = contract(1)
    first = add(session, "contract v1", " ".join(text))
    add(session, "another", " ".join(contract(2)))
    second = add(session, "contract v2", " ".join([*text[:50], "amended", *text[51:]]))
    han = "".join(chr(0x4E00 + random.Random(3).randrange(2000) + n) for n in range(300))
    third = add(session, "诉状一", han)
    fourth = add(session, "诉状二", han[:100] + "改" + han[101:])
    groups = session.read(near_duplicates)
    assert {group.evidence for group in groups} == {(first, second), (third, fourth)}
    assert all(0.9 < group.similarity <= 1 for group in groups)


def test_the_same_words_on_other_pages_are_wholly_alike(session: Session) -> None:
    text = contract(1)
    one = add(session, "one", " ".join(text))
    other = add(session, "other", " ".join(text).upper())
    (group,) = session.read(near_duplicates)
    assert (group.evidence, group.similarity) == ((one, other), 1.0)


def test_texts_too_short_to_tell_are_in_no_group(session: Session) -> None:
    for name in ("a", "b", "c"):
        add(session, name, "See the attached file. Regards")
        add(session, f"blank {name}", "")
    assert session.read(near_duplicates) == []


def test_the_order_is_that_of_the_exhibits(session: Session) -> None:
    text = " ".join(contract(1))
    late, early = add(session, "late", text), add(session, "early", text)
    apply(
        session,
        {"do": "EditEvidence", "evidence": late, "exhibit": "证据2"},
        {"do": "EditEvidence", "evidence": early, "exhibit": "证据1"},
    )
    assert session.read(near_duplicates)[0].evidence == (early, late)


def test_an_item_taken_back_leaves_its_group(session: Session) -> None:
    text = " ".join(contract(1))
    add(session, "one", text)
    add(session, "other", text)
    assert len(session.read(near_duplicates)) == 1
    session.undo()
    assert session.read(near_duplicates) == []


def test_words_read_by_ocr_count_from_when_they_are_read(session: Session) -> None:
    text = " ".join(contract(1))
    typed = add(session, "typed", text)
    scanned = add(session, "scanned", "")
    from evidence_desk.intake.ocr import OcrPage

    sha256 = session.read(list_evidence)[1].files[0].sha256
    session.keep_ocr(sha256, 1, OcrPage(text, confidence=0.9))
    assert session.read(near_duplicates) == []
    # The file was not marked by RequestOcr: finishing forgets what nobody asked for.
    session.finish_ocr(sha256)
    assert session.page_text(sha256, 1) == ""
    session.keep_pages(sha256, [Page(1, "", text, 595, 842, source="ocr", confidence=0.9)])
    assert session.read(near_duplicates)[0].evidence == (typed, scanned)


def test_ten_thousand_files_take_seconds(session: Session) -> None:
    from evidence_desk.commands.intake import ImportedFile, ImportedItem, ImportFiles

    chance = random.Random(5)
    hashes = [f"{chance.getrandbits(256):064x}" for _ in range(10_000)]
    session.run(
        ImportFiles(
            batch="b",
            source="many",
            files=[
                ImportedFile(
                    sha256=name,
                    name=name,
                    media_type="text/plain",
                    extension="txt",
                    bytes=1,
                    pages=1,
                    original_path="",
                    modified_at="",
                )
                for name in hashes
            ],
            items=[ImportedItem(files=[name], title=name) for name in hashes],
        )
    )
    form = contract(9, 60)
    for place, name in enumerate(hashes[:200]):
        session.keep_pages(name, [Page(1, "", " ".join([*form, str(place)]), 1, 1)])
    for name in hashes[200:]:
        session.keep_pages(name, [Page(1, "", " ".join(contract(int(name[:8], 16), 30)), 1, 1)])
    begin = time.process_time()
    groups = session.read(near_duplicates)
    assert time.process_time() - begin < 20
    assert max(len(group.evidence) for group in groups) == 200
