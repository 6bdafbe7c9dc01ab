"""Filters of the library lists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ModelMultipleChoiceFilter
from wagtail.admin.filters import RelatedFilterMixin, WagtailFilterSet
from wagtail.admin.widgets import BooleanRadioSelect

from ketamine_pages import models


class LibraryFilterSet(WagtailFilterSet):
    """Filters that all library items have; Wagtail adds the locale."""

    live = BooleanFilter(label=_("Published"), widget=BooleanRadioSelect)
    needs_confirmation = BooleanFilter(
        label=_("Unconfirmed starter content"), widget=BooleanRadioSelect
    )


class TreatmentFilterSet(LibraryFilterSet):
    class Meta:
        model = models.Treatment
        fields = ["regulatory_status", "route"]


class ConditionFilterSet(LibraryFilterSet):
    class Meta:
        model = models.Condition
        fields: list[str] = []


class IndicationFilterSet(LibraryFilterSet):
    class Meta:
        model = models.Indication
        fields = ["treatment", "condition", "status", "evidence_level"]


class BenefitFilterSet(LibraryFilterSet):
    class Meta:
        model = models.Benefit
        fields = ["treatment", "evidence_level"]


class TreatmentsFilter(RelatedFilterMixin, ModelMultipleChoiceFilter):
    """A filter on a many-to-many relation that also works on search results."""


class SafetyNoticeFilterSet(LibraryFilterSet):
    treatments = TreatmentsFilter(
        label=_("Treatments"), queryset=models.Treatment.objects.all(), use_subquery=True
    )

    class Meta:
        model = models.SafetyNotice
        fields = ["kind"]


class SourceFilterSet(LibraryFilterSet):
    withdrawn = BooleanFilter(
        label=_("Withdrawn"),
        field_name="withdrawn_on",
        lookup_expr="isnull",
        exclude=True,
        widget=BooleanRadioSelect,
    )

    class Meta:
        model = models.Source
        fields = ["kind", "year"]


class ClinicianFilterSet(LibraryFilterSet):
    class Meta:
        model = models.Clinician
        fields = ["active"]
