"""The texts that make statements for a whole site: the package's own, and those of an entry.

A site is never silent here. What its entry leaves empty, the package says itself, in the language
of the reader.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from ketamine_pages.rich_text.reading import get_lines

if TYPE_CHECKING:
    from ketamine_pages.library.site_wording import SiteWording

TEXTS = (
    "crisis_heading",
    "crisis_text",
    "off_label_disclaimer",
    "general_disclaimer",
    "good_faith_estimate",
    "book_label",
    "call_label",
)

# Together they say where help is: a country may have no chat, but not no help at all.
CRISIS_LINES = ("crisis_phone", "crisis_text_number", "crisis_chat_url", "emergency_phone")


@dataclass(frozen=True)
class Wording:
    """What a site prints, text by text. Rich texts are HTML as Wagtail stores it.

    An empty ``call_label`` stands for the package's own sentence, which has the number in it.
    ``shows_crisis_panel`` is what the details of the site say.
    """

    crisis_heading: str
    crisis_text: str
    off_label_disclaimer: str
    general_disclaimer: str
    good_faith_estimate: str
    book_label: str
    call_label: str = ""
    crisis_phone: str = ""
    crisis_text_number: str = ""
    crisis_chat_url: str = ""
    emergency_phone: str = ""
    shows_crisis_panel: bool = True


def own_wording() -> Wording:
    """What the package says by itself, in the language of now."""
    return Wording(
        crisis_heading=gettext("If you are in crisis"),
        crisis_text=gettext(
            "<p>If you are thinking about suicide, or worried about someone, help is free and open "
            "day and night. In immediate danger, call 911. Veterans can press 1; para español, "
            "oprima 2.</p>"
        ),
        off_label_disclaimer=gettext(
            "<p>The FDA has approved ketamine as an anesthetic. Any other use of ketamine is "
            "off-label: the FDA has not approved that use, but a clinician may prescribe it.</p>"
        ),
        general_disclaimer=gettext(
            "<p>These pages inform in general. They do not replace a talk with your own "
            "clinician.</p>"
        ),
        good_faith_estimate=gettext(
            "<p>If you have no insurance or do not use it, you have the right to a good faith "
            "estimate: what your care is expected to cost, in writing, before it begins. If the "
            "bill is at least $400 above the estimate, you can dispute it. More at "
            '<a href="https://www.cms.gov/nosurprises">cms.gov/nosurprises</a>.</p>'
        ),
        book_label=gettext("Book a visit"),
        crisis_phone="988",
        crisis_text_number="988",
        crisis_chat_url="https://988lifeline.org/chat/",
        emergency_phone="911",
    )


def crisis_text_without_numbers() -> str:
    """What the package says above lines that are not its own: they may be of another country."""
    return gettext(
        "<p>If you are thinking about suicide, or worried about someone, do not wait. You find "
        "help here.</p>"
    )


def fill(entry: SiteWording) -> Wording:
    """What ``entry`` says, and the package where it says nothing."""
    texts: dict[str, Any] = {name: str(getattr(entry, name)) for name in TEXTS}
    lines: dict[str, Any] = {name: str(getattr(entry, name)) for name in CRISIS_LINES}
    own = own_wording()
    if any(lines.values()):
        own = replace(own, crisis_text=crisis_text_without_numbers(), **lines)
    return replace(own, **{name: text for name, text in texts.items() if says_something(text)})


def says_something(text: str) -> bool:
    """Whether there is a word in ``text``: editors leave empty paragraphs and the like behind."""
    return any(character.isalnum() for line in get_lines(text) for character in line)
