"""Values of changes and conflicts in the language of the screen."""

from __future__ import annotations

import pytest

from evidence_desk.gui.copies.words import value_word
from evidence_desk.gui.texts import Texts


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("review", "unreviewed", "未审阅"),
        ("review", "reviewed", "已审阅"),
        ("stance", "supports", "支持"),
        ("side", "ours", "我方"),
        ("date_text", "unknown", "日期不详"),
        ("date_text", "2018-08", "2018-08"),
        ("title", "unknown", "unknown"),
        ("title", "", "（空）"),
    ],
)
def test_a_value_is_said_in_chinese(column: str, value: str, said: str) -> None:
    assert value_word(Texts("zh"), column, value) == said
