"""Looks at what the templates have made of a page: did they print what belongs on it?

- In previews the document itself is read, and the page says what is missing.
- The gate renders the page once, as in a preview, before it is published.
- For visitors, what the templates have noted counts (``delivery.ledger``), and the log is told;
  with ``DEBUG`` the page says it as well. Parts that come from the cache were looked at when they
  were rendered.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ketamine_pages.delivery.cache import resilient_cache
from ketamine_pages.delivery.ledger import Ledger, ledger_of
from ketamine_pages.delivery.visit import start_visit
from ketamine_pages.gate.facts import get_severities, read_page
from ketamine_pages.pages.promises import find_unprinted, promised_notices
from ketamine_pages.rules.absence_rules import RENDERING_CODES, RULES
from ketamine_pages.rules.findings import OFF, Finding
from ketamine_pages.rules.judging import judge_page
from ketamine_pages.rules.page_facts import PageFacts, Unprinted
from ketamine_pages.shown.shelf import Shelf

logger = logging.getLogger(__name__)

Response = TypeVar("Response", bound=HttpResponse)

LOOKING = "ketamine_pages_looking"
BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)

# How often, at most, the log is told the same about a page.
SECONDS = 3600


@dataclass
class Looking:
    """Somebody renders a page to see what it prints; ``None`` until it is rendered."""

    unprinted: tuple[Unprinted, ...] | None = None


class WatchedPage(models.Model):
    """A page whose rendering is looked at."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        template = self.get_template(request, *args, **kwargs)  # type: ignore[attr-defined]
        return watch(response, request, self, template)

    def serve_preview(self: Any, request: HttpRequest, mode_name: str) -> HttpResponse:
        response: HttpResponse = super().serve_preview(request, mode_name)  # type: ignore[misc]
        return watch(response, request, self, self.get_template(request))

    def get_publish_findings(
        self: Any, severities: Mapping[str, str] | None = None
    ) -> list[Finding]:
        """As ``get_findings``, with what the templates of the site leave out of the page."""
        severities = get_severities(severities)
        facts = read_page(self)
        if any(severities.get(code) != OFF for code in RENDERING_CODES):
            facts = replace(facts, unprinted=look(self))
        return judge_page(facts, severities)


def look(page: Any) -> tuple[Unprinted, ...]:
    """Render ``page`` as it is in memory, and say what is missing. One rendering.

    Nothing for a page without an address, which nobody is shown, and nothing where another program
    prints the page.
    """
    if not page.pk or not page.full_url:
        return ()
    looking = Looking()
    # The middleware of the site takes part, and may choose another language.
    with translation.override(translation.get_language()):
        page.make_preview_request(extra_request_attrs={LOOKING: looking})
    if looking.unprinted is None:
        logger.warning("What %r prints could not be looked at.", page)
    return looking.unprinted or ()


def watch(
    response: Response,
    request: HttpRequest,
    page: Any,
    template: str | Sequence[str],
    *,
    in_full: bool = True,
) -> Response:
    """Look at ``response`` as soon as it is rendered, if it is that of the page's own ``template``.

    ``in_full`` is false for what is only about the page, such as thanks for an enquiry: then the
    crisis panel is all that has to be there.
    """
    if not isinstance(response, SimpleTemplateResponse) or response.template_name != template:
        return response
    context = response.context_data or {}
    ledger = ledger_of(context)
    if ledger is not None:
        # Callbacks come in their order, and those that change the headers only may be there.
        response.add_post_render_callback(
            lambda rendered: _look_at(rendered, request, page, context, ledger, in_full)
        )
    return response


def _look_at(
    response: HttpResponse,
    request: HttpRequest,
    page: Any,
    context: Mapping[str, Any],
    ledger: Ledger,
    in_full: bool,
) -> None:
    visit = start_visit(request)
    if visit is not None and not visit.is_fresh:
        return
    is_preview = bool(getattr(request, "is_preview", False))
    notices = promised_notices(page, context.get("shelf") or Shelf()) if in_full else []
    html = response.content.decode(response.charset)
    unprinted = tuple(
        find_unprinted(context["wording"], notices, html, None if is_preview else ledger)
    )
    looking: Looking | None = request.__dict__.get(LOOKING)
    if looking is not None:
        looking.unprinted = unprinted
    if not unprinted:
        return
    if not is_preview:
        _log(page, unprinted)
    if is_preview or settings.DEBUG:
        response.content = _with_lines(html, unprinted)


def _log(page: Any, unprinted: Sequence[Unprinted]) -> None:
    missing = ", ".join(repr(each.title) if each.title else "crisis panel" for each in unprinted)
    key = f"ketamine_pages.unprinted.{page._meta.label}.{page.pk}"
    if resilient_cache.get(key) != missing:
        resilient_cache.set(key, missing, SECONDS)
        logger.error("%r was printed without: %s.", page, missing)


def _with_lines(html: str, unprinted: tuple[Unprinted, ...]) -> str:
    """``html`` with a line for each finding, first of all that can be read."""
    facts = PageFacts(passages=(), today=timezone.localdate(), unprinted=unprinted)
    found = [
        (each.message, rule.what_to_do)
        for rule in RULES
        if rule.code in RENDERING_CODES and rule.in_pages is not None
        if rule.get_severity(get_severities()) is not None
        for each in rule.in_pages(facts)
    ]
    lines: SafeString = format_html(
        '<div class="kp"><div class="kp-not-shown" role="alert">{}</div></div>',
        format_html_join("", "<p>{} {}</p>", found),
    )
    if not found:
        return html
    start = BODY.search(html)
    place = start.end() if start else 0
    return html[:place] + lines + html[place:]
