"""An impact in sentences, with the pages that it names; and what an editor has to agree to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import DataError, IntegrityError
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from wagtail.permissions import page_permission_policy

from ketamine_pages.editing import EDITING, get_edit_address
from ketamine_pages.impact import AffectedPage, BareTreatment, Impact, Plan, get_impact
from ketamine_pages.shown.relations import base_pages

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker

# What a form sends of the treatments whose last safety notice may go: once for each.
AGREED = "kp-agreed"


@dataclass(frozen=True)
class NamedPage:
    """A page in a list. ``address`` is where it is edited, empty for whoever may not."""

    title: str
    address: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Agreement:
    """A box to be ticked: a treatment would have no safety notice left."""

    value: str
    text: str
    pages: tuple[NamedPage, ...]
    number_of_others: int


class Told:
    """What templates print of the impact of a plan on a request."""

    def __init__(self, plan: Plan, request: HttpRequest) -> None:
        self.plan, self.request = plan, request

    @cached_property
    def impact(self) -> Impact:
        return get_impact(self.plan)

    @cached_property
    def is_possible(self) -> bool:
        """Whether the database takes the change: drafts may lack what it must have."""
        try:
            _impact = self.impact
        except (DataError, IntegrityError):
            return False
        return True

    @property
    def takes_away(self) -> bool:
        """Whether visitors lose something; nothing by what cannot be done."""
        return self.is_possible and self.impact.takes_away

    @property
    def is_agreed(self) -> bool:
        """Whether each box is ticked that there is to tick."""
        agreed = self.request.POST.getlist(AGREED)
        return all(_value_of(each) in agreed for each in self.impact.bare_treatments)

    @cached_property
    def sentences(self) -> list[str]:
        """The numbers, the most serious first but for how many pages there are."""
        return list(_sentences(self.impact))

    @cached_property
    def pages(self) -> list[NamedPage]:
        """The pages that were looked at, those that lose something first."""
        names = name_pages((each.page for each in self.impact.pages), self.request.user)
        return [
            NamedPage(*names[each.page.pk], notes=tuple(_notes(each))) for each in self.impact.pages
        ]

    @property
    def number_of_others(self) -> int:
        """How many pages are not named."""
        return self.impact.number - len(self.impact.pages)

    @cached_property
    def agreements(self) -> list[Agreement]:
        """What has to be agreed to before anything is done."""
        return [self._agreement(each) for each in self.impact.bare_treatments]

    def _agreement(self, bare: BareTreatment) -> Agreement:
        names = name_pages(bare.pages, self.request.user)
        text = ngettext(
            "“%(treatment)s” may have no safety notice any more, though %(number)d published page "
            "speaks of it.",
            "“%(treatment)s” may have no safety notice any more, though %(number)d published pages "
            "speak of it.",
            bare.number,
        )
        return Agreement(
            value=_value_of(bare),
            text=text % {"treatment": bare.treatment, "number": bare.number},
            pages=tuple(NamedPage(*names[page.pk]) for page in bare.pages),
            number_of_others=bare.number - len(bare.pages),
        )


def _value_of(bare: BareTreatment) -> str:
    return f"{bare.treatment._meta.label}:{bare.treatment.pk}"


def _sentences(impact: Impact) -> Iterator[str]:
    if not impact.number:
        yield gettext("No published page shows this.")
    else:
        text = ngettext(
            "%(number)d published page shows this.",
            "%(number)d published pages show this.",
            impact.number,
        )
        yield text % {"number": impact.number}
    if impact.is_of_sites:
        yield gettext("It is on all pages of the sites that have chosen it.")
    if not impact.is_complete:
        text = gettext("Looked at were %(number)d of them; the numbers are at least so high.")
        yield text % {"number": len(impact.pages)}
    if number := impact.losing_safety:
        text = ngettext(
            "%(number)d will lose safety information.",
            "%(number)d will lose safety information.",
            number,
        )
        yield text % {"number": number}
    if number := impact.losing_statements:
        text = ngettext(
            "%(number)d will no longer say something that it says today.",
            "%(number)d will no longer say something that they say today.",
            number,
        )
        yield text % {"number": number}
    if number := impact.getting_errors:
        text = ngettext(
            "%(number)d will have new errors.", "%(number)d will have new errors.", number
        )
        yield text % {"number": number}
    if number := impact.ending_reviews:
        text = ngettext(
            "%(number)d clinical review ends.", "%(number)d clinical reviews end.", number
        )
        yield text % {"number": number}


def _notes(affected: AffectedPage) -> Iterator[str]:
    if affected.loses_safety:
        yield gettext("Loses safety information.")
    for title in affected.lost_statements:
        yield gettext("No longer says “%(title)s”.") % {"title": title}
    if affected.review_ends:
        yield gettext("Its clinical review ends.")
    yield from (finding.message for finding in affected.new_errors)


def name_pages(pages: Iterable[Any], user: Asker) -> dict[Any, tuple[str, str]]:
    """Title and edit address of each. Who may not edit a private page is not told its title."""
    pages = list(pages)
    pks = [page.pk for page in pages]
    chosen = base_pages().filter(pk__in=pks).order_by()
    allowed = page_permission_policy.instances_user_has_any_permission_for(user, EDITING)
    editable = set(allowed.filter(pk__in=pks).order_by().values_list("pk", flat=True))
    public = set(chosen.public().values_list("pk", flat=True))
    named: dict[Any, tuple[str, str]] = {}
    for page in pages:
        if page.pk in editable:
            address = get_edit_address(page) or ""
            named[page.pk] = str(page), address
        else:
            named[page.pk] = str(page) if page.pk in public else gettext("(Private page)"), ""
    return named
