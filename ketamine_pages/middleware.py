"""Middleware for the Wagtail admin, and for caches in front of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.messages import ERROR, add_message
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from wagtail.admin import messages

from ketamine_pages.conf import conf
from ketamine_pages.delivery.visit import has_personal_answer, served_page
from ketamine_pages.editing import get_edit_address
from ketamine_pages.gate.form import get_message
from ketamine_pages.gate.keeping import listening
from ketamine_pages.gate.mixin import PublishBlocked
from ketamine_pages.rules.findings import Finding

QUARTER = 15 * 60


class PublishGateMiddleware:
    """Answers with the reasons where a view of the admin tried to publish what has errors.

    Views that Wagtail does not let a package prepare, such as approving a workflow's last task
    from the dashboard, would answer "server error" otherwise. Nothing has been published or
    approved: Wagtail does both within a transaction. Nor do views tell what was kept as a draft.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with listening() as kept:
            response = self.get_response(request)
        for instance, findings in kept:
            text = gettext("“%(title)s” was not published. It is kept as a draft.")
            reasons = list_reasons(text, instance, findings)
            add_message(request, ERROR, reasons, fail_silently=True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The editor of what was refused, with a message; ``None`` outside the admin."""
        if not isinstance(exception, PublishBlocked):
            return None
        try:
            home = reverse("wagtailadmin_home")
        except NoReverseMatch:
            # A process that serves no admin.
            return None
        if not request.path.startswith(home):
            return None
        messages.error(request, describe(exception))
        instance = exception.instance
        # A copy that was refused has no editor.
        address = (instance.pk and get_edit_address(instance, request.user)) or home
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # What the admin's modal windows understand: close, and go there.
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)


def describe(blocked: PublishBlocked) -> str:
    """Why something was not published, as a message of the admin."""
    text = gettext("“%(title)s” cannot be published yet.")
    return list_reasons(text, blocked.instance, blocked.findings)


def list_reasons(text: str, instance: Model, findings: Iterable[Finding]) -> str:
    """``text`` with the title of ``instance``, and what is wrong with it."""
    return format_html(
        "{}<ul>{}</ul>",
        text % {"title": instance},
        format_html_join("", "<li>{}</li>", ((get_message(found),) for found in findings)),
    )


class SharedCacheMiddleware:
    """Lets a CDN keep the pages that all visitors share, for ``CDN_SECONDS`` at most.

    Never beyond the next full quarter of an hour: that is where midnights are, and with them hours
    of today and notices that begin or end, of which no purge can tell. Browsers ask each time, as
    nobody can purge them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if may_share(request, response):
            until_quarter = QUARTER - int(timezone.now().timestamp()) % QUARTER
            seconds = min(conf.cdn_seconds, until_quarter)
            patch_cache_control(response, public=True, max_age=0, s_maxage=seconds)
        return response


def may_share(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether ``response`` is a page that every visitor would get, and none has said otherwise."""
    return bool(
        conf.cdn_seconds
        and response.status_code == 200
        and served_page(request) is not None
        and not response.has_header("Cache-Control")
        and not response.cookies
        and not has_personal_answer(request)
    )
