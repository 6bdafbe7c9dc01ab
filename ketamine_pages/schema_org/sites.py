"""Who publishes a site, and the site itself."""

from __future__ import annotations

from ketamine_pages.schema_org.nodes import Node, node, ref


def organization_id(root: str) -> str:
    """The id of the one organisation of the site at ``root``, which ends in a slash."""
    return f"{root}#organization"


def web_site_id(root: str) -> str:
    """The id of the site at ``root``."""
    return f"{root}#website"


def organization(
    root: str, *, name: str, legal_name: str = "", telephone: str = "", logo: str = ""
) -> Node:
    """The organisation; ``telephone`` in E.164, ``logo`` a full address."""
    return node(
        "Organization",
        organization_id(root),
        name=name,
        legalName=legal_name,
        url=root,
        telephone=telephone,
        logo=node("ImageObject", url=logo) if logo else None,
    )


def web_site(root: str, *, name: str) -> Node:
    """The site, published by its organisation."""
    return node(
        "WebSite",
        web_site_id(root),
        name=name,
        url=root,
        publisher=ref(organization_id(root)),
    )
