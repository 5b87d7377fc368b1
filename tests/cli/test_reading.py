"""What list, history and verify say of the sample matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence_desk.cli.listing import KINDS

from .conftest import Run


def test_the_stages_hold_the_rejection_and_the_acceptance(run: Run, sample: Path) -> None:
    stages = run("list", sample, "stages", "--json").json["stages"]
    [rejected] = [stage for stage in stages if stage["kind"] == "not_accepted"]
    assert rejected["ground"] == "jurisdiction"
    assert "Shenzhen" in rejected["court"]
    assert "深圳" in rejected["court_native"]
    assert rejected["status"] == "occurred"
    [accepted] = [stage for stage in stages if stage["kind"] == "accepted"]
    assert accepted["court"] == "Beijing No.1 Intermediate People's Court"
    assert accepted["court_native"] == "北京市第一中级人民法院"
    assert accepted["date"]["text"] == "2019-01"
    assert {use["exhibit"]: use["status"] for use in rejected["evidence"]} == {
        "A-7": "reports",
        "B-1": "reports",
    }


def test_the_claims_hold_the_breach_of_a_hundred_million(run: Run, sample: Path) -> None:
    first = run("list", sample, "claims", "--json").json["claims"][0]
    assert (first["number"], first["amount"], first["currency"]) == ("1", "100000000", "CNY")
    assert "Breach" in first["title"]
    shown = run("list", sample, "claims").out
    assert "100,000,000 CNY" in shown


def test_the_second_proceeding_came_from_the_first(run: Run, sample: Path) -> None:
    first, second = run("list", sample, "proceedings", "--json").json["proceedings"]
    assert (second["from"], second["relation"]) == (first["id"], "refiled_after")
    assert first["from"] == ""


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind not in ("near-duplicates", "review-batches", "conflicts")]
)
def test_a_list_for_people_has_a_line_for_every_row(run: Run, sample: Path, kind: str) -> None:
    rows = run("list", sample, kind, "--json").json[kind]
    ran = run("list", sample, kind)
    assert ran.code == 0
    assert ran.err == ""
    heading, *lines = ran.out.splitlines()
    assert len(lines) == len(rows) > 0
    assert all(name in heading for name in KINDS[kind].columns)


def test_cites_name_the_evidence_and_not_its_hash(run: Run, sample: Path) -> None:
    titles = {row["id"]: row["title"] for row in run("list", sample, "evidence", "--json").json["evidence"]}
    cites = run("list", sample, "cites", "--json").json["cites"]
    assert all(row["item"].endswith(titles[row["evidence"]]) for row in cites)
    listed = run("list", sample, "cites").out
    assert "1 rectangles" not in listed
    assert all(row["file"][:12] not in listed for row in cites)


def test_an_empty_list_says_so_beside_the_answer(run: Run, empty: Path) -> None:
    ran = run("list", empty, "tags")
    assert (ran.code, ran.out, ran.err) == (0, "", "There is nothing to list yet: no tags.\n")


def test_history_and_verify_speak_to_people(run: Run, sample: Path) -> None:
    assert "Set up the sample matter" in run("history", sample).out
    assert run("verify", sample).out == "ok: 18 files and 3 steps of the history checked\n"


def test_the_actor_stands_in_the_history(run: Run, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a letter", encoding="utf-8")
    assert run("--actor", "Li Lei 李雷", "import", empty, tmp_path / "a.txt").code == 0
    assert run("history", empty, "--json").json["entries"][-1]["actor"] == "Li Lei 李雷"


@pytest.mark.parametrize(
    "word",
    [
        "open",
        "demo",
        "new",
        "doctor",
        "import",
        "apply",
        "undo",
        "redo",
        "list",
        "export",
        "verify",
        "history",
    ],
)
def test_every_word_has_help_with_an_example(run: Run, word: str) -> None:
    ran = run(word, "--help")
    assert ran.code == 0
    assert f"example:\n  evidence-desk {word}" in ran.out


def test_the_version_is_told(run: Run) -> None:
    import evidence_desk

    assert run("--version").out == f"evidence-desk {evidence_desk.__version__}\n"
