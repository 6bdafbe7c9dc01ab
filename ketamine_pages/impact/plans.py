"""What is about to be done: written into the database without anybody being told, and rolled back.

Whatever rules and pages read, they read from the database. So what a change would do is seen best
by making it: in a savepoint, by statements that send no signals (so that neither followers nor
indexes nor caches hear of them), and never to stay.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from typing import Any

from django.db import router, transaction
from django.db.models import Model
from modelcluster.models import (
    ClusterableModel,
    get_all_child_m2m_relations,
    get_all_child_relations,
)
from wagtail.models import AbstractPage, DraftStateMixin

from ketamine_pages.shown.kinds import can_be_shown
from ketamine_pages.shown.ways import Keys


class Plan(ABC):
    """Something that is about to be done to ``objects``: pages, entries, or both."""

    def __init__(self, objects: Iterable[Any]) -> None:
        self.objects: Sequence[Any] = [each for each in objects if each.pk]

    @property
    def keys(self) -> Keys:
        """Primary keys by model of what changes, and can be shown by other pages."""
        found: Keys = {}
        for each in self.objects:
            if can_be_shown(type(each)):
                found.setdefault(type(each), set()).add(each.pk)
        return found

    @property
    def own_pages(self) -> set[Any]:
        """The primary keys of the pages that are changed themselves."""
        return {each.pk for each in self.objects if isinstance(each, AbstractPage)}

    @contextmanager
    def as_if_done(self) -> Iterator[None]:
        """Within it, the database has the change. Nothing of it stays, and nobody is told."""
        databases = {router.db_for_write(type(each)) for each in self.objects}
        # All of them are in one: pages and entries refer to each other.
        using = databases.pop() if databases else None
        with transaction.atomic(using=using):
            try:
                self.carry_out()
                yield
            finally:
                transaction.set_rollback(True, using=using)

    @abstractmethod
    def carry_out(self) -> None:
        """Write the change, by statements that send no signals."""


class Removal(Plan):
    """``objects`` are unpublished, or deleted; ``with_descendants``: with the pages below them.

    To visitors it is the same: what was deleted and what is a draft are not printed.
    """

    def __init__(self, objects: Iterable[Any], *, with_descendants: bool = False) -> None:
        found = list(objects)
        if with_descendants:
            below = (each.get_descendants() for each in found if isinstance(each, AbstractPage))
            found += [page for pages in below for page in pages.live().specific(defer=True)]
        super().__init__(each for each in found if getattr(each, "live", True))

    def carry_out(self) -> None:
        for model in {type(each) for each in self.objects}:
            pks = [each.pk for each in self.objects if type(each) is model]
            if issubclass(model, DraftStateMixin):
                model._base_manager.filter(pk__in=pks).update(live=False)


class Publication(Plan):
    """``objects`` are published as they are in memory: drafts, or objects with changed fields.

    So it also stands for withdrawing a source, for another status of a treatment, and for moving
    an indication: set the field, and do not save. What is published with a new date on which it
    is to be unpublished counts as unpublished: nobody is asked on that day.
    """

    def carry_out(self) -> None:
        for draft in self.objects:
            children = list(_read_children(draft))
            related = list(_read_related(draft))
            _write_fields(draft)
            for model, parent, rows in children:
                _replace(model, parent, draft.pk, rows)
            for through, source, rows in related:
                _replace(through, source, draft.pk, rows)


def ends_by_itself(draft: Model) -> bool:
    """Whether publishing ``draft`` brings a date of unpublishing that the stored one has not."""
    expires = getattr(draft, "expire_at", None)
    if expires is None:
        return False
    stored = type(draft)._base_manager.filter(pk=draft.pk).values_list("expire_at", flat=True)
    return expires != stored.first()


def _write_fields(draft: Any) -> None:
    values = {
        field.attname: getattr(draft, field.attname)
        for field in draft._meta.concrete_fields
        # What a draft has not loaded is as it is stored.
        if not (field.primary_key or field.attname in draft.get_deferred_fields())
        # The row of the base page is written with that of the page.
        and not (field.is_relation and field.remote_field.parent_link)
        and not getattr(field, "generated", False)
    }
    if isinstance(draft, DraftStateMixin):
        values["live"] = not ends_by_itself(draft)
    type(draft)._base_manager.filter(pk=draft.pk).update(**values)


def _read_children(draft: Any) -> Iterator[tuple[type[Model], str, list[Any]]]:
    """Child objects such as sources, as they are in memory: model, foreign key and rows."""
    if not isinstance(draft, ClusterableModel):
        return
    for relation in get_all_child_relations(type(draft)):
        model = relation.related_model
        # Wagtail's own are comments of editors and the like.
        if model._meta.app_label == "wagtailcore":
            continue
        rows = [copy(child) for child in getattr(draft, relation.get_accessor_name()).all()]
        for row in rows:
            setattr(row, relation.field.attname, draft.pk)
        yield model, relation.field.name, rows


def _read_related(draft: Any) -> Iterator[tuple[Any, str, list[Any]]]:
    """Relations to many: the model in between, its foreign key to ``draft`` and its rows."""
    if not isinstance(draft, ClusterableModel):
        return
    for field in get_all_child_m2m_relations(type(draft)):
        through: Any = field.remote_field.through
        if not through._meta.auto_created:
            continue
        source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
        rows = [
            through(**{f"{source}_id": draft.pk, f"{target}_id": each.pk})
            for each in getattr(draft, field.name).all()
        ]
        yield through, source, rows


def _replace(model: type[Model], parent: str, pk: Any, rows: Sequence[Any]) -> None:
    old: Any = model._base_manager.filter(**{parent: pk})
    # Django's deletion would send signals, and everybody would follow what will not stay.
    old._raw_delete(old.db)
    model._base_manager.bulk_create(rows)
