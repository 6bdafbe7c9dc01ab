"""Enquiries as spreadsheets. Every cell is text: nothing that a visitor wrote is ever computed."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_variables
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ketamine_pages.answers import AnswersUnreadable
from ketamine_pages.enquiries.handling import name_of
from ketamine_pages.enquiries.records import Enquiry

if TYPE_CHECKING:
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

# What a spreadsheet takes for the start of a formula; the wide forms are those of Asian keyboards.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
TEXT_FORMAT = "@"
# Where the list separator is a semicolon, spreadsheets end cells and rows of a CSV within quotes.
FORMULAS_WITHIN = re.compile(r"([;\t\r\n][\s\"]*)(?=[=+\-@＝＋－＠])")


@dataclass(frozen=True, repr=False)
class Table:
    """Headings and rows of plain text."""

    headings: list[str]
    rows: list[list[str]]


@sensitive_variables()
def neutralised(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would compute it."""
    starts = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return f"'{text}" if starts else text


@sensitive_variables()
def make_table(enquiries: Iterable[Enquiry]) -> Table:
    """One row for each enquiry, with a column for each question that was asked.

    Questions of the same wording share a column. What cannot be read is said so in the row.
    """
    facts, answers, problems = [], [], []
    questions: dict[str, None] = {}
    for enquiry in enquiries:
        try:
            found = _by_question(enquiry)
            problems.append("")
        except AnswersUnreadable:
            found = {}
            problems.append(gettext("Cannot be read with the keys of this site."))
        facts.append(_facts(enquiry))
        answers.append(found)
        questions.update(dict.fromkeys(found))
    remark = any(problems)
    headings = [*_headings(), *questions, *([gettext("Remark")] if remark else [])]
    rows = [
        [*fact, *(answer.get(each, "") for each in questions), *([problem] if remark else [])]
        for fact, answer, problem in zip(facts, answers, problems, strict=True)
    ]
    return Table(headings, rows)


@sensitive_variables()
def _by_question(enquiry: Enquiry) -> dict[str, str]:
    found: dict[str, str] = {}
    for answer in enquiry.answers:
        label = answer.label
        # A form may ask twice in the same words.
        while label in found:
            label = f"{label} "
        found[label] = answer.text
    return found


def _headings() -> list[str]:
    return [
        gettext("Reference"),
        gettext("Received"),
        gettext("Location"),
        gettext("Form"),
        gettext("Language"),
        gettext("Status"),
        gettext("Assigned to"),
        gettext("Possible spam"),
        gettext("Agreed"),
        gettext("Version of the consent"),
        gettext("Kept until"),
    ]


def _facts(enquiry: Enquiry) -> list[str]:
    return [
        enquiry.reference,
        _moment(enquiry.submitted_at),
        enquiry.location_title,
        enquiry.page_title,
        enquiry.language,
        str(enquiry.get_status_display()),
        name_of(enquiry.assignee),
        gettext("Yes") if enquiry.is_suspected else gettext("No"),
        _moment(enquiry.consented_at),
        enquiry.consent.version,
        _moment(enquiry.purge_after),
    ]


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


@sensitive_variables()
def as_csv(table: Table) -> bytes:
    """The table in UTF-8, with the mark by which spreadsheets know it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    for row in _all_rows(table):
        writer.writerow([FORMULAS_WITHIN.sub(r"\1'", neutralised(cell)) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """The table as a workbook whose cells are texts, and stay so when they are edited."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title=gettext("Enquiries")[:31])
    for row in _all_rows(table):
        sheet.append([_text_cell(sheet, value) for value in row])
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def _all_rows(table: Table) -> Iterator[list[str]]:
    # Without control characters, which no spreadsheet shows and some refuse.
    for row in (table.headings, *table.rows):
        yield [ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row]


@sensitive_variables()
def _text_cell(sheet: WriteOnlyWorksheet, value: str) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    cell.quotePrefix = neutralised(value) != value
    return cell


WRITERS = {"csv": as_csv, "xlsx": as_xlsx}
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
