"""What happens to a form that is sent, and the page that thanks for it.

Both live at the address of the enquiry page: a hook of Wagtail's puts :func:`serve_enquiries`
around the serving of pages, after Wagtail has asked whether the visitor may see the page.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import swapper
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.debug import sensitive_variables
from wagtail.models import AbstractPage, Site

from ketamine_pages.answers import AnswersUnreadable
from ketamine_pages.enquiries.form_context import SHOWS_FORM
from ketamine_pages.enquiries.forms import CONSENT, TOKEN, EnquiryForm, get_form_class
from ketamine_pages.enquiries.guards import Attempt, find_suspicions
from ketamine_pages.enquiries.offered_locations import find_location
from ketamine_pages.enquiries.page import EnquiryPageMixin
from ketamine_pages.enquiries.records import ConsentWording
from ketamine_pages.enquiries.source import get_source
from ketamine_pages.enquiries.storing import OverLimit, Submission, find_stored, store
from ketamine_pages.enquiries.tokens import (
    FormToken,
    digest_of,
    read_reference,
    read_token,
    sign_reference,
    submission_key,
)
from ketamine_pages.pages.watched import watch

logger = logging.getLogger(__name__)

THANKS = "sent"
THANKS_TEMPLATE = "ketamine_pages/enquiries/enquiry_thanks.html"

Serve = Callable[[Any, HttpRequest, Any, Any], HttpResponse]


def serve_enquiries(serve: Serve) -> Serve:
    """Take what is sent to enquiry pages, and keep pages with a form out of caches."""

    # The outermost function that knows what a visitor wrote: Django's error reports leave out the
    # variables of everything that it calls.
    @sensitive_variables()
    def serve_or_receive(
        page: AbstractPage, request: HttpRequest, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponse:
        if not isinstance(page, EnquiryPageMixin):
            response = serve(page, request, args, kwargs)
        elif request.method == "POST":
            # What Django's decorator does, which wants a view's arguments.
            request.sensitive_post_parameters = "__ALL__"  # type: ignore[attr-defined]
            response = receive(page, request)
        elif THANKS in request.GET:
            response = thank(page, request)
        else:
            response = serve(page, request, args, kwargs)
        return keep_out_of_caches(response, request)

    return serve_or_receive


def keep_out_of_caches(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Set ``Cache-Control: no-store`` if the answer turns out to have a form."""

    def mark(rendered: HttpResponse) -> None:
        if hasattr(request, SHOWS_FORM):
            rendered["Cache-Control"] = "no-store"

    if isinstance(response, TemplateResponse):
        response.add_post_render_callback(mark)
    else:
        mark(response)
    return response


def receive(page: EnquiryPageMixin, request: HttpRequest) -> HttpResponse:
    """Store what was sent and lead to the thanks, or show the form with what is wrong with it."""
    token = read_token(request.POST.get(TOKEN, ""), page.pk)
    form = _bound_form(page, request)
    consent_text = _agreed_wording(page, token)
    if consent_text is None:
        form.add_error(
            CONSENT, gettext("These words have changed meanwhile. Please read them again.")
        )
    if not form.is_valid():
        return show_page(page, request, form)
    key = submission_key(token, form.get_fingerprint()) if token else ""
    if stored := find_stored(key):
        return _to_thanks(page, request, stored.reference)
    submission = _make_submission(page, request, form, token, consent_text or "", key)
    try:
        enquiry = store(submission)
    except OverLimit:
        form.add_error(
            None,
            gettext(
                "Too many enquiries are coming in just now, and yours was not sent. Please call "
                "us, or try again in an hour."
            ),
        )
        return show_page(page, request, form, status=429)
    except (AnswersUnreadable, DatabaseError) as error:
        # Encryption that lacks its library, a deadlock: whoever wrote must not find it gone.
        logger.error("An enquiry was not stored: %s.", type(error).__name__)
        form.add_error(
            None,
            gettext(
                "Something is wrong on our side, and your enquiry was not sent. What you wrote is "
                "still here. Please call us, or try again later."
            ),
        )
        return show_page(page, request, form, status=503)
    return _to_thanks(page, request, enquiry.reference)


def show_page(
    page: EnquiryPageMixin, request: HttpRequest, form: EnquiryForm, status: int = 200
) -> TemplateResponse:
    """The page with a form that was sent, and what is wrong with it; what was typed is kept."""
    context = {**page.get_context(request), "bound_enquiry": form}
    template = page.get_template(request)
    response = TemplateResponse(request, template, context, status=status)
    return watch(response, request, page, template)


def thank(page: EnquiryPageMixin, request: HttpRequest) -> HttpResponse:
    """The page that thanks; without a valid token, the way back to the form."""
    reference = read_reference(request.GET[THANKS])
    if not reference:
        return _redirect(page, request)
    context = {**page.get_context(request), "reference": reference}
    response = TemplateResponse(request, THANKS_TEMPLATE, context)
    response["Cache-Control"] = "no-store"
    return watch(response, request, page, THANKS_TEMPLATE, in_full=False)


@sensitive_variables()
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For ``CSRF_FAILURE_VIEW``: an enquiry page keeps what was typed, and says what to do.

    Any other address gets Django's own page.
    """
    request.sensitive_post_parameters = "__ALL__"  # type: ignore[attr-defined]
    page = _find_page(request)
    if page is None:
        return plain_csrf_failure(request, reason)
    form = _bound_form(page, request)
    form.add_error(
        None,
        gettext(
            "Nothing was sent yet: your browser did not confirm that it was you. What you wrote is "
            "still here; please send it again. If this comes again, allow cookies for this site, "
            "or call us."
        ),
    )
    response = show_page(page, request, form, status=403)
    response["Cache-Control"] = "no-store"
    # Outside the views Django renders nothing for us.
    return response.render()


def _find_page(request: HttpRequest) -> Any:
    """The public enquiry page at the address of the request, or ``None``."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    if match.view_name != "wagtail_serve":
        return None
    path = match.args[0] if match.args else match.kwargs.get("path", "")
    base = swapper.load_model("wagtailcore", "Page")
    found = base.route_for_request(request, path)
    page = found[0].specific if found else None
    is_open = isinstance(page, EnquiryPageMixin) and not page.get_view_restrictions().exists()
    return page if is_open else None


def _bound_form(page: EnquiryPageMixin, request: HttpRequest) -> EnquiryForm:
    form_class = get_form_class(page, request, request.POST.get("location", ""))
    return form_class(request.POST, page=page)


def _agreed_wording(page: EnquiryPageMixin, token: FormToken | None) -> str | None:
    """The consent that the visitor has read; ``None`` where nobody knows it any more."""
    if token is None or token.consent_digest == digest_of(page.consent_text):
        return str(page.consent_text)
    used = ConsentWording.objects.filter(digest=token.consent_digest)
    return used.values_list("text", flat=True).first()


def _make_submission(
    page: EnquiryPageMixin,
    request: HttpRequest,
    form: EnquiryForm,
    token: FormToken | None,
    consent_text: str,
    key: str,
) -> Submission:
    source = get_source(request)
    attempt = Attempt(
        data=request.POST,
        token_text=request.POST.get(TOKEN, ""),
        token=token,
        source=source,
        sent_at=time.time(),
    )
    chosen = form.get_location_id()
    return Submission(
        page=page,
        site=Site.find_for_request(request),
        location=find_location(page, request, chosen) if chosen else None,
        answers=form.get_answers(),
        consent_text=consent_text,
        key=key,
        source=source,
        suspicions=find_suspicions(attempt),
    )


def _to_thanks(page: EnquiryPageMixin, request: HttpRequest, reference: str) -> HttpResponse:
    return _redirect(page, request, f"?{THANKS}={sign_reference(reference)}")


def _redirect(page: EnquiryPageMixin, request: HttpRequest, query: str = "") -> HttpResponse:
    response = HttpResponseRedirect(f"{page.get_url(request)}{query}")
    # Whatever was sent, the answer is another page to be asked for by GET.
    response.status_code = 303
    response["Cache-Control"] = "no-store"
    return response
