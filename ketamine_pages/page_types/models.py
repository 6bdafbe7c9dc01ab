"""Concrete page types. All they add to the mixins is their place in the page tree."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ketamine_pages.enquiries.page import EnquiryPageMixin
from ketamine_pages.locations.index_page import LocationIndexPageMixin
from ketamine_pages.locations.page import LocationPageMixin
from ketamine_pages.pages.list_pages import BenefitListPageMixin, ConditionListPageMixin
from ketamine_pages.pages.section_page import TreatmentIndexPageMixin
from ketamine_pages.pages.treatment_page import TreatmentPageMixin

LABEL = "ketamine_page_types"


class TreatmentIndexPage(TreatmentIndexPageMixin, Page):
    """The start of the treatment section."""

    class Meta:
        verbose_name = _("treatment section")
        verbose_name_plural = _("treatment sections")


class TreatmentPage(TreatmentPageMixin, Page):
    """Everything about one treatment."""

    parent_page_types = [
        f"{LABEL}.TreatmentIndexPage",
        f"{LABEL}.ConditionListPage",
    ]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("treatment page")
        verbose_name_plural = _("treatment pages")


class BenefitListPage(BenefitListPageMixin, Page):
    """A list of benefits."""

    parent_page_types = [f"{LABEL}.TreatmentIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("benefit list")
        verbose_name_plural = _("benefit lists")


class ConditionListPage(ConditionListPageMixin, Page):
    """A list of conditions."""

    parent_page_types = [f"{LABEL}.TreatmentIndexPage"]

    class Meta:
        verbose_name = _("condition list")
        verbose_name_plural = _("condition lists")


class LocationIndexPage(LocationIndexPageMixin, Page):
    """All locations, with a finder."""

    class Meta:
        verbose_name = _("locations page")
        verbose_name_plural = _("locations pages")


class LocationPage(LocationPageMixin, Page):
    """One location."""

    parent_page_types = [f"{LABEL}.LocationIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")


class EnquiryPage(EnquiryPageMixin, Page):
    """A form with which visitors ask for a call or a tour."""

    class Meta:
        verbose_name = _("enquiry page")
        verbose_name_plural = _("enquiry pages")
