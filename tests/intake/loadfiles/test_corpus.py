"""The published sample set of a review platform, where it lies beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence_desk.intake.loadfiles.check import CheckedSet, check
from evidence_desk.intake.loadfiles.loading import SetRequest
from evidence_desk.intake.loadfiles.mapping import Mapping, mapping_of
from evidence_desk.jobs.pool import WorkerPool

CORPUS = Path(__file__).resolve().parents[3].parent / "shared" / "corpus" / "loadfile-relativity"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not beside the checkout")


def _check(pool: WorkerPool, name: str, mapping: Mapping | None = None) -> CheckedSet:
    path = CORPUS / name
    if path.suffix == ".opt":
        return check(SetRequest(images=path), pool)
    return check(SetRequest(load_file=path, mapping=mapping), pool)


@pytest.fixture
def mapping(pool: WorkerPool) -> Mapping:
    return mapping_of(_check(pool, "load_file_01.dat").loaded.columns)


def _lines(checked: CheckedSet, code: str) -> list[int]:
    return [one.line for one in checked.findings if one.code == code]


def test_four_wrong_hashes_and_sizes(pool: WorkerPool) -> None:
    checked = _check(pool, "load_file_01.dat")
    assert _lines(checked, "md5_mismatch") == [2, 3, 4, 5]
    assert _lines(checked, "size_mismatch") == [2, 3, 4, 5]
    assert checked.natives.missing == checked.texts.missing == 0


@pytest.mark.parametrize(("name", "first"), [("load_file_02.dat", 5), ("load_file_03.dat", 7)])
def test_files_without_a_header_are_read_by_a_mapping(
    pool: WorkerPool, mapping: Mapping, name: str, first: int
) -> None:
    assert not _check(pool, name).loaded.is_named
    checked = _check(pool, name, mapping)
    assert [one.identifier for one in checked.loaded.documents] == [
        f"Sample_{number:07d}" for number in (first, first + 1)
    ]
    assert checked.natives.present == 2
    assert {one.iso for document in checked.loaded.documents for one in document.dates} == {"2001-04-21"}


def test_a_quoted_separator(pool: WorkerPool) -> None:
    checked = _check(pool, "load_file_04.dat")
    assert [one.identifier for one in checked.loaded.documents] == ["Sample_|_00000013", "Sample_|_00000014"]


def test_impossible_dates(pool: WorkerPool) -> None:
    assert _lines(_check(pool, "load_file_05.dat"), "impossible_date") == [2, 2, 3, 3]


def test_missing_files_doubles_and_gaps(pool: WorkerPool, mapping: Mapping) -> None:
    checked = _check(pool, "load_file_07_0.dat", mapping)
    assert (checked.natives.missing, checked.texts.missing) == (10, 3)
    assert _lines(checked, "duplicate_identifier") == [4]
    assert _lines(checked, "number_gap") == [5]


@pytest.mark.parametrize("name", ["Opticon_01.opt", "opticon_02.opt"])
def test_pages_join_their_documents(pool: WorkerPool, name: str) -> None:
    checked = _check(pool, name)
    assert [len(one.images) for one in checked.loaded.documents] == [5]
    assert checked.images.missing == 0
    assert {one.code for one in checked.findings} == {"not_an_image", "unreferenced"}


def test_a_text_named_as_a_picture(pool: WorkerPool) -> None:
    found = [one for one in _check(pool, "Opticon_01.opt").findings if one.code == "not_an_image"]
    assert [one.source for one in found] == ["VOL01/IMAGES/IMG001/TextAsTiffFile.tif"]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_objects_are_no_documents(pool: WorkerPool, number: int) -> None:
    checked = _check(pool, f"rdo_load_file_0{number}.dat")
    assert checked.loaded.table is not None
    assert checked.loaded.table.header is not None
    assert len(checked.loaded.table.rows) == 3
    assert not checked.loaded.is_named
