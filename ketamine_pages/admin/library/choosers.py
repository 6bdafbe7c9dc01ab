"""Choosers of library items, each with a tab that adds a new item as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.admin.views.generic.chooser import BaseChooseView
from wagtail.log_actions import log
from wagtail.models import Locale
from wagtail.permissions import page_permission_policy
from wagtail.snippets.views import chooser

from ketamine_pages.admin import columns
from ketamine_pages.admin.library.querysets import fetch_status
from ketamine_pages.blocks.widgets import LibraryChooserWidget
from ketamine_pages.library.benefit import Benefit
from ketamine_pages.library.clinician import Clinician
from ketamine_pages.library.condition import Condition, Indication
from ketamine_pages.library.safety_notice import SafetyNotice
from ketamine_pages.library.source import Source
from ketamine_pages.library.treatment import Treatment

LIBRARY = (Treatment, Condition, Indication, Benefit, SafetyNotice, Source, Clinician)


def may_choose(user: Any) -> bool:
    """Whether a user edits anything that library items are chosen for: pages, or the library."""
    actions = ["add", "change", "publish"]
    policies = (model.snippet_viewset.permission_policy for model in LIBRARY)
    return page_permission_policy.user_has_any_permission(user, actions) or any(
        policy.user_has_any_permission(user, actions) for policy in policies
    )


class PermissionMixin:
    """Refuses users who have nothing to choose an item for; Wagtail lets in all admin users."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_choose(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def creation_form_field(db_field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """Wagtail's form field, but for a chooser: it cannot open inside the window of another."""
    if isinstance(db_field, models.ForeignKey):
        return db_field.formfield(**kwargs)
    return formfield_for_dbfield(db_field, **kwargs)


class CreationForm(forms.ModelForm):
    """A form for the fields that an item cannot do without; the rest waits for its edit view."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = field.queryset.filter(locale=self.instance.locale)


class CreationMixin:
    """Makes the form for a new item in the language of the page that is being edited."""

    model_class: Any
    request: HttpRequest
    form_fields: Sequence[str] = ()

    def get_creation_form_class(self) -> type[forms.ModelForm[Any]]:
        return forms.modelform_factory(
            self.model_class,
            form=CreationForm,
            fields=list(self.form_fields),
            formfield_callback=creation_form_field,
        )

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        code = self.request.GET.get("locale")
        locale = Locale.objects.filter(language_code=code).first() if code else None
        return {
            **super().get_creation_form_kwargs(),  # type: ignore[misc]
            "instance": self.model_class(locale=locale or Locale.get_default(), live=False),
            # The page behind the window has fields of the same names.
            "prefix": f"new-{self.model_class._meta.model_name}",
        }


class ListMixin(PermissionMixin, CreationMixin):
    """The list in the window: titles, and what helps to tell the items apart."""

    detail_columns: Sequence[Column] = ()
    related: Sequence[str] = ()
    results_template_name = "ketamine_pages/admin/library/chooser_results.html"

    def get_object_list(self) -> QuerySet[Any]:
        return self.model_class.objects.select_related(*self.related)

    @property
    def columns(self) -> list[Column]:
        # Not those of the snippet chooser: there the status would come before the details.
        titles = BaseChooseView.columns.fget(self)
        titles[0].width, titles[0].classname = columns.TITLE_WIDTH, columns.TITLE_CLASS
        status = LiveStatusTagColumn(sort_key=None)
        return [*titles, *self.detail_columns, columns.confirmation(), status]

    def get_results_page(self, request: HttpRequest) -> Any:
        page = super().get_results_page(request)  # type: ignore[misc]
        page.object_list = list(page.object_list)
        fetch_status(page.object_list)
        return page


class ChooseView(ListMixin, chooser.ChooseView):
    pass


class ChooseResultsView(ListMixin, chooser.ChooseResultsView):
    pass


class ChosenMixin(PermissionMixin):
    """Answers with the title as editors see it, draft or not."""

    def get_display_title(self, instance: Any) -> str:
        return str(instance.get_admin_display_title())


class ChosenView(ChosenMixin, chooser.SnippetChosenView):
    pass


class ChosenMultipleView(ChosenMixin, chooser.SnippetChosenMultipleView):
    pass


class CreateView(ChosenMixin, CreationMixin, chooser.SnippetCreateView):
    """Saves a new item as a draft with a first revision, as the item's own create view does."""

    def save_form(self, form: Any) -> Any:
        with transaction.atomic():
            item = form.save()
            user = self.request.user
            revision = item.save_revision(user=user)
            log(item, "wagtail.create", user=user, revision=revision, content_changed=True)
        return item


class LibraryChooserViewSet(chooser.SnippetChooserViewSet):
    """What choosers of library items share; subclasses say which columns and fields help."""

    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = CreateView
    preserve_url_parameters = ["multiple", "locale"]
    creation_tab_label = _("Add new")
    create_action_label = _("Add as a draft")
    create_action_clicked_label = _("Adding…")

    detail_columns: Sequence[Column] = ()
    related: Sequence[str] = ()

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            detail_columns=self.detail_columns, related=self.related, **kwargs
        )

    @cached_property
    def widget_class(self) -> type[LibraryChooserWidget]:
        attributes = {"model": self.model, "icon": self.icon}
        return type(f"{self.model_name}Chooser", (LibraryChooserWidget,), attributes)


class TreatmentChooser(LibraryChooserViewSet):
    detail_columns = [columns.choice("regulatory_status", _("Regulatory status"))]
    form_fields = ["name", "short_name", "summary", "route", "regulatory_status", "approved_for"]


class ConditionChooser(LibraryChooserViewSet):
    detail_columns = [Column("abbreviation", label=_("Abbreviation"))]
    form_fields = ["name", "abbreviation", "summary"]


class IndicationChooser(LibraryChooserViewSet):
    detail_columns = [
        columns.choice("status", _("Regulatory status")),
        columns.choice("evidence_level", _("Evidence")),
    ]
    related = ["treatment", "condition"]
    form_fields = ["treatment", "condition", "status", "evidence_level", "statement"]


class BenefitChooser(LibraryChooserViewSet):
    detail_columns = [
        Column("treatment", label=_("Treatment")),
        columns.choice("evidence_level", _("Evidence")),
    ]
    related = ["treatment"]
    form_fields = ["title", "text", "caveat", "evidence_level", "treatment"]


class SafetyNoticeChooser(LibraryChooserViewSet):
    detail_columns = [columns.choice("kind", _("Kind"))]
    form_fields = ["title", "kind", "text"]


class SourceChooser(LibraryChooserViewSet):
    detail_columns = [
        columns.choice("kind", _("Kind")),
        Column("year", label=_("Year")),
        columns.withdrawn(),
    ]
    form_fields = ["title", "kind", "authors", "publisher", "year", "doi", "pmid", "url"]


class ClinicianChooser(LibraryChooserViewSet):
    detail_columns = [Column("credentials", label=_("Credentials")), columns.active()]
    form_fields = ["name", "credentials", "role"]
