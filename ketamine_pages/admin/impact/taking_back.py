"""“Take back…” on a treatment: everything that is said about it is unpublished, with a reason."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_admin_base_url
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry, ModelLogEntry, Site

from ketamine_pages.admin.impact.telling import NamedPage, Told, name_pages
from ketamine_pages.editing import EDITING, get_edit_address, has_any_permission, may_publish
from ketamine_pages.impact import Recall, plan_recall, take_back
from ketamine_pages.impact.recall import TAKEN_BACK
from ketamine_pages.shown.kinds import TreatmentBase
from ketamine_pages.shown.relations import base_pages
from ketamine_pages.site.settings import ClinicSettings
from ketamine_pages.validators import parse_recipients

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker

logger = logging.getLogger(__name__)

URL_NAME = "ketamine_pages_take_back"
REPORT_URL_NAME = "ketamine_pages_taken_back"


class ReasonForm(forms.Form):
    """Why a treatment is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For the history and the e-mail about it; visitors do not see it."),
    )


class TakeBackView(WagtailAdminTemplateMixin, FormView):
    """Says what would fall silent, and takes it back."""

    form_class = ReasonForm
    page_title = _("Take back")
    header_icon = "warning"
    template_name = "ketamine_pages/admin/impact/take_back.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_publish(request.user, self.treatment):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def treatment(self) -> Any:
        model = get_object_or_404(ContentType, pk=self.kwargs["content_type_id"]).model_class()
        if model is None or not issubclass(model, TreatmentBase):
            raise Http404
        return get_object_or_404(model, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.treatment)

    def get_breadcrumbs_items(self) -> list[Any]:
        # A header with a title instead.
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = plan_recall(self.treatment)
        return super().get_context_data(
            told=Told(plan, self.request),
            items=plan.objects,
            back=get_edit_address(self.treatment, self.request.user),
            **kwargs,
        )

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        recall = take_back(self.treatment, user=self.request.user, reason=reason)
        if recall.entry is None:
            # Sent twice, for example: there is a report already.
            text = gettext("Nothing that is said about “%(treatment)s” is published.")
            messages.warning(self.request, text % {"treatment": self.treatment})
            address = get_edit_address(self.treatment, self.request.user)
            return redirect(address or "wagtailadmin_home")
        text = gettext("“%(treatment)s” and all that is said about it is taken back.")
        messages.success(self.request, text % {"treatment": self.treatment})
        if problem := send_report(recall, self.request.user):
            text = gettext("No e-mail about it could be sent: %(problem)s")
            messages.warning(self.request, text % {"problem": problem})
        return redirect(REPORT_URL_NAME, recall.entry.pk)


class TakenBackView(WagtailAdminTemplateMixin, TemplateView):
    """What was taken back, by whom and why, and which pages it has touched."""

    page_title = _("Taken back")
    header_icon = "warning"
    template_name = "ketamine_pages/admin/impact/taken_back.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        model = self.entry.content_type.model_class()
        if model is None or not has_any_permission(request.user, EDITING, [model]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def entry(self) -> ModelLogEntry:
        entries = ModelLogEntry.objects.filter(action=TAKEN_BACK, data__has_key="pages")
        return get_object_or_404(entries, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.entry.label)

    def get_breadcrumbs_items(self) -> list[Any]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            entry=self.entry,
            pages=self._pages(),
            items=[title for _label, _pk, title in self.entry.data["entries"]],
            **kwargs,
        )

    def _pages(self) -> list[NamedPage]:
        known = dict(self.entry.data["pages"])
        pages = list(base_pages().filter(pk__in=known).order_by("title", "pk"))
        names = name_pages(pages, self.request.user)
        return [NamedPage(*names[page.pk]) for page in pages]


def send_report(recall: Recall, user: Any) -> str:
    """One e-mail to whoever takes it back and to the recipients of the sites that show it.

    Returns what has gone wrong, or nothing.
    """
    receivers = dict.fromkeys([user.email] if user.email else [])
    for site in _sites_of(recall):
        addresses = parse_recipients(ClinicSettings.for_site(site).enquiry_recipients)
        receivers |= dict.fromkeys(addresses)
    if not receivers:
        return gettext("nobody has an address.")
    data = recall.entry.data
    with translation.override(settings.LANGUAGE_CODE):
        title = recall.entry.label
        subject = gettext("“%(title)s” was taken back") % {"title": title}
        address = f"{get_admin_base_url() or ''}{reverse(REPORT_URL_NAME, args=[recall.entry.pk])}"
        context = {
            "title": title,
            "by": user.get_full_name() or user.get_username(),
            "reason": data["reason"],
            "items": [name for _label, _pk, name in data["entries"]],
            "pages": [name for _pk, name in data["pages"]],
            "address": address,
        }
        text = render_to_string("ketamine_pages/admin/impact/taken_back.txt", context)
    try:
        send_mail(" ".join(subject.split()), text, None, list(receivers))
    except Exception as error:
        # Whatever a mail server or its library raises: it is taken back, and that is to be read.
        logger.exception("No e-mail could be sent about what was taken back.")
        return str(error)
    return ""


def _sites_of(recall: Recall) -> list[Site]:
    sites = {site.pk: site for page in recall.pages if (site := page.get_site()) is not None}
    return list(sites.values()) or list(Site.objects.filter(is_default_site=True))


def item_buttons(snippet: Model, user: Asker, next_url: str | None = None) -> Iterator[Button]:
    """“Take back…” on published treatments: in the list, and above their form."""
    if not isinstance(snippet, TreatmentBase) or not getattr(snippet, "live", False):
        return
    if may_publish(user, snippet):
        own = ContentType.objects.get_for_model(type(snippet)).pk
        address = reverse(URL_NAME, args=[own, snippet.pk])
        yield Button(_("Take back…"), address, icon_name="warning", priority=95)


def header_buttons(item: Model, user: Asker) -> Iterator[Button]:
    """Above the form of an item: “Take back…”, or what was taken back with it the last time."""
    yield from item_buttons(item, user)
    if isinstance(item, TreatmentBase) and not getattr(item, "live", False):
        entries = ModelLogEntry.objects.for_instance(item)
        entry = entries.filter(action=TAKEN_BACK, data__has_key="pages").first()
        if entry is not None:
            address = reverse(REPORT_URL_NAME, args=[entry.pk])
            yield Button(_("What was taken back"), address, icon_name="warning", priority=95)


class TakenBackFormatter(LogFormatter):
    """That something was taken back, in its history."""

    label = _("Take back")

    def format_message(self, log_entry: BaseLogEntry) -> str:
        return gettext("Taken back: %(reason)s") % {"reason": log_entry.data.get("reason", "")}


def log_actions(actions: LogActionRegistry) -> None:
    """Hook ``register_log_actions``."""
    actions.register_action(TAKEN_BACK)(TakenBackFormatter)
