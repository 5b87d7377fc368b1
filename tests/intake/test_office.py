"""Word documents, presentations, workbooks: everything that is said in them, and who changed it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from evidence_desk.intake.model import Limits
from evidence_desk.intake.readers.numerals import number_text
from evidence_desk.intake.readers.registry import read_file

OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX, PPTX = f"{OFFICE}wordprocessingml.document", f"{OFFICE}presentationml.presentation"
XLSX = f"{OFFICE}spreadsheetml.sheet"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Make = Callable[..., bytes]


def write(folder: Path, data: bytes) -> Path:
    path = folder / "file"
    path.write_bytes(data)
    return path


def run(text: str, before: str = "") -> str:
    return f'<w:r>{before}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def text_of(path: Path) -> str:
    return "\f".join(page.text for page in read_file(path, DOCX).pages)


def test_body_table_breaks_and_properties(make_docx: Make, tmp_path: Path) -> None:
    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    table = f"<w:tbl><w:tr>{cell.format(run('甲方'))}{cell.format(run('one') + run(' two'))}</w:tr></w:tbl>"
    body = (
        paragraph(run("First") + "<w:r><w:tab/></w:r>" + run("line", "<w:br/>"))
        + table
        + paragraph('<w:r><w:br w:type="page"/></w:r>' + run("Second", "<w:lastRenderedPageBreak/>"))
        + paragraph(run("Third"), "<w:pageBreakBefore/>")
        + "<w:sdt><w:sdtContent>"
        + paragraph(run("in a control"))
        + "</w:sdtContent></w:sdt>"
    )
    result = read_file(write(tmp_path, make_docx(body, title="Framework Agreement")), DOCX)
    texts = [page.text for page in result.pages]
    assert texts == ["First   \nline\n甲方  one two\n", "Second\n", "Third\nin a control"]
    assert (result.title, result.people) == ("Framework Agreement", ["Ann Author"])
    assert result.dates == [("document_created", "2018-08-21T10:11:12Z")]
    assert result.facts["changed_by"] == "Bob"
    assert result.warnings == []


def test_changes_are_marked_and_told_with_author_and_date(make_docx: Make, tmp_path: Path) -> None:
    who = 'w:author="Li Ming" w:date="2018-08-21T10:11:12Z"'
    gone = '<w:r><w:delText xml:space="preserve">{}</w:delText></w:r>'
    body = paragraph(
        run("pay ")
        + f"<w:del {who}>{gone.format('100')}</w:del><w:del {who}>{gone.format('0')}</w:del>"
        + f"<w:ins {who}>{run('5000')}</w:ins>"
        + f"<w:moveFrom {who}>{run(' now')}</w:moveFrom>"
        + f"<w:ins {who}><w:del {who}>{gone.format('x')}</w:del></w:ins>"
    )
    result = read_file(write(tmp_path, make_docx(body)), DOCX)
    assert result.pages[0].text == "pay [-1000-][+5000+][- now-][+x+]"
    changes = result.facts["tracked_changes"]
    assert [(change["kind"], change["text"]) for change in changes[:4]] == [
        ("deleted", "100"),
        ("deleted", "0"),
        ("inserted", "5000"),
        ("moved_from", " now"),
    ]
    assert changes[0]["author"] == "Li Ming"
    assert changes[0]["date"] == "2018-08-21T10:11:12Z"


def test_notes_margins_and_comments_follow_the_body(make_docx: Make, tmp_path: Path) -> None:
    note = '<w:{0} w:id="{1}">{2}</w:{0}>'
    body = paragraph(
        run("clause")
        + '<w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:footnoteReference w:id="3"/></w:r>'
        + '<w:r><w:endnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="0"/></w:r>'
    )
    footnotes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0">{paragraph(run("---"))}</w:footnote>'
        f"{note.format('footnote', 3, paragraph(run('third')))}{note.format('footnote', 7, paragraph(run('seventh')))}"
        "</w:footnotes>"
    )
    endnotes = f"<w:endnotes {W}>{note.format('endnote', 2, paragraph(run('end')))}</w:endnotes>"
    comments = (
        f'<w:comments {W}><w:comment w:id="0" w:author="Ann" w:date="2018-08-21T10:11:12Z">'
        f"{paragraph(run('是否同意？'))}</w:comment></w:comments>"
    )
    header = f"<w:hdr {W}>{paragraph(run('机密'))}</w:hdr>"
    footer = f"<w:ftr {W}>{paragraph(run('draft 3'))}</w:ftr>"
    data = make_docx(
        body,
        footnotes=footnotes,
        endnotes=endnotes,
        comments=comments,
        header1=header,
        header2=header,
        footer1=footer,
    )
    result = read_file(write(tmp_path, data), DOCX)
    assert result.pages[0].text.split("\n\n") == [
        "clause[footnote 1][footnote 2][endnote 1][comment 1]",
        "[footnote 1] seventh\n[footnote 2] third",
        "[endnote 1] end",
        "[header] 机密\n[footer] draft 3",
        "[comment 1, Ann, 2018-08-21T10:11:12Z] 是否同意？",
    ]
    assert result.facts["comments"][0]["author"] == "Ann"


def numbering(*levels: tuple[str, str]) -> str:
    shapes = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (style, text) in enumerate(levels)
    )
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{shapes}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="9"/></w:lvlOverride></w:num></w:numbering>'
    )


def test_numbers_of_clauses_are_in_the_text(make_docx: Make, tmp_path: Path) -> None:
    def numbered(text: str, level: int, number: int = 1) -> str:
        return paragraph(
            run(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        )

    body = (
        numbered("总则", 0)
        + numbered("a", 1)
        + numbered("b", 1)
        + numbered("定义", 0)
        + numbered("c", 1)
        + numbered("mark", 2)
        + numbered("again", 0, 2)
        + numbered("off", 0, 0)
        + paragraph(run("styled"), '<w:pStyle w:val="Clause"/>')
    )
    styles = (
        f'<w:styles {W}><w:style w:styleId="Base"><w:name w:val="Title"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:styleId="Clause"><w:basedOn w:val="Base"/></w:style></w:styles>'
    )
    shapes = numbering(("chineseCounting", "第%1条"), ("decimal", "%1.%2"), ("bullet", "-"))
    data = make_docx(body, numbering=shapes, styles=styles)
    result = read_file(write(tmp_path, data), DOCX)
    assert result.pages[0].text.split("\n") == [
        "第一条 总则",
        "一.1 a",
        "一.2 b",
        "第二条 定义",
        "二.1 c",
        "• mark",
        "第九条 again",
        "off",
        "第十条 styled",
    ]
    assert result.facts["heading"] == "styled"


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (4, "lowerRoman", "iv"), (1999, "upperRoman", "MCMXCIX"), (28, "lowerLetter", "bb"), (27, "upperLetter", "AA"),
        (10, "chineseCountingThousand", "十"), (21, "chineseCounting", "二十一"), (110, "chineseCounting", "一百一十"),
        (1005, "taiwaneseCounting", "一千零五"), (3, "chineseLegalSimplified", "叁"), (3, "decimalEnclosedCircle", "③"),
        (2, "ideographTraditional", "乙"), (7, "decimalZero", "07"), (7, "ordinalText", "7"), (7, "none", ""),
        (99999, "chineseCounting", "99999"), (0, "upperLetter", "0"), (-2, "lowerRoman", "-2"),
    ],
)  # fmt: skip
def test_numbers_in_the_styles_of_lists(number: int, style: str, text: str) -> None:
    assert number_text(number, style) == text


def test_hidden_text_is_read_and_noted(make_docx: Make, tmp_path: Path) -> None:
    hidden = paragraph(
        run("secret", "<w:rPr><w:vanish/></w:rPr>") + run("seen", '<w:rPr><w:vanish w:val="0"/></w:rPr>')
    )
    result = read_file(write(tmp_path, make_docx(hidden)), DOCX)
    assert result.pages[0].text == "secretseen"
    assert [code for code, _ in result.warnings] == ["hidden_content"]
    shown = paragraph(run("seen", '<w:rPr><w:vanish w:val="0"/></w:rPr>'))
    assert read_file(write(tmp_path, make_docx(shown)), DOCX).warnings == []


def test_drawn_text_is_read_once_and_codes_of_fields_never(make_docx: Make, tmp_path: Path) -> None:
    box = "<w:txbxContent>" + paragraph(run("in the box")) + "</w:txbxContent>"
    choice = (
        f'<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    )
    body = paragraph(
        f"<w:r>{choice}</mc:AlternateContent></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>" + run("4")
    )
    assert text_of(write(tmp_path, make_docx(body))) == "in the box\n4"


def test_document_with_a_damaged_part_keeps_the_rest(make_docx: Make, tmp_path: Path) -> None:
    data = make_docx(paragraph(run("whole")) + "<w:p><w:r><w:t>cut", comments="<not xml")
    result = read_file(write(tmp_path, data), DOCX)
    assert result.pages[0].text.startswith("whole")
    assert [code for code, _ in result.warnings] == ["damaged"]


def shape(text: str, kind: str = "") -> str:
    place = f'<p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>' if kind else ""
    return f"<p:sp>{place}<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def test_slides_are_pages_with_their_notes(make_pptx: Make, tmp_path: Path) -> None:
    table = "<a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>in a cell</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>"
    data = make_pptx(
        shape("收入", "title") + shape("body") + shape("7", "sldNum"),
        table,
        notes={1: shape("say this") + shape("1", "sldNum")},
        hidden=(2,),
    )
    result = read_file(write(tmp_path, data), PPTX)
    assert [(page.label, page.text) for page in result.pages] == [
        ("1", "收入\nbody\n\n[notes] say this"),
        ("2", "in a cell"),
    ]
    assert result.facts == {"heading": "收入", "hidden_slides": [2]}
    assert [code for code, _ in result.warnings] == ["hidden_content"]


def test_comments_on_cells_are_read(samples: dict[str, bytes], tmp_path: Path) -> None:
    result = read_file(write(tmp_path, samples[XLSX]), XLSX)
    assert [page.text for page in result.pages] == ["甲方\t乙方", "[comment A1, Ann] check the name"]


def test_open_document_sheet(samples: dict[str, bytes], tmp_path: Path) -> None:
    ods = "application/vnd.oasis.opendocument.spreadsheet"
    result = read_file(write(tmp_path, samples[ods]), ods)
    assert [(page.label, page.text) for page in result.pages] == [("表一", "合同\t合同")]


def test_part_that_lies_about_its_size_is_refused(make_docx: Make, tmp_path: Path) -> None:
    path = write(tmp_path, make_docx(paragraph(run("x" * 5000))))
    assert read_file(path, DOCX, Limits(unpacked=4000)).warnings[0][0] == "too_large_unpacked"


def test_pictures_inside_do_not_count_as_unpacked(make_docx: Make, tmp_path: Path) -> None:
    data = io.BytesIO(make_docx(paragraph(run("text"))))
    with zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/film.mp4", bytes(1 << 20))
    path = write(tmp_path, data.getvalue())
    assert read_file(path, DOCX, Limits(unpacked=1 << 16)).pages[0].text == "text"
