"""Which pages and library items show a library item or a list page: found in Wagtail's index.

Everything is done in sets, so that a benefit on ten thousand pages takes as many queries as one on
ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Value, When
from wagtail.models import ReferenceIndex, get_page_models

from ketamine_pages.delivery.version import raise_version
from ketamine_pages.reviews.records import ReviewStatus, StoredState
from ketamine_pages.shown.kinds import can_be_shown, is_library_entry, library_models

# How many primary keys one query is given.
CHUNK = 500

Keys = dict[Any, set[Any]]


def mark_dependents(instance: Any) -> int:
    """Mark what shows ``instance``, directly or through other items, as changed since review.

    Returns how many rows of ``ReviewStatus`` were marked, some perhaps twice. Whether their
    content has really changed is for ``check_marked`` to find out.
    """
    sources = {each.pk for each in ContentType.objects.get_for_models(*_sources()).values()}
    return sum(
        mark(
            ReviewStatus.objects.filter(
                content_type=content_type, object_id__in=of_type.values("object_id")
            )
        )
        for content_type, of_type in walk_references({type(instance): {instance.pk}}, can_be_shown)
        if content_type.pk in sources
    )


def walk_references(
    start: Keys, goes_on: Callable[[Any], bool], seen: Keys | None = None
) -> Iterator[tuple[ContentType, Any]]:
    """References to what is in ``start`` and to all that shows it, one content type at a time.

    Goes on from the models for which ``goes_on`` is true. ``seen`` is filled with all that was
    looked for: with translations, and the treatments concerned.
    """
    seen = defaultdict(set) if seen is None else seen
    waiting = _with_kin(start)
    while waiting:
        found: Keys = defaultdict(set)
        for model, pks in waiting.items():
            new = pks - seen.get(model, set())
            seen.setdefault(model, set()).update(new)
            for chunk in _chunks(new):
                for content_type, of_type in _references_to(model, chunk):
                    yield content_type, of_type
                    source = content_type.model_class()
                    if source is not None and goes_on(source):
                        ids = of_type.order_by().values_list("object_id", flat=True).distinct()
                        found[source] |= {source._meta.pk.to_python(each) for each in ids}
        waiting = _with_kin(found)
        waiting = {
            model: fresh
            for model, pks in waiting.items()
            if (fresh := pks - seen.get(model, set()))
        }


def _references_to(model: Any, pks: list[Any]) -> Iterator[tuple[ContentType, Any]]:
    references = ReferenceIndex.objects.filter(
        to_content_type=_base_content_type(model), to_object_id__in=[str(pk) for pk in pks]
    )
    for pk in set(references.order_by().values_list("content_type", flat=True).distinct()):
        yield ContentType.objects.get_for_id(pk), references.filter(content_type=pk)


def mark(statuses: Any) -> int:
    """Mark a queryset of ``ReviewStatus``: changed until somebody has looked."""
    changed = Case(
        When(state=StoredState.CURRENT, then=Value(StoredState.CHANGED.value)), default=F("state")
    )
    marked = int(statuses.update(state=changed, needs_check=True))
    if marked:
        # Pages print no reviewer any more.
        raise_version()
    return marked


def _sources() -> list[Any]:
    return [*library_models(), *get_page_models()]


def _with_kin(keys: Keys) -> Keys:
    """``keys`` with translations, which take each other's place, and the treatments concerned.

    Pages show notices and indications by way of their treatment, without naming them.
    """
    kin: Keys = defaultdict(set)
    for model, pks in keys.items():
        kin[model] |= pks
        if not is_library_entry(model):
            continue
        for chunk in _chunks(pks):
            manager = model._default_manager
            group = manager.filter(pk__in=chunk).values("translation_key")
            siblings = set(manager.filter(translation_key__in=group).values_list("pk", flat=True))
            kin[model] |= siblings
            if model.shown_by_treatment:
                of_item = _treatments_of(model, model.shown_by_treatment, siblings | set(chunk))
                kin[_treatment()] |= of_item
    return kin


def _treatments_of(model: Any, name: str, pks: set[Any]) -> set[Any]:
    keys = model._default_manager.filter(pk__in=pks).values(f"{name}__translation_key")
    return set(
        _treatment()._default_manager.filter(translation_key__in=keys).values_list("pk", flat=True)
    )


def _treatment() -> Any:
    return apps.get_model("ketamine_pages", "Treatment")


def _base_content_type(model: Any) -> ContentType:
    # What the index calls the target: the model that holds the primary key.
    parents = model._meta.get_parent_list()
    return ContentType.objects.get_for_model(parents[-1] if parents else model)


def _chunks(keys: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(keys)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
