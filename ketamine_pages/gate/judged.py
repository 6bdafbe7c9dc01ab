"""What has been found about an object, kept for as long as it is certain to be the same.

A form, ``publish()`` and ``save()`` ask one after the other about the same text, each on its own
copy of the object. The answer of the first is handed on with the object. It counts only where
nothing is different: neither the text, nor anything that pages may show (the version of all
content), nor the day, nor the severities.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from ketamine_pages.delivery.version import read_version
from ketamine_pages.gate.facts import get_severities
from ketamine_pages.rules.findings import Finding

if TYPE_CHECKING:
    from ketamine_pages.gate.mixin import PublishGateMixin

JUDGED = "_ketamine_pages_judged"

# What Wagtail itself writes when it stores or publishes a text, and no rule reads.
WRITTEN_BY_PUBLISHING = frozenset(
    {
        "draft_title", "expired", "first_published_at", "has_unpublished_changes",
        "last_published_at", "latest_revision", "latest_revision_created_at", "live",
        "live_revision",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Grounds:
    """All that findings depend on."""

    text: str
    version: str
    day: date
    severities: dict[str, str]


@dataclass(frozen=True)
class Judgement:
    """Findings, and what they were found on."""

    grounds: Grounds
    findings: list[Finding]


def judge(instance: PublishGateMixin, severities: Mapping[str, str] | None = None) -> list[Finding]:
    """The findings about ``instance``, which keeps them for those who ask next."""
    # Read before what is judged: what changes meanwhile has another version.
    grounds = _grounds(instance.serializable_data(), severities)
    if (known := _kept(instance)) is not None and known.grounds == grounds:
        return known.findings
    findings = instance.get_publish_findings(severities)
    instance.__dict__[JUDGED] = Judgement(grounds, findings)
    return findings


def recall(instance: PublishGateMixin, content: Mapping[str, Any]) -> list[Finding] | None:
    """What was found about ``content`` when ``instance`` said the same; ``None`` if unknown."""
    known = _kept(instance)
    if known is None or known.grounds != _grounds(content):
        return None
    return known.findings


def is_judged(instance: PublishGateMixin) -> bool:
    """Whether something is kept, which may be out of date."""
    return _kept(instance) is not None


def hand_on(instance: PublishGateMixin, other: PublishGateMixin) -> None:
    """``other`` may say what ``instance`` said when it was judged."""
    if (known := _kept(instance)) is not None:
        other.__dict__[JUDGED] = known


def forget(instance: PublishGateMixin) -> None:
    """Whoever asks next is to judge anew."""
    instance.__dict__.pop(JUDGED, None)


def _kept(instance: PublishGateMixin) -> Judgement | None:
    known: Judgement | None = instance.__dict__.get(JUDGED)
    return known


def _grounds(content: Mapping[str, Any], severities: Mapping[str, str] | None = None) -> Grounds:
    said = {name: value for name, value in content.items() if name not in WRITTEN_BY_PUBLISHING}
    # As text: a revision that comes from the database has no dates, but what stands for them.
    text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True)
    return Grounds(text, read_version(), timezone.localdate(), get_severities(severities))
