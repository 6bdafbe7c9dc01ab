"""Keeps ``StoredFinding`` up to date: when something is saved, and what shows it with it.

Objects are judged one after the other, so that memory does not grow with their number; the
reading of the report is what takes a fixed number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django_tasks import task, task_backends
from django_tasks.backends.immediate import ImmediateBackend
from wagtail.models import ReferenceIndex

from ketamine_pages.delivery.after_commit import after_commit
from ketamine_pages.findings.stored import MESSAGE_LENGTH, FindingVersion, StoredFinding
from ketamine_pages.gate.mixin import PublishGateMixin
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.rules.findings import Finding
from ketamine_pages.targets import target_of

BATCH = 200

# How many objects are judged beyond those saved where there is no worker, and a person waits for
# it: the rest is left to ``audit_pages``.
INLINE = 100

# Primary keys by model, in the order in which they were found.
Keys = dict[Any, dict[Any, None]]


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
    is_draft = update_fields is not None and "live" not in update_fields
    shows = isinstance(instance, LibraryItem) and not is_draft
    _note(type(instance), instance.pk, dependents=shows)


def forget(instance: Any) -> None:
    """Something is about to be deleted: drop its rows, and judge what has shown it."""
    StoredFinding.objects.filter(**target_of(instance)).delete()
    if isinstance(instance, LibraryItem):
        # Asked now, as the references are deleted with it.
        for model, pks in find_dependents({type(instance): {instance.pk: None}}):
            for pk in pks:
                _note(model, pk, dependents=False)


def _note(model: Any, pk: Any, *, dependents: bool) -> None:
    meta = model._meta
    after_commit(_queue_judging, (meta.app_label, meta.model_name, str(pk), dependents))


def _queue_judging(noted: Iterable[tuple[str, str, str, bool]]) -> None:
    found: dict[tuple[str, str, str], bool] = {}
    for app_label, model_name, pk, dependents in noted:
        key = app_label, model_name, pk
        found[key] = found.get(key, False) or dependents
    refresh_findings.enqueue([[*key, dependents] for key, dependents in found.items()])


@task()
def refresh_findings(targets: list[list[Any]]) -> None:
    """Judge objects anew: lists of app label, model name, primary key, and whether to judge
    everything that shows the object as well.
    """
    own: Keys = {}
    shown: Keys = {}
    for app_label, model_name, key, dependents in targets:
        model = apps.get_model(app_label, model_name)
        pk = model._meta.pk.to_python(key)
        own.setdefault(model, {})[pk] = None
        if dependents:
            shown.setdefault(model, {})[pk] = None
    for model, pks in own.items():
        store_findings_of(model, pks)
    room = INLINE if isinstance(task_backends["default"], ImmediateBackend) else None
    for model, found in find_dependents(shown):
        others = [pk for pk in found if pk not in own.get(model, {})]
        if room is None:
            refresh_several.enqueue(model._meta.app_label, model._meta.model_name, _texts(others))
        else:
            store_findings_of(model, others[:room])
            room = max(0, room - len(others))


@task()
def refresh_several(app_label: str, model_name: str, pks: list[str]) -> None:
    """Judge objects of one model anew."""
    store_findings_of(apps.get_model(app_label, model_name), pks)


def _texts(pks: Iterable[Any]) -> list[str]:
    return [str(pk) for pk in pks]


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
    where = finding.spot
    message = finding.message[:MESSAGE_LENGTH]
    return version.value, finding.code, finding.severity, message, where.block, where.label[:255]


def _row_key(row: StoredFinding) -> tuple[str, ...]:
    return row.version, row.code, row.severity, row.message, row.block, row.spot


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
        block=finding.spot.block,
        spot=finding.spot.label[:255],
    )


def find_dependents(shown: Keys) -> Iterator[tuple[Any, list[Any]]]:
    """Models and primary keys of what shows objects, each once, nearest first, in batches."""
    sources = {
        content_type.pk: source
        for source, content_type in ContentType.objects.get_for_models(*gated_models()).items()
    }
    seen = {(model, pk) for model, pks in shown.items() for pk in pks}
    waiting = list(shown.items())
    while waiting:
        for source, found in _referring(*waiting.pop(0), sources):
            fresh = {pk: None for pk in found if (source, pk) not in seen}
            seen |= {(source, pk) for pk in fresh}
            for chunk in _chunks(fresh):
                yield source, chunk
            if issubclass(source, LibraryItem) and fresh:
                waiting.append((source, fresh))


def _referring(
    model: Any, pks: Iterable[Any], sources: dict[int, Any]
) -> Iterator[tuple[Any, Iterable[Any]]]:
    parents = model._meta.get_parent_list()
    content_type = ContentType.objects.get_for_model(parents[-1] if parents else model)
    found: Keys = {}
    for chunk in _chunks(pks):
        references = ReferenceIndex.objects.filter(
            to_content_type=content_type, to_object_id__in=_texts(chunk)
        )
        for type_id, object_id in references.values_list("content_type", "object_id").distinct():
            if source := sources.get(type_id):
                found.setdefault(source, {})[source._meta.pk.to_python(object_id)] = None
        # Pages show notices by way of their treatment, without naming them.
        if name := getattr(model, "shown_by_treatment", ""):
            treatment = model._meta.get_field(name).related_model
            shown = model._default_manager.filter(pk__in=chunk).values_list(name, flat=True)
            found.setdefault(treatment, {}).update({pk: None for pk in shown if pk is not None})
    yield from found.items()


def _chunks(keys: Iterable[Any]) -> Iterator[list[Any]]:
    remaining = iter(keys)
    while chunk := list(islice(remaining, BATCH)):
        yield chunk
