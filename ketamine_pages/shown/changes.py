"""A change, as a transaction leaves it to those who follow, and what they are given of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django_tasks import task_backends
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task
from wagtail.models import AbstractPage

from ketamine_pages.shown.registry import Aspect
from ketamine_pages.shown.relations import base_pages, chunks, page_models_of
from ketamine_pages.shown.upwards import Changed, find_shown
from ketamine_pages.shown.ways import Keys, ShownBy, Way, merge_keys

# How many objects a task is given.
BATCH = 200

# How many are brought up to date where there is no worker, and a person waits for it.
INLINE = 100


@dataclass
class Change:
    """An object was changed: ``label`` and ``pk`` name it, if it is still there.

    ``aspects`` say what of it visitors read; none for a draft. ``is_judged``: it may have other
    findings. ``is_part``: only a child object was, such as the source of a benefit. ``before`` is
    what has shown it until now, and ``urls`` are addresses that may be none any more. All are
    plain values, for a queue of tasks.
    """

    label: str = ""
    pk: str = ""
    aspects: list[str] = field(default_factory=list)
    is_judged: bool = False
    is_part: bool = False
    before: list[list[Any]] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)


@dataclass
class Reach:
    """How far the changes of a transaction reach: the same for all who follow."""

    # Objects that may have other findings themselves, drafts included.
    judged: Keys = field(default_factory=dict)
    # Objects of which visitors read something else now.
    changed: Keys = field(default_factory=dict)
    # Those among them that were not saved themselves.
    parts: Keys = field(default_factory=dict)
    # What shows them now, or has shown them before.
    shown: ShownBy = field(default_factory=ShownBy)
    urls: list[str] = field(default_factory=list)
    # Whether a person may wait for what follows.
    is_waited_for: bool = True

    @cached_property
    def others(self) -> Keys:
        """Pages and entries, by model, that say what was changed but were not changed."""
        known_pages = self._changed_pages()
        found = page_models_of(self.shown.pages_by(Way.CONTENT) - known_pages)
        for model, pks in self.shown.entries_by(Way.CONTENT).items():
            known = self.judged.get(model, set()) | self.changed.get(model, set())
            merge_keys(found, {model: pks - known})
        return {model: pks for model, pks in found.items() if pks}

    def _changed_pages(self) -> set[Any]:
        return {
            pk
            for keys in (self.judged, self.changed)
            for model, pks in keys.items()
            if issubclass(model, AbstractPage)
            for pk in pks
        }


def measure_reach(
    changes: Iterable[Change], ways: frozenset[Way], *, is_waited_for: bool = True
) -> Reach:
    """One walk for all ``changes``, when the transaction is over."""
    reach, start = Reach(is_waited_for=is_waited_for), Changed()
    page_key = base_pages().model._meta.pk
    for change in changes:
        reach.urls += change.urls
        reach.shown.add(ShownBy.from_data(change.before, page_key))
        if not change.label:
            continue
        model = apps.get_model(change.label)
        keys: Keys = {model: {model._meta.pk.to_python(change.pk)}}
        if change.is_judged:
            merge_keys(reach.judged, keys)
        if change.aspects:
            merge_keys(reach.parts if change.is_part else reach.changed, keys)
        for name in change.aspects:
            merge_keys(start.setdefault(Aspect(name), {}), keys)
    for model, pks in reach.parts.items():
        pks -= reach.changed.get(model, set())
    merge_keys(reach.changed, reach.parts)
    reach.shown.add(find_shown(start, ways))
    return reach


def spread(task: Task[Any, Any], objects: Keys, *, is_waited_for: bool) -> Keys:
    """Give ``task`` the objects in batches: a label, and primary keys as text.

    In the background. Where there is no worker and a person waits for it, only the first ``INLINE``
    are given at once; the rest is returned.
    """
    left: Keys = {}
    has_worker = not isinstance(task_backends["default"], ImmediateBackend)
    room = None if has_worker or not is_waited_for else INLINE
    for model, pks in objects.items():
        for batch in chunks(_in_order(pks), BATCH):
            if room is None:
                task.enqueue(model._meta.label, _as_text(batch))
                continue
            if now := batch[:room]:
                task.call(model._meta.label, _as_text(now))
            merge_keys(left, {model: batch[room:]} if batch[room:] else {})
            room -= len(now)
    return left


def _in_order(pks: Iterable[Any]) -> Sequence[Any]:
    return sorted(pks, key=str)


def _as_text(pks: Iterable[Any]) -> list[str]:
    return [str(pk) for pk in pks]
