"""Nothing is taken from published pages before somebody has seen what that does to them.

Wagtail's own confirmation pages of library items say it. Where Wagtail has no page that could, as
for publishing, or none of ours, as for pages, there is one more page; only where statements, safety
information or reviews are lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import AbstractPage, DraftStateMixin

from ketamine_pages.admin.impact.telling import AGREED, Told
from ketamine_pages.editing import get_edit_address
from ketamine_pages.impact import Plan, Publication, Removal
from ketamine_pages.shown.kinds import can_be_shown
from ketamine_pages.targets import target_of

PUBLISH_URL_NAME = "ketamine_pages_publish_anyway"

# What the page in between sends, when it was read.
CONFIRMED = "kp-confirmed"


class AsksFirstMixin:
    """A view that asks before it takes an item away: says what that does, and has it agreed to.

    ``render_to_response`` and the rest are those of Wagtail's view, which stands behind it.
    """

    object: Any
    request: HttpRequest

    @cached_property
    def told(self) -> Told:
        """What it would do."""
        return Told(Removal([self.object]), self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(  # type: ignore[misc]
            told=self.told, **kwargs
        )
        return context

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.told.is_agreed:
            context = self.get_context_data(is_unanswered=True)
            unanswered: HttpResponse = self.render_to_response(context)  # type: ignore[attr-defined]
            return unanswered
        response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        return response


def ask_before_publishing(request: HttpRequest, instance: Model) -> HttpResponse | None:
    """Hooks ``before_publish`` and ``before_publish_page``: the draft is saved, and not live yet.

    ``instance`` is as the draft is. ``None`` where nobody loses anything, so that Wagtail goes on.
    """
    if not can_be_shown(type(instance)) or not isinstance(instance, DraftStateMixin):
        return None
    told = Told(Publication([instance]), request)
    if not told.takes_away:
        return None
    target = target_of(instance)
    action = reverse(PUBLISH_URL_NAME, args=[target["content_type"].pk, target["object_id"]])
    return ask(
        request,
        told,
        title=gettext("Before you publish"),
        subtitle=str(instance),
        action=action,
        explanation=gettext("Your draft is saved. It is not published yet."),
        yes=gettext("Publish it"),
        no=gettext("Keep it as a draft"),
        back=get_edit_address(instance, request.user) or reverse("wagtailadmin_home"),
        carried=[("revision", mark_of(instance.get_latest_revision()))],
    )


def ask_before_unpublishing(request: HttpRequest, page: AbstractPage) -> HttpResponse | None:
    """Hook ``before_unpublish_page``, which Wagtail asks when somebody has confirmed it."""
    below = bool(request.POST.get("include_descendants"))
    return _ask_unless_confirmed(
        request,
        Removal([page], with_descendants=below),
        title=gettext("Before you unpublish"),
        subtitle=str(page),
        yes=gettext("Unpublish it"),
        no=gettext("Keep it published"),
    )


def ask_before_deleting(request: HttpRequest, page: AbstractPage) -> HttpResponse | None:
    """Hook ``before_delete_page``: says it on Wagtail's page, and asks when that is confirmed."""
    plan = Removal([page], with_descendants=True)
    if request.method != "POST":
        told = Told(plan, request)
        if told.takes_away:
            messages.warning(request, " ".join(told.sentences))
        return None
    return _ask_unless_confirmed(
        request,
        plan,
        title=gettext("Before you delete"),
        subtitle=str(page),
        yes=gettext("Delete it"),
        no=gettext("Keep it"),
    )


def ask_before_bulk_action(
    request: HttpRequest, action_type: str, objects: list[Any], action: BulkAction
) -> HttpResponse | None:
    """Hook ``before_bulk_action``: pages that others reuse, all that are chosen together."""
    pages = [each.specific for each in objects if isinstance(each, AbstractPage)]
    form = action.cleaned_form
    below = bool(form and form.cleaned_data.get("include_descendants"))
    if action_type == "publish":
        return _ask_unless_confirmed(
            request,
            Publication(
                each.get_latest_revision_as_object() for each in pages if can_be_shown(type(each))
            ),
            title=gettext("Before you publish"),
            yes=gettext("Publish them"),
            no=gettext("Keep them as they are"),
            back=action.next_url,
        )
    if action_type == "unpublish":
        return _ask_unless_confirmed(
            request,
            Removal(pages, with_descendants=below),
            title=gettext("Before you unpublish"),
            yes=gettext("Unpublish them"),
            no=gettext("Keep them published"),
            back=action.next_url,
        )
    if action_type == "delete":
        return _ask_unless_confirmed(
            request,
            Removal(pages, with_descendants=True),
            title=gettext("Before you delete"),
            yes=gettext("Delete them"),
            no=gettext("Keep them"),
            back=action.next_url,
        )
    return None


def _ask_unless_confirmed(request: HttpRequest, plan: Plan, **words: Any) -> HttpResponse | None:
    told = Told(plan, request)
    if not told.takes_away:
        return None
    if CONFIRMED in request.POST and told.is_agreed:
        return None
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", CONFIRMED, AGREED)
    ]
    back = get_valid_next_url_from_request(request) or reverse("wagtailadmin_home")
    words.setdefault("back", back)
    return ask(request, told, action=request.get_full_path(), carried=carried, **words)


def ask(
    request: HttpRequest, told: Told, *, carried: Iterable[tuple[str, str]], **words: Any
) -> HttpResponse:
    """The page in between: what would be lost, and a form that sends ``carried`` once more."""
    context = {
        "told": told,
        "carried": list(carried),
        "is_unanswered": CONFIRMED in request.POST,
        "header_icon": "warning",
        **words,
    }
    return TemplateResponse(request, "ketamine_pages/admin/impact/confirm.html", context)


def mark_of(revision: Any) -> str:
    """Which text a revision has: it may be written over by a draft that is saved later."""
    return f"{revision.pk}@{revision.created_at.isoformat()}"
