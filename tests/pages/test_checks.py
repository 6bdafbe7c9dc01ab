"""What a site is told whose page types are put together wrongly."""

import pytest
from django.test.utils import isolate_apps
from wagtail.models import Page
from wagtail.models import pages as wagtail_pages

from ketamine_pages.models import TreatmentPageMixin
from ketamine_pages.page_types.models import TreatmentPage
from ketamine_pages.pages import checks


@pytest.fixture
def _isolated_page_types(monkeypatch):
    """Page types that a test defines are gone when it ends."""
    monkeypatch.setattr(wagtail_pages, "PAGE_MODEL_CLASSES", [Page, TreatmentPage])
    with isolate_apps("tests.testapp"):
        yield


@pytest.mark.usefixtures("_isolated_page_types")
def test_e005_the_base_page_comes_before_the_mixin():
    class BackToFrontPage(Page, TreatmentPageMixin):
        class Meta:
            app_label = "testapp"

    [message] = checks.check_page_models()
    assert message.id == "ketamine_pages.E005"
    assert message.obj is BackToFrontPage
    assert "class BackToFrontPage(TreatmentPageMixin, Page)" in message.hint


@pytest.mark.usefixtures("_isolated_page_types")
def test_the_mixin_may_stand_before_any_base_page():
    class SitePage(Page):
        class Meta:
            app_label = "testapp"
            abstract = True

    class SiteTreatmentPage(TreatmentPageMixin, SitePage):
        class Meta:
            app_label = "testapp"

    assert checks.check_page_models() == []
