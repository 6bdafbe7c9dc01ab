"""Pages and library items that may not be published, and the requests that try to."""

import json
from typing import Any

from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from ketamine_pages.models import Benefit
from ketamine_pages.page_types.models import TreatmentIndexPage
from tests import factories
from tests.admin.site import EditorTestCase, url

BAD, GOOD = "TBC", "What we offer, and for whom."
REASON = "The text still says “TBC”."
UNSOURCED = "has no source that can be relied on."


def root() -> Any:
    return Site.objects.get(is_default_site=True).root_page


def make_draft(introduction: str = BAD, parent: Any = None, **values: Any) -> Any:
    """A draft page with a revision, which says what may not be published unless told otherwise."""
    page = factories.TreatmentIndexPageFactory(
        parent=parent, introduction=introduction, live=False, **values
    )
    page.save_revision()
    return page


def make_live() -> Any:
    """A published page whose draft may not be published."""
    page = factories.TreatmentIndexPageFactory(introduction=GOOD)
    page.introduction = BAD
    page.save_revision()
    return TreatmentIndexPage.objects.get(pk=page.pk)


def make_item(**values: Any) -> Benefit:
    """A draft benefit without a source."""
    item = factories.BenefitFactory(live=False, **{"sources": [], **values})
    item.save_revision()
    return item


def reload(instance: Any) -> Any:
    return type(instance)._default_manager.get(pk=instance.pk)


def page_data(introduction: str, slug: str = "offers", body: Any = (), **values: Any) -> Any:
    """What the browser posts for a section page."""
    return nested_form_data(
        {
            "title": "What we offer",
            "slug": slug,
            "heading": "",
            "introduction": introduction,
            "body": streamfield(body),
            "comments": inline_formset([]),
            **values,
        }
    )


def item_data(sources: Any = (), **values: Any) -> Any:
    """What the browser posts for a benefit with these sources."""
    links = [{"source": source.pk, "stance": "supports"} for source in sources]
    return nested_form_data(
        {
            "title": "Better sleep",
            "text": "Some people sleep better for a while.",
            "caveat": "",
            "evidence_level": "limited",
            "treatment": "",
            "source_links": inline_formset(links),
            **values,
        }
    )


class GateTestCase(EditorTestCase):
    """An editor who may publish is logged in."""

    def edit_address(self, page: Any) -> str:
        return reverse("wagtailadmin_pages:edit", args=[page.pk])

    def add_address(self) -> str:
        return reverse(
            "wagtailadmin_pages:add", args=["ketamine_page_types", "treatmentindexpage", root().pk]
        )

    def publish(self, address: str, data: Any) -> Any:
        return self.client.post(address, {**data, "action-publish": "1"})

    def item_address(self, view: str, *args: Any) -> str:
        return url(Benefit, view, *args)

    def assertSays(self, response: Any, text: str) -> None:
        self.assertEqual(response.status_code, 200)
        self.assertContains(response, text)

    def assertDraft(self, instance: Any) -> None:
        stored = reload(instance)
        self.assertFalse(stored.live)
        self.assertIsNone(stored.live_revision)


class ApiTestCase(GateTestCase):
    """A program with the token of somebody who may do everything, at API v3 of Wagtail 8."""

    def setUp(self):
        super().setUp()
        from wagtail.models import APIToken

        user = factories.UserFactory(admin=True)
        _token, plain = APIToken.create_token(user=user, name="tests")
        self.client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {plain}"

    def send(self, method: str, address: str, data: Any) -> Any:
        call = getattr(self.client, method)
        return call(address, json.dumps(data), content_type="application/json")
