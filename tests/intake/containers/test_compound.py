"""Compound files as others read them."""

from __future__ import annotations

import io

import pytest
from olefile import OleFileIO

from evidence_desk.intake.containers.compound import Folder, compound_file


@pytest.mark.parametrize("sizes", [(), (0,), (1, 63, 64, 65), (4095, 4096, 4097), (9_000_000, 5, 70_000)])
def test_streams_come_back_whole(sizes: tuple[int, ...]) -> None:
    streams = {f"stream {number}": bytes([number + 1]) * size for number, size in enumerate(sizes)}
    data = compound_file(Folder("", dict(streams), [Folder("inner", dict(streams))]))
    with OleFileIO(io.BytesIO(data)) as ole:
        for name, content in streams.items():
            assert ole.openstream(name).read() == content
            assert ole.openstream(f"inner/{name}").read() == content
        assert ole.parsing_issues == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 8, 40])
def test_every_entry_of_a_large_folder_is_found(count: int) -> None:
    streams = {f"{'x' * (number % 5)}{number}": bytes([number]) for number in range(count)}
    with OleFileIO(io.BytesIO(compound_file(Folder("", dict(streams))))) as ole:
        assert {name[0]: ole.openstream(name).read() for name in ole.listdir()} == streams
        assert ole.parsing_issues == []


def test_equal_trees_give_equal_bytes_and_keep_what_they_are() -> None:
    clsid = bytes(range(16))
    first, second = (compound_file(Folder("", {"a": b"1"}, clsid=clsid)) for _ in range(2))
    assert first == second
    with OleFileIO(io.BytesIO(first)) as ole:
        assert ole.root.clsid.replace("-", "").lower() == "03020100050407060809" + "0a0b0c0d0e0f"
