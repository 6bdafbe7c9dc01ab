"""Pages, and what lists and leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from ketamine_pages.schema_org.nodes import Node, node, ref, term
from ketamine_pages.schema_org.sites import organization_id, web_site_id

MEDICAL = "MedicalWebPage"


def web_page(
    url: str,
    root: str,
    *,
    kind: str = "WebPage",
    name: str,
    description: str = "",
    language: str = "",
    published: datetime | None = None,
    modified: datetime | None = None,
    image: str = "",
    breadcrumb_id: str = "",
    about: Sequence[str] = (),
    main_entity: str = "",
    citations: Iterable[Node] = (),
    reviewed_by: Node | None = None,
    last_reviewed: date | None = None,
    specialties: Iterable[str] = (),
    audience: str = "",
) -> Node:
    """The page at ``url``. ``about`` and ``main_entity`` are ids of other nodes of the graph.

    ``specialties`` are members of ``MedicalSpecialty``. ``audience`` is for medical pages only,
    and a review is one with both a reviewer and a date.
    """
    is_reviewed = reviewed_by is not None and last_reviewed is not None
    return node(
        kind,
        f"{url}#webpage",
        url=url,
        name=name,
        description=description,
        inLanguage=language,
        datePublished=_iso(published),
        dateModified=_iso(modified),
        isPartOf=ref(web_site_id(root)),
        publisher=ref(organization_id(root)),
        primaryImageOfPage=node("ImageObject", url=image) if image else None,
        breadcrumb=ref(breadcrumb_id),
        about=[ref(each) for each in about],
        mainEntity=ref(main_entity),
        citation=list(citations),
        reviewedBy=reviewed_by if is_reviewed else None,
        lastReviewed=last_reviewed.isoformat() if is_reviewed and last_reviewed else "",
        specialty=[term(each) for each in specialties],
        medicalAudience=(
            node("MedicalAudience", audienceType=audience) if audience and kind == MEDICAL else None
        ),
    )


def breadcrumb(url: str, trail: Sequence[tuple[str, str]]) -> Node | None:
    """The way to the page at ``url``: names and full addresses, the page itself last.

    ``None`` for a page that nothing leads to. A step without an address is named only.
    """
    if len(trail) < 2:
        return None
    steps = [
        node("ListItem", position=number, name=name, item=_place(name, address))
        for number, (name, address) in enumerate(trail, start=1)
    ]
    return node("BreadcrumbList", f"{url}#breadcrumb", itemListElement=steps)


def item_list(
    url: str,
    items: Sequence[Node | tuple[str, str]],
    *,
    name: str = "",
    first: int = 1,
    total: int | None = None,
) -> Node | None:
    """What the page at ``url`` lists: nodes, or names and full addresses; ``None`` for nothing.

    ``first`` is the position of the first, for pages of a longer list of ``total`` items.
    """
    if not items:
        return None
    elements = [_list_item(position, each) for position, each in enumerate(items, start=first)]
    return node(
        "ItemList",
        f"{url}#list",
        name=name,
        numberOfItems=len(items) if total is None else total,
        itemListElement=elements,
    )


def _place(name: str, address: str) -> Node | None:
    # The vocabulary takes no bare address here; Google reads the id as one.
    return node("WebPage", address, name=name) if address else None


def _list_item(position: int, item: Node | tuple[str, str]) -> Node:
    if isinstance(item, dict):
        return node("ListItem", position=position, item=item)
    name, url = item
    return node("ListItem", position=position, name=name, url=url)


def faq(url: str, questions: Iterable[tuple[str, str]]) -> Node | None:
    """Questions and answers, in plain text, as the page at ``url`` prints them; or ``None``."""
    entities = [
        node("Question", name=question, acceptedAnswer=node("Answer", text=answer))
        for question, answer in questions
        if question and answer
    ]
    return node("FAQPage", f"{url}#faq", url=url, mainEntity=entities) if entities else None


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
