"""Words that somebody meant to replace."""

import re

_PLACEHOLDER = re.compile(
    # […], [...], [insert name], [citation needed]
    r"\[\s*(?:…|\.{2,}|_{2,}|x{2,}|\?+|cite|citation needed|source|reference|name|date|link"
    r"|number|insert\b[^\]\n]{0,80}|your\b[^\]\n]{0,80}|add\b[^\]\n]{0,80})\s*\]"
    r"|\blorem ipsum\b|\bdolor sit amet\b"
    r"|\byour (?:text|heading|title) here\b|\binsert (?:text|heading|title|image) here\b"
    # Capitals only: "todo" is a word in Spanish.
    r"|(?-i:\b(?:TBC|TBD|TBA|TODO|FIXME|XXX+|TKTK)\b)"
    r"|\?{3,}|_{4,}|…\s*…",
    re.IGNORECASE,
)


def find_placeholder(text: str) -> str:
    """The first placeholder in ``text``; empty where there is none."""
    match = _PLACEHOLDER.search(text)
    return match[0] if match else ""
