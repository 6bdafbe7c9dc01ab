"""Identifiers of publications, as people paste them."""

import re

_DOI_PREFIX = re.compile(
    r"^(?:(?:https?://)?(?:(?:dx|www)\.)?doi\.org/|doi:?\s*)+(?=10\.)", re.IGNORECASE
)
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\x00-\x1f\x7f]+")
_PMID_PREFIX = re.compile(
    r"^(?:(?:https?://)?(?:pubmed\.ncbi\.nlm\.nih\.gov/|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/)"
    r"|pmid:?\s*)+(?=[0-9])",
    re.IGNORECASE,
)
_PMID = re.compile(r"[1-9][0-9]{0,7}")

# What is left of the sentence or address that an identifier was copied from.
_AFTER_DOI = re.compile(r"[\s.,;]+$")
_AFTER_PMID = re.compile(r"[\s.,;/]+$")


def normalise_doi(text: str) -> str:
    """``text`` without a resolver address or a ``doi:`` in front: ``10.1056/NEJMoa2302399``."""
    return _DOI_PREFIX.sub("", _AFTER_DOI.sub("", text.strip()))


def normalise_pmid(text: str) -> str:
    """``text`` without a PubMed address or a ``PMID:`` in front: ``37224232``."""
    return _PMID_PREFIX.sub("", _AFTER_PMID.sub("", text.strip()))


def is_doi(text: str) -> bool:
    """Whether ``text`` is a DOI, pasted link included."""
    return bool(_DOI.fullmatch(normalise_doi(text)))


def is_pmid(text: str) -> bool:
    """Whether ``text`` is a PubMed ID, pasted link included."""
    return bool(_PMID.fullmatch(normalise_pmid(text)))
