"""Treatments, conditions, notices and clinics of a page, as nodes of its graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ketamine_pages import schema_org
from ketamine_pages.library.choices import ControlledSchedule, RegulatoryStatus
from ketamine_pages.schema_org import Node
from ketamine_pages.schema_org.sites import organization_id
from ketamine_pages.search_engines.frame import Frame, plain

if TYPE_CHECKING:
    from wagtail.models import AbstractPage

    from ketamine_pages.library.condition import Condition, Indication
    from ketamine_pages.library.item import LibraryItem
    from ketamine_pages.library.treatment import Treatment
    from ketamine_pages.locations.page import LocationPageMixin

Printing = tuple[Any, Any, Any]


def printed_entities(
    frame: Frame,
    *,
    main: Treatment | None = None,
    conditions: Iterable[Printing] = (),
) -> list[Node]:
    """What the page has printed, the ``main`` treatment first.

    ``conditions`` (with indication and treatment) are those that the page prints outside its
    blocks; its notices are known to the frame. The locations that have a card are in the context as
    ``shown_locations``.
    """
    seen = [*conditions]
    with_treatment = [*frame.derived_notices]
    for shown in frame.shown:
        seen += [(each.condition, each.indication, each.treatment) for each in shown.conditions]
        with_treatment += shown.notices
    # A template of the site's own may have left something out.
    seen = [each for each in seen if frame.was_printed(each[0])]
    with_treatment = [each for each in with_treatment if frame.was_printed(each[0])]
    treatments = [main, *(each[2] for each in seen), *(each[1] for each in with_treatment)]
    nodes: list[Node] = []
    for treatment in {each.translation_key: each for each in treatments if each}.values():
        own = [notice for notice, of in with_treatment if is_same(of, treatment)]
        url = frame.url if is_same(main, treatment) else ""
        nodes += treatment_nodes(frame, treatment, unique(own), url=url)
    nodes += [condition_node(frame, *each) for each in seen]
    return nodes + clinic_nodes(frame, frame.context.get("shown_locations") or ())


def list_first(
    frame: Frame, items: Sequence[Node | tuple[str, str]], **properties: Any
) -> list[Node]:
    """The list of what the page leads to or tells about, as its main entity; empty for nothing."""
    listed = schema_org.item_list(
        frame.url, items, name=str(frame.context.get("heading") or frame.page.title), **properties
    )
    return [listed] if listed else []


def is_same(one: LibraryItem | None, other: LibraryItem | None) -> bool:
    """Whether two library items are translations of each other."""
    return bool(one and other and one.translation_key == other.translation_key)


def unique(items: Iterable[Any]) -> list[Any]:
    """``items`` without those that are there already in this or another language."""
    return list({item.translation_key: item for item in items}.values())


def treatment_nodes(
    frame: Frame, treatment: Treatment, notices: Iterable[Any] = (), *, url: str = ""
) -> list[Node]:
    """The treatment, and its product where that is approved for the use described here."""
    treatment_id = frame.id_of(treatment)
    is_product = treatment.printed_status == RegulatoryStatus.APPROVED
    texts = [(notice.kind, notice.title, plain(notice.text)) for notice in notices]
    product_id = f"{treatment_id}-product" if is_product else ""
    legal_status = _legal_status(treatment)
    therapy = schema_org.therapy(
        treatment_id,
        name=treatment.name,
        alternate_name=treatment.short_name,
        description=treatment.disclosure,
        url=url,
        how_performed=treatment.get_route_display() if treatment.route else "",
        legal_status="" if is_product else legal_status,
        drug_id=product_id,
        notices=texts,
    )
    if not is_product:
        return [therapy]
    product = schema_org.drug(
        product_id,
        name=treatment.name,
        description=treatment.disclosure,
        route=treatment.get_route_display() if treatment.route else "",
        schedule=treatment.schedule,
        legal_status=legal_status,
        label_url=treatment.label_url,
        warnings=[f"{title}: {text}" for kind, title, text in texts if kind == "boxed-warning"],
    )
    return [therapy, product]


def _legal_status(treatment: Treatment) -> str:
    if not treatment.schedule or treatment.schedule == ControlledSchedule.NONE:
        return ""
    return f"{treatment.get_schedule_display()} (US)"


def treatment_link(frame: Frame, treatment: Treatment, page: AbstractPage | None = None) -> Node:
    """A treatment by name, with the page that says more about it."""
    return schema_org.therapy(
        frame.id_of(treatment), name=treatment.name, url=frame.address_of(page)
    )


def condition_node(
    frame: Frame, condition: Condition, indication: Indication | None, treatment: Treatment | None
) -> Node:
    """A condition, with the treatment where the indication has the evidence for it."""
    detail = condition.detail_page if condition.detail_page_id else None
    is_linked = detail is not None and detail.live and detail.pk != frame.page.pk
    system = condition.get_code_system_display() if condition.code_system else ""
    return schema_org.condition(
        frame.id_of(condition),
        name=condition.name,
        abbreviation=condition.abbreviation,
        description=condition.summary,
        url=frame.address_of(detail) if is_linked else "",
        code=(system, condition.code) if system and condition.code else None,
        treatment_id=frame.id_of(treatment) if treatment and indication else "",
        evidence_level=indication.printed_level if indication else "",
    )


def clinic_nodes(frame: Frame, locations: Iterable[Any]) -> list[Node]:
    """Clinics as their cards show them: name, address and phone, each once."""
    nodes: dict[str, Node] = {}
    for location in locations:
        if url := frame.address_of(location):
            nodes.setdefault(url, clinic_card(frame, location, url))
    return list(nodes.values())


def clinic_card(frame: Frame, location: LocationPageMixin, url: str) -> Node:
    """The clinic of the page at ``url``, in short. No queries."""
    return schema_org.clinic(
        f"{url}#clinic",
        name=location.title,
        url=url,
        address=location.address,
        point=point_of(location),
        telephone=location.phone.as_e164 if location.phone else "",
        organization_id=organization_id(frame.root),
    )


def point_of(location: LocationPageMixin) -> tuple[float, float] | None:
    """Latitude and longitude of a location, or ``None``."""
    if location.latitude is None or location.longitude is None:
        return None
    return float(location.latitude), float(location.longitude)
