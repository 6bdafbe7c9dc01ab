"""The screen on which a clinician reads, and approves or asks for changes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import AbstractPage, TaskState, WorkflowMixin, WorkflowState
from wagtail.utils.decorators import xframe_options_sameorigin_override

from ketamine_pages.admin.reviews.access import (
    READ_PAGE_URL_NAME,
    find_waiting_state,
    get_address_of,
    known_clinician,
    may_change,
    may_read,
)
from ketamine_pages.admin.reviews.changes import find_subjects
from ketamine_pages.gate.facts import read_page
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.pages.editorial import EditorialPageMixin
from ketamine_pages.reviews.content import read_contents
from ketamine_pages.reviews.mixin import ReviewedMixin
from ketamine_pages.reviews.reading import CHANGED, get_obstacle, sign_reading, was_read
from ketamine_pages.reviews.recording import record_review
from ketamine_pages.reviews.records import ClinicalReview, ReviewOutcome
from ketamine_pages.reviews.standing import get_last_reviews, get_next_due
from ketamine_pages.reviews.task import (
    RESULT_URL_NAME,
    ClinicalReviewTask,
    read_draft,
    sign_draft,
)
from ketamine_pages.rules.fingerprint import as_plain
from ketamine_pages.rules.reviewing.unsourced import Unsourced, count_unsourced

# What marks the request for the page in the frame.
READING = "_ketamine_pages_reading"
APPROVE, ASK_FOR_CHANGES = "approve", "ask-for-changes"


class DecisionForm(forms.Form):
    """What a reviewer has decided, with notes.

    ``reading`` is the signed fingerprint of the text on the screen: if that has changed meanwhile,
    nothing is recorded and the form comes back with what is there now.
    """

    decision = forms.ChoiceField(
        choices=[(APPROVE, APPROVE), (ASK_FOR_CHANGES, ASK_FOR_CHANGES)], widget=forms.HiddenInput
    )
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For colleagues only; visitors do not see them."),
    )
    reading = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, text: ReviewedMixin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text = text
        self.fields["reading"].initial = sign_reading(text)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not was_read(cleaned.get("reading", ""), self.text):
            # The form comes back with what is there now.
            data: Any = self.data
            self.data = {**data.dict(), "reading": self.fields["reading"].initial}
            raise ValidationError(CHANGED)
        if cleaned.get("decision") == ASK_FOR_CHANGES and not cleaned.get("notes"):
            self.add_error("notes", gettext("Say what has to be changed."))
        return cleaned


class ReadingMixin(View):
    """A view of what a clinician reads: the draft that waits for this one, or the live text."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_read(request.user, self.instance):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def instance(self) -> Any:
        content_type = get_object_or_404(ContentType, pk=self.kwargs["content_type_id"])
        model = content_type.model_class()
        if model is None or not issubclass(model, ReviewedMixin):
            raise Http404
        try:
            return get_object_or_404(model, pk=self.kwargs["object_id"])
        except (ValueError, ValidationError) as error:
            raise Http404 from error

    @cached_property
    def task_state(self) -> TaskState | None:
        return find_waiting_state(self.request.user, self.instance)

    @cached_property
    def text(self) -> Any:
        """What is read, as it is in memory."""
        return read_draft(self.task_state) if self.task_state else self.instance


class NamedInHeaderMixin(WagtailAdminTemplateMixin):
    """Prints the report, the title of the view and the name of the object as breadcrumbs."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("ketamine_pages_reviews"), "label": gettext("Clinical reviews")},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]


class ReadView(NamedInHeaderMixin, ReadingMixin, FormView):
    """The page as visitors see it, beside it what has changed, and what the reviewer decides."""

    form_class = DecisionForm
    page_title = _("Clinical review")
    header_icon = "clipboard-list"
    template_name = "ketamine_pages/admin/reviews/read.html"

    @cached_property
    def obstacle(self) -> str:
        """Why the user cannot approve the text; empty where nothing is in the way."""
        return get_obstacle(self.text, self.request.user, is_published=self.task_state is None)

    @cached_property
    def last_review(self) -> ClinicalReview | None:
        return get_last_reviews(self.instance)[0]

    def get_page_subtitle(self) -> str:
        return str(self.text)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "text": self.text}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review = self.last_review
        [now] = read_contents([self.text], in_full=True)
        # Of what was reviewed before the values were kept, nobody knows.
        kept = review.content if review is not None else None
        can_preview = self.text.is_previewable()
        return super().get_context_data(
            text=self.text,
            is_waiting=self.task_state is not None,
            submitted=self.task_state,
            last_review=review,
            is_kept=bool(kept),
            subjects=find_subjects(kept, as_plain(now), str(self.text)) if kept else [],
            unsourced=get_unsourced(self.text),
            reviewer=known_clinician(self.request.user),
            obstacle=self.obstacle,
            next_due=get_next_due(self.instance),
            page_address=(reverse(READ_PAGE_URL_NAME, kwargs=self.kwargs) if can_preview else ""),
            **kwargs,
        )

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        is_approved = form.cleaned_data["decision"] == APPROVE
        if is_approved and self.obstacle:
            # It may have come up since the form was opened, which keeps the notes.
            form.add_error(None, self.obstacle)
            return self.form_invalid(form)
        notes = form.cleaned_data["notes"]
        if self.task_state is not None:
            state = self.task_state
            result = state.task.specific.on_action(
                state,
                self.request.user,
                "approve" if is_approved else "reject",
                reading=sign_draft(state),
                comment=notes,
            )
            return redirect(result)
        record_review(
            self.instance,
            known_clinician(self.request.user),
            ReviewOutcome.NO_CHANGE_NEEDED if is_approved else ReviewOutcome.CHANGES_REQUESTED,
            user=self.request.user,
            notes=notes,
        )
        text = (
            gettext("The review of “%(title)s” is recorded.")
            if is_approved
            else gettext("You have asked for changes of “%(title)s”. Its owner will be told.")
        )
        messages.success(self.request, text % {"title": self.instance})
        return redirect("ketamine_pages_reviews")


def get_unsourced(text: Any) -> Unsourced:
    """What of a page or an entry has no source beside it."""
    if isinstance(text, EditorialPageMixin):
        return count_unsourced(read_page(text).passages)
    return count_unsourced([text.get_facts()] if isinstance(text, LibraryItem) else [])


@method_decorator(xframe_options_sameorigin_override, name="dispatch")
class ReadPageView(ReadingMixin):
    """What visitors would see, for the frame on the screen of the reviewer."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if not self.text.is_previewable():
            raise Http404
        response: HttpResponseBase = self.text.make_preview_request(
            request, self.text.default_preview_mode, {"in_preview_panel": True, READING: True}
        )
        return response


class ReviewResultView(NamedInHeaderMixin, TemplateView):
    """Says what came of a step of clinical review, to reviewers who may not open the editor."""

    page_title = _("What came of your review")
    header_icon = "clipboard-list"
    template_name = "ketamine_pages/admin/reviews/review_result.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(self.task, ClinicalReviewTask) or not self.task.can_review(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def task_state(self) -> TaskState:
        return get_object_or_404(TaskState, pk=self.kwargs["task_state_id"])

    @cached_property
    def task(self) -> Any:
        return self.task_state.task.specific

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.task_state
        content = state.workflow_state.content_object
        latest = content.get_latest_revision_as_object()
        is_published = latest.live and latest.live_revision_id == latest.latest_revision_id
        return super().get_context_data(
            content=latest,
            status=state.status,
            workflow_status=state.workflow_state.status,
            is_finished=state.workflow_state.status == WorkflowState.STATUS_APPROVED,
            is_published=is_published,
            obstacle=self.task.get_obstacle(content, self.request.user),
            view_address=getattr(latest, "full_url", None) if is_published else None,
            **kwargs,
        )

    def get_page_subtitle(self) -> str:
        return str(self.task_state.workflow_state.content_object)


def leave_out_userbar(
    request: HttpRequest, items: list[Any], page: AbstractPage | None = None
) -> None:
    """Hook ``construct_wagtail_userbar``: reviewers see what visitors see, and no more."""
    if getattr(request, READING, False):
        items.clear()


def send_to_reading(request: HttpRequest, instance: WorkflowMixin) -> HttpResponse | None:
    """Hooks ``before_edit_page`` and ``before_edit_snippet``: reviewers read, and do not edit.

    Wagtail's e-mails lead to the editor, whose preview and comparison ask for permissions that
    somebody who only reviews does not have.
    """
    if request.method != "GET" or may_change(request.user, instance):
        return None
    if find_waiting_state(request.user, instance) is None:
        return None
    return redirect(get_address_of(instance))


def show_result(request: HttpRequest, instance: WorkflowMixin) -> HttpResponse | None:
    """Hooks ``after_edit_page`` and ``after_edit_snippet``: show what came of a review.

    Leads a reviewer there who has approved or rejected a draft in the editor.
    """
    if not request.POST.get("action-workflow-action"):
        return None
    states = TaskState.objects.filter(
        workflow_state__in=instance.workflow_states.all(),
        task__content_type=ContentType.objects.get_for_model(ClinicalReviewTask),
    )
    state = states.select_related("task").order_by("-pk").first()
    if state is None or not state.task.specific.can_review(request.user):
        return None
    return redirect(reverse(RESULT_URL_NAME, args=[state.pk]))
