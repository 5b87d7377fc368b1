"""What changes did is said in the language of the screen: every summary that a command gives has its pattern."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

import evidence_desk.commands
import evidence_desk.gui
from evidence_desk.gui.summaries import Summaries
from evidence_desk.gui.texts import Texts
from evidence_desk.support.errors import UserError
from evidence_desk.support.resources import resource

SOURCES = sorted(Path(evidence_desk.commands.__file__).parent.glob("*.py"))
ZH, EN = Texts("zh"), Texts("en")
HAN = re.compile("[\u4e00-\u9fff]")
_TELLING = ("apply", "_summary", "_write")


def _sample(node: ast.expr) -> str:
    """Return a text that an f-string could give."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.IfExp):
        return _sample(node.body)
    if isinstance(node, ast.JoinedStr):
        return "".join(_sample(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _sample(node.value)
    if getattr(node, "attr", "") == "words" or (
        isinstance(node, ast.Call) and getattr(node.func, "id", "") == "counted"
    ):
        return "3 items"
    if ast.unparse(node) == "said":
        return "X-1: supports 1.2"
    return "Edit note" if "summary" in ast.unparse(node) else "X-1"


def _said() -> list[str]:
    found = []
    for path in SOURCES:
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and function.name in _TELLING:
                returned = (each.value for each in ast.walk(function) if isinstance(each, ast.Return))
                first = (node.elts[0] if isinstance(node, ast.Tuple) else node for node in returned)
                found += [
                    _sample(node)
                    for node in first
                    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and node.value)
                ]
    return found


def _steps_of_the_window() -> list[ast.expr]:
    """Return what the steps made of several commands are called in the history."""
    found = []
    for path in Path(evidence_desk.gui.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(call.func, "attr", "") if isinstance(call, ast.Call) else ""
            if name not in ("run_steps", "run_commands"):
                continue
            assert isinstance(call, ast.Call)
            if len(call.args) > 1:  # the bridge itself hands on what it was given
                found.append(call.args[1])
    return found


STEPS = _steps_of_the_window()
SAID = _said() + [_sample(each) for each in STEPS]


def test_the_history_is_written_in_english_whatever_the_language_of_the_screen() -> None:
    assert len(STEPS) > 3
    assert all(isinstance(each, ast.JoinedStr | ast.Constant) for each in STEPS)


@pytest.mark.parametrize("summary", SAID)
def test_every_summary_of_a_command_is_said_in_chinese(summary: str) -> None:
    assert len(SAID) > 40
    assert HAN.search(Texts("zh").summary(summary)), summary


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Undo: Link A-1: supports 1.2", "撤销：关联 A-1：支持 1.2"),
        ("Redo: Undo: Tag 1,204 items Key, Urgent", "重做：撤销：为 1,204 项加标签 Key, Urgent"),
        ("Code 1 item, 2 of its family and 1,003 near duplicates", "为 1,006 项编码"),
        ("Mark 1 item and 2 exact copies reviewed", "将 3 项标为已审阅"),
        ("Link A-1: contradicts fact 3", "关联 A-1：反驳事实 3"),
        ("Mark 3 items needs second look", "将 3 项标为需复核"),
        ("Add evidence A-7 Notice: {braces} and 中文", "新增证据 A-7 Notice: {braces} and 中文"),
        ("Delete proof link", "删除关联"),
        ("Delete 1,204 items", "删除 1,204 项"),
        ("Delete 3 things", "删除 3 项"),
        ("Link A-1 to 2.3", "将 A-1 关联到 2.3"),
        ("Link 3 items", "关联 3 项"),
        ("Decide 1 conflict: theirs", "解决 1 项冲突：对方"),
        ("Decide 1,204 conflicts alike", "以相同方式解决 1,204 项冲突"),
        ("Something of a later version", "Something of a later version"),
    ],
)
def test_what_people_entered_stays_and_words_are_said(english: str, chinese: str) -> None:
    assert Summaries("zh")(english) == chinese
    assert Summaries("en")(english) == english


def test_the_name_in_the_language_of_the_screen_comes_first() -> None:
    assert Texts("zh").names("Damages", "损害赔偿") == ("损害赔偿", "Damages")
    assert Texts("en").names("Damages", "损害赔偿") == ("Damages", "损害赔偿")
    assert Texts("zh").names("损害赔偿", "Damages") == ("损害赔偿", "Damages")
    assert Texts("zh").names("Damages", "") == ("Damages", "")


@pytest.mark.parametrize(
    ("texts", "text"), [(EN, "漢字"), (EN, "某年某日"), (ZH, "some day"), (ZH, "2018-13-45 or so")]
)
def test_what_is_no_date_is_shown_as_it_stands(texts: Texts, text: str) -> None:
    assert texts.date(text) == text


# What is said in the window comes from everywhere but the command line and command files, which speak English.
_SILENT = ("cli/", "gui/", "commands/command_files.py", "commands/outcome.py")
_NOTING = ("warn", "warned", "LeftOut")  # of a file, with a code that has words of its own
_SAYING = re.compile(r"(User|Command|Member|FuzzyDate)Error|Finding|Problem|Refused|LeftOut|warn|warned")


def _values(node: ast.expr) -> list[ast.expr]:
    return [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]


def _assigned(function: ast.FunctionDef) -> dict[str, list[ast.expr]]:
    """Return what is put into the variables of a function, by name."""
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        pairs = [(target, node.value)] if isinstance(node, ast.Assign) else []
        if (
            isinstance(target, ast.Tuple)
            and isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Tuple)
        ):
            pairs = list(zip(target.elts, node.value.elts, strict=True))
        for one, value in pairs:
            if isinstance(one, ast.Name):
                found.setdefault(one.id, []).extend(_values(value))
    return found


def _texts_of(function: ast.FunctionDef) -> list[tuple[bool, str, str]]:
    """Return every error, finding and note on a file that a function makes: whether it is a note, code, words."""
    held, found = _assigned(function), []
    for call in ast.walk(function):
        name = getattr(call.func, "id", getattr(call.func, "attr", "")) if isinstance(call, ast.Call) else ""
        if not isinstance(call, ast.Call) or not _SAYING.fullmatch(name):
            continue
        given = [*call.args, *(each.value for each in call.keywords)]
        nodes = [
            value
            for each in given
            for value in (held.get(each.id, []) if isinstance(each, ast.Name) else _values(each))
        ]
        code = str(given[0].value) if given and isinstance(given[0], ast.Constant) else ""
        texts = [_sample(each) for each in nodes if isinstance(each, ast.JoinedStr | ast.Constant)]
        found += [(name in _NOTING, code, text) for text in texts if " " in text and text.strip("X-1: ")]
    return found


def _refusals() -> list[tuple[bool, str, str]]:
    """Return what may come up in the window when something goes wrong with what people do or with their files."""
    root = Path(evidence_desk.commands.__file__).parents[1]
    found: set[tuple[bool, str, str]] = set()
    for path in root.rglob("*.py"):
        if not path.relative_to(root).as_posix().startswith(_SILENT):
            tree = ast.parse(path.read_text("utf-8"))
            functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
            found.update(text for each in functions for text in _texts_of(each))
    unread = json.loads(resource("intake", "unread.json").read_text("utf-8"))["media_types"].values()
    return sorted(found | {(True, each["code"], each["message"]) for each in unread})


REFUSALS = _refusals()


@pytest.mark.parametrize(("is_note", "code", "text"), REFUSALS)
def test_every_refusal_finding_and_warning_is_said_in_chinese(is_note: bool, code: str, text: str) -> None:
    assert len(REFUSALS) > 350
    details = {"setting": "x", "value": "1", "bounds": "1 to 2", "path": "x", "aside": "y"}
    said = ZH.read_note(code, text) if is_note else " ".join(ZH.error(UserError(code, text, **details)))
    assert HAN.search(said), text
    assert EN.warning(text) == text


def test_errors_and_warnings_are_said_in_chinese_with_what_they_name() -> None:
    t = Texts("zh")
    error = UserError("in_use", "tag:Key is still used: 3 items", "Delete with cascade to remove that too.")
    assert t.error(error) == ("tag:Key 仍被使用：3 items", "请连同相关内容一并删除。")
    assert (
        t.warning("The quote 'apologise' is not in the text of page 2")
        == "第 2 页的文字中没有引文 'apologise'"
    )
    assert t.error(UserError("x", "Something of a later version")) == ("Something of a later version", "")


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "the document is locked with a password. Read it again with the password.",
            "文件有密码保护。请用密码重新读取。",
        ),
        (
            "Doc_1: original a/b.doc is not in the set",
            "Doc_1：原件 a/b.doc 不在数据集中",
        ),
        ("x.dat could not be read: it took longer than 5 seconds", "无法读取 x.dat：耗时超过 5 秒"),
        ("x.dat could not be read: something else", "无法读取 x.dat：something else"),
        (
            "there is no header row that names the columns: "
            "make a mapping with --save-mapping, fill it in, give it with --mapping",
            "没有列名行：请为列选择对应字段，或使用映射文件",
        ),
        ('"the day before" names no date', "“the day before”中没有日期"),
        ("/tmp/x is a folder, not a file", "/tmp/x 是文件夹，不是文件"),
    ],
)
def test_what_a_reader_says_is_said_with_its_remedy_and_its_words(english: str, chinese: str) -> None:
    assert ZH.warning(english) == chinese
