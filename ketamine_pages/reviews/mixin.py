"""What pages and library items have in common that clinicians review."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction

from ketamine_pages.reviews.signals import content_saved
from ketamine_pages.reviews.standing import get_review_state
from ketamine_pages.rules.findings import ReviewState


class ReviewedMixin(models.Model):
    """A page or library item whose review status follows what it says.

    Stands before Wagtail's classes among the bases. Reviews are bound to the object itself, so
    copies and translations have none.
    """

    # Whether a clinician is to review objects of this kind; see REVIEW_INTERVAL_MONTHS.
    needs_review: ClassVar[bool] = True

    if TYPE_CHECKING:
        # Of the classes of Wagtail's that stand behind it.
        live: bool
        get_latest_revision_as_object: Callable[[], Self]

    class Meta:
        abstract = True

    def get_review_state(self) -> ReviewState | None:
        """How the last clinical review relates to the object as it is in memory.

        ``None`` where objects of its kind are not reviewed.
        """
        return get_review_state(self)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        # What follows a commit must not come before child objects, such as sources, are stored.
        with _one_transaction():
            result = super().save(*args, **kwargs)
            fields: Iterable[str] | None = kwargs.get("update_fields")
            content_saved.send(type(self), instance=self, update_fields=fields)
        return result


def _one_transaction() -> AbstractContextManager[Any]:
    is_in_one = transaction.get_connection().in_atomic_block
    return nullcontext() if is_in_one else transaction.atomic()
