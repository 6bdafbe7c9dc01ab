"""Findings as they are kept for the report, so that it need not read every page."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import Severity
from ketamine_pages.rules.registry import get_rule
from ketamine_pages.targets import AboutObject

MESSAGE_LENGTH = 1000


class FindingVersion(models.TextChoices):
    """Which version a finding is about."""

    PUBLISHED = "published", _("published")
    DRAFT = "draft", _("draft")


class FindingSeverity(models.TextChoices):
    """``Severity`` for people; stored values are the same."""

    ERROR = Severity.ERROR.value, _("error")
    WARNING = Severity.WARNING.value, _("warning")
    HINT = Severity.HINT.value, _("hint")


class StoredFinding(AboutObject):
    """One finding about a page or a library item, kept up to date by the package.

    ``found_at`` is when it was first found and not when it was last looked at; ``told_at`` when
    somebody got an e-mail about it. What was mended and is wrong again is another finding.
    """

    version = models.CharField(_("version"), max_length=10, choices=FindingVersion)
    # Without choices: a site registers rules of its own, and labels belong to no migration.
    code = models.CharField(_("finding"), max_length=50)
    severity = models.CharField(_("severity"), max_length=10, choices=FindingSeverity)
    message = models.CharField(_("message"), max_length=MESSAGE_LENGTH)
    title = models.CharField(_("title"), max_length=255)
    block = models.CharField(max_length=64, blank=True)
    spot = models.CharField(_("place"), max_length=255, blank=True)
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    told_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-found_at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"], name="kp_finding_target"),
            models.Index(fields=["severity", "code"], name="kp_finding_kind"),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def what_to_do(self) -> str:
        """What the report advises; nothing where the rule is not registered any more."""
        rule = get_rule(self.code)
        return str(rule.what_to_do) if rule else ""

    def get_code_display(self) -> str:
        """The kind of finding in words; the code where its rule is not registered any more."""
        rule = get_rule(self.code)
        return str(rule.title) if rule else self.code
