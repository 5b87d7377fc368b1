"""Whatever is done to a matter behind the program's back is found, and named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence_desk.commands.session import Session
from evidence_desk.queries.integrity import Verification, verify
from evidence_desk.support.canonical import canonical_json, sha256_text

from ..matters import LETTER, PLAN, apply, full_session, open_session, sha256

Raw = sqlite3.Connection


@pytest.fixture
def matter(tmp_path: Path) -> Path:
    session, ids = full_session(tmp_path)
    apply(session, {"do": "AddNote", "on": ids["a1"], "text": "one"})
    apply(session, {"do": "AddNote", "on": ids["a1"], "text": "two"})
    session.undo()
    path = session.path
    session.close()
    return path


def checked(path: Path) -> Verification:
    session = open_session(path, read_only=True)
    try:
        return session.read(verify, session.files_folder)
    finally:
        session.close()


def tampered(path: Path, *statements: str) -> Verification:
    raw = sqlite3.connect(path / "matter.sqlite")
    with raw:
        for statement in statements:
            raw.execute(statement)
    raw.close()
    return checked(path)


def said(found: Verification) -> set[tuple[str, str]]:
    return {(problem.code, problem.file) for problem in found.problems}


def codes(found: Verification) -> set[str]:
    return {problem.code for problem in found.problems}


def blob(path: Path, data: bytes, extension: str) -> Path:
    return path / "files" / sha256(data)[:2] / f"{sha256(data)}.{extension}"


def last_seq(path: Path) -> int:
    raw = sqlite3.connect(path / "matter.sqlite")
    (seq,) = raw.execute("SELECT max(seq) FROM history").fetchone()
    raw.close()
    return int(seq)


def test_an_untouched_matter_is_as_its_history_says(matter: Path) -> None:
    found = checked(matter)
    assert found.ok
    assert found.problems == ()
    assert found.files_checked == 2
    assert found.history.ok
    assert found.history.entries == last_seq(matter) == 7
    assert len(found.history.head) == 64


@pytest.mark.parametrize(("data", "extension"), [(LETTER, "txt"), (PLAN, "pdf")])
def test_a_flipped_byte_in_a_file(matter: Path, data: bytes, extension: str) -> None:
    path = blob(matter, data, extension)
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    found = checked(matter)
    assert not found.ok
    assert found.history.ok
    assert said(found) == {("file_changed", sha256(data))}


def test_a_missing_file(matter: Path) -> None:
    blob(matter, LETTER, "txt").unlink()
    found = checked(matter)
    assert said(found) == {("file_missing", sha256(LETTER))}
    assert "letter.txt" in found.problems[0].message


@pytest.mark.parametrize(
    "place",
    [
        "stray.pdf",
        "ab/stray.pdf",
        "ab/deep/stray",
        f"{'0' * 2}/{'0' * 64}.pdf",
        f"{'1' * 64}.txt",
        "aa/.hidden",
    ],
)
def test_a_foreign_file(matter: Path, place: str) -> None:
    path = matter / "files" / place
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(b"never imported")
    assert said(checked(matter)) == {("file_unknown", path.name)}


def test_what_an_undone_or_stopped_import_left_is_no_foreign_file(matter: Path) -> None:
    whole = blob(matter, b"imported and taken back", "txt")
    whole.parent.mkdir(exist_ok=True)
    whole.write_bytes(b"imported and taken back")
    incoming = matter / "files" / "incoming"
    incoming.mkdir()
    (incoming / "half").write_bytes(b"imp")
    assert checked(matter).ok


@pytest.mark.parametrize(
    ("statement", "row", "column"),
    [
        ("UPDATE party SET side = 'theirs' WHERE name = 'Us'", "party", "side"),
        ("UPDATE proof_link SET stance = 'contradicts' WHERE weight = 2", "proof_link", "stance"),
        ("UPDATE cite SET rects = '[[0,0,9,9]]' WHERE page = 5", "cite", "rects"),
        ("UPDATE element SET disputed = 0 WHERE number = '1.1'", "element", "disputed"),
        ("UPDATE file SET bytes = 1 WHERE extension = 'txt'", "file", "bytes"),
        ("UPDATE party SET aliases = 'not JSON' WHERE name = 'Us'", "party", "cannot be read"),
        ("UPDATE party SET role = x'fffe' WHERE name = 'Us'", "party", "role"),
        ("UPDATE party SET role = CAST(x'fffe' AS TEXT) WHERE name = 'Us'", "party", "cannot be read"),
    ],
)
def test_a_row_changed_with_another_program(matter: Path, statement: str, row: str, column: str) -> None:
    found = tampered(matter, statement)
    assert not found.ok
    assert found.history.ok
    changed = [problem for problem in found.problems if problem.code == "row_changed"]
    assert changed
    assert all(problem.file.startswith(f"{row} ") and column in problem.message for problem in changed)
    assert codes(found) == {"row_changed"}


def test_a_row_added_with_another_program(matter: Path) -> None:
    found = tampered(matter, "INSERT INTO tag (id, name) VALUES ('x1', 'Sneaked in')")
    assert said(found) == {("row_added", "tag x1")}


def test_a_row_deleted_with_another_program(matter: Path) -> None:
    found = tampered(matter, "DELETE FROM deadline")
    assert codes(found) == {"row_missing"}
    assert found.problems[0].file.startswith("deadline ")


def test_a_row_whose_target_was_deleted(matter: Path) -> None:
    found = tampered(matter, "DELETE FROM evidence_group")
    assert codes(found) == {"row_missing", "reference_broken"}


@pytest.mark.parametrize(
    "column", ["actor", "at", "command", "summary", "arguments", "changes", "replica", "kind"]
)
def test_an_edited_history_entry(matter: Path, column: str) -> None:
    found = tampered(
        matter, f"UPDATE history SET {column} = replace({column} || ' ', ' ', 'x') WHERE seq = 4"
    )
    assert not found.history.ok
    assert ("entry_edited", "#4") in said(found)
    assert ("entry_edited", "#5") not in said(found)


@pytest.mark.parametrize(
    "value",
    ["'[]'", "'null'", "'[5]'", "'{}'", '\'[{"table":"tag","id":"1","before":null,"after":5}]\'', "x'ff'"],
)
def test_a_history_entry_edited_to_nonsense(matter: Path, value: str) -> None:
    found = tampered(matter, f"UPDATE history SET changes = {value} WHERE seq = 4")
    assert ("entry_edited", "#4") in said(found)


def test_a_history_entry_that_is_no_text_any_more(matter: Path) -> None:
    found = tampered(matter, "UPDATE history SET summary = CAST(x'fffe' AS TEXT) WHERE seq = 4")
    assert not found.ok
    assert not found.history.ok


@pytest.mark.parametrize("seq", [1, 4, 6])
def test_a_history_entry_removed(matter: Path, seq: int) -> None:
    found = tampered(matter, f"DELETE FROM history WHERE seq = {seq}")
    assert not found.history.ok
    missing = [problem.message for problem in found.problems if problem.code == "entry_missing"]
    assert missing == [f"History entry #{seq} is missing"]


def test_the_last_entry_removed(matter: Path) -> None:
    found = tampered(matter, "DELETE FROM history WHERE seq = 7")
    missing = [problem.message for problem in found.problems if problem.code == "entry_missing"]
    assert missing == ["History entry #7 is missing"]


def test_a_change_and_its_undo_removed_leave_the_rows_right_and_are_found(matter: Path) -> None:
    found = tampered(matter, "DELETE FROM history WHERE seq > 5")
    assert said(found) == {("entry_missing", "#6")}
    assert found.problems[0].message == "History entry #6 to #7 is missing"
    assert not found.history.ok


def test_all_of_the_history_removed(matter: Path) -> None:
    found = tampered(matter, "DELETE FROM history")
    assert {"entry_missing", "row_added"} <= codes(found)


def _rehash(path: Path, edit: Callable[[Raw], None]) -> Verification:
    """Edit the history and make every hash right again."""
    raw = sqlite3.connect(path / "matter.sqlite")
    raw.row_factory = sqlite3.Row
    with raw:
        edit(raw)
        previous = "0" * 64
        for row in raw.execute("SELECT * FROM history ORDER BY seq").fetchall():
            fields = {**dict(row), "previous": previous}
            del fields["hash"]
            digest = sha256_text(canonical_json(fields))
            raw.execute(
                "UPDATE history SET previous = ?, hash = ? WHERE seq = ?", (previous, digest, row["seq"])
            )
            previous = digest
    raw.close()
    return checked(path)


def test_a_history_entry_edited_and_the_chain_hashed_again(matter: Path) -> None:
    found = _rehash(
        matter, lambda raw: raw.execute("UPDATE history SET actor = 'someone else' WHERE seq = 3") and None
    )
    assert codes(found) == {"entry_edited"}
    assert not found.history.ok


def test_a_history_entry_removed_and_the_rest_renumbered_and_hashed_again(matter: Path) -> None:
    def _remove(raw: Raw) -> None:
        raw.execute("DELETE FROM history WHERE seq = 6")
        raw.execute("UPDATE history SET seq = 6, undoes = NULL, kind = 'do' WHERE seq = 7")

    assert not _rehash(matter, _remove).history.ok


def test_an_entry_added_with_another_program(matter: Path) -> None:
    found = tampered(
        matter,
        "INSERT INTO history SELECT seq + 1, replica, actor, at, kind, command, summary, arguments, changes, undoes,"
        " hash, 'made up' FROM history WHERE seq = 7",
    )
    assert ("entry_added", "#8") in said(found)


def test_a_page_of_the_database_overwritten(matter: Path) -> None:
    path = matter / "matter.sqlite"
    data = bytearray(path.read_bytes())
    raw = sqlite3.connect(path)
    (root,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'proof_link'").fetchone()
    raw.close()
    start = (root - 1) * 4096
    data[start : start + 4096] = b"\x5a" * 4096
    path.write_bytes(bytes(data))
    found = checked(matter)
    assert not found.ok
    assert "database_damaged" in codes(found)


def test_progress_is_told_file_by_file(matter: Path) -> None:
    session: Session = open_session(matter, read_only=True)
    heard: list[tuple[int, int]] = []
    session.read(verify, session.files_folder, on_progress=lambda done, total: heard.append((done, total)))
    session.close()
    assert heard == [(1, 2), (2, 2)]
