"""Concrete page types. All they add to the mixins is their place in the page tree."""

from django.db import models
from django.db.models import Model
from django.utils.functional import classproperty
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ketamine_pages.conf import conf
from ketamine_pages.enquiries.page import EnquiryPageMixin
from ketamine_pages.locations.finder.index_page import LocationIndexPageMixin
from ketamine_pages.locations.page import LocationPageMixin
from ketamine_pages.pages.list_pages import BenefitListPageMixin, ConditionListPageMixin
from ketamine_pages.pages.section_page import TreatmentIndexPageMixin
from ketamine_pages.pages.treatment_page import TreatmentPageMixin

LABEL = "ketamine_page_types"


class PackagePage(Page):
    """Wagtail's own base page, for types whose names a site may have taken already.

    By default the way from a page to its type is named after the class alone, so that a site with
    a ``LocationPage`` of its own could not start.
    """

    page_ptr = models.OneToOneField(
        Page,
        on_delete=models.CASCADE,
        parent_link=True,
        related_name="%(app_label)s_%(class)s",
    )

    class Meta:
        abstract = True


@classproperty
def is_offered(cls: type[Model]) -> bool:
    """Whether the setting ``PAGE_TYPES`` lets editors create pages of this type.

    Each type takes it as its ``is_creatable``, which Wagtail does not let subclasses inherit: a
    site that subclasses a type here decides on its own class.
    """
    return conf.page_types is None or cls.__name__ in conf.page_types


class TreatmentIndexPage(TreatmentIndexPageMixin, PackagePage):
    """The start of the treatment section."""

    is_creatable = is_offered

    class Meta:
        verbose_name = _("treatment section")
        verbose_name_plural = _("treatment sections")


class TreatmentPage(TreatmentPageMixin, PackagePage):
    """Everything about one treatment."""

    is_creatable = is_offered
    parent_page_types = [
        f"{LABEL}.TreatmentIndexPage",
        f"{LABEL}.ConditionListPage",
    ]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("treatment page")
        verbose_name_plural = _("treatment pages")


class BenefitListPage(BenefitListPageMixin, PackagePage):
    """A list of benefits."""

    is_creatable = is_offered
    parent_page_types = [f"{LABEL}.TreatmentIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("benefit list")
        verbose_name_plural = _("benefit lists")


class ConditionListPage(ConditionListPageMixin, PackagePage):
    """A list of conditions."""

    is_creatable = is_offered
    parent_page_types = [f"{LABEL}.TreatmentIndexPage"]

    class Meta:
        verbose_name = _("condition list")
        verbose_name_plural = _("condition lists")


class LocationIndexPage(LocationIndexPageMixin, PackagePage):
    """All locations, with a finder."""

    is_creatable = is_offered

    class Meta:
        verbose_name = _("locations page")
        verbose_name_plural = _("locations pages")


class LocationPage(LocationPageMixin, PackagePage):
    """One location."""

    is_creatable = is_offered
    parent_page_types = [f"{LABEL}.LocationIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")


class EnquiryPage(EnquiryPageMixin, PackagePage):
    """A form with which visitors ask for a call or a tour."""

    is_creatable = is_offered

    class Meta:
        verbose_name = _("enquiry page")
        verbose_name_plural = _("enquiry pages")
