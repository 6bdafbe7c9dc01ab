"""What a change takes away, asked before it: afterwards, nobody could tell.

What refers to an object is in the index after a change of that object as well. So only that is
asked before which the change itself makes forgotten: the object is deleted or moved, or hangs on
something else from now on, as a notice on another treatment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Model
from wagtail.models import AbstractPage, Site

from ketamine_pages.purging.addresses import old_urls
from ketamine_pages.shown.registry import Aspect, deciding_relations
from ketamine_pages.shown.upwards import find_shown
from ketamine_pages.shown.ways import ShownBy, Way

BEFORE = "_ketamine_pages_before"

# What other pages print of a page wherever they lead to it. A site's own base page need not have
# menus.
IDENTITY = ("title", "slug", "url_path", "live", "show_in_menus")


@dataclass
class Before:
    """What has shown an object until now, addresses that may go, and whether a page is moved.

    A page is moved if its title, address or visibility is another.
    """

    shown: ShownBy = field(default_factory=ShownBy)
    urls: set[str] = field(default_factory=set)
    is_moved: bool = False


def ask_before_save(
    instance: Model, update_fields: Iterable[str] | None, ways: frozenset[Way]
) -> None:
    """Keep with ``instance``, which is stored already, what its save is about to take away.

    One query, and none where nothing depends on what is saved.
    """
    model = type(instance)
    names = _deciding_fields(model, ways)
    if update_fields is not None:
        # The rest is as in a draft, and not stored.
        names = names & set(update_fields)
    if not names:
        return
    names = names | _fields(model, ["live"])
    stored = model._base_manager.filter(pk=instance.pk).values(*names).first()
    if stored is None:
        return
    differing = {
        field.name
        for field in model._meta.concrete_fields
        if field.name in names and stored[field.name] != getattr(instance, field.attname)
    }
    is_page = issubclass(model, AbstractPage)
    before = Before(is_moved=is_page and not differing.isdisjoint(IDENTITY))
    if differing - {"live"} or before.is_moved:
        if stored.get("live", True):
            before.shown = walk_before(instance, ways, is_moved=before.is_moved)
        if (is_page and "url_path" in differing) or issubclass(model, Site):
            before.urls = old_urls(model._base_manager.get(pk=instance.pk))
    instance.__dict__[BEFORE] = before


def pop_before(instance: Model) -> Before | None:
    """What ``ask_before_save`` has kept, if anything."""
    before: Before | None = instance.__dict__.pop(BEFORE, None)
    return before


def walk_before(instance: Model, ways: frozenset[Way], *, is_moved: bool = True) -> ShownBy:
    """What shows ``instance`` as it is stored."""
    changed = {aspect: {type(instance): {instance.pk}} for aspect in aspects_of(instance, is_moved)}
    return find_shown(changed, ways)


def aspects_of(instance: Model, is_moved: bool) -> list[Aspect]:
    """What of ``instance`` has changed, once visitors read something else of it."""
    if not isinstance(instance, AbstractPage):
        return [Aspect.WORDS]
    return [Aspect.WORDS, Aspect.PLACE if is_moved else Aspect.CARD]


def _deciding_fields(model: type[Model], ways: frozenset[Way]) -> set[str]:
    """The fields of ``model`` that decide who shows its objects, in one of ``ways``."""
    if not issubclass(model, AbstractPage | Site):
        return deciding_relations(model)
    # Of pages and sites only what is printed elsewhere is at stake.
    if ways == {Way.CONTENT}:
        return set()
    if issubclass(model, Site):
        return {each.name for each in model._meta.concrete_fields}
    return deciding_relations(model) | _fields(model, IDENTITY)


def _fields(model: type[Model], names: Iterable[str]) -> set[str]:
    return {each.name for each in model._meta.concrete_fields}.intersection(names)
