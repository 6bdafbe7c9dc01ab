"""The structured data of a location: a clinic as schema.org describes one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone

from ketamine_pages import schema_org
from ketamine_pages.delivery.once import TemplateContext, once
from ketamine_pages.hours.core import Schedule, UnknownTimeZoneError
from ketamine_pages.images.renditions import join
from ketamine_pages.schema_org import Node
from ketamine_pages.schema_org.sites import organization_id
from ketamine_pages.search_engines.entities import point_of, printed_entities, treatment_link
from ketamine_pages.search_engines.frame import Frame

if TYPE_CHECKING:
    from phonenumber_field.phonenumber import PhoneNumber

    from ketamine_pages.locations.page import LocationPageMixin


class ClinicDataMixin(models.Model):
    """The structured data of a location. Stands before ``EditorialPageMixin`` among the bases."""

    sitemap_images: ClassVar[Sequence[str]] = ("image",)

    class Meta:
        abstract = True

    def get_structured_entities(self, context: Mapping[str, Any]) -> list[Node]:
        """The clinic, with everything that the page prints about it."""
        frame = Frame(self, context)
        return [clinic_node(frame), *printed_entities(frame)]


def clinic_node(frame: Frame) -> Node:
    """The clinic that the page is about."""
    location = frame.page
    schedule = location.get_schedule()
    hours, special_hours = _hours(schedule)
    offered = treatments_offered(location, frame.context)
    return schema_org.clinic(
        f"{frame.url}#clinic",
        name=location.title,
        url=frame.url,
        description=location.introduction,
        address=location.address,
        point=point_of(location),
        map_url=location.get_directions_url(),
        telephone=_number(location.phone),
        fax=_number(location.fax),
        email=location.email,
        image=join(frame.parts[0], frame.image),
        hours=hours,
        special_hours=special_hours,
        services=[treatment_link(frame, *each) for each in offered],
        amenities=location.get_access_features_display(),
        contacts=_contacts(location),
        organization_id=organization_id(frame.root),
    )


def treatments_offered(location: LocationPageMixin, context: TemplateContext) -> list[Any]:
    """``[(treatment, page), …]``: what a location offers, ``page`` being ``None`` without one."""
    return once(
        context,
        ("offers", location.pk),
        lambda: location.get_public_treatments(context.get("request")),
    )


def _contacts(location: LocationPageMixin) -> list[Node]:
    hours, special_hours = _hours(location.get_phone_schedule())
    voice = schema_org.contact_point(
        "customer service",
        telephone=_number(location.phone),
        languages=list(location.languages),
        hours=[*hours, *special_hours],
    )
    tty = schema_org.contact_point(
        "customer service", telephone=_number(location.tty), for_hearing_impaired=True
    )
    return [each for each in (voice, tty) if each]


def _hours(schedule: Schedule | None) -> tuple[list[Node], list[Node]]:
    if schedule is None:
        return [], []
    try:
        today = timezone.now().astimezone(schedule.zone).date()
    except UnknownTimeZoneError:
        return [], []
    return schema_org.opening_hours(schedule), schema_org.special_opening_hours(schedule, today)


def _number(phone: PhoneNumber | None) -> str:
    return phone.as_e164 if phone else ""
