"""Keeps the search index up to date where the text of a page comes from something else.

Wagtail brings what is saved up to date by itself, and nothing that shows it.
"""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model
from django_tasks import task
from wagtail.search.backends import get_search_backends
from wagtail.search.index import Indexed

from ketamine_pages.pages.editorial import EditorialPageMixin, share_shelf
from ketamine_pages.shown.changes import Reach, spread


def index_reached(reach: Reach) -> None:
    """Index anew what says what a transaction has changed."""
    others = reach.others
    indexed = {each: others[each] for each in others if _is_indexed(each)}
    spread(index_several, indexed, is_waited_for=reach.is_waited_for)


def _is_indexed(model: type[Model]) -> bool:
    return issubclass(model, Indexed) and getattr(model, "search_auto_update", True)


@task()
def index_several(label: str, pks: list[str]) -> None:
    """Index objects of one model anew."""
    model = apps.get_model(label)
    found = list(model.get_indexed_objects().filter(pk__in=pks))
    if issubclass(model, EditorialPageMixin):
        share_shelf(found)
    for backend in get_search_backends(with_auto_update=True):
        if found:
            backend.add_bulk(model, found)
