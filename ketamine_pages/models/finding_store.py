"""Keeps ``StoredFinding`` up to date: when something is saved, and what shows it with it.

Objects are judged one after the other, so that memory does not grow with their number; the
reading of the report is what takes a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django_tasks import task
from wagtail.models import ReferenceIndex

from ..evidence.findings import Finding
from .base import LibraryItem
from .gate import PublishGateMixin
from .review import target_of
from .stored_finding import MESSAGE_LENGTH, FindingVersion, StoredFinding

BATCH = 200
Keys = dict[Any, set[Any]]


def gated_models() -> list[Any]:
    """All page types and library models of the site that have findings, in a fixed order."""
    found = [
        model
        for model in apps.get_models()
        if issubclass(model, PublishGateMixin) and not model._meta.proxy
    ]
    return sorted(found, key=lambda model: model._meta.label)


def objects_of(model: Any) -> Any:
    """All objects of one of these models, without those of models that inherit from it."""
    objects = model._default_manager.order_by("pk")
    return objects.exact_type(model) if hasattr(objects, "exact_type") else objects


def follow(instance: Any, update_fields: Iterable[str] | None = None) -> None:
    """Something was saved: judge it, and then what shows it, when the transaction is over."""
    options = instance._meta
    is_draft = update_fields is not None and "live" not in update_fields
    shows = isinstance(instance, LibraryItem) and not is_draft
    arguments = (options.app_label, options.model_name, str(instance.pk))
    transaction.on_commit(lambda: refresh_findings.enqueue(*arguments, dependents=shows))


def forget(instance: Any) -> None:
    """Something is about to be deleted: drop its rows, and judge what has shown it."""
    StoredFinding.objects.filter(**target_of(instance)).delete()
    if isinstance(instance, LibraryItem):
        # Asked now, as the references are deleted with it.
        for model, pks in find_dependents(type(instance), {instance.pk}):
            label = model._meta.app_label, model._meta.model_name
            keys = [str(pk) for pk in pks]
            transaction.on_commit(partial(refresh_several.enqueue, *label, keys))


@task()
def refresh_several(app_label: str, model_name: str, pks: list[str]) -> None:
    """Judge objects of one model anew."""
    store_findings_of(apps.get_model(app_label, model_name), pks)


@task()
def refresh_findings(app_label: str, model_name: str, pk: str, dependents: bool = False) -> None:
    """Judge one object anew and, with ``dependents``, everything that shows it."""
    model = apps.get_model(app_label, model_name)
    store_findings_of(model, [pk])
    if dependents:
        refresh_dependents(model, {model._meta.pk.to_python(pk)})


def refresh_dependents(model: Any, pks: set[Any]) -> None:
    """Judge everything anew that shows objects of ``model``, directly or through others."""
    for dependent, found in find_dependents(model, pks):
        store_findings_of(dependent, found)


def store_findings_of(model: Any, pks: Iterable[Any]) -> None:
    """Judge objects of ``model`` by primary key; those that are gone lose their rows."""
    for pk in pks:
        instance = model._default_manager.filter(pk=pk).first()
        if instance is not None:
            store_findings(instance)


def store_findings(instance: Any) -> dict[FindingVersion, list[Finding]]:
    """Judge ``instance``, as it is in the database, and keep the result. Returns it by version."""
    found = dict(judge_versions(instance))
    target = target_of(instance)
    wanted = {
        _key(version, finding): (version, finding)
        for version, findings in found.items()
        for finding in findings
    }
    rows = list(StoredFinding.objects.filter(**target))
    known = {_row_key(row): row for row in rows}
    title = str(instance)[:255]
    with transaction.atomic():
        gone = [row.pk for row in rows if known[_row_key(row)] is not row]
        gone += [row.pk for key, row in known.items() if key not in wanted]
        if gone:
            StoredFinding.objects.filter(pk__in=gone).delete()
        StoredFinding.objects.filter(**target).exclude(title=title).update(title=title)
        StoredFinding.objects.bulk_create(
            _make_row(target, title, *wanted[key]) for key in wanted if key not in known
        )
    return found


def judge_versions(instance: Any) -> Iterator[tuple[FindingVersion, list[Finding]]]:
    """The findings of what visitors read, and of the draft where there is one."""
    if getattr(instance, "alias_of_id", None):
        return
    if instance.live:
        yield FindingVersion.PUBLISHED, instance.get_findings()
    if instance.has_unpublished_changes or not instance.live:
        draft = instance.get_latest_revision_as_object()
        yield FindingVersion.DRAFT, draft.get_findings()


def _key(version: FindingVersion, finding: Finding) -> tuple[str, ...]:
    where = finding.location
    message = finding.message[:MESSAGE_LENGTH]
    return version.value, finding.code, finding.severity, message, where.block, where.label[:255]


def _row_key(row: StoredFinding) -> tuple[str, ...]:
    return row.version, row.code, row.severity, row.message, row.block, row.place


def _make_row(
    target: dict[str, Any], title: str, version: FindingVersion, finding: Finding
) -> StoredFinding:
    return StoredFinding(
        **target,
        version=version,
        code=finding.code.value,
        severity=finding.severity.value,
        message=finding.message[:MESSAGE_LENGTH],
        title=title,
        block=finding.location.block,
        place=finding.location.label[:255],
    )


def find_dependents(model: Any, pks: set[Any]) -> Iterator[tuple[Any, list[Any]]]:
    """Models and primary keys of what shows objects of ``model``, each once, nearest first."""
    sources = {
        content_type.pk: source
        for source, content_type in ContentType.objects.get_for_models(*gated_models()).items()
    }
    seen = {(model, pk) for pk in pks}
    waiting: list[tuple[Any, set[Any]]] = [(model, pks)]
    while waiting:
        target, keys = waiting.pop(0)
        for source, found in _referring(target, keys, sources):
            fresh = {pk for pk in found if (source, pk) not in seen}
            seen |= {(source, pk) for pk in fresh}
            for chunk in _chunks(fresh):
                yield source, chunk
            if issubclass(source, LibraryItem) and fresh:
                waiting.append((source, fresh))


def _referring(
    model: Any, pks: set[Any], sources: dict[int, Any]
) -> Iterator[tuple[Any, set[Any]]]:
    parents = model._meta.get_parent_list()
    content_type = ContentType.objects.get_for_model(parents[-1] if parents else model)
    found: Keys = {}
    for chunk in _chunks(pks):
        references = ReferenceIndex.objects.filter(
            to_content_type=content_type, to_object_id__in=[str(pk) for pk in chunk]
        )
        for type_id, object_id in references.values_list("content_type", "object_id").distinct():
            if source := sources.get(type_id):
                found.setdefault(source, set()).add(source._meta.pk.to_python(object_id))
        # Pages show notices by way of their treatment, without naming them.
        if name := getattr(model, "shown_by_treatment", ""):
            treatment = model._meta.get_field(name).related_model
            shown = model._default_manager.filter(pk__in=chunk).values_list(name, flat=True)
            found.setdefault(treatment, set()).update(pk for pk in shown if pk is not None)
    yield from found.items()


def _chunks(keys: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(keys)
    while chunk := list(islice(remaining, BATCH)):
        yield chunk
