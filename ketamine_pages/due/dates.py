"""What a passing date has changed: found by the fields that models declare (``shown.kinds.Dated``)
and by blocks whose text is true until a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.blocks import Block
from wagtail.fields import StreamField

from ketamine_pages.batches import BATCH, in_batches
from ketamine_pages.blocks.time_limited import TimeLimitedBlock
from ketamine_pages.findings.store import gated_models, objects_of
from ketamine_pages.hours.core.clock import UnknownTimeZoneError, day_start, zone_for
from ketamine_pages.reviews.records import ReviewStatus
from ketamine_pages.reviews.tending import get_patience
from ketamine_pages.shown.kinds import Dated
from ketamine_pages.shown.ways import Keys

DAY = timedelta(days=1)
# A first run need not follow what has been over for longer: everything is judged every day anyway.
LONGEST = timedelta(days=366)
# How many days one query looks for in the text of pages.
DAYS = 30


class Span:
    """The time after ``since`` (``None``: long ago), until and with ``until``."""

    def __init__(self, since: datetime | None, until: datetime) -> None:
        self.since, self.until = max(since or until - LONGEST, until - LONGEST), until

    def days(self) -> tuple[date, date]:
        """The first and the last day that may begin in the span somewhere on earth."""
        return self.since.date() - DAY, self.until.date() + DAY

    def has_start_of(self, day: date, zone: tzinfo) -> bool:
        """Whether ``day`` begins in the span, in a time zone."""
        start = day_start(zone, day) if isinstance(zone, ZoneInfo) else _start(day, zone)
        return self.since < start <= self.until

    def days_begun(self) -> list[date]:
        """The days that begin in the span in the site's own time zone, in order."""
        zone, (day, last) = timezone.get_current_timezone(), self.days()
        days = [day + DAY * number for number in range((last - day).days + 1)]
        return [day for day in days if self.has_start_of(day, zone)]


def _start(day: date, zone: tzinfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def find_changed(span: Span) -> Keys:
    """Published pages and entries that say something else since a day has begun or ended."""
    found: Keys = defaultdict(set)
    for model in apps.get_models():
        if issubclass(model, Dated) and not model._meta.proxy:
            found[model] |= set(_dated(model, span))
    for model in gated_models():
        found[model] |= _with_blocks_over(model, span)
    return {model: pks for model, pks in found.items() if pks}


def _dated(model: type[Dated], span: Span) -> Iterator[Any]:
    first, last = span.days()
    names = [*((name, first, last, 0 * DAY) for name in model.first_days)]
    # What has a last day changes when the next one begins.
    names += [(name, first - DAY, last - DAY, DAY) for name in model.last_days]
    for name, least, most, after in names:
        rows = objects_of(model).filter(live=True, **{f"{name}__range": (least, most)})
        columns = ["pk", name, *([model.days_zone] if model.days_zone else [])]
        for pk, day, *zones in rows.values_list(*columns):
            if span.has_start_of(day + after, _zone(*zones)):
                yield pk


def _zone(name: str = "") -> tzinfo:
    try:
        return zone_for(name) if name else timezone.get_current_timezone()
    except UnknownTimeZoneError:
        return timezone.get_current_timezone()


def _with_blocks_over(model: type[Model], span: Span) -> set[Any]:
    """Pages with a date in their blocks that was the last day of something; perhaps some too many.

    Asks for the text of the field as it is stored, since to read each page would take hours.
    """
    last_days = [day - DAY for day in span.days_begun()]
    found: set[Any] = set()
    for field in model._meta.concrete_fields:
        if not isinstance(field, StreamField) or not _can_be_over(field.stream_block):
            continue
        name = f"{field.name}_text"
        rows = objects_of(model).filter(live=True).annotate(**{name: Cast(field.name, TextField())})
        for start in range(0, len(last_days), DAYS):
            texts = (f'"{day.isoformat()}"' for day in last_days[start : start + DAYS])
            wanted = reduce(or_, (Q(**{f"{name}__contains": text}) for text in texts))
            found |= set(rows.filter(wanted).values_list("pk", flat=True))
    return found


def _can_be_over(block: Block) -> bool:
    children: Iterable[Any] = getattr(block, "child_blocks", {}).values()
    if inner := getattr(block, "child_block", None):
        children = [*children, inner]
    return isinstance(block, TimeLimitedBlock) or any(_can_be_over(child) for child in children)


def find_reviews_over(span: Span) -> Keys:
    """Pages and entries that say something else of their review: it has run out, its days of grace
    are over, or so much time after these that numbers are withheld.
    """
    patience = get_patience()
    days = sorted(set().union(*(patience.begun_on(day) for day in span.days_begun())))
    found: Keys = defaultdict(set)
    for start in range(0, len(days), DAYS):
        over = ReviewStatus.objects.filter(next_due__in=days[start : start + DAYS])
        for type_id, key in over.values_list("content_type", "object_id"):
            model = ContentType.objects.get_for_id(type_id).model_class()
            if model is not None:
                found[model].add(model._meta.pk.to_python(key))
    return found


def in_key_batches(keys: Keys) -> Iterator[tuple[Any, list[Any]]]:
    """``keys`` in the same order each time, so many at once as should be followed together."""
    for model in sorted(keys, key=lambda model: model._meta.label):
        for batch in in_batches(sorted(keys[model]), BATCH):
            yield model, batch
