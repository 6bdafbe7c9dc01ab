"""Looks at everything that is published, whatever path it took there."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Model

from ketamine_pages.batches import BATCH
from ketamine_pages.findings.site_texts import judge_site_texts
from ketamine_pages.findings.store import gated_models, objects_of, store_findings
from ketamine_pages.findings.stored import FindingVersion
from ketamine_pages.rules.findings import Finding, Severity
from ketamine_pages.site.settings import ClinicSettings

logger = logging.getLogger(__name__)

LINE = "{model} {id} “{title}”: {severity} {code}: {message}"


class Command(BaseCommand):
    """Judges all that is published, and ends with status 1 where something has errors."""

    help = (
        "Judge all published pages and library items anew, and the clinic details of each site. "
        "Finds what SQL, fixtures and time have done, brings the findings report up to date, and "
        "exits with status 1 if there are errors, or if something could not be judged."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help="How to print the findings."
        )
        parser.add_argument(
            "--level",
            choices=[severity.value for severity in Severity],
            default=Severity.ERROR.value,
            help="The least severity to print; errors only by default.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        order = list(Severity)
        shown = order[: order.index(Severity(options["level"])) + 1]
        counts: Counter[str] = Counter()
        self.failed = 0
        rows = self._judge(counts, shown)
        if options["format"] == "json":
            # Built up, since valid JSON cannot be left unfinished.
            found = list(rows)
            self.stdout.write(
                json.dumps(
                    {"counts": {s.value: counts[s.value] for s in order}, "findings": found},
                    ensure_ascii=False,
                    indent=2,
                )
            )
        else:
            for row in rows:
                self.stdout.write(LINE.format(**row))
            numbers = ", ".join(f"{counts[severity.value]} {severity.value}s" for severity in order)
            self.stdout.write(f"Found {numbers}.")
        if self.failed:
            self.stderr.write(f"Not judged, see the log: {self.failed}.")
        if counts[Severity.ERROR.value] or self.failed:
            raise SystemExit(1)

    def _judge(self, counts: Counter[str], shown: list[Severity]) -> Iterator[dict[str, Any]]:
        for instance, findings in judge_all():
            if findings is None:
                self.failed += 1
                continue
            for finding in findings:
                counts[finding.severity.value] += 1
                if finding.severity in shown:
                    yield as_row(instance, finding)


def judge_all() -> Iterator[tuple[Model, list[Finding] | None]]:
    """Everything that visitors may read, with what is wrong with it; pages are rendered.

    With ``None`` for what nobody can judge, which must not keep all others from being judged.
    """
    for model in gated_models():
        for instance in objects_of(model).iterator(chunk_size=BATCH):
            try:
                found = store_findings(instance, is_rendered=True)
            except Exception:
                logger.exception("%s %s was not judged.", model._meta.label, instance.pk)
                yield instance, None
            else:
                yield instance, found.get(FindingVersion.PUBLISHED, [])
    for clinic in ClinicSettings.objects.order_by("pk"):
        yield clinic, judge_site_texts(clinic)


def as_row(instance: Model, finding: Finding) -> dict[str, Any]:
    """A finding as plain values for JSON."""
    return {
        "model": instance._meta.label,
        "id": str(instance.pk),
        "title": str(instance),
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "what_to_do": finding.what_to_do,
        "field": finding.spot.field,
        "block": finding.spot.block,
    }
