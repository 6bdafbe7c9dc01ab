"""What a block or a page type brings from the library, as it declares it in ``brings``.

Each kind says once what a visitor sees of it (``show``). Printing, rules, fingerprints, structured
data and the API all ask that, so that they cannot disagree; a kind that is forgotten is shown by
none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ketamine_pages.rules.may_stand import get_reasons, is_of_another
from ketamine_pages.rules.page_facts import Statement, StatementKind
from ketamine_pages.shown.declared import declarations
from ketamine_pages.shown.declares import Brings, DeclaringBlock, Get
from ketamine_pages.shown.kinds import ListsEntries, Stating
from ketamine_pages.shown.visitors import ConditionEntry, Needs, Shown, Visitors, Withheld


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

    def need(self, get: Get, visitors: Visitors, needs: Needs) -> None:
        # Approved products among them bring their boxed warnings.
        needs.notices += [
            of for of in self.speak_of(get, visitors) if of.as_treatment_facts().is_approved
        ]

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        part = "" if self.reuse and get(self.reuse) else self.part
        found = visitors.admit(self.find(get, visitors, shown), part, shown)
        shown.add(found, part)
        shown.names[self.part] = found

    def speak_of(self, get: Get, visitors: Visitors) -> list[Any]:
        found = [e for e in self.find(get, visitors, Shown()) if isinstance(e, Stating)]
        own = [visitors.treatment_of(entry) for entry in found]
        if any(not entry.treatment_id for entry in found):
            own.append(visitors.treatment(None))
        return [treatment for treatment in own if treatment]


class ListsConditions(Lists):
    """Conditions, with what is known about a treatment for each of them."""

    def __init__(self, part: str, *, reuse: str = "", treatment: str = "") -> None:
        super().__init__(part, reuse=reuse)
        self.of = treatment
        self.parts = (*self.parts, treatment) if treatment else self.parts

    def need(self, get: Get, visitors: Visitors, needs: Needs) -> None:
        treatment = visitors.treatment(get(self.of) if self.of else None)
        needs.indications.append(treatment)
        if treatment is not None and treatment.as_treatment_facts().is_approved:
            needs.notices.append(treatment)

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        super().show(get, visitors, shown)
        conditions = shown.names[self.part]
        treatment = show_treatment(get, self.of, visitors, shown)
        known = visitors.indications(treatment, conditions)
        admitted = visitors.admit(known.values(), self.part, shown)
        standing = {id(each) for each in admitted}
        entries = []
        for condition in conditions:
            indication = known.get(condition.pk)
            is_withheld = indication is not None and id(indication) not in standing
            entries.append(
                ConditionEntry(
                    condition, None if is_withheld else indication, treatment, is_withheld
                )
            )
        shown.conditions += entries
        if treatment and entries:
            shown.add([treatment], self.of if self.of and get(self.of) else "")
        shown.add([each.indication for each in entries if each.indication is not None])
        shown.names |= {"entries": entries, "treatment": treatment}

    def speak_of(self, get: Get, visitors: Visitors) -> list[Any]:
        treatment = visitors.treatment(get(self.of) if self.of else None)
        conditions = self.find(get, visitors, Shown())
        return [treatment] if visitors.indications(treatment, conditions) else []


class Notices(Brings):
    """Safety notices: those of a treatment, and more that are picked here."""

    def __init__(self, treatment: str, more: str) -> None:
        self.of, self.more = treatment, more
        self.parts = (treatment, more)

    def need(self, get: Get, visitors: Visitors, needs: Needs) -> None:
        needs.notices.append(visitors.treatment(get(self.of)))

    def warn(self, get: Get, visitors: Visitors) -> list[tuple[Any, Any]]:
        treatment = visitors.treatment(get(self.of))
        more = visitors.ready(picked(get(self.more)))
        own = [(notice, treatment) for notice in visitors.notices(treatment)]
        return [*own, *((notice, None) for notice in more)]

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


class DerivedNotices(Brings):
    """Safety notices that a page prints by itself, in the words of the library.

    An approved product that the page is about brings all of its own, unless the body shows them
    anyway. One that the page only makes statements of brings its boxed warning.
    """

    warns_of_products = True

    def need(self, get: Get, visitors: Visitors, needs: Needs) -> None:
        needs.notices.append(self._own_product(visitors))

    def warn(self, get: Get, visitors: Visitors) -> list[tuple[Any, Any]]:
        product = self._own_product(visitors)
        return [(notice, product) for notice in visitors.notices(product)]

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        notices = [*self.warn(get, visitors), *(visitors.footing.boxed if visitors.footing else ())]
        shown.add([notice for notice, _of in notices])
        shown.notices += notices
        shown.names["derived_notices"] = [notice for notice, _of in notices]

    def _own_product(self, visitors: Visitors) -> Any:
        """The approved product that the page is about and whose risks the body does not tell."""
        treatment = visitors.treatment(None)
        if treatment is None or not treatment.as_treatment_facts().is_approved:
            return None
        is_told = visitors.shelf.once(
            (DerivedNotices, visitors.page), lambda: self._is_told(treatment, visitors)
        )
        return None if is_told else treatment

    def _is_told(self, treatment: Any, visitors: Visitors) -> bool:
        """Whether a block prints the notices that ``treatment`` brings."""
        for brings, get, is_printed in declarations(visitors.page):
            for each in brings if is_printed else ():
                of = visitors.treatment(get(each.of)) if isinstance(each, Notices) else None
                if of is not None and of.translation_key == treatment.translation_key:
                    return True
        return False


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


class States(Brings):
    """A number that the block states by itself, about a treatment or else the page's own.

    Stands after ``Cites``, whose sources it relies on.
    """

    states_numbers = True

    def __init__(self, treatment: str, title: str, counts: Sequence[tuple[str, str]]) -> None:
        self.of, self.title, self.counts = treatment, title, counts
        self.parts = (treatment,)

    def need(self, get: Get, visitors: Visitors, needs: Needs) -> None:
        needs.notices += [
            of for of in self.speak_of(get, visitors) if of.as_treatment_facts().is_approved
        ]

    def speak_of(self, get: Get, visitors: Visitors) -> list[Any]:
        treatment = visitors.treatment(get(self.of))
        return [treatment] if treatment else []

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        chosen = get(self.of)
        treatment = visitors.treatment(chosen) if chosen is not None else None
        if chosen is not None:
            visitors.pick([chosen], self.of, shown)
        shown.statement = Statement(
            StatementKind.STATISTIC,
            str(get(self.title) or ""),
            tuple(source.as_source_facts() for source in shown.cited),
            treatment=treatment.as_treatment_facts() if treatment else None,
            has_hidden_treatment=chosen is not None and treatment is None,
            is_whole=all(_is_whole(get(part), get(whole)) for part, whole in self.counts),
        )
        if reasons := get_reasons(shown.statement, visitors.ground):
            shown.withheld.append(Withheld(None, tuple(reasons), title=shown.statement.title))
            # They are cited for what is not printed.
            shown.sources.clear()
        ground = visitors.ground
        is_foreign = ground is not None and is_of_another(shown.statement, ground)
        shown.names["studied_for"] = treatment if is_foreign else None
        shown.add([treatment] if is_foreign else (), self.of)


def _is_whole(part: object, whole: object) -> bool:
    # An import may have stored anything.
    return isinstance(part, int) and isinstance(whole, int) and 0 <= part <= whole and whole > 0


def show_treatment(get: Get, part: str, visitors: Visitors, shown: Shown) -> Any:
    """The treatment in ``part``, or else the page's own; a chosen one that is hidden is absent.

    Whether it is printed is for those to say who ask.
    """
    chosen = get(part) if part else None
    if chosen is not None:
        visitors.pick([chosen], part, shown)
    return visitors.treatment(chosen)


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
