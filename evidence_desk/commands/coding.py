"""Commands for coding: presets that set tags, links, stages, type and review state at once, and coding without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select

from evidence_desk.commands.base import Command, Text, Work, required_text, required_texts
from evidence_desk.commands.code_keys import check_key_is_free
from evidence_desk.commands.evidence import CodingCommand, known_kind
from evidence_desk.commands.known_words import known_type
from evidence_desk.commands.labels import add_tags
from evidence_desk.commands.links import check_weight
from evidence_desk.domain.words import ReviewState, StageLinkStatus, Stance
from evidence_desk.store import tables as t
from evidence_desk.support.codec import to_json
from evidence_desk.support.errors import CommandError
from evidence_desk.support.unset import UNSET, UnsetType


@dataclass(frozen=True, kw_only=True)
class PresetLink:
    """A proof link a preset makes."""

    stance: Stance
    element: str = ""
    fact: str = ""
    weight: int = 2
    purpose: str = ""


@dataclass(frozen=True, kw_only=True)
class PresetStage:
    """A stage link a preset makes."""

    stage: str
    status: StageLinkStatus


@dataclass(frozen=True, kw_only=True)
class PresetActions:
    """What one key of a preset does to an item; what is left out stays as it is."""

    tags: list[str] = field(default_factory=list)
    links: list[PresetLink] = field(default_factory=list)
    stages: list[PresetStage] = field(default_factory=list)
    kind: str = ""
    type: str = ""
    review: ReviewState | None = None


@dataclass(frozen=True, kw_only=True)
class DefinePreset(Command):
    """Define what a key sets at once; a preset with the same key is replaced."""

    key: str
    name: str
    actions: PresetActions

    def apply(self, work: Work) -> str:
        """Insert or update the preset, with its references as ids."""
        key, name = required_text(self.key, "key"), required_text(self.name, "name")
        check_key_is_free(key, with_shift=True)
        values = {"key": key, "name": name, "actions": resolved_actions(work, self.actions)}
        held = work.connection.execute(select(t.PRESET.c.id).where(t.PRESET.c.key == key)).scalar()
        if held is None:
            work.create("preset", t.PRESET, values)
        else:
            work.recorder.update(t.PRESET, held, values)
        return f"Define preset {key} {name}"


@dataclass(frozen=True, kw_only=True)
class EditPreset(Command):
    """Change what a preset is called, its key, or what it does."""

    preset: str
    key: Text = UNSET
    name: Text = UNSET
    actions: PresetActions | UnsetType = UNSET

    def apply(self, work: Work) -> str:
        """Update the preset."""
        preset_id = work.resolve("preset", self.preset, "preset")
        values: dict[str, Any] = dict(required_texts(self, "key", "name"))
        if "key" in values:
            check_key_is_free(values["key"], with_shift=True)
        work.check_unique(t.PRESET, "key", values, besides=preset_id)
        if not isinstance(self.actions, UnsetType):
            values["actions"] = resolved_actions(work, self.actions)
        work.recorder.update(t.PRESET, preset_id, values)
        return f"Edit preset {work.row(t.PRESET, preset_id)['name']}"


def resolved_actions(work: Work, wanted: PresetActions) -> dict[str, Any]:
    """Return what a preset does, with its references as ids.

    Raises:
        CommandError: a reference means nothing, or a value is not one of the profile.
    """
    actions: dict[str, Any] = to_json(wanted)
    actions["kind"], actions["type"] = (
        known_kind(work, wanted.kind, "actions"),
        known_type(work.connection, work.profile, wanted.type, within="actions"),
    )
    actions["tags"] = [work.resolve("tag", reference, "actions") for reference in wanted.tags]
    for link in actions["links"]:
        if bool(link["element"]) == bool(link["fact"]):
            raise CommandError("one_target", "A preset's link is to one element or one fact", field="actions")
        check_weight(link["weight"], "actions")
        kind = "element" if link["element"] else "fact"
        link[kind] = work.resolve(kind, link[kind], "actions")
    for stage in actions["stages"]:
        stage["stage"] = work.resolve("stage", stage["stage"], "actions")
    return actions


@dataclass(frozen=True, kw_only=True)
class ApplyPreset(CodingCommand):
    """Do what a preset says to items; what an item has already is left alone."""

    preset: str

    def apply(self, work: Work) -> str:
        """Write tags, links, stage links, kind, type and review state."""
        preset = work.row(t.PRESET, work.resolve("preset", self.preset, "preset"))
        chosen = self.chosen(work)
        code(work, chosen.ids, preset["actions"])
        return f"Apply preset {preset['name']} to {chosen.words}"


@dataclass(frozen=True, kw_only=True)
class CodeEvidence(CodingCommand):
    """Do to items what a preset would, without there being one; what an item has already is left alone."""

    actions: PresetActions

    def apply(self, work: Work) -> str:
        """Write tags, links, stage links, kind, type and review state."""
        chosen = self.chosen(work)
        code(work, chosen.ids, resolved_actions(work, self.actions))
        return f"Code {chosen.words}"


def code(work: Work, evidence_ids: list[str], actions: Mapping[str, Any]) -> None:
    """Do to items what resolved actions say."""
    if actions["tags"]:
        add_tags(work, evidence_ids, [work.resolve("tag", tag, "preset") for tag in actions["tags"]])
    for link in actions["links"]:
        _add_links(work, evidence_ids, link)
    for stage in actions["stages"]:
        _add_stage_links(work, evidence_ids, stage)
    plain = {name: str(actions[name]) for name in ("kind", "type", "review") if actions[name]}
    if plain:
        work.recorder.update_many(t.EVIDENCE, dict.fromkeys(evidence_ids, plain))


def _add_links(work: Work, evidence_ids: list[str], link: Mapping[str, Any]) -> None:
    kind = "element" if link["element"] else "fact"
    target = work.resolve(kind, link[kind], "preset")
    same = {f"{kind}_id": target, "stance": link["stance"]}
    _add_missing(
        work, t.PROOF_LINK, evidence_ids, same, {"weight": link["weight"], "purpose": link["purpose"]}
    )


def _add_stage_links(work: Work, evidence_ids: list[str], stage: Mapping[str, Any]) -> None:
    same = {"stage_id": work.resolve("stage", stage["stage"], "preset"), "status": stage["status"]}
    _add_missing(work, t.STAGE_LINK, evidence_ids, same, {})


def _add_missing(
    work: Work, table: Table, evidence_ids: list[str], same: Mapping[str, Any], besides: Mapping[str, Any]
) -> None:
    """Insert a row for each item that has none with the ``same`` values yet; ``besides`` are its other values."""
    query = select(table.c.evidence_id).where(*(table.c[name] == value for name, value in same.items()))
    held = set(work.connection.execute(query).scalars())
    rows = [{**same, **besides, "evidence_id": each} for each in evidence_ids if each not in held]
    work.create_many("link" if table is t.PROOF_LINK else "stage_link", table, rows)
