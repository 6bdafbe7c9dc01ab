"""On the dashboard: what is due is not done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from ketamine_pages.admin.late_notice import get_late_notices
from ketamine_pages.admin.reviews.access import may_see_reviews
from ketamine_pages.enquiries.permissions import ACTIONS, policy

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker


class LatePanel(Component):
    """The notice, above all other panels of the package; there only while there is one."""

    name = "ketamine_pages_late"
    template_name = "ketamine_pages/admin/due/panel.html"
    order = 110

    def __init__(self, notices: list[str]) -> None:
        self.notices = notices

    def get_context_data(self, parent_context: Mapping[str, Any] | None) -> dict[str, Any]:
        return {"notices": self.notices}


def may_be_told(user: Asker) -> bool:
    """Whether a user works with something that ``ketamine_pages_due`` keeps up to date."""
    return may_see_reviews(user) or bool(policy.user_has_any_permission(user, ACTIONS))


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Hook ``construct_homepage_panels``."""
    # In this order: where all is well, one query answers.
    if (notices := get_late_notices()) and may_be_told(request.user):
        panels.append(LatePanel(notices))
