"""Enquiry forms in templates. docs/reference/templates.md describes every tag."""

from __future__ import annotations

from django import template
from django.template import Context
from wagtail.coreutils import get_dummy_request

from ketamine_pages.enquiries.form_context import ShownForm, show_form
from ketamine_pages.enquiries.page import EnquiryPageMixin

register = template.Library()


@register.simple_tag(takes_context=True)
def enquiry_form(context: Context, form_page: EnquiryPageMixin) -> ShownForm:
    """The form of ``form_page``, an enquiry page, for ``enquiries/form.html``.

    A form that was sent with mistakes comes back with what was typed. The page that it is printed
    on is not kept by any cache.
    """
    page = context.get("page")
    # Pages that are rendered without a request, as in some tests of sites, have a form as well.
    request = context.get("request") or get_dummy_request()
    is_own = getattr(page, "pk", None) == form_page.pk
    bound = context.get("bound_enquiry") if is_own else None
    return show_form(form_page, request, bound, on=page)
