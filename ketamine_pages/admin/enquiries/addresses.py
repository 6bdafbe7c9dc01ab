"""Addresses of the inbox."""

from __future__ import annotations

from django.urls import reverse

from ketamine_pages.enquiries.records import Enquiry

NAMESPACE = "ketamine_pages_enquiries"
ICON = "mail"


def url_name(name: str) -> str:
    return f"{NAMESPACE}:{name}"


def address_of(enquiry: Enquiry) -> str:
    """Where an enquiry is read."""
    return reverse(url_name("inspect"), args=[enquiry.pk])


def index_of(enquiry: Enquiry) -> str:
    """The name of the list that an enquiry stands in."""
    return url_name("spam" if enquiry.is_suspected or enquiry.status == "spam" else "index")
