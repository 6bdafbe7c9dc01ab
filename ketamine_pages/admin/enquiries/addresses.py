"""Addresses of the inbox."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

NAMESPACE = "ketamine_pages_enquiries"
ICON = "mail"


def url_name(name: str) -> str:
    return f"{NAMESPACE}:{name}"


def address_of(enquiry: Any) -> str:
    """Where an enquiry is read."""
    return reverse(url_name("inspect"), args=[enquiry.pk])


def index_of(enquiry: Any) -> str:
    """The name of the list that an enquiry stands in."""
    return url_name("spam" if enquiry.is_suspected or enquiry.status == "spam" else "index")
