"""Families: children with their parents, duplicates told in order, limits held over the whole family."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from evidence_desk.intake.ingest import Intake
from evidence_desk.intake.model import Limits
from evidence_desk.intake.one_file import Ingested
from evidence_desk.jobs.pool import WorkerPool
from evidence_desk.jobs.progress import Cancelled, CancelToken

from .packed import archive, mail, msg, written


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(2) as pool:
        yield pool


def families(pool: WorkerPool, tmp_path: Path, *paths: str, **options: int) -> list[list[Ingested]]:
    intake = Intake(paths, str(tmp_path / "files"), limits=Limits(**options))
    found = list(intake.run(pool))
    assert intake.done == intake.met >= sum(map(len, found))
    assert not list((tmp_path / "files" / "incoming").iterdir())
    return found


def places(family: list[Ingested]) -> list[str]:
    return [
        Path(one.source.split(" › ")[0]).name + one.source[len(one.source.split(" › ")[0]) :]
        for one in family
    ]


def test_children_follow_their_parents_at_every_depth(pool: WorkerPool, tmp_path: Path) -> None:
    letter = mail("Letter", ("a.txt", b"attached"))
    outer = archive(("in/letter.eml", letter), ("in/note.zip", archive(("note.txt", b"note"))))
    path = written(tmp_path, "all.zip", outer)
    [family] = families(pool, tmp_path, path)
    assert places(family) == [
        "all.zip",
        "all.zip › in/letter.eml",
        "all.zip › in/note.zip",
        "all.zip › in/letter.eml › 1/a.txt",
        "all.zip › in/note.zip › note.txt",
    ]
    by_hash = {one.sha256: one for one in family}
    assert [by_hash[one.parent].name for one in family[1:]] == [
        "all.zip",
        "all.zip",
        "letter.eml",
        "note.zip",
    ]
    assert family[3].result.pages[0].text == "attached"


def test_families_come_in_the_order_they_were_chosen(pool: WorkerPool, tmp_path: Path) -> None:
    paths = [written(tmp_path, f"{n}.zip", archive((f"{n}.txt", b"%d" % n))) for n in range(20)]
    assert [family[0].source for family in families(pool, tmp_path, *paths)] == paths


def test_the_first_of_equal_files_is_the_one_that_counts(pool: WorkerPool, tmp_path: Path) -> None:
    inner = archive(("deep.txt", b"deep"))
    paths = [
        written(
            tmp_path, "a.zip", archive(("same.txt", b"same"), ("inner.zip", inner), ("again.txt", b"same"))
        ),
        written(tmp_path, "b.txt", b"same"),
        written(tmp_path, "c.zip", archive(("inner.zip", inner))),
        written(tmp_path, "d.txt", b"deep"),
    ]
    for attempt in range(3):
        found = families(pool, tmp_path / str(attempt), *paths)
        told = {
            place: one.is_duplicate
            for family in found
            for place, one in zip(places(family), family, strict=True)
        }
        assert told == {
            "a.zip": False,
            "a.zip › same.txt": False,
            "a.zip › inner.zip": False,
            "a.zip › again.txt": True,
            "a.zip › inner.zip › deep.txt": False,
            "b.txt": True,
            "c.zip": False,
            "c.zip › inner.zip": True,
            "d.txt": True,
        }
        assert all(one.is_read for family in found for one in family if not one.is_duplicate)


def test_what_a_killed_import_left_is_read_again_with_its_children(pool: WorkerPool, tmp_path: Path) -> None:
    path = written(tmp_path, "a.zip", archive(("letter.msg", msg("Letter", "words", ("a.txt", b"in it")))))
    [first] = families(pool, tmp_path, path)
    [second] = families(pool, tmp_path, path)
    assert [(one.source, one.sha256, one.is_duplicate) for one in second] == [
        (one.source, one.sha256, False) for one in first
    ]
    assert second[2].result.pages[0].text == "in it"


def test_depth_is_limited(pool: WorkerPool, tmp_path: Path) -> None:
    data = archive(("bottom.txt", b"bottom"))
    for level in range(6):
        data = archive((f"{level}.zip", data))
    [family] = families(pool, tmp_path, written(tmp_path, "deep.zip", data), depth=3)
    assert len(family) == 4
    assert [code for code, _ in family[-1].result.warnings] == ["too_deep"]


def test_members_are_counted_over_the_whole_family(pool: WorkerPool, tmp_path: Path) -> None:
    parts = [archive(*((f"{part}-{n}.txt", b"%d %d" % (part, n)) for n in range(10))) for part in range(4)]
    path = written(tmp_path, "many.zip", archive(*((f"{n}.zip", data) for n, data in enumerate(parts))))
    [family] = families(pool, tmp_path, path, members=25)
    assert sum(one.failure is None for one in family) == 26
    left = [one.failure for one in family if one.failure]
    assert {failure.code for failure in left} == {"too_many_members"}
    assert sum(int(failure.message.split()[0]) for failure in left) == 44 - 25


def test_bytes_are_counted_over_the_whole_family(pool: WorkerPool, tmp_path: Path) -> None:
    entries = [(f"{n}.txt", bytes([65 + n]) * 1000) for n in range(10)]
    [family] = families(pool, tmp_path, written(tmp_path, "a.zip", archive(*entries)), family_bytes=4500)
    assert [one.name for one in family if one.failure is None] == [
        "a.zip",
        "0.txt",
        "1.txt",
        "2.txt",
        "3.txt",
    ]
    assert [one.failure.code for one in family if one.failure] == ["too_large_unpacked"] * 2


def test_a_stop_leaves_the_whole_families_to_be_kept(pool: WorkerPool, tmp_path: Path) -> None:
    paths = [written(tmp_path, f"{n}.zip", archive((f"{n}.txt", b"%d" % n))) for n in range(30)]
    token = CancelToken()
    intake = Intake(paths, str(tmp_path / "files"))
    kept: list[list[Ingested]] = []
    run = intake.run(pool, token)
    kept.append(next(run))
    token.cancel()
    with pytest.raises(Cancelled):
        kept.extend(run)
    kept += intake.rest()
    assert 0 < len(kept) < 30
    assert all(len(family) == 2 for family in kept)


def test_known_containers_are_not_opened(pool: WorkerPool, tmp_path: Path) -> None:
    path = written(tmp_path, "a.zip", archive(("a.txt", b"a")))
    [family] = families(pool, tmp_path, path)
    again = Intake([path], str(tmp_path / "files"), known_hashes={family[0].sha256})
    [[one]] = list(again.run(pool))
    assert (one.is_duplicate, one.sha256) == (True, family[0].sha256)
