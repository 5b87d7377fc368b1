"""The sample's two workbooks: invoices and traffic. Every figure in them is invented and says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

MARK = "ILLUSTRATIVE / 示例 · every figure is invented for the sample matter · 所有数字均为示例"
MADE = datetime(2019, 1, 15, 9, 0, 0)  # noqa: DTZ001  a workbook's own dates carry no zone

INVOICES: tuple[tuple[str, str, int, int, int, str], ...] = (
    ("2018-08", "INV-S1", 2_150_400, 1_710_000, 236_100, "2018-09-18"),
    ("2018-09", "INV-S2", 2_741_300, 1_884_000, 301_500, "2018-10-17"),
    ("2018-10", "INV-S3", 2_893_800, 1_884_000, 297_400, "2018-11-16"),
    ("2018-11", "INV-S4", 2_806_200, 1_884_000, 288_900, "2018-12-18"),
)
INVOICE_HEADS = (
    "Month 月份",
    "Statement 账单号",
    "Face Fusion 人脸融合 (CNY)",
    "Servers 云服务器 (CNY)",
    "Delivery and storage 分发与存储 (CNY)",
    "Total 合计 (CNY)",
    "Paid on 付款日",
)

TRAFFIC = (
    ("2018-08-20", 1_420_000, 0.41, 186_000),
    ("2018-08-27", 1_910_000, 0.43, 254_000),
    ("2018-09-03", 2_240_000, 0.44, 301_000),
    ("2018-09-10", 1_630_000, 0.31, 205_000),
    ("2018-09-17", 1_180_000, 0.26, 149_000),
    ("2018-09-24", 960_000, 0.24, 118_000),
    ("2018-10-01", 720_000, 0.19, 83_000),
    ("2018-10-08", 610_000, 0.17, 66_000),
    ("2018-10-15", 540_000, 0.16, 57_000),
)
TRAFFIC_HEADS = (
    "Week from 周起始",
    "Visitors 访问用户",
    "Back after 7 days 七日回访率",
    "Income 收入 (CNY)",
)


def write_invoices(path: Path) -> None:
    """Write the statements and payments of four months, with totals as formulas and their values."""
    with xlsxwriter.Workbook(path) as book:
        _set_dates(book)
        sheet = _new_sheet(book, "Invoices 账单", INVOICE_HEADS)
        money = book.add_format({"num_format": "#,##0.00"})
        for at, (month, number, fusion, servers, delivery, paid) in enumerate(INVOICES, start=3):
            _write_row(sheet, at, (month, number, fusion, servers, delivery), money)
            total = fusion + servers + delivery
            sheet.write_formula(at, 5, f"=SUM(C{at + 1}:E{at + 1})", money, total)
            sheet.write_string(at, 6, paid)
        _write_invoice_total(
            sheet, 3 + len(INVOICES), book.add_format({"num_format": "#,##0.00", "bold": True, "top": 1})
        )
        _print_nicely(sheet, landscape=True)


def _write_invoice_total(sheet: Worksheet, row: int, strong: Format) -> None:
    sheet.write_string(row, 0, "Total 合计", strong)
    sheet.write_blank(row, 1, None, strong)
    for column in (2, 3, 4):
        letter = "ABCDE"[column]
        value = sum(line[2:5][column - 2] for line in INVOICES)
        sheet.write_formula(row, column, f"=SUM({letter}4:{letter}{row})", strong, value)
    grand = sum(line[2] + line[3] + line[4] for line in INVOICES)
    sheet.write_formula(row, 5, f"=SUM(F4:F{row})", strong, grand)


def write_traffic(path: Path) -> None:
    """Write weekly visitors, return visits and income around the change of interface."""
    with xlsxwriter.Workbook(path) as book:
        _set_dates(book)
        sheet = _new_sheet(book, "Traffic 访问量", TRAFFIC_HEADS)
        count = book.add_format({"num_format": "#,##0"})
        share = book.add_format({"num_format": "0%"})
        for at, (week, visitors, back, income) in enumerate(TRAFFIC, start=3):
            sheet.write_string(at, 0, week)
            sheet.write_number(at, 1, visitors, count)
            sheet.write_number(at, 2, back, share)
            sheet.write_number(at, 3, income, count)
        _print_nicely(sheet, landscape=False)


def _set_dates(book: xlsxwriter.Workbook) -> None:
    book.set_properties(
        {"title": "Sample matter", "subject": MARK, "author": "Sample matter", "created": MADE}
    )


def _new_sheet(book: xlsxwriter.Workbook, name: str, heads: Sequence[str]) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, MARK, book.add_format({"bold": True, "font_color": "#A4660A"}))
    head = book.add_format(
        {"bold": True, "bottom": 1, "bg_color": "#F3F3F1", "text_wrap": True, "valign": "top"}
    )
    for column, words in enumerate(heads):
        sheet.write_string(2, column, words, head)
    sheet.set_column(0, len(heads) - 1, 19)
    sheet.freeze_panes(3, 0)
    return sheet


def _write_row(sheet: Worksheet, row: int, values: Sequence[str | int], money: Format) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write_number(row, column, value, money)


def _print_nicely(sheet: Worksheet, *, landscape: bool) -> None:
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_header('&C&"Calibri,Bold"ILLUSTRATIVE / 示例')
