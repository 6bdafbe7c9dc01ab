"""What a chooser on a page about a treatment lists: what is about that treatment first.

The widget sends the treatment that is chosen on the page, as a linked field of Wagtail's. Without
one, or for a model that is about no treatment, the list has everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Case, Model, Q, QuerySet, Value, When, prefetch_related_objects
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from ketamine_pages.library.treatment import Treatment


class OthersForm(forms.Form):
    """The click behind which the entries of other treatments are."""

    others = forms.BooleanField(
        label=_("Those of other treatments as well"),
        required=False,
        widget=forms.CheckboxInput(attrs={"data-chooser-modal-search-filter": True}),
    )


class OtherTreatmentColumn(Column):
    """Marks what is about another treatment than the page; ``relation`` names the treatments."""

    def __init__(self, relation: str, treatment: Treatment) -> None:
        super().__init__("other_treatment", label=_("Treatment"))
        self.relation, self.treatment = relation, treatment

    def get_value(self, instance: Model) -> str:
        found = _treatments_of(instance, self.relation)
        names = ", ".join(each.name_in_sentences for each in found)
        if not found or self.treatment.translation_key in {e.translation_key for e in found}:
            return names
        return gettext("other treatment: %(treatment)s") % {"treatment": names}


class PageTreatmentMixin:
    """A list in the window of a chooser. ``about`` is the relation to treatments, if any."""

    request: HttpRequest
    about: str = ""

    @cached_property
    def treatment(self) -> Treatment | None:
        """The treatment of the page behind the window."""
        key = self.request.GET.get("treatment", "")
        if not self.about or not key.isdecimal():
            return None
        return Treatment.objects.filter(pk=int(key)).first()

    def get_filter_form_class(self) -> type[forms.Form]:
        form_class: type[forms.Form] = super().get_filter_form_class()  # type: ignore[misc]
        if self.treatment is None:
            return form_class
        return type("FilterForm", (OthersForm, form_class), {})

    def filter_object_list(self, objects: QuerySet[Any]) -> Any:
        if self.treatment is not None:
            # By primary key, which every search backend can filter by.
            own = list(self._find_own(objects, self.treatment))
            if not self.request.GET.get("others"):
                objects = objects.filter(pk__in=own)
            elif not self.request.GET.get("q"):
                is_own = Case(When(pk__in=own, then=Value(0)), default=Value(1))
                objects = objects.order_by(is_own, *objects.model._meta.ordering)
        return super().filter_object_list(objects)  # type: ignore[misc]

    def _find_own(self, objects: QuerySet[Any], treatment: Treatment) -> QuerySet[Any]:
        """The keys of what is about ``treatment``, or about none."""
        about = Q(**{f"{self.about}__translation_key": treatment.translation_key})
        found = objects.filter(about | Q(**{f"{self.about}__isnull": True}))
        return found.order_by().values_list("pk", flat=True).distinct()

    def mark_others(self, columns: Sequence[Column]) -> list[Column]:
        """``columns``, with what an entry is about in place of the column that may say so."""
        if self.treatment is None:
            return list(columns)
        kept = [each for each in columns if each.name != "treatment"]
        return [OtherTreatmentColumn(self.about, self.treatment), *kept]

    def fetch_treatments(self, entries: Sequence[Any]) -> None:
        """One query for what ``OtherTreatmentColumn`` prints."""
        if self.treatment is not None:
            prefetch_related_objects(entries, self.about)


def _treatments_of(instance: Model, relation: str) -> list[Treatment]:
    related: Any = getattr(instance, relation)
    if related is None:
        return []
    return [related] if isinstance(related, Treatment) else list(related.all())
