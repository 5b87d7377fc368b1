"""Makes a command of any kind that fits a matter as it is; one generator a command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from sqlalchemy import select

from evidence_desk.commands.base import Command
from evidence_desk.commands.intake import FurtherPlace, ImportedFile, ImportedItem
from evidence_desk.commands.references import KINDS
from evidence_desk.commands.registry import COMMANDS
from evidence_desk.commands.session import Session
from evidence_desk.domain.file_ids import hash_of, placed
from evidence_desk.domain.words import (
    ClaimKind,
    DeadlineSource,
    FactStatus,
    PartyKind,
    Relation,
    ReviewState,
    Side,
    Spread,
    StageLinkStatus,
    StageStatus,
    Stance,
    Take,
)
from evidence_desk.queries.coding import last_step
from evidence_desk.store import tables as t
from evidence_desk.support.codec import decode, json_name

Fields = dict[str, Any]
DATES = [
    "2019-01-05",
    "2018-08",
    "early 2018",
    "before 2019-01",
    "2018-09..2018-12",
    "unknown",
    "2019年1月5日",
    "",
]
WORDS = ["x", "a longer one", "中文", "with 'quotes'", "%", "😀", "line\nbreak"]


class Maker:
    """Makes commands for one matter."""

    def __init__(self, session: Session, random: Random) -> None:
        self.session = session
        self.random = random

    def make(self, name: str) -> Command:
        """A command that the matter accepts."""
        fields = GENERATORS[name](self)
        return decode(COMMANDS[name], {json_name(key): value for key, value in fields.items()})

    def ids(self, kind: str) -> list[str]:
        table = KINDS[kind].table

        def _ids(connection: Any) -> list[str]:
            return list(connection.execute(select(table.c.id).order_by(table.c.id)).scalars())

        return self.session.read(_ids)

    def row(self, kind: str, row_id: str) -> dict[str, Any]:
        table = KINDS[kind].table
        return self.session.read(
            lambda connection: dict(
                connection.execute(select(table).where(table.c.id == row_id)).mappings().one()
            )
        )

    def one(self, kind: str) -> str:
        return self.random.choice(self.ids(kind))

    def some(self, kind: str) -> list[str]:
        ids = self.ids(kind)
        return self.random.sample(ids, self.random.randint(1, min(3, len(ids))))

    def word(self) -> str:
        return f"{self.random.choice(WORDS)} {self.fresh()}"

    def fresh(self) -> str:
        return f"{self.random.getrandbits(48):x}"

    def maybe(self, **fields: Callable[[], Any]) -> Fields:
        """Some of the fields."""
        return {name: make() for name, make in fields.items() if self.random.random() < 0.6}

    def enum(self, words: Any) -> Callable[[], str]:
        return lambda: str(self.random.choice(list(words)))

    def type(self) -> str:
        return self.random.choice([one.id for one in self.session.profile.document_types])

    def date(self) -> str:
        return self.random.choice(DATES)

    def amount(self) -> str | int | float:
        return self.random.choice([5, 12.5, "1,000", "", "100000000"])

    def rects(self) -> list[list[float]]:
        return [[n, n + 1, n + 10.25, n + 12] for n in range(self.random.randint(0, 3))]

    def file_of(self, evidence_id: str) -> Fields:
        """The file field and a page of it, for a cite of an item."""
        column = t.EVIDENCE_FILE.c
        query = select(t.FILE.c.id, t.FILE.c.pages).join_from(t.EVIDENCE_FILE, t.FILE)
        query = query.where(column.evidence_id == evidence_id).order_by(t.FILE.c.id)
        held = self.session.read(lambda connection: connection.execute(query).all())
        if not held:
            return {"page": self.random.randint(1, 9)}
        file_id, pages = self.random.choice(held)
        return {"file": file_id, "page": self.random.randint(1, max(1, pages))}

    def uncited_files(self, evidence_id: str) -> list[str]:
        """Files for an item that keep every file its cites are on."""
        query = select(t.CITE.c.file_id).where(
            t.CITE.c.evidence_id == evidence_id, t.CITE.c.file_id.is_not(None)
        )
        cited = self.session.read(lambda connection: list(connection.execute(query).scalars()))
        files = list(dict.fromkeys([*self.some("file"), *cited]))
        self.random.shuffle(files)
        return files


def _party(m: Maker) -> Fields:
    return m.maybe(
        native_name=m.word,
        kind=m.enum(PartyKind),
        role=lambda: m.random.choice(["", *(role.id for role in m.session.profile.roles)]),
        side=m.enum(Side),
        aliases=lambda: [m.word(), m.word()],
        notes=m.word,
    )


def _claim(m: Maker) -> Fields:
    return m.maybe(
        native_title=m.word,
        kind=m.enum(ClaimKind),
        basis=m.word,
        cause=m.word,
        relief=m.word,
        amount=m.amount,
        currency=m.word,
        by=lambda: m.one("party"),
        against=lambda: m.random.choice(["", m.one("party")]),
    )


def _element(m: Maker) -> Fields:
    return m.maybe(
        native_text=m.word,
        burden=lambda: m.random.choice(["", *(role.id for role in m.session.profile.roles)]),
        standard=m.word,
        disputed=lambda: m.random.random() < 0.5,
        note=m.word,
    )


def _add_element(m: Maker) -> Fields:
    claim = m.one("claim")
    above = [row_id for row_id in m.ids("element") if m.row("element", row_id)["claim_id"] == claim]
    parent = {"parent": m.random.choice(above)} if above else {}
    return {"claim": claim, "number": m.fresh(), "text": m.word(), **_element(m), **parent}


def _fact(m: Maker) -> Fields:
    return m.maybe(date=m.date, status=m.enum(FactStatus), elements=lambda: m.some("element"), note=m.word)


def _edit_fact(m: Maker) -> Fields:
    fact = m.one("fact")
    rivals = [row_id for row_id in m.some("fact") if row_id != fact]
    return {"fact": fact, "number": m.fresh(), "competes_with": rivals, **_fact(m), **m.maybe(text=m.word)}


def _evidence(m: Maker) -> Fields:
    return m.maybe(
        exhibit=m.fresh,
        native_title=m.word,
        kind=lambda: m.random.choice([kind.id for kind in m.session.profile.evidence_kinds] + [""]),
        type=m.type,
        date=m.date,
        author=m.word,
        source=m.word,
        obtained=m.word,
        custodian=m.word,
        language=m.word,
        original_status=m.word,
        purpose=m.word,
        confidentiality=m.word,
        privilege=m.word,
        privilege_reason=m.word,
        side=m.enum(Side),
        group=lambda: m.random.choice(["", m.one("group")]),
        notes=m.word,
        review=m.enum(ReviewState),
    )


def _edit_evidence(m: Maker) -> Fields:
    item = m.one("evidence")
    return {
        "evidence": item,
        **_evidence(m),
        **m.maybe(
            title=m.word,
            files=lambda: m.uncited_files(item),
            files_seen=lambda: m.uncited_files(item),
        ),
    }


def _cite(m: Maker, item: str) -> Fields:
    return {**m.file_of(item), **m.maybe(quote=m.word, rects=m.rects, note=m.word)}


def _add_cite(m: Maker) -> Fields:
    item = m.one("evidence")
    return {"evidence": item, **_cite(m, item)}


def _edit_cite(m: Maker) -> Fields:
    cite = m.one("cite")
    return {"cite": cite, **_cite(m, m.row("cite", cite)["evidence_id"])}


def _link(m: Maker, item: str) -> Fields:
    cites = [row_id for row_id in m.ids("cite") if m.row("cite", row_id)["evidence_id"] == item]
    return {
        "cites": m.random.sample(cites, m.random.randint(0, len(cites))),
        **m.maybe(weight=lambda: m.random.randint(1, 3), purpose=m.word, objection=m.word, answer=m.word),
    }


def _target(m: Maker) -> Fields:
    kind = m.random.choice(["element", "fact"])
    return {kind: m.one(kind)}


def _said(m: Maker) -> set[tuple[str, ...]]:
    """What links say already: item, target and stance."""
    rows = [m.row("link", row_id) for row_id in m.ids("link")]
    return {(row["evidence_id"], row["element_id"] or row["fact_id"], row["stance"]) for row in rows}


def _free_link(m: Maker) -> Fields:
    """An item, a target and a stance that no link joins yet; nothing where none is met with soon."""
    said = _said(m)
    for _try in range(60):
        item, target, stance = m.one("evidence"), _target(m), m.enum(Stance)()
        if (item, *target.values(), stance) not in said:
            return {"evidence": item, **target, "stance": stance}
    return {}


def _add_link(m: Maker) -> Fields:
    free = _free_link(m) or {"evidence": m.one("evidence"), **_target(m), "stance": m.enum(Stance)()}
    return {**free, **_link(m, free["evidence"]), "purpose": m.word()}


def _edit_link(m: Maker) -> Fields:
    free = _free_link(m)
    if not free:
        return {"link": m.one("link"), "purpose": m.word()}
    return {"link": m.one("link"), **free, **_link(m, free["evidence"])}


def _proceeding(m: Maker) -> Fields:
    return m.maybe(
        court_native=m.word, level=m.word, case_number=m.fresh, instance=m.word, relation=m.enum(Relation)
    )


def _stage(m: Maker) -> Fields:
    return m.maybe(
        date=m.date, status=m.enum(StageStatus), outcome=m.word, ground=m.word, form=m.word, note=m.word
    )


def _stage_kind(m: Maker) -> str:
    return m.random.choice([stage.kind for stage in m.session.profile.stages])


def _free_use(m: Maker) -> Fields:
    """A stage, an item and a status that no stage link joins yet."""
    held = {
        tuple(m.row("stage_link", row_id)[name] for name in ("stage_id", "evidence_id", "status"))
        for row_id in m.ids("stage_link")
    }
    while True:
        use = (m.one("stage"), m.one("evidence"), m.enum(StageLinkStatus)())
        if use not in held:
            return dict(zip(("stage", "evidence", "status"), use, strict=True))


def _assess(m: Maker) -> Fields:
    dimension = m.random.choice(m.session.profile.dimensions)
    position = m.random.choice([one.id for one in dimension.positions] or ["any"])
    return {
        "evidence": m.one("evidence"),
        "by": m.one("party"),
        "dimension": dimension.id,
        "position": position,
        **m.maybe(reason=m.word, stage=lambda: m.one("stage"), date=m.date),
    }


def _deadline(m: Maker) -> Fields:
    stage = m.one("stage")
    kind = m.row("stage", stage)["kind"]
    rules = [rule.id for rule in m.session.profile.deadlines if kind in rule.from_stages]
    is_by_rule = bool(rules) and m.random.random() < 0.5
    way = {"rule": m.random.choice(rules)} if is_by_rule else {"due": "2019-03-01"}
    return {"stage": stage, "source": m.enum(DeadlineSource)(), **way, **m.maybe(note=m.word)}


def _preset(m: Maker) -> Fields:
    actions = m.maybe(
        tags=lambda: m.some("tag"),
        links=lambda: [{"stance": m.enum(Stance)(), "element": m.one("element"), "weight": 1}],
        stages=lambda: [{"stage": m.one("stage"), "status": m.enum(StageLinkStatus)()}],
        kind=lambda: m.session.profile.evidence_kinds[0].id,
        type=m.type,
        review=m.enum(ReviewState),
    )
    return {"key": m.random.choice(["v", m.fresh()]), "name": m.word(), "actions": actions}


def _spread(m: Maker) -> Fields:
    return m.maybe(spread=lambda: [m.enum(Spread)()])


def _anything(m: Maker) -> str:
    kinds = [kind for kind in KINDS if m.ids(kind)]
    return m.one(m.random.choice(kinds))


def _things(m: Maker) -> str | list[str]:
    """One thing, several of a kind, or several of whatever kind."""
    several = [_anything(m) for _n in range(m.random.randint(1, 3))]
    return m.random.choice([_anything(m), several, m.some("evidence") or several])


def _note(m: Maker) -> Fields:
    return {"on": _anything(m), "text": m.word()}


def _tag(m: Maker) -> Fields:
    return m.maybe(color=lambda: f"#{m.random.getrandbits(24):06x}", key=m.fresh)


def _search(m: Maker) -> Fields:
    return m.maybe(query=lambda: m.random.choice(["合同 type:email", "date:2018", "-is:linked"]), key=m.fresh)


def _import(m: Maker) -> Fields:
    def _file() -> ImportedFile:
        return ImportedFile(
            sha256=f"{m.random.getrandbits(256):064x}",
            name=m.word(),
            media_type="text/plain",
            extension="txt",
            bytes=m.random.getrandbits(40),
            pages=m.random.randint(0, 9),
            original_path=m.word(),
            modified_at="",
            facts={"dates": [["sent", "2019-01-05"]]},
            tools={"reader": "1"},
        )

    def _item(file: ImportedFile) -> ImportedItem:
        return ImportedItem(
            files=[file.row_id],
            title=m.word(),
            date=m.date(),
            parent=m.random.choice(["", files[0].sha256]),
            guesses={"title": "name", "date": "name"},
        )

    files = [_file() for _n in range(m.random.randint(1, 3))]
    if m.random.random() < 0.5:  # the same bytes at a further place
        files.append(replace(files[0], id=placed(files[0].sha256, m.word())))
    tags = m.some("tag") if m.random.random() < 0.5 else []
    onto = m.ids("evidence")[:1] if m.random.random() < 0.5 else []
    return {
        **({"onto": onto[0], "attached": [files[-1].sha256]} if onto else {}),
        "batch": m.session.new_id(),
        "source": "in",
        "files": files,
        "items": [_item(file) for file in files],
        "anew": [replace(_file(), sha256=hash_of(file_id)) for file_id in m.ids("file")[:2]],
        "places": [FurtherPlace(sha256=files[0].sha256, name=m.word(), path=m.word(), modified_at="")],
        "ocr": m.ids("evidence")[:2],
        "tags": tags,
        "report": m.random.choice([{}, {"seen": 3}]),
    }


def _decision(m: Maker) -> Fields:
    found = m.session.read(
        lambda connection: list(
            connection.execute(select(t.CONFLICT.c.id).order_by(t.CONFLICT.c.id)).scalars()
        )
    )
    take = m.enum(Take)()
    value = {"value": m.word()} if take == Take.VALUE else {}
    return {"conflict": m.random.choice(found), "take": take, **value}


def plant_conflict(session: Session, random: Random) -> None:
    """Let a matter hold a conflict about the notes of a party, as bringing a copy back would leave it."""
    party = random.choice(Maker(session, random).ids("party"))
    row = {
        "id": session.new_id(),
        "kind": "field",
        "table_name": "party",
        "row_id": party,
        "field": "notes",
        "base": {},
        "ours": {"notes": Maker(session, random).row("party", party)["notes"]},
        "theirs": {"notes": f"theirs {random.random()}"},
        "along": [],
        "stamps": [["other", 1]],
    }

    def _write(work: Any) -> tuple[str, object]:
        work.recorder.insert(t.CONFLICT, row)
        return "Plant a conflict", {}

    session.record("Plant", _write)


GENERATORS: dict[str, Callable[[Maker], Fields]] = {
    "SetMatter": lambda m: {"summary": m.word(), **m.maybe(title=m.word, amount=m.amount, our_side=m.word)},
    "AddParty": lambda m: {"name": m.word(), **_party(m)},
    "EditParty": lambda m: {"party": m.one("party"), "notes": m.word(), **_party(m), **m.maybe(name=m.word)},
    "AddClaim": lambda m: {"number": m.fresh(), "title": m.word(), **_claim(m)},
    "EditClaim": lambda m: {"claim": m.one("claim"), **_claim(m), **m.maybe(number=m.fresh, title=m.word)},
    "AddElement": _add_element,
    "EditElement": lambda m: {
        "element": m.one("element"),
        **_element(m),
        **m.maybe(number=m.fresh, text=m.word),
    },
    "AddFact": lambda m: {
        "text": m.word(),
        **_fact(m),
        **m.maybe(number=m.fresh, competes_with=lambda: m.some("fact")),
    },
    "EditFact": _edit_fact,
    "AddEvidence": lambda m: {"title": m.word(), **_evidence(m), **m.maybe(files=lambda: m.some("file"))},
    "EditEvidence": _edit_evidence,
    "AddEvidenceGroup": lambda m: {"number": m.fresh(), "title": m.word(), **m.maybe(purpose=m.word)},
    "EditEvidenceGroup": lambda m: {
        "group": m.one("group"),
        "purpose": m.word(),
        **m.maybe(number=m.fresh, title=m.word),
    },
    "AddCite": _add_cite,
    "EditCite": _edit_cite,
    "LinkEvidence": _add_link,
    "EditLink": _edit_link,
    "AddProceeding": lambda m: {
        "court": m.word(),
        **_proceeding(m),
        **m.maybe(from_=lambda: m.one("proceeding")),
    },
    "EditProceeding": lambda m: {
        "proceeding": m.one("proceeding"),
        **_proceeding(m),
        **m.maybe(court=m.word),
    },
    "AddStageEvent": lambda m: {"proceeding": m.one("proceeding"), "kind": _stage_kind(m), **_stage(m)},
    "EditStageEvent": lambda m: {
        "stage": m.one("stage"),
        **_stage(m),
        **m.maybe(kind=lambda: _stage_kind(m), proceeding=lambda: m.one("proceeding")),
    },
    "LinkStage": lambda m: {**_free_use(m), **m.maybe(note=m.word)},
    "EditStageLink": lambda m: {"stage_link": m.one("stage_link"), **_free_use(m), "note": m.word()},
    "AssessEvidence": _assess,
    "SetDeadline": _deadline,
    "AddTag": lambda m: {"name": m.word(), **_tag(m), **m.maybe(parent=lambda: m.one("tag"))},
    "EditTag": lambda m: {"tag": m.one("tag"), "parent": "", **_tag(m), **m.maybe(name=m.word)},
    "TagEvidence": lambda m: {"evidence": m.some("evidence"), "tags": m.some("tag")},
    "UntagEvidence": lambda m: {"evidence": m.some("evidence"), "tags": m.some("tag")},
    "DefinePreset": _preset,
    "EditPreset": lambda m: {"preset": m.one("preset"), **m.maybe(name=m.word, key=m.fresh)},
    "ApplyPreset": lambda m: {"preset": m.one("preset"), "evidence": m.some("evidence"), **_spread(m)},
    "CodeEvidence": lambda m: {
        "evidence": m.some("evidence"),
        "actions": _preset(m)["actions"],
        **_spread(m),
    },
    "EditItems": lambda m: {
        "evidence": m.some("evidence"),
        "type": m.type(),
        **m.maybe(date=lambda: m.random.choice(DATES), review=m.enum(ReviewState), custodian=m.word),
    },
    "PutBack": lambda m: {"entry": m.session.read(last_step)},
    "SetReview": lambda m: {"evidence": m.some("evidence"), "state": m.enum(ReviewState)()},
    "AddNote": _note,
    "EditNote": lambda m: {"note": m.one("note"), **_note(m)},
    "ResolveConflict": _decision,
    "SaveSearch": lambda m: {"name": m.word(), **_search(m), "query": f"a OR b{m.fresh()}"},
    "SplitReview": lambda m: {
        "name": m.random.choice(["Mine", m.word()]),
        "reviewers": [m.word(), m.word()],
        "evidence": m.ids("evidence"),
        **m.maybe(size=lambda: m.random.randint(1, 3), query=m.word),
    },
    "EditReviewBatch": lambda m: {
        "review_batch": m.one("review_batch"),
        "reviewer": m.word(),
        **m.maybe(name=lambda: m.random.choice(["Mine", "Round"])),
    },
    "EditSearch": lambda m: {"search": m.one("search"), **_search(m), **m.maybe(name=m.word)},
    "Delete": lambda m: {"what": _things(m), "cascade": True},
    "RequestOcr": lambda m: {"evidence": m.ids("evidence")},
    "DropOcr": lambda m: {"evidence": m.ids("evidence")},
    "ImportFiles": _import,
}
