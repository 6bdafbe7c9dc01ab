"""``audit_pages`` finds what no gate could stop."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.serializers import serialize
from wagtail.models import Site

from ketamine_pages.models import ClinicSettings, StoredFinding
from ketamine_pages.page_types.models import TreatmentIndexPage
from tests import factories
from tests.gate.making import BAD, GOOD, REASON, make_draft, make_item

pytestmark = pytest.mark.django_db


def audit(**options: Any) -> tuple[int, str]:
    """The exit status and what was printed."""
    out = StringIO()
    try:
        call_command("audit_pages", stdout=out, **options)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def default_site():
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def by_update():
    page = make_draft()
    TreatmentIndexPage.objects.filter(pk=page.pk).update(live=True)
    return page


@pytest.fixture
def by_fixture(tmp_path):
    page = factories.TreatmentIndexPageFactory(introduction=BAD, title="From a fixture")
    path = tmp_path / "pages.json"
    path.write_text(serialize("json", [page.page_ptr, page]))
    page.delete()
    call_command("loaddata", path, verbosity=0)
    return TreatmentIndexPage.objects.get(title="From a fixture")


def test_a_page_that_an_update_has_slipped_in(by_update):
    status, printed = audit()
    assert status == 1
    assert f"“{by_update.title}”: error placeholder-left: {REASON}" in printed


def test_a_page_that_a_fixture_has_slipped_in(by_fixture):
    status, printed = audit()
    assert status == 1
    assert "“From a fixture”: error placeholder-left" in printed


def test_json_is_valid_and_has_everything(by_update, by_fixture):
    status, printed = audit(format="json")
    report = json.loads(printed)
    assert status == 1
    assert report["counts"]["error"] == 2
    assert {row["id"] for row in report["findings"]} == {str(by_update.pk), str(by_fixture.pk)}


def test_json_of_an_honest_site_is_valid_too():
    factories.TreatmentIndexPageFactory(introduction=GOOD)
    status, printed = audit(format="json")
    assert (status, json.loads(printed)["findings"]) == (0, [])


def test_drafts_are_nobodys_concern():
    make_draft()
    make_item()
    assert audit()[0] == 0


def test_library_items_are_judged_as_well():
    factories.BenefitFactory(title="Better sleep", sources=[])
    status, printed = audit()
    assert status == 1
    assert "ketamine_pages.Benefit" in printed


def test_less_severe_findings_are_printed_on_request():
    factories.TreatmentIndexPageFactory(introduction="The best treatments in town.")
    assert "hint phrase" not in audit()[1]
    assert "hint phrase" in audit(level="hint")[1]


def test_one_that_cannot_be_judged_is_in_nobodys_way(by_update, monkeypatch, caplog, capsys):
    fine = factories.TreatmentIndexPageFactory(introduction=GOOD)
    judge = TreatmentIndexPage.get_publish_findings

    def fail(page: Any, *args: Any) -> Any:
        if page.pk == fine.pk:
            raise ValueError("Nobody can judge this.")
        return judge(page, *args)

    monkeypatch.setattr(TreatmentIndexPage, "get_publish_findings", fail)
    status, printed = audit()
    assert status == 1
    assert "Found 1 errors" in printed
    assert f"TreatmentIndexPage {fine.pk} was not judged." in caplog.text
    TreatmentIndexPage.objects.filter(pk=by_update.pk).update(live=False)
    assert audit()[0] == 1
    assert "Not judged, see the log: 1." in capsys.readouterr().err


def test_the_report_is_brought_up_to_date(by_update):
    assert not StoredFinding.objects.exists()
    audit()
    assert StoredFinding.objects.filter(code="placeholder-left", version="published").exists()


def test_the_clinic_details_of_a_site_are_read(default_site):
    clinic = ClinicSettings.for_site(default_site)
    clinic.organisation_name = "FDA-approved ketamine in [Your City]"
    clinic.save()
    status, printed = audit(level="hint")
    assert status == 1
    assert "error placeholder-left: The text still says “[Your City]”." in printed
    assert "hint approval-unnamed: The text says “FDA-approved”" in printed
    clinic.organisation_name = "Example Clinic"
    clinic.save()
    assert audit()[0] == 0
