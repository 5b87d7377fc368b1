"""Cutting Chinese into words by how characters keep together."""

from __future__ import annotations

import pytest

from evidence_desk.domain.han_words import han_words

_BINDING = frozenset("的有应与不被在")
_TEXTS = [
    "原告与被告签订服务合同，合同有效。",
    "合同解除后，被告应提前通知原告。",
    "双方签订的合同已经成立并且有效，通知应当采用书面形式。",
    "被告提前二十四小时发出通知，公告终止服务。",
    "同意有关安排的告知书；效力待定；小说作者与时间。",
    "他侵害了原告的肖像权，肖像用于公告。",
    "原告请求赔偿损失，被告不同意。服务终止的时间另行公告。",
]


def _count(part: str) -> int:
    return sum(part in text for text in _TEXTS)


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("合同有效成立", ["合同", "有效", "成立"]),
        ("被告应提前通知原告", ["被告", "提前", "通知", "原告"]),
        ("公告终止服务的时间", ["公告", "终止", "服务", "时间"]),
        ("原告的肖像权", ["原告", "肖像权"]),
        ("从未见过的词", []),
        ("合", []),
        ("", []),
    ],
)
def test_words_are_not_cut_across(run: str, words: list[str]) -> None:
    assert han_words(run, _count, _BINDING) == words
