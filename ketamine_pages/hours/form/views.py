"""The admin view that the form asks, while an editor types, what visitors will read."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ketamine_pages.hours.form.preview import describe
from ketamine_pages.hours.form.reading import read
from ketamine_pages.hours.form.typed import from_data


@never_cache
@require_POST
def preview(request: HttpRequest) -> JsonResponse:
    """What visitors would read of the sent form, or what is wrong with it; saves nothing.

    Takes the inputs of the form field that the parameter ``field`` names. Wagtail lets in only
    users who may use the admin. ``times`` tells how typed times were understood.
    """
    reading = read(from_data(request.POST, request.POST.get("field", "")))
    return JsonResponse({**describe(reading), "times": reading.times})
