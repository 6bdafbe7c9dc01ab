"""What a block or a page type brings from the library, as it declares it in ``brings``.

Each kind says once what a visitor sees of it (``show``). Printing, rules, fingerprints, structured
data and the API all ask that, so that they cannot disagree; a kind that is forgotten is shown by
none of them.

``get`` reads a part of what declares it: the value of a child block, or a field of a page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db import models

from ketamine_pages.shown.kinds import AboutTreatment, ListsEntries, TreatmentBase
from ketamine_pages.shown.shelf import Shelf

Get = Callable[[str], Any]


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
class ConditionEntry:
    """A condition, with what is known about a treatment for it (both may be ``None``)."""

    condition: Any
    indication: Any
    treatment: Any = None


@dataclass
class Shown:
    """What a block or page shows of the library, as its visitors see it.

    ``entries`` are printed, in order. ``absent`` were chosen and are deleted, drafts or out of
    date. ``cited`` are all sources chosen for the words beside them, in the page's language, and
    ``sources`` those of them that are printed. ``notices`` come with their treatment, ``questions``
    with their answers. ``names`` are what a template gets.
    """

    entries: list[Brought] = field(default_factory=list)
    absent: list[Brought] = field(default_factory=list)
    cited: list[Any] = field(default_factory=list)
    sources: list[Any] = field(default_factory=list)
    notices: list[tuple[Any, Any]] = field(default_factory=list)
    conditions: list[ConditionEntry] = field(default_factory=list)
    questions: list[tuple[str, Any]] = field(default_factory=list)
    names: dict[str, Any] = field(default_factory=dict)

    def add(self, entries: Iterable[Any], part: str = "") -> None:
        """``entries`` are printed, each once however often it is brought."""
        known = {(type(each.entry), each.entry.pk or id(each.entry)) for each in self.entries}
        for entry in entries:
            if (type(entry), entry.pk or id(entry)) not in known:
                self.entries.append(Brought(entry, part))


@dataclass(frozen=True)
class Visitors:
    """Those who read a page, or something that stands on no page. ``shelf`` is what it fetched."""

    shelf: Shelf
    page: Any = None

    @property
    def locale_id(self) -> int | None:
        """The language of the page; ``None`` where there is no page."""
        return getattr(self.page, "locale_id", None)

    def ready(self, entries: Iterable[Any]) -> list[Any]:
        """Those of ``entries`` that are printed."""
        return self.shelf.ready(entries, self.locale_id)

    def pick(self, picked: list[Any], part: str, shown: Shown) -> list[Any]:
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


class Brings:
    """One kind of content from the library."""

    #: The parts of the block or page that it accounts for.
    parts: tuple[str, ...] = ()

    #: The part that holds a page whose list is reused.
    reuse: str = ""

    def need(self, get: Get, visitors: Visitors, needs: Needs) -> None:
        """Add the treatments whose notices or indications ``show`` will ask for."""

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        """Add what visitors see."""
        raise NotImplementedError


def picked(value: Iterable[Any] | None) -> list[Any]:
    """The entries of a ``PicksBlock`` value, ``None`` for deleted ones."""
    return [child.value for child in value or ()]


class Cites(Brings):
    """Sources of the words beside them: numbers in the text, entries in the references."""

    def __init__(self, part: str = "sources") -> None:
        self.part, self.parts = part, (part,)

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        chosen = picked(get(self.part))
        sources = visitors.pick(chosen, self.part, shown)
        present = visitors.shelf.present(chosen)
        shown.cited += visitors.shelf.localise(present, visitors.locale_id)
        shown.sources += sources
        shown.names[self.part] = sources


class Lists(Brings):
    """Entries picked here, or those of a list page that is reused."""

    def __init__(self, part: str, *, reuse: str = "") -> None:
        self.part, self.reuse = part, reuse
        self.parts = (part, reuse) if reuse else (part,)

    def find(self, get: Get, visitors: Visitors, shown: Shown) -> list[Any]:
        """The entries to print, in order."""
        if not self.reuse or get(self.reuse) is None:
            return visitors.pick(picked(get(self.part)), self.part, shown)
        page = visitors.shelf.current(get(self.reuse))
        listing = page.specific if page is not None and page.live else None
        if not isinstance(listing, ListsEntries):
            return []
        return visitors.pick(listing.get_listed_items(), "", shown)

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        found = self.find(get, visitors, shown)
        shown.add(found, "" if self.reuse and get(self.reuse) else self.part)
        shown.names[self.part] = found


class ListsConditions(Lists):
    """Conditions, with what is known about a treatment for each of them."""

    def __init__(self, part: str, *, reuse: str = "", treatment: str = "") -> None:
        super().__init__(part, reuse=reuse)
        self.of = treatment
        self.parts = (*self.parts, treatment) if treatment else self.parts

    def need(self, get: Get, visitors: Visitors, needs: Needs) -> None:
        needs.indications.append(visitors.treatment(get(self.of) if self.of else None))

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        super().show(get, visitors, shown)
        conditions = shown.names[self.part]
        treatment = show_treatment(get, self.of, visitors, shown)
        known = visitors.indications(treatment, conditions)
        entries = [ConditionEntry(each, known.get(each.pk), treatment) for each in conditions]
        shown.conditions += entries
        if treatment and entries:
            shown.add([treatment], self.of if self.of and get(self.of) else "")
        shown.add([each.indication for each in entries if each.indication is not None])
        shown.names |= {"entries": entries, "treatment": treatment}


class Notices(Brings):
    """Safety notices: those of a treatment, and more that are picked here."""

    def __init__(self, treatment: str, more: str) -> None:
        self.of, self.more = treatment, more
        self.parts = (treatment, more)

    def need(self, get: Get, visitors: Visitors, needs: Needs) -> None:
        needs.notices.append(visitors.treatment(get(self.of)))

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        treatment = show_treatment(get, self.of, visitors, shown)
        own = visitors.notices(treatment)
        more = visitors.pick(picked(get(self.more)), self.more, shown)
        unique = {notice.pk or id(notice): notice for notice in [*own, *more]}
        notices = sorted(unique.values(), key=lambda notice: notice.print_order)
        if notices and get(self.of) is not None:
            shown.add([treatment] if treatment else (), self.of)
        shown.add(more, self.more)
        shown.add(own)
        shown.notices += [(notice, treatment) for notice in notices]
        shown.names |= {"notices": notices, "treatment": treatment}


class Asks(Brings):
    """Questions with their answers, which are the block's own words."""

    def __init__(self, part: str) -> None:
        self.part = part

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        shown.questions += [(each["question"], each["answer"]) for each in get(self.part)]


class TreatmentFacts(Brings):
    """The facts of a treatment: the chosen one, or else the page's own."""

    def __init__(self, part: str = "treatment") -> None:
        self.part, self.parts = part, (part,)

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        treatment = show_treatment(get, self.part, visitors, shown)
        is_chosen = get(self.part) is not None
        shown.add([treatment] if treatment else (), self.part if is_chosen else "")
        shown.names["treatment"] = treatment


def show_treatment(get: Get, part: str, visitors: Visitors, shown: Shown) -> Any:
    """The treatment in ``part``, or else the page's own; a chosen one that is hidden is absent.

    Whether it is printed is for those to say who ask.
    """
    chosen = get(part) if part else None
    if chosen is not None:
        visitors.pick([chosen], part, shown)
    return visitors.treatment(chosen)


class DeclaringPage(models.Model):
    """A page type that says in ``brings`` what it shows of the library outside its blocks."""

    brings: ClassVar[tuple[Brings, ...]] = ()

    class Meta:
        abstract = True


class DeclaringBlock:
    """A block that says in ``brings`` what it shows of the library.

    Every part that holds a library chooser is named by one of them. What a chooser holds that no
    declaration names is judged all the same, but printed by nothing of ours.
    """

    brings: ClassVar[tuple[Brings, ...]] = ()

    #: Whether there is nothing to print where none of what it brings is shown.
    needs_entries: ClassVar[bool] = False

    def is_printed(self, value: Any) -> bool:
        """Whether visitors get a block with this value, as far as dates and the like decide."""
        return True


def show_all(brings: Iterable[Brings], get: Get, visitors: Visitors) -> Shown:
    """Everything that ``brings`` show, in their order."""
    shown = Shown()
    for each in brings:
        each.show(get, visitors, shown)
    return shown


def show_block(block: DeclaringBlock, value: Any, visitors: Visitors) -> Shown:
    """What a block that declares content shows; worked out once for a rendering or judgement.

    Once for each page: two of them may share a value, and one may be in another language.
    """
    of = block, value, visitors.page
    return visitors.shelf.once(of, lambda: show_all(block.brings, value.get, visitors))


def declared_parts(brings: Iterable[Brings]) -> set[str]:
    """The parts that ``brings`` account for."""
    return {part for each in brings for part in each.parts}
