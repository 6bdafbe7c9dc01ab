"""What publishing would do, beside a form; and publishing, when that was read."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import AbstractPage, DraftStateMixin

from ketamine_pages.admin.impact.asking import ask_before_publishing, mark_of
from ketamine_pages.admin.impact.telling import Told
from ketamine_pages.editing import get_edit_address, may_edit, may_publish
from ketamine_pages.gate.form import get_message
from ketamine_pages.gate.mixin import PublishBlocked
from ketamine_pages.impact import Publication
from ketamine_pages.shown.kinds import can_be_shown


@require_GET
def impact(request: HttpRequest, content_type_id: int, pk: str) -> HttpResponse:
    """What publishing the latest draft would do, as a piece of HTML."""
    instance = _find(content_type_id, pk)
    if not may_edit(request.user, instance):
        raise PermissionDenied
    told = Told(Publication([instance.get_latest_revision_as_object()]), request)
    context = {"told": told, "is_possible": told.is_possible}
    return render(request, "ketamine_pages/admin/impact/draft.html", context)


@require_POST
def publish_anyway(request: HttpRequest, content_type_id: int, pk: str) -> HttpResponse:
    """Publish the draft whose impact was read, and agreed to."""
    instance = _find(content_type_id, pk)
    if not may_publish(request.user, instance) or _is_locked(request, instance):
        raise PermissionDenied
    address = get_edit_address(instance, request.user) or reverse("wagtailadmin_home")
    revision = instance.get_latest_revision()
    if revision is None or mark_of(revision) != request.POST.get("revision"):
        messages.error(
            request,
            gettext("Somebody has changed the draft meanwhile. Look at it, and publish it again."),
        )
        return redirect(address)
    draft = revision.as_object()
    told = Told(Publication([draft]), request)
    if not told.is_possible:
        messages.error(request, gettext("The draft cannot be published as it is."))
        return redirect(address)
    if not told.is_agreed:
        asked = ask_before_publishing(request, draft)
        if asked is not None:
            return asked
    try:
        revision.publish(user=request.user)
    except PublishBlocked as blocked:
        messages.error(request, _reasons(blocked))
        return redirect(address)
    published = type(instance)._default_manager.get(pk=instance.pk)
    is_page = isinstance(instance, AbstractPage)
    for hook in hooks.get_hooks("after_publish_page" if is_page else "after_publish"):
        result = hook(request, published)
        if isinstance(result, HttpResponse):
            return result
    text = (
        gettext("“%(title)s” is published.")
        if published.live_revision_id == revision.pk
        else gettext("“%(title)s” is scheduled for publishing.")
    )
    messages.success(request, text % {"title": published})
    return redirect(address)


def _find(content_type_id: int, pk: str) -> Any:
    model: Any = get_object_or_404(ContentType, pk=content_type_id).model_class()
    if model is None or not can_be_shown(model) or not issubclass(model, DraftStateMixin):
        raise Http404
    try:
        return get_object_or_404(model, pk=pk)
    except (ValueError, ValidationError) as error:
        raise Http404 from error


def _is_locked(request: HttpRequest, instance: Any) -> bool:
    lock = instance.get_lock()
    return bool(lock and lock.for_user(request.user))


def _reasons(blocked: PublishBlocked) -> str:
    return format_html(
        "{}<ul>{}</ul>",
        gettext("“%(title)s” cannot be published yet.") % {"title": blocked.instance},
        format_html_join("", "<li>{}</li>", ((get_message(f),) for f in blocked.findings)),
    )
