"""The window in which a library item is chosen, with a tab that adds a new one as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.forms.models import formfield_for_dbfield
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.admin.views.generic.chooser import BaseChooseView
from wagtail.log_actions import log
from wagtail.models import AbstractPage, Locale
from wagtail.snippets.views import chooser

from ketamine_pages.admin import columns
from ketamine_pages.admin.library.list_queries import fetch_status
from ketamine_pages.admin.library.page_treatment import PageTreatmentMixin
from ketamine_pages.editing import has_any_permission
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.shown.kinds import library_models

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker


def may_choose(user: Asker) -> bool:
    """Whether a user edits anything that library items are chosen for: pages, or the library."""
    editable = [AbstractPage, *library_models()]
    return has_any_permission(user, ("add", "change", "publish"), editable)


class PermissionMixin:
    """Refuses users who have nothing to choose an item for; Wagtail lets in all admin users."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_choose(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


def creation_form_field(db_field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """Wagtail's form field, but a plain select for a relation: no chooser opens inside another."""
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

    def get_initial(self) -> dict[str, Any]:
        """What a new item is likely to say."""
        return {}

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        code = self.request.GET.get("locale")
        locale = Locale.objects.filter(language_code=code).first() if code else None
        return {
            **super().get_creation_form_kwargs(),  # type: ignore[misc]
            "instance": self.model_class(locale=locale or Locale.get_default(), live=False),
            "initial": self.get_initial(),
            # The page behind the window has fields of the same names.
            "prefix": f"new-{self.model_class._meta.model_name}",
        }


class ListMixin(PageTreatmentMixin, PermissionMixin, CreationMixin):
    """The list in the window: titles, and what helps to tell the items apart."""

    detail_columns: Sequence[Column] = ()
    related: Sequence[str] = ()
    results_template_name = "ketamine_pages/admin/library/chooser_results.html"

    def get_initial(self) -> dict[str, Any]:
        of_treatment = self.treatment is not None and self.about in self.form_fields
        return {self.about: self.treatment} if of_treatment else {}

    def get_object_list(self) -> QuerySet[Any]:
        return self.model_class.objects.select_related(*self.related)

    @property
    def columns(self) -> list[Column]:
        # Not those of the snippet chooser: there the status would come before the details.
        titles = BaseChooseView.columns.fget(self)
        titles[0].width, titles[0].classname = columns.TITLE_WIDTH, columns.TITLE_CLASS
        status = LiveStatusTagColumn(sort_key=None)
        details = self.mark_others(self.detail_columns)
        return [*titles, *details, columns.confirmation(), status]

    def get_results_page(self, request: HttpRequest) -> Any:
        page = super().get_results_page(request)  # type: ignore[misc]
        page.object_list = list(page.object_list)
        fetch_status(page.object_list)
        self.fetch_treatments(page.object_list)
        return page


class ChooseView(ListMixin, chooser.ChooseView):
    pass


class ChooseResultsView(ListMixin, chooser.ChooseResultsView):
    pass


class ChosenMixin(PermissionMixin):
    """Answers with the title as editors see it, draft or not."""

    def get_display_title(self, instance: LibraryItem) -> str:
        return str(instance.get_admin_display_title())


class ChosenView(ChosenMixin, chooser.SnippetChosenView):
    pass


class ChosenMultipleView(ChosenMixin, chooser.SnippetChosenMultipleView):
    pass


class CreateView(ChosenMixin, CreationMixin, chooser.SnippetCreateView):
    """Saves a new item as a draft with a first revision, as the item's own create view does."""

    def save_form(self, form: ModelForm[Any]) -> Any:
        with transaction.atomic():
            item = form.save()
            user = self.request.user
            revision = item.save_revision(user=user)
            log(item, "wagtail.create", user=user, revision=revision, content_changed=True)
        return item
