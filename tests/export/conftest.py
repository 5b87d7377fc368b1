"""Builds small matrices by hand, for the tests of the papers."""

from __future__ import annotations

from datetime import date

import pytest

from evidence_desk.export.blocks import Paper
from evidence_desk.export.matrix import matrix_paper
from evidence_desk.export.words import PaperWords
from evidence_desk.queries.rows import (
    CiteRow,
    ClaimRow,
    DateValue,
    ElementRow,
    EvidenceRow,
    FileRow,
    LinkRow,
    Matrix,
    MatrixCell,
    MatterRow,
)

MATTER = MatterRow(
    "m", "She Shoots v. Tencent Cloud", "她拍诉腾讯云", "", "plaintiff", "100000000", "CNY", "prc_civil"
)


def element(
    number: str, text: str, native: str = "", *, state: str = "supported", strength: int = 3, parent: str = ""
) -> ElementRow:
    claim = number.split(".", maxsplit=1)[0]
    return ElementRow(
        id=f"el-{number}",
        claim=f"cl-{claim}",
        claim_number=claim,
        number=number,
        text=text,
        native_text=native,
        parent=parent,
        burden="plaintiff",
        standard="",
        disputed=True,
        note="",
        state=state,
        strength=strength,
        supports=0,
        contradicts=0,
        context=0,
    )


def claim(number: str, title: str, native: str, elements: list[ElementRow], **more: object) -> ClaimRow:
    proven = sum(e.state in ("supported", "single_source") for e in elements)
    values: dict[str, object] = {
        "kind": "claim",
        "basis": "",
        "cause": "",
        "relief": "",
        "amount": "",
        "currency": "",
        "by": "p1",
        "by_name": "She Shoots",
        "against": "p2",
        "against_name": "Tencent Cloud",
        "coverage": proven / len(elements) if elements else 0.0,
    } | more
    return ClaimRow(
        id=f"cl-{number}", number=number, title=title, native_title=native, elements=tuple(elements), **values
    )  # type: ignore[arg-type]


def evidence(
    exhibit: str, title: str, native: str = "", *, held: bool = True, links: int = 1, pages: int = 9
) -> EvidenceRow:
    file = FileRow(
        f"f-{exhibit}",
        "ab" * 32,
        f"{exhibit} {title}.pdf",
        "application/pdf",
        "pdf",
        pages,
        1000,
        "",
        "",
        "",
        "",
    )
    return EvidenceRow(
        id=f"ev-{exhibit}",
        exhibit=exhibit,
        title=title,
        native_title=native,
        kind="documentary",
        type="contract",
        date=DateValue("2018-08", "2018-08", "month"),
        review="reviewed",
        side="ours",
        group="",
        parent="",
        tags=(),
        files=(file,) if held else (),
        supports=links,
        contradicts=0,
        context=0,
        links=links,
        stages=0,
    )


def cite(
    of: EvidenceRow, number: int, page: int, quote: str, *, label: str = "", state: str = "ok"
) -> CiteRow:
    return CiteRow(
        id=f"ci-{of.exhibit}-{number}",
        evidence=of.id,
        file=of.files[0].id if of.files else "",
        page=page,
        label=label,
        quote=quote,
        rects=((72.0, 72.0, 300.0, 90.0),),
        note="",
        state=state,
    )


def link(
    of: EvidenceRow, to: ElementRow, stance: str, weight: int, cites: tuple[CiteRow, ...] = (), **more: str
) -> LinkRow:
    words = {"purpose": "", "objection": "", "answer": ""} | more
    return LinkRow(
        id=f"li-{of.exhibit}-{to.number}-{stance}",
        evidence=of.id,
        exhibit=of.exhibit,
        element=to.id,
        element_number=to.number,
        fact="",
        fact_number="",
        stance=stance,
        weight=weight,
        cites=cites,
        **words,
    )


def matrix_of(claims: list[ClaimRow], columns: list[EvidenceRow], links: list[LinkRow]) -> Matrix:
    met: dict[tuple[str, str], list[LinkRow]] = {}
    for one in links:
        met.setdefault((one.element, one.evidence), []).append(one)
    cells = {}
    for (to, of), here in met.items():
        heaviest = max(here, key=lambda one: one.weight)
        mixed = len({one.stance for one in here}) > 1
        cells[to, of] = MatrixCell(to, of, heaviest.stance, heaviest.weight, mixed, tuple(here))
    return Matrix(MATTER, tuple(claims), tuple(columns), cells)


def sample() -> Matrix:
    """Return a matrix with every stance, a mixed cell, every kind of gap, and text in both languages."""
    e11 = element("1.1", "A valid one-year contract existed", "双方存在有效的一年期合同", strength=4)
    e12 = element("1.2", "Interface changed without 24 h notice", "未提前24小时通知即变更接口", strength=4)
    e121 = element("1.2.1", "The change went live", "变更已上线", parent=e12.id)
    e13 = element("1.3", "Face Fusion quality fell", "人脸融合效果下降", state="contradicted", strength=2)
    e21 = element(
        "2.1",
        "her face+ came first (Aug 2018)",
        "她face+在先（2018年8月）",
        state="single_source",
        strength=2,
    )
    e22 = element("2.2", "Tencent Cloud answers for Tiantian P", "", state="unproven", strength=0)
    claims = [
        claim(
            "1",
            "Breach of the services agreement",
            "违反服务协议",
            [e11, e12, e121, e13],
            amount="100000000",
            currency="CNY",
        ),
        claim("2", "“Crazy Face” copies “her face+”", "“疯狂变脸”抄袭“她face+”", [e21, e22]),
        claim("3", "Costs", "诉讼费用", []),
    ]
    a1 = evidence("A-1", "Services agreement", "云服务协议")
    a2 = evidence("A-2", "Announcement of 5 January 2019", "2019年1月5日公告")
    a9 = evidence("A-9", "Interface change log (illustrative)", "接口变更日志（示例）")
    b1 = evidence("B-1", "Quality report of the defendant", "", held=False)
    a4 = evidence("A-4", "Aladdin ranking", "阿拉丁排行榜")
    x1 = evidence("A-11", "Invoices nobody has read", "", links=0)
    x2 = evidence("A-12", "Post about the launch", "上线帖子", links=2)
    links = [
        link(a1, e11, "supports", 3, (cite(a1, 1, 1, "This Agreement runs for one year.", label="i"),)),
        link(
            a2,
            e12,
            "supports",
            3,
            (cite(a2, 1, 1, "未能提前24小时通知，谨致歉意。"), cite(a2, 2, 2, "upgrade", state="drifted")),
        ),
        link(
            a9,
            e12,
            "supports",
            3,
            (cite(a9, 1, 4, "2018-12-17 02:00 — blend v2 → v3, output 720p → 480p for tier B", label="4"),),
            purpose="The change went live with no notice.",
            objection="The log is the defendant's own; copy only.",
            answer="The court may order the original.",
        ),
        link(a9, e121, "supports", 2, (cite(a9, 2, 4, "notice: none sent", state="missing"),)),
        link(a9, e13, "supports", 2),
        link(b1, e13, "contradicts", 2),
        link(a2, e13, "context", 1),
        link(a2, e13, "contradicts", 3, (cite(a2, 3, 1, "=1+1 is what it says"),)),
        link(a4, e21, "supports", 1, (cite(a4, 1, 1, "第一名"),)),
        link(a2, e22, "context", 1),
    ]
    return matrix_of(claims, [a1, a2, a4, a9, x1, x2, b1], links)


class Factory:
    """Hands the makers above to tests, which import nothing from each other."""

    element = staticmethod(element)
    claim = staticmethod(claim)
    evidence = staticmethod(evidence)
    cite = staticmethod(cite)
    link = staticmethod(link)
    matrix_of = staticmethod(matrix_of)
    today = date(2026, 11, 22)

    def paper(self, matrix: Matrix, lang: str = "en") -> Paper:
        return matrix_paper(matrix, PaperWords.load(), lang=lang, today=self.today)


@pytest.fixture(scope="session")
def make() -> Factory:
    return Factory()


@pytest.fixture(scope="session", name="sample")
def sample_matrix() -> Matrix:
    return sample()
