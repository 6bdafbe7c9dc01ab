"""The people and addresses of the admin tests."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.test import TestCase
from django.urls import reverse
from wagtail.models import GroupPagePermission, Site
from wagtail.test.utils import WagtailTestUtils

from ketamine_pages import models
from ketamine_pages.admin.library.menu import LibraryViewSetGroup
from tests import factories

# The library models, in the order in which the menu lists them.
LIBRARY = [viewset.model for viewset in LibraryViewSetGroup.items]


def make_editors() -> Group:
    """The group that docs/how-to tells a site to make: everything in the library, and pages."""
    editors = Group.objects.create(name="Clinic editors")
    names = [model._meta.model_name for model in (*LIBRARY, models.ClinicSettings)]
    editors.permissions.set(
        Permission.objects.filter(
            content_type__app_label="ketamine_pages", content_type__model__in=names
        )
        | Permission.objects.filter(codename="access_admin")
    )
    root = Site.objects.get(is_default_site=True).root_page
    for action in ("add", "change", "publish"):
        GroupPagePermission.objects.create(
            group=editors,
            page=root,
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{action}_page"
            ),
        )
    return editors


class EditorTestCase(WagtailTestUtils, TestCase):
    """Somebody of the editors' group is logged in."""

    editors: Group
    editor: Any

    @classmethod
    def setUpTestData(cls) -> None:
        cls.editors = make_editors()
        cls.editor = factories.UserFactory()
        cls.editor.groups.add(cls.editors)

    def setUp(self) -> None:
        self.client.force_login(self.editor)


def url(model: Any, view: str, *args: Any) -> str:
    """The address of a view of a library model."""
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


def chooser_url(model: Any, view: str, *args: Any) -> str:
    """The address of a view of the chooser of a library model."""
    return reverse(model.snippet_viewset.chooser_viewset.get_url_name(view), args=args)


def texts(response: Any) -> list[list[str]]:
    """The cells of the first table of a response, as text."""
    from wagtail.test.utils.wagtail_tests import WagtailTestUtils

    soup = WagtailTestUtils().get_soup(response.content)
    return [
        [" ".join(cell.get_text(" ", strip=True).split()) for cell in row.select("td")]
        for row in soup.select("table tbody tr")
    ]


FACTORIES = {
    models.Treatment: factories.TreatmentFactory,
    models.Condition: factories.ConditionFactory,
    models.Indication: factories.IndicationFactory,
    models.Benefit: factories.BenefitFactory,
    models.SafetyNotice: factories.SafetyNoticeFactory,
    models.Source: factories.SourceFactory,
    models.Clinician: factories.ClinicianFactory,
    models.SiteWording: factories.SiteWordingFactory,
}
