"""Makes a matter of many pages of made-up English and Chinese, the same each time, for the benchmarks."""

from __future__ import annotations

import hashlib
from itertools import accumulate
from pathlib import Path
from random import Random
from uuid import uuid4

from evidence_desk.commands.intake import ImportedFile, ImportedItem, ImportFiles
from evidence_desk.commands.labels import AddTag, TagEvidence
from evidence_desk.commands.people import SetMatter
from evidence_desk.commands.session import Session
from evidence_desk.store.matter_folder import MatterFolder, create_matter_folder
from evidence_desk.store.page_text import Page
from evidence_desk.store.store import Store

PAGES_A_FILE = 10
_CHUNK = 250
_SYLLABLES = "con ter ma tion re si ple tra de fen ab li ous cor pra ven dis so mi na te gal oc ur".split()
_COMMON_EN = (
    "the of to and contract agreement party breach damages notice hours announcement court evidence".split()
)
_COMMON_ZH = ["合同", "原告", "被告", "公告", "解除", "损失", "证据", "法院", "小时", "通知", "服务", "数据"]


class _Words:
    """Words of which few are frequent and many are rare, as in any language."""

    def __init__(self, random: Random) -> None:
        made = {"".join(random.choices(_SYLLABLES, k=random.randint(2, 4))) for _n in range(20_000)}
        self.english = [*_COMMON_EN, *sorted(made)]
        han = [chr(code) for code in range(0x4E00, 0x4E00 + 3500)]
        often = self._falling(len(han))
        rare = ("".join(random.choices(han, cum_weights=often, k=random.randint(1, 3))) for _n in range(8000))
        self.chinese = [*_COMMON_ZH, *rare]
        self._random = random
        self._weights = {id(words): self._falling(len(words)) for words in (self.english, self.chinese)}

    @staticmethod
    def _falling(count: int) -> list[float]:
        return list(accumulate(1 / (rank + 2.7) for rank in range(count)))

    def some(self, words: list[str], count: int) -> list[str]:
        return self._random.choices(words, cum_weights=self._weights[id(words)], k=count)

    def page(self) -> str:
        """About 1,400 letters of English or 700 characters of Chinese, in lines."""
        if self._random.random() < 0.5:
            words = self.some(self.english, 220)
            return "\n".join(" ".join(words[at : at + 12]) for at in range(0, len(words), 12))
        line = "".join(self.some(self.chinese, 380))
        return "\n".join(line[at : at + 35] for at in range(0, len(line), 35))


def make_matter(folder: Path, pages: int) -> Session:
    """Make the matter under a folder and return it open."""
    random = Random(4)
    words = _Words(random)
    made = create_matter_folder(folder / "made.edesk", replica=str(uuid4()))
    session = Session(Store(MatterFolder(made.root), actor="bench"))
    session.run(SetMatter(title="Made", profile="prc_civil"))
    session.run(AddTag(name="Key"))
    for start in range(0, pages // PAGES_A_FILE, _CHUNK):
        files = [_file(number) for number in range(start, min(start + _CHUNK, pages // PAGES_A_FILE))]
        items = [
            ImportedItem(
                files=[file.sha256],
                title=" ".join(words.some(words.english, 4)),
                type=random.choice(["announcement", "contract", "email", "record"]),
                date=f"{random.randint(2016, 2019)}-{random.randint(1, 12):02d}",
            )
            for file in files
        ]
        outcome = session.run(ImportFiles(batch=session.new_id(), source="made", files=files, items=items))
        evidence = sorted(row_id for kind, row_id in outcome.changes.rows if kind == "evidence")
        session.run(TagEvidence(evidence=evidence[::3], tags=["tag:Key"]))
        for file in files:
            texts = [words.page() for _n in range(PAGES_A_FILE)]
            session.keep_pages(
                file.sha256, [Page(n, str(n), text, 595, 842) for n, text in enumerate(texts, 1)]
            )
    return session


def _file(number: int) -> ImportedFile:
    return ImportedFile(
        sha256=hashlib.sha256(str(number).encode()).hexdigest(),
        name=f"{number}.pdf",
        media_type="application/pdf",
        extension="pdf",
        bytes=1000,
        pages=PAGES_A_FILE,
        original_path=f"/made/{number}.pdf",
        modified_at="",
    )
