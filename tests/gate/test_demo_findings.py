"""The demo and the starter library do what the package asks of others."""

import pytest
from django.core.management import call_command

from ketamine_pages.library.starter import MODELS
from ketamine_pages.models import EditorialPageMixin, Source
from ketamine_pages.pages.editorial import page_types_with
from ketamine_pages.rules.findings import Severity
from tests.demo.test_load_demo import load

pytestmark = pytest.mark.django_db


def library_items():
    return [item for model in MODELS.values() for item in model.objects.all()]


def above_hints(item):
    return [(str(item), f.code, f.message) for f in item.get_findings() if f.severity != "hint"]


def test_the_demo_has_neither_errors_nor_warnings_nor_listed_phrases():
    load()
    pages = [page for model in page_types_with(EditorialPageMixin) for page in model.objects.all()]
    assert len(pages) >= 5
    for item in [*pages, *library_items()]:
        assert above_hints(item) == []
        assert "phrase" not in {finding.code for finding in item.get_findings()}, item


def test_drafts_of_the_starter_library_lack_only_published_sources():
    call_command("load_library")
    items = library_items()
    found = {f.code for item in items for f in item.get_findings() if f.severity != Severity.HINT}
    review = "review-missing"
    lack_sources = {"benefit-without-source", "notice-incomplete", "approval-incomplete"}
    assert found == {*lack_sources, "item-unpublished", review}
    Source.objects.update(live=True)
    for item in library_items():
        assert [code for _item, code, _message in above_hints(item) if code != review] == []
