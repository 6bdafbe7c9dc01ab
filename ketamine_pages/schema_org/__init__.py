"""Structured data for search engines: plain values in, dicts of JSON-LD out. No ORM, no Wagtail.

Each builder returns one node of the graph of a page. :func:`graph` joins them, and :func:`script`
writes the one script element of the page.

What the builders leave out on purpose:

* ``indication`` (gone since schema.org 7.0), ``aspect`` (superseded), ``aggregateRating``.
* ``possibleTreatment`` where the evidence is early or none: the property asserts a claim.
* Crisis lines: the only phone of a clinic is its own.
* ``knowsLanguage``, ``isAcceptingNewPatients``, ``hasCredential`` and other terms that schema.org
  calls pending.
"""

from ketamine_pages.schema_org.clinics import clinic, contact_point
from ketamine_pages.schema_org.hours import opening_hours, special_opening_hours
from ketamine_pages.schema_org.medicine import condition, drug, reviewer, source, therapy
from ketamine_pages.schema_org.nodes import Node, graph, node, ref
from ketamine_pages.schema_org.pages import breadcrumb, faq, item_list, web_page
from ketamine_pages.schema_org.script import script
from ketamine_pages.schema_org.sites import organization, web_site
from ketamine_pages.schema_org.specialties import SPECIALTIES

__all__ = [
    "SPECIALTIES",
    "Node",
    "breadcrumb",
    "clinic",
    "condition",
    "contact_point",
    "drug",
    "faq",
    "graph",
    "item_list",
    "node",
    "opening_hours",
    "organization",
    "ref",
    "reviewer",
    "script",
    "source",
    "special_opening_hours",
    "therapy",
    "web_page",
    "web_site",
]
