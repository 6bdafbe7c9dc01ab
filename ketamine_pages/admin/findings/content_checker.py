"""Our findings in Wagtail's content checker, which runs in the preview and on the site."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail.admin import userbar
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import AbstractPage

from ketamine_pages.editing import may_edit
from ketamine_pages.gate.mixin import PublishGateMixin
from ketamine_pages.rules.findings import Severity
from ketamine_pages.rules.registry import get_rules
from ketamine_pages.rules.rule import Rule

# More than these are a list, which the report and the panel “Checks” have.
MOST_MESSAGES = 5
IMPACTS = {Severity.ERROR: "serious", Severity.WARNING: "moderate", Severity.HINT: "minor"}


def rule_id(rule: Rule) -> str:
    """The name of the checker's rule that reports what ``rule`` finds."""
    return f"ketamine-{rule.code}"


class FindingsMixin:
    """Adds one rule for each of ours. What was found comes with the options of the rule's check.

    The editor runs the rules, and the preview inside it answers them: with the findings of the
    page as it is previewed, unsaved words included.
    """

    findings: list[Any] = []
    # Of Wagtail's item: whether it runs in the form of a page.
    in_editor: bool

    def get_axe_run_only(self, request: HttpRequest) -> Any:
        chosen = super().get_axe_run_only(request)  # type: ignore[misc]
        return [*chosen, *(rule_id(rule) for rule in get_rules())] if chosen else chosen

    def get_axe_custom_rules(self, request: HttpRequest) -> list[Any]:
        own = [
            {
                "id": rule_id(rule),
                "impact": self._get_impact(rule),
                # About the page as a whole, so once a page.
                "selector": "h1",
                "tags": ["best-practice"],
                "any": [f"check-{rule_id(rule)}"],
                "enabled": True,
            }
            for rule in get_rules()
        ]
        return [*super().get_axe_custom_rules(request), *own]  # type: ignore[misc]

    def get_axe_custom_checks(self, request: HttpRequest) -> list[Any]:
        own = [
            {
                "id": f"check-{rule_id(rule)}",
                "options": {"found": sum(finding.code == rule.code for finding in self.findings)},
            }
            for rule in get_rules()
        ]
        return [*super().get_axe_custom_checks(request), *own]  # type: ignore[misc]

    def get_axe_messages(self, request: HttpRequest) -> dict[str, Any]:
        own = {
            rule_id(rule): {"error_name": rule.title, "help_text": self._get_help(rule)}
            for rule in get_rules()
        }
        return {**super().get_axe_messages(request), **own}  # type: ignore[misc]

    def _get_help(self, rule: Rule) -> str:
        """What was found, in the words of the text; in the editor, where the words are."""
        if self.in_editor:
            # It goes on running while somebody types, with the messages that it began with.
            where = gettext("The panel “Checks” names the words and leads to them.")
            return f"{rule.what_to_do} {where}"
        said = [finding.message for finding in self.findings if finding.code == rule.code]
        return " ".join([*dict.fromkeys(said[:MOST_MESSAGES]), str(rule.what_to_do)])

    def _get_impact(self, rule: Rule) -> str:
        found = [finding.severity for finding in self.findings if finding.code == rule.code]
        return IMPACTS[found[0]] if found else IMPACTS[Severity.HINT]

    @property
    def media(self) -> forms.Media:
        own = forms.Media(js=[versioned_static("ketamine_pages/admin/content-checks.js")])
        return getattr(super(), "media", forms.Media()) + own


def add_findings(request: HttpRequest, items: list[Any], page: AbstractPage | None) -> None:
    """Hook ``construct_wagtail_userbar``: add the findings to the checker, or to a site's own."""
    for position, item in enumerate(items):
        if isinstance(item, ContentCheckerItem) and not isinstance(item, FindingsMixin):
            item_class: Any = type(item)
            checker = _with_findings(item_class)(in_editor=item.in_editor)
            vars(checker).update(vars(item))
            checker.findings = get_shown_findings(request, page)
            items[position] = checker


@cache
def _with_findings(item_class: type[ContentCheckerItem]) -> Any:
    # The default item has an old name, which Wagtail advises against inheriting from.
    if item_class is getattr(userbar, "AccessibilityItem", None):
        item_class = ContentCheckerItem
    return type("FindingsChecker", (FindingsMixin, item_class), {"__module__": __name__})


def get_shown_findings(request: HttpRequest, page: AbstractPage | None) -> list[Any]:
    """The findings of the page as the screen shows it; none for those who may not edit it."""
    if not isinstance(page, PublishGateMixin):
        return []
    user = getattr(request, "user", None)
    if getattr(request, "is_preview", False):
        # Only somebody who may edit gets a preview, perhaps of what is not saved yet.
        return page.get_findings()
    return page.get_findings() if user and page.pk and may_edit(user, page) else []
