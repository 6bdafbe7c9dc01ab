"""Looks at published pages as they are and as a change would leave them.

One walk upwards finds them, however many they are. The first ``LIMIT`` are judged twice, each time
together: so the number of queries depends on what kinds of things they show, and not on how many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from ketamine_pages.gate.facts import read_page
from ketamine_pages.gate.mixin import PublishGateMixin
from ketamine_pages.impact.notices import (
    brought_to,
    find_bare,
    published_pages,
    split_by_notices,
    with_notices,
)
from ketamine_pages.impact.plans import Plan
from ketamine_pages.impact.result import LIMIT, AffectedPage, Impact
from ketamine_pages.library.site_wording import SiteWording
from ketamine_pages.pages.editorial import EditorialPageMixin
from ketamine_pages.reviews.fingerprints import get_fingerprints
from ketamine_pages.reviews.records import ReviewStatus, StoredState
from ketamine_pages.rules.findings import OFF, Finding, ItemRef, Severity
from ketamine_pages.rules.may_stand import get_reasons
from ketamine_pages.rules.page_facts import (
    AFTER_TREATMENT,
    BOXED_WARNING,
    NoticeFacts,
    PageFacts,
    Statement,
)
from ketamine_pages.rules.printed import get_passages, get_statements
from ketamine_pages.rules.review_rules import REVIEW_CODES
from ketamine_pages.shown.registry import Aspect
from ketamine_pages.shown.relations import page_models_of
from ketamine_pages.shown.together import Together, new_moment
from ketamine_pages.shown.upwards import find_shown
from ketamine_pages.shown.ways import Keys, ShownBy, Way, merge_keys
from ketamine_pages.targets import Key, key_of, rows_about

# Reviews are counted by themselves.
WITHOUT_REVIEWS = dict.fromkeys(map(str, REVIEW_CODES), OFF)


def get_impact(plan: Plan, *, limit: int = LIMIT) -> Impact:
    """What ``plan`` would do to published pages. Changes nothing, and tells nobody.

    Where more than ``limit`` pages show it, so many are looked at, and the rest is counted.
    """
    keys = plan.keys
    if not keys:
        return Impact()
    shown = _walk(keys)
    bringing = with_notices(keys, shown)
    brought = brought_to(bringing)
    covered, _bare = split_by_notices(brought)
    bare: set[Any] = set()
    if brought:
        with plan.as_if_done():
            if brought_to(bringing) != brought:
                # Others will show it, whom nobody could find before.
                shown.add(_walk(keys))
            _covered, bare = split_by_notices(brought)
    number, chosen = published_pages(shown.pages_by(Way.CONTENT) - plan.own_pages, limit)
    pages = page_models_of(chosen)
    reviewed, all_reviewed = _find_reviewed(pages, shown, keys, limit)
    before = _look(pages, reviewed)
    with plan.as_if_done():
        after = _look(pages, reviewed)
    affected = [_compare(page, before, after) for page in before.pages.values()]
    ended = {key for key, text in before.texts.items() if after.texts.get(key) != text}
    return Impact(
        number=number,
        is_of_sites=bool(number) and any(map(_is_of_sites, keys)),
        pages=sorted(affected, key=lambda each: (not each.loses_something, str(each.page))),
        entries=len(ended - before.pages.keys()),
        is_complete=number == len(chosen) and all_reviewed,
        bare_treatments=list(find_bare(covered & bare, limit)),
    )


# A treatment, ``None`` for all of them, and a kind of notice that counts by itself, or nothing.
Risk = tuple[Hashable, str]


@dataclass
class _Look:
    """What is to be seen of one page."""

    statements: Counter[str] = field(default_factory=Counter)
    # What is told of risks, each with the notices that tell it; see ``_told_by``.
    safety: dict[Risk, set[ItemRef | None]] = field(default_factory=dict)
    # The treatments that the page speaks of.
    treatments: set[Hashable] = field(default_factory=set)
    errors: dict[Hashable, Finding] = field(default_factory=dict)


@dataclass
class _Sight:
    """Pages and entries at one moment, by content type and primary key."""

    pages: dict[Key, Any] = field(default_factory=dict)
    looks: dict[Key, _Look] = field(default_factory=dict)
    # Fingerprints of those whose review holds.
    texts: dict[Key, str] = field(default_factory=dict)


def _walk(keys: Keys) -> ShownBy:
    shown = find_shown({Aspect.WORDS: keys}, frozenset({Way.CONTENT}))
    shown.add_pages(_pages_of_sites(keys), Way.CONTENT)
    return shown


def _pages_of_sites(keys: Keys) -> set[Any]:
    """All pages of the sites that have chosen one of these wordings: each prints of it."""
    chosen = {model: pks for model, pks in keys.items() if _is_of_sites(model)}
    if not chosen:
        return set()
    return find_shown({Aspect.WORDS: chosen}, frozenset({Way.FRAME})).pages_by(Way.FRAME)


def _is_of_sites(model: type[Model]) -> bool:
    return issubclass(model, SiteWording)


def _find_reviewed(pages: Keys, shown: ShownBy, changed: Keys, limit: int) -> tuple[Keys, bool]:
    """Those pages, and entries that show the change, whose review holds; whether it is all."""
    wanted, is_all = dict(pages), True
    for model, pks in shown.entries_by(Way.CONTENT).items():
        others = sorted(pks - changed.get(model, set()), key=str)
        is_all = is_all and len(others) <= limit
        merge_keys(wanted, {model: others[:limit]})
    types = {model: ContentType.objects.get_for_model(model) for model in wanted}
    targets = (
        {"content_type": types[model], "object_id": str(pk)}
        for model, pks in wanted.items()
        for pk in pks
    )
    rows = rows_about(ReviewStatus, targets).filter(state=StoredState.CURRENT)
    found: Keys = {}
    for type_id, pk in rows.values_list("content_type", "object_id"):
        known: type[Model] | None = ContentType.objects.get_for_id(type_id).model_class()
        if known is not None:
            merge_keys(found, {known: [known._meta.pk.to_python(pk)]})
    return found, is_all


def _look(pages: Keys, reviewed: Keys) -> _Sight:
    sight = _Sight()
    # One moment of their own: nothing that somebody has loaded before is as it would be.
    with new_moment() as those:
        loaded = list(_load(those, pages))
        sight.pages = {key_of(page): page for page in loaded}
        for page in loaded:
            sight.looks[key_of(page)] = _look_at(page)
        compared = [each for each in _load(those, reviewed) if getattr(each, "live", True)]
        for each, text in zip(compared, get_fingerprints(compared), strict=True):
            sight.texts[key_of(each)] = text
    return sight


def _load(those: Together, keys: Keys) -> Iterator[Any]:
    for model, pks in keys.items():
        yield from those.load(model, pks)


def _look_at(page: Any) -> _Look:
    look = _Look()
    if isinstance(page, EditorialPageMixin):
        facts = read_page(page)
        standing = list(_standing(facts))
        look.statements.update(statement.title for statement in standing)
        about = [facts.treatment, *(statement.treatment for statement in standing)]
        look.treatments = {treatment.key for treatment in about if treatment}
        for passage in get_passages(facts):
            for notice in passage.notices:
                for risk in _told_by(notice):
                    look.safety.setdefault(risk, set()).add(notice.spot.item)
    if isinstance(page, PublishGateMixin):
        for finding in page.get_findings(WITHOUT_REVIEWS):
            if finding.severity is Severity.ERROR:
                where = finding.spot.item or finding.spot
                look.errors[finding.code, finding.message, where] = finding
    return look


def _standing(facts: PageFacts) -> Iterator[Statement]:
    """What the page says of effects; facts have what it withholds as well."""
    for statement in get_statements(facts):
        if not get_reasons(statement, facts.ground):
            yield statement


def _told_by(notice: NoticeFacts) -> Iterator[Risk]:
    if not notice.is_complete:
        return
    # Of no treatment in particular: of all.
    for key in notice.treatments or {None}:
        if notice.kind != AFTER_TREATMENT:
            yield key, ""
        # These count by themselves, whatever else is printed about the treatment.
        if notice.kind in (AFTER_TREATMENT, BOXED_WARNING):
            yield key, notice.kind


def _loses_safety(was: _Look, would_be: _Look) -> bool:
    stays = set().union(*would_be.safety.values())
    return any(
        # A notice that only tells less of treatments of which the page says nothing is no loss.
        risk[0] is None or risk[0] in was.treatments or not tellers <= stays
        for risk, tellers in was.safety.items()
        if risk not in would_be.safety
    )


def _compare(page: Any, before: _Sight, after: _Sight) -> AffectedPage:
    key = key_of(page)
    was, would_be = before.looks[key], after.looks.get(key, _Look())
    text = before.texts.get(key)
    return AffectedPage(
        page=page,
        loses_safety=_loses_safety(was, would_be),
        lost_statements=tuple((was.statements - would_be.statements).elements()),
        new_errors=tuple(
            finding for where, finding in would_be.errors.items() if where not in was.errors
        ),
        review_ends=text is not None and after.texts.get(key) != text,
    )
