"""Spreadsheets: complete, logged, and nothing in them is a formula."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess

import pytest
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from ketamine_pages.answers import Answer, Answers
from ketamine_pages.enquiries.export import Table, as_csv, as_xlsx, make_table, neutralised
from ketamine_pages.models import Enquiry, EnquiryAccess
from tests.enquiries.handling import TwoClinics, answers, bulk_url, make_user, url

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\t=", "\u00a0+"]
PAYLOADS = [f"{start}1+1" for start in STARTS] + [
    '=HYPERLINK("https://example.com","here")',
    "@SUM(1+1)",
    "+16025550142",
    "=cmd|' /C calc'!A0",
    "-2+3",
    "\x00\x0b=1+1",
]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


class TestTable(TwoClinics):
    def test_questions_of_the_same_wording_share_a_column(self):
        self.to_here.answers = answers(name="Jane", phone="602")
        self.to_there.answers = Answers(
            [
                Answer("name", "name", "Name", "Joe"),
                Answer("choices-1", "choices", "When?", ["Morning", "Evening"]),
            ]
        )
        table = make_table([self.to_here, self.to_there])
        assert table.headings[-3:] == ["Name", "Phone", "When?"]
        assert [row[-3:] for row in table.rows] == [
            ["Jane", "602", ""],
            ["Joe", "", "Morning, Evening"],
        ]

    def test_two_questions_in_the_same_words_are_both_there(self):
        self.to_here.answers = Answers(
            [Answer("text-1", "text", "And?", "one"), Answer("text-2", "text", "And?", "two")]
        )
        table = make_table([self.to_here])
        assert table.rows[0][-2:] == ["one", "two"]

    def test_an_empty_list_has_headings(self):
        assert make_table([]).headings[0] == "Reference"


class TestExport(TwoClinics):
    def setUp(self):
        self.log_in(self.staff_here)

    def test_both_formats_hold_what_was_written(self):
        content = self.client.get(url("index"), {"export": "csv"}).content
        assert "Jane Roe" in read_csv(content)[1]
        response = self.client.get(url("index"), {"export": "xlsx"})
        rows = list(load_workbook(io.BytesIO(response.content)).active.values)
        assert rows[1][0] == self.to_here.reference
        assert "Jane Roe" in rows[1]
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Content-Disposition"].startswith(
            'attachment; filename="enquiries-'
        )

    def test_an_export_is_in_both_logs_of_each_enquiry(self):
        self.client.get(url("index"), {"export": "csv"})
        access = EnquiryAccess.objects.get()
        assert (access.enquiry, access.action, access.detail) == (self.to_here, "exported", "csv")
        entry = ModelLogEntry.objects.get()
        assert (entry.label, entry.data) == (self.to_here.reference, {"format": "csv"})

    def test_filters_hold_for_exports(self):
        content = self.client.get(url("index"), {"export": "csv", "status": "closed"}).content
        assert len(read_csv(content)) == 1
        assert not EnquiryAccess.objects.exists()

    def test_selected_enquiries_can_be_exported(self):
        self.log_in(self.staff_everywhere)
        address = bulk_url("export", self.to_here, self.to_there)
        self.assertContains(self.client.get(address), "2 enquiries are selected")
        response = self.client.post(address, {"file_format": "csv"})
        assert len(read_csv(response.content)) == 3
        assert EnquiryAccess.objects.filter(action="exported").count() == 2

    def test_what_may_only_be_seen_is_not_exported(self):
        user = make_user("export", location=self.here)
        user.groups.add(make_user("view", location=self.there).groups.get())
        self.log_in(user)
        assert len(self.client.get(url("index")).context["object_list"]) == 2
        content = self.client.get(url("index"), {"export": "csv"}).content
        assert [row[0] for row in read_csv(content)[1:]] == [self.to_here.reference]
        response = self.client.post(
            bulk_url("export", self.to_here, self.to_there), {"file_format": "csv"}
        )
        assert [row[0] for row in read_csv(response.content)[1:]] == [self.to_here.reference]

    def test_an_unknown_format_is_no_export(self):
        assert self.client.get(url("index"), {"export": "pdf"}).status_code == 200
        assert not EnquiryAccess.objects.exists()


@pytest.mark.parametrize("text", ["Jane Roe", "", "1 = 1", "jane@example.com", "Anna-Lena"])
def test_ordinary_text_stays_as_it_is(text):
    assert neutralised(text) == text


@pytest.mark.parametrize("payload", PAYLOADS[:-1])
def test_what_a_spreadsheet_would_compute_is_neutralised(payload):
    assert neutralised(payload) == f"'{payload}"


@pytest.fixture
def payload_table(db):
    """Every payload in every field that a visitor or an editor can fill."""
    from tests import factories

    enquiries = [
        factories.EnquiryFactory(
            answers=Answers([Answer(f"text-{n}", "text", payload, payload)]),
            # Which PostgreSQL refuses outside of JSON.
            page_title=payload.replace("\x00", ""),
            location_title=payload.replace("\x00", ""),
        )
        for n, payload in enumerate(PAYLOADS)
    ]
    return make_table(Enquiry.objects.filter(pk__in=[each.pk for each in enquiries]))


def test_no_cell_of_a_workbook_is_a_formula(payload_table):
    sheet = load_workbook(io.BytesIO(as_xlsx(payload_table))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > 100
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    computed = [cell for cell in cells if neutralised(cell.value) != cell.value]
    assert computed
    assert all(cell.quotePrefix for cell in computed)


def test_no_field_of_a_csv_file_starts_as_a_formula_does(payload_table):
    for row in read_csv(as_csv(payload_table)):
        for cell in row:
            assert not cell.startswith(tuple("=+-@\t\r\n＝＋－＠")), cell


@pytest.mark.parametrize("text", ["a;=1+1;b", 'a;"=1+1;b', "a\n=1+1;b", "a;\t@SUM(1);b"])
def test_a_csv_file_that_is_read_with_semicolons_has_no_formulas_either(text):
    rows = csv.reader(
        io.StringIO(as_csv(Table(["Reference", "Text"], [["KP", text]])).decode("utf-8-sig")),
        delimiter=";",
    )
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip(' "\t').startswith(("=", "@")), cell


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_libreoffice_shows_text(payload_table, tmp_path, file_format):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed.")
    given = tmp_path / f"given.{file_format}"
    given.write_bytes({"csv": as_csv, "xlsx": as_xlsx}[file_format](payload_table))
    shown = tmp_path / "out" / "given.csv"
    subprocess.run(
        [
            office,
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            # Comma, quotes, UTF-8, from line 1, …, cells as the sheet shows them.
            *("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true"),
            *("--outdir", str(shown.parent)),
            str(given),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    cells = {cell for row in read_csv(shown.read_bytes()) for cell in row}
    # As computed, “=1+1” would be 2 and “-2+3” 1; as text they are still there.
    assert not cells & {"2", "1", "here", "#NAME?", "Err:508"}
    for wanted in ("=1+1", "+1+1", "-1+1", "@1+1", "@SUM(1+1)", "-2+3", "+16025550142"):
        assert cells & {wanted, f"'{wanted}"}, wanted
