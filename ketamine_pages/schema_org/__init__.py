"""Structured data for search engines: plain values in, dicts of JSON-LD out. No ORM, no Wagtail.

Each builder returns one node of the graph of a page. :func:`graph` joins them, and :func:`script`
writes the one script element of the page. :class:`Printed` remembers what a page has printed, so
that the graph says that and nothing else.

What the builders leave out on purpose:

* ``indication`` (gone since schema.org 7.0), ``aspect`` (superseded), ``aggregateRating``.
* ``possibleTreatment`` where the evidence is early or none: the property asserts a claim.
* Crisis lines: the only phone of a clinic is its own.
* ``knowsLanguage``, ``isAcceptingNewPatients``, ``hasCredential`` and other terms that schema.org
  calls pending.
"""

from .clinics import clinic, contact_point
from .hours import opening_hours, special_opening_hours
from .medicine import condition, drug, reviewer, source, therapy
from .nodes import Node, graph, node, ref
from .pages import breadcrumb, faq, item_list, web_page
from .printed import Printed, note
from .script import script
from .sites import organization, web_site
from .specialties import SPECIALTIES

__all__ = [
    "SPECIALTIES",
    "Node",
    "Printed",
    "breadcrumb",
    "clinic",
    "condition",
    "contact_point",
    "drug",
    "faq",
    "graph",
    "item_list",
    "node",
    "note",
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
