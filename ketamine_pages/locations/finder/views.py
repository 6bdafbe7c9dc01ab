"""The finder as JSON, for scripts and apps of a site."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ketamine_pages.conf import conf
from ketamine_pages.hours.core import UnknownTimeZoneError, Wording, describe_day, today
from ketamine_pages.hours.form import get_wording
from ketamine_pages.locations.finder.facets import treatment_options
from ketamine_pages.locations.finder.forms import KILOMETRES
from ketamine_pages.locations.finder.index_page import LocationIndexPageMixin
from ketamine_pages.locations.finder.queries import offered_at
from ketamine_pages.locations.finder.search import Finder, Result
from ketamine_pages.pages.editorial import page_types_with

if TYPE_CHECKING:
    from ketamine_pages.locations.page import LocationPageMixin

MAX_PAGE_SIZE = 50


@require_safe
def locations_json(request: HttpRequest, index_id: int) -> JsonResponse:
    """The locations below an index page; the parameters are those of the finder's form.

    There is one parameter more, ``page_size``, at most 50. Wrong parameters answer 400 with
    ``errors`` by name, an index page that is not public 403 or 404.
    """
    index_page = _get_index_page(request, index_id)
    if not all(each.accept_request(request) for each in index_page.get_view_restrictions()):
        return _answer({"errors": {"": [gettext("This page is not public.")]}}, status=403)
    with override(index_page.locale.language_code):
        return _search(request, index_page)


def _get_index_page(request: HttpRequest, index_id: int) -> Any:
    site = Site.find_for_request(request)
    for model in page_types_with(LocationIndexPageMixin) if site else []:
        page = model._default_manager.live().select_related("locale").filter(pk=index_id).first()
        if page is not None:
            parts = page.get_url_parts(request)
            if parts is not None and parts[0] == site.pk:
                return page
    raise Http404("No such page on this site.")


def _search(request: HttpRequest, index_page: LocationIndexPageMixin) -> JsonResponse:
    try:
        page_size = _page_size(request.GET.get("page_size", ""))
    except forms.ValidationError as error:
        return _answer({"errors": {"page_size": error.messages}}, status=400)
    filters = any(request.GET.get(name) for name in ("treatment", "language"))
    finder = Finder(index_page, request.GET, request, page_size=page_size, with_options=filters)
    errors: dict[str, list[str]] = {
        name: [str(message) for message in messages]
        for name, messages in finder.form.errors.items()
    }
    if finder.unknown_place:
        errors["place"] = [finder.unknown_place]
    elif finder.is_valid and finder.is_past_the_end:
        errors["page"] = [finder.past_the_end]
    if errors:
        return _answer({"errors": errors}, status=400)
    place = finder.place
    return _answer(
        {
            "place": place
            and {
                "label": place.label,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "alternatives": list(place.alternatives),
            },
            "count": len(finder.hits),
            "has_more": finder.is_capped,
            "page": finder.number,
            "pages": finder.page_count,
            "distance_unit": conf.distance_unit,
            "results": _results(finder, request),
        }
    )


def _page_size(text: str) -> int:
    field = forms.IntegerField(min_value=1, max_value=MAX_PAGE_SIZE, required=False)
    return field.clean(text) or min(conf.finder_page_size, MAX_PAGE_SIZE)


def _results(finder: Finder, request: HttpRequest) -> list[dict[str, Any]]:
    treatments = _treatment_names(finder)
    wording, now = get_wording(), timezone.now()
    return [
        {
            **_location(result, request),
            "hours_today": _hours_today(result.page, now, wording),
            "treatments": treatments.get((type(result.page), result.page.pk), []),
        }
        for result in finder.results
    ]


def _location(result: Result, request: HttpRequest) -> dict[str, Any]:
    page, distance = result.page, result.kilometres
    return {
        "id": page.pk,
        "title": page.title,
        "url": page.get_full_url(request),
        "address": page.address,
        "phone": page.phone.as_e164 if page.phone else "",
        "latitude": None if page.latitude is None else float(page.latitude),
        "longitude": None if page.longitude is None else float(page.longitude),
        "distance": None
        if distance is None
        else round(distance / KILOMETRES[conf.distance_unit], 1),
        "new_patients": page.new_patients,
        "telehealth": page.telehealth,
        "languages": list(page.languages),
    }


def _hours_today(page: LocationPageMixin, now: datetime, wording: Wording) -> str:
    """The hours of today at the location, or its notice while that closes it."""
    schedule = page.get_schedule()
    if schedule is None:
        return ""
    notice = schedule.temporary
    if notice is not None and notice.closed and notice.is_active(now):
        return str(notice.message)
    if not schedule.periods and not schedule.exceptions:
        return ""
    try:
        return describe_day(today(schedule, now).hours, wording)
    except UnknownTimeZoneError:
        # A zone that has gone from the server's list since.
        return ""


def _treatment_names(finder: Finder) -> dict[tuple[Any, int], list[str]]:
    """The names of the published treatments of each page, in bulk."""
    pages = [result.page for result in finder.results]
    offered = [
        ((model, page_pk), treatment)
        for model in {type(page) for page in pages}
        for page_pk, treatment in offered_at(model, [p.pk for p in pages if type(p) is model])
    ]
    options = treatment_options({pk for _key, pk in offered}, finder.index_page.locale_id)
    labels = {key: option.label for option in options for key in option.keys}
    names: dict[tuple[Any, int], set[str]] = {}
    for key, treatment in offered:
        if treatment in labels:
            names.setdefault(key, set()).add(labels[treatment])
    return {key: sorted(found) for key, found in names.items()}


def _answer(content: dict[str, Any], status: int = 200) -> JsonResponse:
    response = JsonResponse(content, status=status)
    # Addresses may hold where somebody is.
    patch_cache_control(response, private=True)
    return response
