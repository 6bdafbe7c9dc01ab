"""Table columns of lists and choosers. Functions, because a column belongs to one table."""

from __future__ import annotations

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, StatusFlagColumn

TITLE_WIDTH = "35%"
# Has a least width in static/ketamine_pages/admin/admin.css, for phones.
TITLE_CLASS = "kp-title"


class NamesColumn(Column):
    """The names of several related objects, which the queryset has prefetched."""

    def get_value(self, instance: Model) -> str:
        return ", ".join(str(related) for related in getattr(instance, self.accessor).all())


def choice(field: str, label: str | Promise, sort_key: str | None = None) -> Column:
    """The label of a field with choices."""
    return Column(f"get_{field}_display", label=label, sort_key=sort_key)


def evidence() -> Column:
    """The evidence level in words, sorted from strong to none."""
    return choice("evidence_level", _("Evidence"), "evidence_rank")


def treatment() -> Column:
    return Column("treatment", label=_("Treatment"), sort_key="treatment__name")


def sources() -> Column:
    return Column("source_count", label=_("Sources"), sort_key="source_count")


def confirmation(sort_key: str | None = None) -> Column:
    """Marks starter content that no clinician has confirmed yet."""
    return StatusFlagColumn(
        "needs_confirmation",
        label=_("Check"),
        true_label=_("unconfirmed"),
        sort_key=sort_key,
    )


def withdrawn(sort_key: str | None = None) -> Column:
    """Marks sources that were retracted or replaced."""
    return StatusFlagColumn(
        "is_withdrawn", label=_("Withdrawn"), true_label=_("withdrawn"), sort_key=sort_key
    )


def active(sort_key: str | None = None) -> Column:
    return BooleanColumn("active", label=_("Active"), sort_key=sort_key)
