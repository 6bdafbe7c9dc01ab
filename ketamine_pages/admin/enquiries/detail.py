"""One enquiry: what was written, what became of it, and who has looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import Button
from wagtail.coreutils import get_content_languages

from ketamine_pages.admin.enquiries.addresses import ICON, address_of, index_of, url_name
from ketamine_pages.admin.enquiries.forms import HandlingForm, NoteForm
from ketamine_pages.answers import Answer, AnswersUnreadable
from ketamine_pages.enquiries import handling
from ketamine_pages.enquiries.handling_records import EnquiryAccess, EnquiryAction, EnquiryNote
from ketamine_pages.enquiries.permissions import ACTIONS, policy, visible_enquiries
from ketamine_pages.enquiries.records import Enquiry, EnquiryStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    class StaffRequest(HttpRequest):
        """A request to the admin, which lets nobody in without a login."""

        user: User


LOG_LINES = 100
SCHEMES = {"email": "mailto:", "phone": "tel:"}


class EnquiryView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Base of the views of one enquiry. What a user may not see is not found."""

    permission_policy = policy
    any_permission_required = list(ACTIONS)
    page_title = gettext_lazy("Enquiry")
    header_icon = ICON
    action = ""

    if TYPE_CHECKING:
        request: StaffRequest

    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.action and not self.may(self.action):
            raise PermissionDenied
        try:
            response = super().dispatch(request, *args, **kwargs)
        except Enquiry.DoesNotExist:
            # The purge, or somebody else, has deleted it meanwhile.
            raise Http404 from None
        add_never_cache_headers(response)
        return response

    @cached_property
    def enquiry(self) -> Enquiry:
        visible = visible_enquiries(self.request.user)
        related = visible.select_related("assignee", "consent", "location", "page", "site")
        return get_object_or_404(related, pk=self.kwargs["pk"])

    def may(self, action: str) -> bool:
        return bool(
            policy.user_has_permission_for_instance(self.request.user, action, self.enquiry)
        )

    def get_page_subtitle(self) -> str:
        return self.enquiry.reference

    def get_breadcrumbs_items(self) -> list[Any]:
        index = index_of(self.enquiry)
        label = gettext("Enquiries") if index == url_name("index") else gettext("Possible spam")
        return [
            *self.breadcrumbs_items,
            {"url": reverse(index), "label": label},
            {"url": "", "label": self.enquiry.reference},
        ]


class DetailView(EnquiryView):
    """Shows an enquiry, and writes down who has seen it."""

    template_name = "ketamine_pages/admin/enquiries/detail.html"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        handling.record([self.enquiry], self.request.user, EnquiryAction.VIEWED)
        return super().get(request, *args, **kwargs)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        if not self.may("delete"):
            return []
        address = reverse(url_name("delete"), args=[self.enquiry.pk])
        return [Button(gettext("Delete"), url=address, icon_name="bin", priority=20)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enquiry = self.enquiry
        may_change = self.may("change")
        context = super().get_context_data(
            enquiry=enquiry,
            answers=read_answers(enquiry),
            notes=[read_note(note) for note in enquiry.notes.select_related("author")],
            accesses=[(access, describe(access)) for access in enquiry.accesses.all()[:LOG_LINES]],
            has_older_accesses=enquiry.accesses.count() > LOG_LINES,
            reasons=Enquiry._meta.get_field("suspicions").labels(enquiry.suspicions),
            is_spam=enquiry.is_suspected or enquiry.status == EnquiryStatus.SPAM,
            is_unannounced=enquiry.notifications.filter(sent_at=None, attempts__gt=0).exists(),
            language=dict(get_content_languages()).get(enquiry.language, enquiry.language),
            may_change=may_change,
            **kwargs,
        )
        if may_change:
            context.setdefault("handling_form", HandlingForm(enquiry=enquiry))
            context.setdefault("note_form", NoteForm())
            context["media"] = context["handling_form"].media + context["note_form"].media
        return context


class HandleView(DetailView):
    """Changes the status of an enquiry and who sees to it."""

    action = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = HandlingForm(request.POST, enquiry=self.enquiry)
        if not form.is_valid():
            return self.show_again(handling_form=form)
        status, assignee = form.cleaned_data["status"], form.cleaned_data["assignee"]
        changed = [
            handling.change_status(self.enquiry, status, self.request.user),
            handling.assign(self.enquiry, assignee, self.request.user),
        ]
        text = (
            gettext("Enquiry %(reference)s updated.")
            if any(changed)
            else gettext("Nothing was changed in enquiry %(reference)s.")
        )
        messages.success(request, text % {"reference": self.enquiry.reference})
        return redirect(address_of(self.enquiry))

    def show_again(self, **forms: Any) -> HttpResponse:
        """The page of the enquiry again, with the errors of the form that was sent."""
        messages.error(self.request, gettext("Nothing was saved. See the message at the field."))
        handling.record([self.enquiry], self.request.user, EnquiryAction.VIEWED)
        return self.render_to_response(self.get_context_data(**forms))


class NoteView(HandleView):
    """Adds a note to an enquiry, for staff only."""

    @method_decorator(sensitive_variables())
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.show_again(note_form=form)
        try:
            handling.add_note(self.enquiry, form.cleaned_data["text"], self.request.user)
        except AnswersUnreadable:
            form.add_error("text", gettext("Notes cannot be encrypted. Tell who runs this site."))
            return self.show_again(note_form=form)
        messages.success(request, gettext("Note added."))
        return redirect(f"{address_of(self.enquiry)}#notes")


class NotSpamView(EnquiryView):
    """Moves an enquiry from “Possible spam” to the inbox."""

    action = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if handling.mark_not_spam(self.enquiry, self.request.user):
            text = gettext("Enquiry %(reference)s stands among the new ones now.")
            messages.success(request, text % {"reference": self.enquiry.reference})
        return redirect(address_of(self.enquiry))


class DeleteView(EnquiryView):
    """Asks for confirmation, then deletes an enquiry."""

    action = "delete"
    page_title = gettext_lazy("Delete enquiry")
    header_icon = "bin"
    template_name = "ketamine_pages/admin/enquiries/delete.html"
    http_method_names = ["get", "head", "post", "options"]

    def get_breadcrumbs_items(self) -> list[Any]:
        # As Wagtail asks: with a large heading.
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            enquiry=self.enquiry, back=address_of(self.enquiry), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reference, index = self.enquiry.reference, index_of(self.enquiry)
        handling.delete(self.enquiry, self.request.user)
        text = gettext("Enquiry %(reference)s deleted.") % {"reference": reference}
        messages.success(request, text)
        return redirect(index)


@dataclass(frozen=True, repr=False)
class ShownAnswer:
    """An answer with an address to call or to write to; its ``repr`` shows neither, as that of a
    template's context stands in reports of errors."""

    answer: Answer
    address: str


@dataclass(frozen=True, repr=False)
class ShownNote:
    """A note with its text, ``None`` if no key of the site can decrypt it."""

    note: EnquiryNote
    text: str | None


@sensitive_variables()
def read_answers(enquiry: Enquiry) -> list[ShownAnswer] | None:
    """The answers of an enquiry, or ``None`` if no key of the site can decrypt them."""
    try:
        return [ShownAnswer(answer, get_link(answer)) for answer in enquiry.answers]
    except AnswersUnreadable:
        return None


@sensitive_variables()
def get_link(answer: Answer) -> str:
    """Where a phone number or an e-mail address leads; empty for other answers."""
    scheme = SCHEMES.get(answer.kind)
    # Quoted, as an address may hold "?bcc=…" and be valid.
    return f"{scheme}{quote(answer.text, safe='@+')}" if scheme and answer.text else ""


@sensitive_variables()
def read_note(note: EnquiryNote) -> ShownNote:
    """A note with its text, or without if no key of the site can decrypt it."""
    try:
        return ShownNote(note, note.text.text)
    except AnswersUnreadable:
        return ShownNote(note, None)


def describe(access: EnquiryAccess) -> str:
    """A line of the access log in words."""
    label, detail = str(access.get_action_display()), access.detail
    if access.action == EnquiryAction.STATUS:
        detail = str(capfirst(dict(EnquiryStatus.choices).get(detail, detail)))
    elif access.action == EnquiryAction.EXPORTED:
        detail = detail.upper()
    elif access.action == EnquiryAction.ASSIGNED:
        detail = detail or gettext("Nobody")
    return f"{label}: {detail}" if detail else label
