"""The floor that every page is compared with."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

CONTENT = "<!doctype html><title>Floor</title>" + "x" * 30_000


class FloorPage(Page):
    """A Wagtail page that costs what Wagtail costs: it serves a constant of 30 KB."""

    # For the front page of the example site, which lists its sections with their introductions.
    introduction = ""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(CONTENT)
