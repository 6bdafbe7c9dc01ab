"""What visitors of a page see of the library, and what is kept from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ketamine_pages.rules.may_stand import Reason, get_reasons, is_of_another
from ketamine_pages.rules.page_facts import Ground, Statement
from ketamine_pages.shown.ground import Footing, find_footing
from ketamine_pages.shown.kinds import AboutTreatment, Stating, TreatmentBase
from ketamine_pages.shown.shelf import Shelf


@dataclass
class Needs:
    """Treatments whose safety notices or indications are shown, before these are fetched."""

    notices: list[Any] = field(default_factory=list)
    indications: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class Brought:
    """An entry, and the part of the block or page that brings it; empty for the whole.

    ``entry`` is ``None`` for one that was chosen and has been deleted.
    """

    entry: Any
    part: str = ""


@dataclass(frozen=True)
class Withheld:
    """A published statement that may not stand where it was chosen, and all reasons for that.

    ``entry`` is ``None`` for a statement of the block itself, which ``title`` names.
    """

    entry: Any
    reasons: tuple[Reason, ...]
    part: str = ""
    title: str = ""


@dataclass(frozen=True)
class ConditionEntry:
    """A condition, with what is known about a treatment for it (both may be ``None``).

    ``is_withheld``: something is known, and may not stand here.
    """

    condition: Any
    indication: Any
    treatment: Any = None
    is_withheld: bool = False


@dataclass
class Shown:
    """What a block or page shows of the library, as its visitors see it.

    ``entries`` are printed, in order. ``absent`` were chosen and are deleted, drafts or out of
    date; ``withheld`` are published and may not stand here. ``cited`` are all sources chosen for
    the words beside them, in the page's language, and ``sources`` those of them that are printed.
    ``notices`` come with their treatment, ``questions`` with their answers. ``names`` are what a
    template gets. ``statement`` is what the block itself states.
    """

    entries: list[Brought] = field(default_factory=list)
    absent: list[Brought] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    cited: list[Any] = field(default_factory=list)
    sources: list[Any] = field(default_factory=list)
    notices: list[tuple[Any, Any]] = field(default_factory=list)
    conditions: list[ConditionEntry] = field(default_factory=list)
    questions: list[tuple[str, Any]] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)
    statement: Statement | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether the block itself states what may not stand, so that nothing of it is printed."""
        return any(each.entry is None for each in self.withheld)

    def add(self, entries: Iterable[Any], part: str = "") -> None:
        """``entries`` are printed, each once however often it is brought."""
        known = {(type(each.entry), each.entry.pk or id(each.entry)) for each in self.entries}
        for entry in entries:
            if (type(entry), entry.pk or id(entry)) not in known:
                self.entries.append(Brought(entry, part))


@dataclass(frozen=True)
class Visitors:
    """Those who read a page, or something that stands on no page. ``shelf`` is what it fetched.

    ``is_stocking``: it is only asked what has to be fetched, for many pages at once, so what is
    printed with the entries can wait. ``is_preview``: an editor looks at something by itself, which
    is judged by its sources alone.
    """

    shelf: Shelf
    page: Any = None
    is_stocking: bool = False
    is_preview: bool = False

    @property
    def locale_id(self) -> int | None:
        """The language of the page; ``None`` where there is no page."""
        return getattr(self.page, "locale_id", None)

    @property
    def footing(self) -> Footing | None:
        """What the page has to stand on; ``None`` where there is no page."""
        if self.page is None:
            return None
        return self.shelf.once((Footing, self.page), lambda: find_footing(self))

    @property
    def ground(self) -> Ground | None:
        """What statements are judged on: without a page, on nothing, unless it is a preview."""
        footing = self.footing
        if footing is None:
            return None if self.is_preview else Ground()
        return footing.ground

    def admit(self, entries: Iterable[Any], part: str, shown: Shown) -> list[Any]:
        """Those of ``entries`` that may stand on the page; what may not is noted as withheld."""
        standing = []
        for entry in entries:
            if reasons := self.reasons_against(entry):
                shown.withheld.append(Withheld(entry, tuple(reasons), part, str(entry)))
            else:
                standing.append(entry)
        return standing

    def reasons_against(self, entry: Any) -> list[Reason]:
        """Why ``entry`` is not printed; none where it is, or states nothing."""
        # What is not saved is an example in a preview.
        if not isinstance(entry, Stating) or not entry.pk:
            return []
        return get_reasons(self.statement_of(entry), self.ground)

    def statement_of(self, entry: Stating) -> Statement:
        """What ``entry``, which is public, states on this page."""
        return entry.as_statement(self.treatment_of(entry))

    def treatment_of(self, entry: Stating) -> Any:
        """The treatment that ``entry`` is about by itself, if that is public; else ``None``."""
        ready = self.ready([entry.treatment]) if entry.treatment_id else []
        return ready[0] if ready else None

    def studied_for(self, entry: Stating) -> Any:
        """The treatment that ``entry`` is about where the page is about another one, or ``None``.

        What is known about one treatment says little about another, and readers are told.
        """
        ground = self.ground
        if ground is None or not is_of_another(self.statement_of(entry), ground):
            return None
        return self.treatment_of(entry)

    def ready(self, entries: Iterable[Any]) -> list[Any]:
        """Those of ``entries`` that are public, as visitors see them."""
        find = self.shelf.public if self.is_stocking else self.shelf.ready
        return find(entries, self.locale_id)

    def pick(self, picked: Sequence[Any], part: str, shown: Shown) -> list[Any]:
        """``ready``, and what is left out is noted as absent."""
        present = self.shelf.present(picked)
        if len(present) < len(picked):
            shown.absent.append(Brought(None, part))
        localised = self.shelf.localise(present, self.locale_id)
        shown.absent += [Brought(each, part) for each in localised if not each.is_public]
        return self.ready(picked)

    def treatment(self, chosen: TreatmentBase | None) -> Any:
        """``chosen``, or else the page's own treatment, if it is public; else ``None``."""
        if chosen is None and isinstance(self.page, AboutTreatment):
            chosen = self.page.treatment
        ready = self.ready([chosen])
        return ready[0] if ready else None

    def notices(self, treatment: Any) -> list[Any]:
        """The safety notices that ``treatment`` brings, in order; none for ``None``."""
        return self.shelf.notices(treatment, self.locale_id) if treatment else []

    def indications(self, treatment: Any, conditions: list[Any]) -> dict[int, Any]:
        """What is known about ``treatment`` for ``conditions``, by the condition's key."""
        if not treatment:
            return {}
        return self.shelf.indications(treatment, conditions, self.locale_id)
