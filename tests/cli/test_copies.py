"""The words take-offline, open-copy and bring-back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema

from evidence_desk.cli.answers import answer_schemas

from .conftest import Run, command_file


def checked(answer: Any) -> Any:
    jsonschema.Draft202012Validator(answer_schemas()["bring-back.schema.json"]).validate(answer)
    assert set(answer) >= {"changes", "conflicts", "applied"}
    for conflict in answer["conflicts"]:
        assert set(conflict) >= {"id", "what", "field", "base", "ours", "theirs", "kind"}
    return answer


def edit(run: Run, folder: Path, matter: Path, notes: str) -> None:
    edited = command_file(folder, {"do": "EditEvidence", "evidence": "evidence:A-1", "title": notes})
    assert run("apply", matter, edited).code == 0


def test_out_and_back(run: Run, own_sample: Path, tmp_path: Path) -> None:
    out = run("take-offline", own_sample, "-o", tmp_path / "train.edcopy", "--to", "Ann")
    assert (out.code, out.out.strip()) == (0, str(tmp_path / "train.edcopy"))
    assert run("open-copy", tmp_path / "train.edcopy", "-o", tmp_path / "Train.edesk").code == 0
    train = tmp_path / "Train.edesk"
    edit(run, tmp_path, train, "read on the train")
    previewed = run("bring-back", own_sample, train, "--preview", "--json")
    assert (checked(previewed.json)["applied"], previewed.json["changes"], previewed.code) == (False, 1, 0)
    brought = run("bring-back", own_sample, train, "--json")
    assert (checked(brought.json)["applied"], brought.json["changes"], brought.code) == (True, 1, 0)
    again = run("bring-back", own_sample, train, "--json")
    assert (again.json["changes"], again.code) == (0, 0)
    assert run("verify", own_sample).code == 0
    assert run("undo", own_sample).code == 0


def test_conflicts_are_left_until_decided(run: Run, own_sample: Path, tmp_path: Path) -> None:
    run("take-offline", own_sample, "-o", tmp_path / "c.edcopy")
    run("open-copy", tmp_path / "c.edcopy", "-o", tmp_path / "c.edesk")
    edit(run, tmp_path, tmp_path / "c.edesk", "theirs")
    edit(run, tmp_path, own_sample, "ours")
    run("take-offline", tmp_path / "c.edesk", "-o", tmp_path / "back.edcopy")
    assert run("bring-back", own_sample, tmp_path / "back.edcopy", "--preview").code == 1
    left = run("bring-back", own_sample, tmp_path / "back.edcopy", "--json")
    assert left.code == 1
    [conflict] = checked(left.json)["conflicts"]
    assert (conflict["ours"], conflict["theirs"], conflict["kind"]) == ("ours", "theirs", "field")
    assert run("bring-back", own_sample, tmp_path / "back.edcopy").code == 1
    decided = command_file(tmp_path, {"do": "ResolveConflict", "conflict": conflict["id"], "take": "theirs"})
    assert run("apply", own_sample, decided).code == 0
    assert run("bring-back", own_sample, tmp_path / "back.edcopy").code == 0


def test_conflicts_in_words(run: Run, own_sample: Path, tmp_path: Path) -> None:
    run("take-offline", own_sample, "-o", tmp_path / "c.edcopy")
    run("open-copy", tmp_path / "c.edcopy", "-o", tmp_path / "c.edesk")
    theirs = [
        {
            "do": "EditEvidence",
            "evidence": "evidence:A-1",
            "date": "2019-01",
            "title": "Theirs",
            "purpose": "Why",
        },
        {"do": "AddEvidence", "title": "Second", "type": "other", "exhibit": "Z-9"},
        {"do": "Delete", "what": "claim:1", "cascade": True},
    ]
    ours = [
        {"do": "EditEvidence", "evidence": "evidence:A-1", "date": "2020"},
        {"do": "AddEvidence", "title": "First", "type": "other", "exhibit": "Z-9"},
        {"do": "EditClaim", "claim": "claim:1", "title": "Kept"},
    ]
    for actor, matter, commands in (("Li", tmp_path / "c.edesk", theirs), ("Wang", own_sample, ours)):
        assert run("--actor", actor, "apply", matter, command_file(tmp_path, *commands)).code == 0
    brought = run("bring-back", own_sample, tmp_path / "c.edesk")
    assert "0 deletions by Li; 1 conflict about a deletion" in brought.out
    for said in (
        "exhibit 'Z-9' was given to two things: evidence Z-9 First (Wang) and evidence Z-9 Second (Li)",
        "evidence A-1 Theirs, date: ours '2020' (Wang), theirs '2019-01' (Li)",
        "claim 1 Kept: ours kept (Wang), theirs deleted (Li)",
    ):
        assert said in brought.out
    listed = run("list", own_sample, "conflicts").out
    assert all(f"evidence Z-9 {title}" in listed for title in ("First", "Second"))
    assert len(run("list", own_sample, "conflicts", "--json").json["conflicts"]) == 3


def test_left_conflicts_decided_by_a_second_bringing(run: Run, own_sample: Path, tmp_path: Path) -> None:
    run("take-offline", own_sample, "-o", tmp_path / "c.edcopy")
    run("open-copy", tmp_path / "c.edcopy", "-o", tmp_path / "c.edesk")
    edit(run, tmp_path, tmp_path / "c.edesk", "theirs")
    edit(run, tmp_path, own_sample, "ours")
    assert run("bring-back", own_sample, tmp_path / "c.edesk").code == 1
    assert run("bring-back", own_sample, tmp_path / "c.edesk", "--conflicts", "theirs").code == 0
    items = run("list", own_sample, "evidence", "--json").json["evidence"]
    assert [item["title"] for item in items if item["exhibit"] == "A-1"] == ["theirs"]


def test_what_was_left_is_decided_in_one_step_that_is_told(
    run: Run, own_sample: Path, tmp_path: Path
) -> None:
    run("take-offline", own_sample, "-o", tmp_path / "c.edcopy")
    run("open-copy", tmp_path / "c.edcopy", "-o", tmp_path / "c.edesk")
    for matter, text in ((tmp_path / "c.edesk", "theirs"), (own_sample, "ours")):
        names = {"evidence": "evidence:A-1", "title": text, "notes": text, "author": text}
        run("apply", matter, command_file(tmp_path, {"do": "EditEvidence", **names}))
    assert run("bring-back", own_sample, tmp_path / "c.edesk").code == 1
    steps = len(run("history", own_sample, "--json").json["entries"])
    decided = run("bring-back", own_sample, tmp_path / "c.edesk", "--conflicts", "theirs")
    assert (decided.out, decided.code) == ("3 conflicts decided: theirs\n", 0)
    assert len(run("history", own_sample, "--json").json["entries"]) == steps + 1
    again = run("bring-back", own_sample, tmp_path / "c.edesk", "--conflicts", "theirs")
    assert again.out == "There is nothing new in this copy\n"
    assert run("undo", own_sample).code == 0
    assert len(run("bring-back", own_sample, tmp_path / "c.edesk", "--json").json["conflicts"]) == 3
    edit(run, tmp_path, tmp_path / "c.edesk", "later")
    both = run("bring-back", own_sample, tmp_path / "c.edesk", "--conflicts", "theirs")
    assert "; 3 conflicts decided: theirs" in both.out
    assert run("verify", own_sample).code == run("undo", own_sample).code == 0
    assert run("bring-back", own_sample, tmp_path / "c.edesk").code == 1


def test_a_passphrase_is_read_from_a_file(run: Run, own_sample: Path, tmp_path: Path) -> None:
    phrase, wrong = tmp_path / "phrase", tmp_path / "wrong"
    phrase.write_text("correct horse\nand more", encoding="utf-8")
    wrong.write_text("battery", encoding="utf-8")
    copy = tmp_path / "c.edcopy"
    assert run("take-offline", own_sample, "-o", copy, "--passphrase-file", phrase).code == 0
    run("open-copy", copy, "-o", tmp_path / "a").refused("sealed")
    run("open-copy", copy, "-o", tmp_path / "a", "--passphrase-file", wrong).refused("passphrase is wrong")
    run("open-copy", copy, "-o", tmp_path / "a", "--passphrase-file", tmp_path / "none").refused("none")
    assert run("open-copy", copy, "-o", tmp_path / "a", "--passphrase-file", phrase).code == 0
    assert run("bring-back", own_sample, copy, "--passphrase-file", phrase).code == 0


def test_a_part_and_what_is_refused(run: Run, own_sample: Path, empty: Path, tmp_path: Path) -> None:
    assert run("take-offline", own_sample, "-o", tmp_path / "part", "--scope", "A-1").code == 0
    run("take-offline", own_sample, "-o", tmp_path / "x", "--scope", "no such words").refused("no such words")
    run("take-offline", own_sample, "-o", tmp_path / "part").refused("exists")
    run("bring-back", empty, tmp_path / "part.edcopy").refused("another matter")
    run("bring-back", own_sample, own_sample).refused("itself")
    run("bring-back", own_sample, tmp_path / "gone.edcopy").refused("gone.edcopy")
    run("bring-back", own_sample, tmp_path / "part.edcopy", "--conflicts", "mine").refused("mine")


def test_whats_new_for_each_person_until_marked(run: Run, own_sample: Path, tmp_path: Path) -> None:
    command = {"do": "EditEvidence", "evidence": "evidence:A-2", "title": "Seen"}
    assert run("--actor", "Ann", "whats-new", own_sample, "--mark").code == 0
    run("--actor", "Bob", "apply", own_sample, command_file(tmp_path, command))
    found = run("--actor", "Ann", "whats-new", own_sample, "--json").json
    jsonschema.Draft202012Validator(answer_schemas()["whats-new.schema.json"]).validate(found)
    assert found["steps"] == 1
    assert [(n["actor"], n["thing"]["table"], n["thing"]["name"]) for n in found["news"]] == [
        ("Bob", "evidence", "A-2")
    ]
    said = run("--actor", "Ann", "whats-new", own_sample, "--mark")
    assert "evidence A-2: title " in said.out
    assert "→ 'Seen'" in said.out
    assert run("--actor", "Ann", "whats-new", own_sample, "--json").json["news"] == []
    assert run("--actor", "Bob", "whats-new", own_sample, "--json").json["steps"] > 0
