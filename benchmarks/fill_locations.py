"""Fills a database with locations in bulk: about a minute for 100,000, where saving takes hours.

All are published, with address, hours, languages and a treatment. Some are near ``POINT``, the
others all over the United States.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from itertools import islice
from random import Random
from typing import Any

# Phoenix, as the ZIP code 85004.
POINT = (33.4557, -112.0686)
NEAR = 40
BATCH = 500


def fill(index_page: Any, size: int, treatments: list[Any], image: Any = None) -> None:
    """Publish ``size`` locations below ``index_page``, which has none yet."""
    from django.db.models.sql import InsertQuery
    from wagtail.models import Page

    from ketamine_pages.page_types.models import LocationPage

    locations = _locations(index_page, size, image)
    own_fields = LocationPage._meta.local_concrete_fields
    through: Any = LocationPage.treatments.through
    while batch := list(islice(locations, BATCH)):
        for location in batch:
            location.fill_derived_fields()
        pages = Page.objects.bulk_create(Page(**_page_values(location)) for location in batch)
        for location, page in zip(batch, pages, strict=True):
            location.page_ptr_id = location.pk = page.pk
        query = InsertQuery(LocationPage)
        query.insert_values(own_fields, batch, raw=True)
        query.get_compiler("default").execute_sql()
        through.objects.bulk_create(
            through(locationpage_id=location.pk, treatment=treatments[number % len(treatments)])
            for number, location in enumerate(batch)
        )
    Page.objects.filter(pk=index_page.pk).update(numchild=size)


def _page_values(location: Any) -> dict[str, Any]:
    from wagtail.models import Page

    return {
        field.attname: getattr(location, field.attname)
        for field in Page._meta.concrete_fields
        if field.attname != "id"
    }


def _locations(index_page: Any, size: int, image: Any) -> Iterator[Any]:
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from ketamine_pages.hours.core import Period
    from ketamine_pages.hours.form import OpeningHours
    from ketamine_pages.page_types.models import LocationPage

    random = Random(0)  # noqa: S311 (places, no secrets)
    kind = ContentType.objects.get_for_model(LocationPage)
    now = timezone.now()
    hours = [
        OpeningHours(tuple(Period(day, time(7, minute), time(17, 30)) for day in range(5)))
        for minute in range(60)
    ]
    for number in range(size):
        latitude, longitude = _place(random, number)
        slug = f"clinic-{number}"
        yield LocationPage(
            title=f"Clinic {number}",
            draft_title=f"Clinic {number}",
            slug=slug,
            path=LocationPage._get_path(index_page.path, index_page.depth + 1, number + 1),
            depth=index_page.depth + 1,
            url_path=f"{index_page.url_path}{slug}/",
            content_type=kind,
            locale=index_page.locale,
            live=True,
            first_published_at=now,
            last_published_at=now,
            street=f"{number} Ocotillo Lane",
            city="Phoenix" if number < NEAR else f"Town {number}",
            region="AZ",
            postal_code="85004",
            latitude=latitude,
            longitude=longitude,
            phone="+16025550142",
            time_zone="America/Phoenix",
            hours=hours[number % 60],
            languages=("en", "es") if number % 3 else ("en",),
            access_features=("step-free", "elevator"),
            new_patients="yes",
            telehealth=number % 2 == 0,
            image=image,
        )


def _place(random: Random, number: int) -> tuple[float, float]:
    if number < NEAR:
        latitude, longitude = POINT
        return (
            round(latitude + random.uniform(-0.25, 0.25), 6),
            round(longitude + random.uniform(-0.25, 0.25), 6),
        )
    return round(random.uniform(25, 49), 6), round(random.uniform(-124, -67), 6)
