"""Search over the public pages of the visitor's language."""

import re

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Locale, Page

RESULTS_PER_PAGE = 10
MAX_QUERY_LENGTH = 200


def search(request: HttpRequest) -> HttpResponse:
    """Show what matches ``?query=``. A page number out of range shows the nearest page."""
    query = request.GET.get("query", "").strip()[:MAX_QUERY_LENGTH]
    # Only words: SQLite and PostgreSQL each stumble over punctuation of their own.
    words = " ".join(re.findall(r"\w+", query))
    pages = Page.objects.none()
    if words:
        pages = Page.objects.live().public().filter(locale=Locale.get_active()).search(words)
    results = Paginator(pages, RESULTS_PER_PAGE).get_page(request.GET.get("page"))
    return TemplateResponse(request, "search/search.html", {"query": query, "results": results})
