"""Clinics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ketamine_pages.schema_org.nodes import Node, node, ref, term


def clinic(
    node_id: str,
    *,
    name: str,
    url: str = "",
    description: str = "",
    address: Mapping[str, str] | None = None,
    point: tuple[float, float] | None = None,
    map_url: str = "",
    telephone: str = "",
    fax: str = "",
    email: str = "",
    image: str = "",
    hours: Sequence[Node] = (),
    special_hours: Sequence[Node] = (),
    services: Iterable[Node] = (),
    amenities: Iterable[str] = (),
    contacts: Sequence[Node] = (),
    organization_id: str = "",
) -> Node:
    """One clinic.

    ``address`` has ``street``, ``unit``, ``city``, ``region``, ``postal_code`` and ``country``;
    ``point`` is latitude and longitude. ``special_hours`` are given twice: Google reads dated hours
    among the regular ones, schema.org has a property of its own.
    """
    return node(
        "MedicalClinic",
        node_id,
        name=name,
        url=url,
        description=description,
        image=image,
        address=_address(address or {}),
        geo=(
            node("GeoCoordinates", latitude=point[0], longitude=point[1])
            if point is not None
            else None
        ),
        hasMap=map_url,
        telephone=telephone,
        faxNumber=fax,
        email=email,
        openingHoursSpecification=[*hours, *special_hours],
        specialOpeningHoursSpecification=list(special_hours),
        availableService=list(services),
        amenityFeature=[
            node("LocationFeatureSpecification", name=each, value=True) for each in amenities
        ],
        contactPoint=list(contacts),
        parentOrganization=ref(organization_id),
    )


def contact_point(
    contact_type: str,
    *,
    telephone: str = "",
    languages: Sequence[str] = (),
    hours: Sequence[Node] = (),
    for_hearing_impaired: bool = False,
) -> Node | None:
    """A phone with its languages (BCP 47) and hours; ``None`` where there is nothing to say."""
    if not telephone and not languages and not hours:
        return None
    return node(
        "ContactPoint",
        contactType=contact_type,
        telephone=telephone,
        availableLanguage=list(languages),
        hoursAvailable=list(hours),
        contactOption=term("HearingImpairedSupported") if for_hearing_impaired else "",
    )


def _address(values: Mapping[str, str]) -> Node | None:
    street = ", ".join(filter(None, [values.get("street"), values.get("unit")]))
    if not street and not values.get("city"):
        return None
    return node(
        "PostalAddress",
        streetAddress=street,
        addressLocality=values.get("city", ""),
        addressRegion=values.get("region", ""),
        postalCode=values.get("postal_code", ""),
        addressCountry=values.get("country", ""),
    )
