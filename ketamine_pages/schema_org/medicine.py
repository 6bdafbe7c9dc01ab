"""Treatments, products, conditions, sources and reviewers.

Arguments that have a closed list of values take those that the library stores; see
``ketamine_pages.models``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ketamine_pages.schema_org.nodes import Node, node, ref, term

# A claim that a treatment may help needs more than early evidence.
ENOUGH_EVIDENCE = frozenset({"strong", "moderate", "limited"})
# In the United States these are not sold without a prescription.
ON_PRESCRIPTION = frozenset({"2", "3", "4"})
STUDIES = frozenset({"systematic-review", "randomised-trial", "observational"})

Notice = tuple[str, str, str]


def therapy(
    node_id: str,
    *,
    name: str,
    alternate_name: str = "",
    description: str = "",
    url: str = "",
    how_performed: str = "",
    legal_status: str = "",
    drug_id: str = "",
    notices: Iterable[Notice] = (),
) -> Node:
    """A treatment. ``notices`` are the kind, title and plain text of each printed safety notice.

    Effects are entities, since the vocabulary takes no text for them. A boxed warning belongs to
    the drug; a treatment without one has it among its serious outcomes.
    """
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for kind, title, text in notices:
        by_kind.setdefault(kind, []).append((title, text))
    serious = by_kind.get("long-term", [])
    if not drug_id:
        serious = by_kind.get("boxed-warning", []) + serious
    return node(
        "MedicalTherapy",
        node_id,
        name=name,
        alternateName=alternate_name if alternate_name != name else "",
        description=description,
        url=url,
        howPerformed=how_performed,
        legalStatus=legal_status,
        drug=ref(drug_id),
        adverseOutcome=[_outcome(*each) for each in by_kind.get("common-effects", [])],
        seriousAdverseOutcome=[_outcome(*each) for each in serious],
        contraindication=[_joined(*each) for each in by_kind.get("not-suitable", [])],
        followup=[_joined(*each) for each in by_kind.get("after-treatment", [])],
    )


def drug(
    node_id: str,
    *,
    name: str,
    description: str = "",
    route: str = "",
    schedule: str = "",
    legal_status: str = "",
    label_url: str = "",
    warnings: Sequence[str] = (),
) -> Node:
    """An approved product. ``schedule`` is a stored value, ``legal_status`` the words for it."""
    is_on_prescription = schedule in ON_PRESCRIPTION
    return node(
        "Drug",
        node_id,
        name=name,
        description=description,
        administrationRoute=route,
        legalStatus=legal_status,
        prescriptionStatus=term("PrescriptionOnly") if is_on_prescription else "",
        prescribingInfo=label_url,
        warning=list(warnings),
    )


def condition(
    node_id: str,
    *,
    name: str,
    abbreviation: str = "",
    description: str = "",
    url: str = "",
    code: tuple[str, str] | None = None,
    treatment_id: str = "",
    evidence_level: str = "",
) -> Node:
    """A condition. ``code`` is system and code.

    The treatment is named only where ``evidence_level`` is at least limited.
    """
    is_supported = evidence_level in ENOUGH_EVIDENCE
    return node(
        "MedicalCondition",
        node_id,
        name=name,
        alternateName=abbreviation,
        description=description,
        url=url,
        code=node("MedicalCode", codingSystem=code[0], codeValue=code[1]) if code else None,
        possibleTreatment=ref(treatment_id) if is_supported else None,
    )


def source(
    *,
    title: str,
    kind: str = "",
    kind_label: str = "",
    publisher: str = "",
    year: int | None = None,
    url: str = "",
) -> Node:
    """A cited document: a study in its journal, or a document of its publisher.

    Authors are left out: the library has them as one text, and the vocabulary wants people.
    """
    if kind in STUDIES:
        journal = node("Periodical", name=publisher) if publisher else None
        return node(
            "MedicalScholarlyArticle",
            url,
            name=title,
            publicationType=kind_label,
            isPartOf=journal,
            datePublished=str(year or ""),
            url=url,
        )
    by = node("Organization", name=publisher) if publisher else None
    return node(
        "CreativeWork", url, name=title, publisher=by, datePublished=str(year or ""), url=url
    )


def reviewer(node_id: str, *, name: str, credentials: str = "", url: str = "") -> Node:
    """Who has read the page: a person, since ``Physician`` is a business in the vocabulary."""
    return node("Person", node_id, name=name, honorificSuffix=credentials, url=url)


def _outcome(title: str, text: str) -> Node:
    return node("MedicalSignOrSymptom", name=title, description=text)


def _joined(title: str, text: str) -> str:
    return f"{title}: {text}" if title and text else title or text
