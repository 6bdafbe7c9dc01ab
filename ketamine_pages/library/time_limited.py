"""Facts that are true until a date."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from ketamine_pages.shown.kinds import Dated


class TimeLimited(Dated, models.Model):
    """A library item that may have a last day. Stands before ``LibraryItem`` among the bases.

    After that day pages leave it out, as they do with a draft, unless ``hides_when_expired`` is
    false.
    """

    expires_on = models.DateField(
        _("true until"),
        null=True,
        blank=True,
        help_text=_("Only for facts that end on a known date, such as a temporary rule."),
    )

    last_days = ("expires_on",)
    hides_when_expired: ClassVar[bool] = True
    time_panels = [FieldPanel("expires_on")]

    class Meta:
        abstract = True

    @property
    def is_expired(self) -> bool:
        """Whether the last day is over."""
        return self.expires_on is not None and self.expires_on < timezone.localdate()

    @property
    def is_public(self) -> bool:
        """Whether visitors may see the item now."""
        is_over = self.hides_when_expired and self.is_expired
        return bool(super().is_public) and not is_over  # type: ignore[misc]
