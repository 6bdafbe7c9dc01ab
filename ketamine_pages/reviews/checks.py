"""System checks about clinical reviews, and the values of their settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import connections

from ketamine_pages.reviews.task import ClinicalReviewTask
from ketamine_pages.usable import TRUE_OR_FALSE, Usable, is_between


def _are_intervals(value: object) -> bool:
    return isinstance(value, dict) and all(
        _is_reviewable(label) and (months is None or is_between(1, 120)(months))
        for label, months in value.items()
    )


def _is_reviewable(label: object) -> bool:
    try:
        return hasattr(apps.get_model(str(label)), "get_review_state")
    except (LookupError, ValueError):
        return False


USABLE: dict[str, Usable] = {
    "ALLOW_SELF_REVIEW": TRUE_OR_FALSE,
    "REQUIRE_REVIEW": TRUE_OR_FALSE,
    "REVIEW_GRACE_DAYS": (is_between(0, 3650), "a whole number between 0 and 3650"),
    "REVIEW_INTERVAL_MONTHS": (
        _are_intervals,
        'a dictionary from page types and library models, such as "ketamine_pages.Benefit", to '
        "months between 1 and 120, or None for no review",
    ),
    "WITHHOLD_AFTER_MONTHS": (
        lambda value: value is None or is_between(1, 120)(value),
        "a whole number between 1 and 120, or None for never",
    ),
}


def check_finish_action(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """W004: a workflow has a clinical review that some reviewers could not finish.

    Asks the database, so it runs with ``migrate`` and ``check --database``.
    """
    if getattr(settings, "WAGTAIL_FINISH_WORKFLOW_ACTION", None) is not None:
        return []
    for alias in databases or ():
        tables = connections[alias].introspection.table_names()
        if ClinicalReviewTask._meta.db_table not in tables:
            continue
        if ClinicalReviewTask.objects.using(alias).filter(active=True).exists():
            return [
                checks.Warning(
                    "A workflow has a clinical review, but WAGTAIL_FINISH_WORKFLOW_ACTION is not "
                    "set: reviewers who may not publish get an error when they approve.",
                    hint="Set WAGTAIL_FINISH_WORKFLOW_ACTION = "
                    '"ketamine_pages.workflow_actions.finish_clinical_review".',
                    id="ketamine_pages.W004",
                )
            ]
    return []
