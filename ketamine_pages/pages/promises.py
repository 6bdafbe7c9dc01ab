"""What belongs on a page whatever its templates look like, and whether it is there.

The safety notices that the page and its blocks declare, and the crisis panel of the site. Whoever
has rendered the page asks: ``pages.watched`` does for visitors, previews and the gate.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ketamine_pages.delivery.ledger import Ledger
from ketamine_pages.pages.visible import VisibleDocument
from ketamine_pages.phone import phone_digits
from ketamine_pages.rich_text.reading import get_lines
from ketamine_pages.rules.page_facts import Unprinted
from ketamine_pages.shown.brings import show_all
from ketamine_pages.shown.contents import read_blocks
from ketamine_pages.shown.declares import DeclaringPage
from ketamine_pages.shown.visitors import Visitors

if TYPE_CHECKING:
    from wagtail.models import AbstractPage

    from ketamine_pages.library.safety_notice import SafetyNotice
    from ketamine_pages.library.wording import Wording
    from ketamine_pages.shown.shelf import Shelf


def promised_notices(page: AbstractPage, shelf: Shelf) -> list[SafetyNotice]:
    """The safety notices that ``page`` declares, each once."""
    shown = [part.shown for part in read_blocks(page, shelf) if part.is_printed]
    if isinstance(page, DeclaringPage):
        own = show_all(page.brings, lambda name: getattr(page, name), Visitors(shelf, page))
        shown.insert(0, own)
    notices = [notice for each in shown for notice, _of in each.notices]
    return list({notice.translation_key: notice for notice in notices}.values())


def is_readable(notice: SafetyNotice, document: VisibleDocument) -> bool:
    """Whether visitors can read the notice, title and text."""
    return all(document.says(words) for words in (notice.title, *get_lines(notice.text or "")))


def crisis_address(wording: Wording) -> str:
    """Where the first button of the crisis panel leads; empty where it has none."""
    if wording.crisis_phone:
        return f"tel:{phone_digits(wording.crisis_phone)}"
    if wording.crisis_text_number:
        return f"sms:{phone_digits(wording.crisis_text_number)}"
    return wording.crisis_chat_url


def has_crisis_panel(wording: Wording, document: VisibleDocument) -> bool:
    """Whether visitors can get at what the crisis panel leads to, or at least read its heading."""
    if address := crisis_address(wording):
        return address in document.links
    return document.says(wording.crisis_heading)


def find_unprinted(
    wording: Wording | None,
    notices: list[SafetyNotice],
    html: str,
    ledger: Ledger | None = None,
) -> Iterator[Unprinted]:
    """What of ``notices``, and of the crisis panel of ``wording``, is not in ``html``.

    What is in ``ledger`` is taken to be there. Only for what is not, the document is read, since
    templates of a site may well print it without a note.
    """
    missing = [each for each in notices if ledger is None or not ledger.has(each)]
    lacks_panel = (
        wording is not None
        and wording.shows_crisis_panel
        and (ledger is None or not ledger.has_crisis_panel)
    )
    if not missing and not lacks_panel:
        return
    document = VisibleDocument(html)
    for notice in missing:
        if not is_readable(notice, document):
            yield Unprinted(notice.title)
    if lacks_panel and wording is not None and not has_crisis_panel(wording, document):
        yield Unprinted()
