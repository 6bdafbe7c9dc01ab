"""Every page type of the package, on the base page of this site."""

from core.models import BasePage

from ketamine_pages.models import (
    BenefitListPageMixin,
    ConditionListPageMixin,
    EnquiryPageMixin,
    LocationIndexPageMixin,
    LocationPageMixin,
    TreatmentIndexPageMixin,
    TreatmentPageMixin,
)


class SectionPage(TreatmentIndexPageMixin, BasePage):
    subpage_types = ["clinic.TherapyPage", "clinic.BenefitsPage", "clinic.ConditionsPage"]


class TherapyPage(TreatmentPageMixin, BasePage):
    parent_page_types = ["clinic.SectionPage"]


class BenefitsPage(BenefitListPageMixin, BasePage):
    parent_page_types = ["clinic.SectionPage"]


class ConditionsPage(ConditionListPageMixin, BasePage):
    parent_page_types = ["clinic.SectionPage"]


class PlacesPage(LocationIndexPageMixin, BasePage):
    subpage_types = ["clinic.PlacePage"]


class PlacePage(LocationPageMixin, BasePage):
    parent_page_types = ["clinic.PlacesPage"]


class ContactPage(EnquiryPageMixin, BasePage):
    pass
