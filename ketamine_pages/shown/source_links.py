"""The sources of many library entries, of whatever kinds, in two queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Model
from modelcluster.queryset import FakeQuerySet

if TYPE_CHECKING:
    from ketamine_pages.shown.kinds import Citing
    from ketamine_pages.shown.shelf import Shelf

COLUMNS = ("pk", "sort_order", "source_id", "stance", "item_id")


def fetch_source_links(by_model: Mapping[Any, list[Any]], shelf: Shelf) -> None:
    """Fill in ``source_links`` of saved entries (each model a ``Citing``), sources included.

    Sources that are on the shelf are not asked for again.
    """
    if not by_model:
        return
    link_models = {model: model.source_links.rel.related_model for model in by_model}
    queries = [
        link_model._default_manager.order_by()
        .filter(item__in=[entry.pk for entry in by_model[model]])
        .values_list(models.Value(number, models.IntegerField()), *COLUMNS)
        for number, (model, link_model) in enumerate(link_models.items())
    ]
    rows = list(queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0])
    source_model = next(iter(link_models.values())).source.field.related_model
    shelf.fetch(source_model, {row[3] for row in rows})
    links: dict[Any, list[Any]] = {}
    for number, *values in sorted(rows, key=lambda row: (row[2] or 0, row[1])):
        links.setdefault((number, values[-1]), []).append(values)
    for number, (model, link_model) in enumerate(link_models.items()):
        for entry in by_model[model]:
            _set_links(entry, link_model, links.get((number, entry.pk), []), shelf, source_model)


@contextmanager
def sources_of(entries: Iterable[Citing]) -> Iterator[None]:
    """Within it, the sources of ``entries`` are at hand, those of drafts as they are in memory.

    One query for the sources, and one more for each model whose links come from the database. The
    entries are as before afterwards, so that whoever has them sees links that are added.
    """
    found = list(entries)
    fetched = [entry for entry in found if entry.pk and not _knows_links(entry)]
    prefetch_sources(fetched)
    links = [link for entry in found for link in entry.source_links.all() if link.source_id]
    models.prefetch_related_objects(links, "source")
    try:
        yield
    finally:
        for entry in fetched:
            entry.__dict__["_prefetched_objects_cache"].pop("source_links", None)


def prefetch_sources(entries: Iterable[Citing]) -> None:
    """Fetch the sources of ``entries``, which nobody else has, as the database has them."""
    by_model: dict[type, list[Any]] = {}
    for entry in entries:
        by_model.setdefault(type(entry), []).append(entry)
    for same in by_model.values():
        models.prefetch_related_objects(same, "source_links")
    links = [link for same in by_model.values() for e in same for link in e.source_links.all()]
    models.prefetch_related_objects(links, "source")


def _knows_links(entry: Citing) -> bool:
    caches = ("_cluster_related_objects", "_prefetched_objects_cache")
    return any("source_links" in (entry.__dict__.get(name) or ()) for name in caches)


def _set_links(
    entry: Citing,
    link_model: type[Model],
    rows: Iterable[Any],
    shelf: Shelf,
    source_model: type[Model],
) -> None:
    """As ``prefetch_related_objects`` would leave it."""
    links = []
    for pk, sort_order, source_id, stance, _item_id in rows:
        source = shelf.get(source_model, source_id)
        link: Any = link_model(pk=pk, sort_order=sort_order, stance=stance, source=source)
        link.item = entry
        link._state.adding, link._state.db = False, entry._state.db
        links.append(link)
    cache = entry.__dict__.setdefault("_prefetched_objects_cache", {})
    cache["source_links"] = FakeQuerySet(link_model, links)
