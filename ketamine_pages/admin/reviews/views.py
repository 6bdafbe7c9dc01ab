"""Recording that nothing has to change, and saying what came of a review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import TaskState, WorkflowMixin, WorkflowState

from ketamine_pages.admin.reviews.access import known_clinician, may_record
from ketamine_pages.conf import conf
from ketamine_pages.editing import get_edit_address
from ketamine_pages.reviews.fingerprints import get_fingerprint
from ketamine_pages.reviews.mixin import ReviewedMixin
from ketamine_pages.reviews.recording import record_review
from ketamine_pages.reviews.records import ReviewOutcome
from ketamine_pages.reviews.standing import get_author_id, get_next_due
from ketamine_pages.reviews.task import CHANGED, ClinicalReviewTask
from ketamine_pages.rules.findings import OFF, has_errors
from ketamine_pages.rules.review_rules import REVIEW_CODES

SALT = "ketamine_pages.record_review"


class RecordForm(forms.Form):
    """Notes about a review.

    ``reading`` is the signed fingerprint of the text on the screen: if that has changed meanwhile,
    nothing is recorded and the form comes back with what is there now.
    """

    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For colleagues only; visitors do not see them."),
    )
    reading = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, fingerprint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fingerprint = fingerprint
        self.fields["reading"].initial = signing.dumps(fingerprint, salt=SALT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            was_read = signing.loads(cleaned.get("reading", ""), salt=SALT)
        except signing.BadSignature:
            was_read = None
        if was_read != self.fingerprint:
            # The form comes back with what is there now.
            fresh = signing.dumps(self.fingerprint, salt=SALT)
            self.data = {**self.data.dict(), "reading": fresh}  # type: ignore[attr-defined]
            raise ValidationError(CHANGED)
        return cleaned


class NamedInHeaderMixin(WagtailAdminTemplateMixin):
    """Prints the report, the title of the view and the name of the object as breadcrumbs."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("ketamine_pages_reviews"), "label": gettext("Clinical reviews")},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]


class RecordReviewView(NamedInHeaderMixin, FormView):
    """“Reviewed, no change needed”: about the text that visitors read now."""

    form_class = RecordForm
    page_title = _("Reviewed, no change needed")
    header_icon = "check"
    template_name = "ketamine_pages/admin/reviews/record_review.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_record(request.user, self.instance):
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
    def obstacle(self) -> str:
        """Why the user cannot record a review; empty where nothing is in the way."""
        revision = self.instance.live_revision
        author = get_author_id(self.instance, revision) if revision else None
        if author == self.request.user.pk and not conf.allow_self_review:
            return gettext("You were the last to edit this text. Somebody else has to review it.")
        if has_errors(self.instance.get_findings(dict.fromkeys(REVIEW_CODES, OFF))):
            return gettext("There are errors among the checks. They have to be mended first.")
        return ""

    def get_page_subtitle(self) -> str:
        return str(self.instance)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "fingerprint": get_fingerprint(self.instance)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            instance=self.instance,
            reviewer=known_clinician(self.request.user),
            obstacle=self.obstacle,
            next_due=get_next_due(self.instance),
            view_address=getattr(self.instance, "full_url", None),
            edit_address=get_edit_address(self.instance),
            **kwargs,
        )

    def form_valid(self, form: RecordForm) -> HttpResponse:
        if self.obstacle:
            raise PermissionDenied
        record_review(
            self.instance,
            known_clinician(self.request.user),
            ReviewOutcome.NO_CHANGE_NEEDED,
            user=self.request.user,
            notes=form.cleaned_data["notes"],
        )
        text = gettext("The review of “%(title)s” is recorded.") % {"title": self.instance}
        messages.success(self.request, text)
        return redirect("ketamine_pages_reviews")


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
    return redirect(reverse("ketamine_pages_review_result", args=[state.pk]))
