"""What pages and library items have in common that clinicians review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models

from ketamine_pages.reviews.standing import get_review_state
from ketamine_pages.reviews.tracking import follow_change
from ketamine_pages.rules.findings import ReviewState


class ReviewedMixin(models.Model):
    """A page or library item whose review status follows what it says.

    Stands before Wagtail's classes among the bases. Reviews are bound to the object itself, so
    copies and translations have none.
    """

    # Whether a clinician is to review objects of this kind; see REVIEW_INTERVAL_MONTHS.
    needs_review: ClassVar[bool] = True

    class Meta:
        abstract = True

    def get_review_state(self) -> ReviewState | None:
        """How the last clinical review relates to the object as it is in memory.

        ``None`` where objects of its kind are not reviewed.
        """
        return get_review_state(self)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        result = super().save(*args, **kwargs)
        # Not a signal: those come before child objects, such as sources, are stored.
        update_fields: Iterable[str] | None = kwargs.get("update_fields")
        follow_change(self, update_fields)
        return result
