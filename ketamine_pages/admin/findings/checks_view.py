"""The view from which the panel “Checks” renews its list whenever a draft is saved."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from ketamine_pages.editing import may_edit
from ketamine_pages.gate.mixin import PublishGateMixin
from ketamine_pages.gate.panel import TEMPLATE, describe


@require_GET
def checks(request: HttpRequest, content_type_id: int, pk: str) -> HttpResponse:
    """The findings of the latest draft of a page or library item, as a piece of HTML."""
    content_type = get_object_or_404(ContentType, pk=content_type_id)
    model: Any = content_type.model_class()
    if model is None or not issubclass(model, PublishGateMixin):
        raise Http404
    try:
        instance = get_object_or_404(model, pk=pk)
    except (ValueError, ValidationError) as error:
        raise Http404 from error
    if not may_edit(request.user, instance):
        raise PermissionDenied
    draft = instance.get_latest_revision_as_object()
    return render(request, TEMPLATE, describe(draft))
