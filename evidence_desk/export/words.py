"""The words of papers in each language, and a voice that speaks one language or several side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from evidence_desk.export.blocks import Paper, Run, Section
from evidence_desk.export.style import ListsSpec, MatrixSpec
from evidence_desk.queries.rows import MatterRow
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource

BOTH = "both"


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of words; ``names`` says whether it calls things by their own or by their native name."""

    language: str
    tag: str
    names: Literal["own", "native"]
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks the words of one paper in its languages, the main language first."""

    lang: str
    languages: tuple[Language, ...]

    @property
    def tags(self) -> tuple[str, ...]:
        """Return its languages as in BCP 47."""
        return tuple(language.tag for language in self.languages)

    def runs(self, key: str, *, on_lines: bool = False, **values: object) -> tuple[Run, ...]:
        """Return the words of a key, a run for each language, the first one in full ink."""
        texts = [language.words[key].format(**values) for language in self.languages]
        return self._side_by_side(texts, on_lines=on_lines)

    def text(self, key: str, **values: object) -> str:
        """Return the words of a key on one line, e.g. ``Claims 诉讼请求``."""
        texts = [language.words[key].format(**values) for language in self.languages]
        return " ".join(run.text for run in self._side_by_side(texts))

    def value(self, group: str, value: str) -> tuple[Run, ...]:
        """Return the words for a value of a profile or a person; the value itself if we have none."""
        key = f"{group}.{value}"
        if not value:
            return ()
        return self.runs(key, on_lines=True) if key in self.languages[0].words else (Run(value),)

    def names(self, own: str, native: str, *, on_lines: bool = False) -> tuple[Run, ...]:
        """Return what a thing is called in these languages; one name where it has but one."""
        by_kind = {"own": own or native, "native": native or own}
        return self._side_by_side([by_kind[language.names] for language in self.languages], on_lines=on_lines)

    def name(self, own: str, native: str) -> str:
        """Return what a thing is called, on one line."""
        return " ".join(run.text for run in self.names(own, native))

    def paper(
        self,
        spec: MatrixSpec | ListsSpec,
        matter: MatterRow,
        counts: Mapping[str, int],
        sections: tuple[Section, ...],
        *,
        today: date,
    ) -> Paper:
        """Return a paper about a matter: its head says ``counts`` and the date it bears."""
        made = self.text("made", date=today.isoformat())
        return Paper(
            key=spec.paper,
            title=self.text(spec.title),
            subtitle=self.name(matter.title, matter.native_title),
            meta=(*(self.text(f"count.{key}", n=n) for key, n in counts.items()), made),
            lang=self.lang,
            tags=self.tags,
            made=today,
            made_words=made,
            page_words=self.text("page", page="{page}", pages="{pages}"),
            cut_mark=self.text("cut"),
            sections=sections,
        )

    def _side_by_side(self, texts: list[str], *, on_lines: bool = False) -> tuple[Run, ...]:
        runs: list[Run] = []
        for language, text in zip(self.languages, texts, strict=True):
            if text and all(text != run.text for run in runs):
                later = bool(runs)
                runs.append(Run(text, language.tag, is_muted=later, starts_line=later and on_lines))
        return tuple(runs)


@dataclass(frozen=True, slots=True)
class PaperWords:
    """The words of papers in every language there is a file for."""

    languages: dict[str, Language]

    @classmethod
    def load(cls) -> PaperWords:
        """Read every ``resources/i18n/papers.*.json``."""
        files = sorted(resource("i18n").glob("papers.*.json"))
        read = [msgspec.json.decode(file.read_bytes(), type=Language) for file in files]
        return cls({language.language: language for language in read})

    def voice(self, lang: str) -> Voice:
        """Return the voice for ``en``, ``zh`` or ``both``.

        Raises:
            UserError: ``unknown_language``, listing the languages there are.
        """
        if lang == BOTH:
            return Voice(lang, tuple(self.languages.values()))
        if lang not in self.languages:
            known = ", ".join((*self.languages, BOTH))
            raise UserError("unknown_language", f"No paper speaks “{lang}”", f"Choose one of: {known}.")
        return Voice(lang, (self.languages[lang],))
