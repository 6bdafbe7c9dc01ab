"""Who is printed as the reviewer of a page, for the walk from changes to pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import get_page_models

from ketamine_pages.reviews.records import ClinicalReview, ReviewStatus
from ketamine_pages.shown.registry import Aspect, register_pages
from ketamine_pages.shown.relations import base_pages, chunks
from ketamine_pages.shown.ways import Way


def register_ways() -> None:
    """The line about the review of a page names the clinician."""
    clinician: Any = ClinicalReview._meta.get_field("reviewer").related_model
    register_pages(clinician, Way.CARD, pages_reviewed_by, [Aspect.WORDS])


def pages_reviewed_by(model: type[Model], pks: Iterable[Any]) -> set[Any]:
    """The pages whose last review is by one of these clinicians."""
    types = list(ContentType.objects.get_for_models(*get_page_models()).values())
    to_python = base_pages().model._meta.pk.to_python
    found: set[Any] = set()
    for chunk in chunks(pks):
        rows = ReviewStatus.objects.filter(review__reviewer__in=chunk, content_type__in=types)
        found.update(to_python(pk) for pk in rows.values_list("object_id", flat=True))
    return found
