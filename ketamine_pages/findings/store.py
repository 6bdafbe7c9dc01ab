"""Keeps ``StoredFinding`` up to date: when something is saved, and what shows it with it.

Objects are judged in batches: what they show is read once for a batch, and memory does not grow
with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from typing import Any, TypeGuard

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django_tasks import task

from ketamine_pages.batches import in_batches
from ketamine_pages.findings.stored import MESSAGE_LENGTH, FindingVersion, StoredFinding
from ketamine_pages.findings.waiting import WaitingJudgement, judge_later
from ketamine_pages.gate.mixin import PublishGateMixin
from ketamine_pages.rules.findings import Finding
from ketamine_pages.shown.changes import Reach, spread
from ketamine_pages.shown.together import Together, one_moment, together
from ketamine_pages.shown.ways import Keys, merge_keys
from ketamine_pages.targets import Key, rows_about, target_of

# How many objects are judged together; pages have long bodies.
BATCH = 50


def gated_models() -> list[Any]:
    """All page types and library models of the site that have findings, in a fixed order."""
    found = [model for model in apps.get_models() if _is_gated(model) and not model._meta.proxy]
    return sorted(found, key=lambda model: model._meta.label)


def objects_of(model: type[Model]) -> Any:
    """All objects of one of these models, without those of models that inherit from it."""
    objects = model._default_manager.order_by("pk")
    return objects.exact_type(model) if hasattr(objects, "exact_type") else objects


def forget(instance: Model) -> None:
    """Something is about to be deleted: drop its rows."""
    StoredFinding.objects.filter(**target_of(instance)).delete()


def judge_reached(reach: Reach) -> None:
    """Judge what a transaction has changed, and what says what it has changed."""
    for model, pks in reach.judged.items():
        if _is_gated(model):
            store_findings_of(model, pks)
    others = reach.others
    gated: Keys = {each: others[each] for each in others if _is_gated(each)}
    left = spread(judge_several, gated, is_waited_for=reach.is_waited_for)
    judge_later(left)


def _is_gated(model: type[Model]) -> TypeGuard[type[PublishGateMixin]]:
    return issubclass(model, PublishGateMixin)


def judge_waiting(proceed: Callable[[], None]) -> int:
    """Judge what waits, and return how much it was; ``proceed`` is called after each batch."""
    judged = 0
    while rows := list(WaitingJudgement.objects.order_by("pk")[:BATCH]):
        keys: Keys = {}
        for row in rows:
            if row.target_model is not None:
                merge_keys(keys, {row.target_model: [row.object_id]})
        for model, pks in keys.items():
            if _is_gated(model):
                store_findings_of(model, pks)
                judged += len(pks)
        WaitingJudgement.objects.filter(pk__in=[row.pk for row in rows]).delete()
        proceed()
    return judged


@task()
def judge_several(label: str, pks: list[str]) -> None:
    """Judge objects of one model anew."""
    store_findings_of(apps.get_model(label), pks)


def store_findings_of(model: type[PublishGateMixin], pks: Iterable[Any]) -> None:
    """Judge objects of ``model`` by primary key; those that are gone lose their rows."""
    for batch in in_batches(pks, BATCH):
        with one_moment() as those:
            for instance in those.load(model, batch):
                store_findings(instance)


def store_findings(
    instance: PublishGateMixin, *, is_rendered: bool = False
) -> dict[FindingVersion, list[Finding]]:
    """Judge ``instance``, as it is in the database, and keep the result. Returns it by version.

    With ``is_rendered``, what is published is judged as before publishing: a page is rendered.
    """
    found = dict(judge_versions(instance, is_rendered=is_rendered))
    wanted = {
        _key(version, finding): (version, finding)
        for version, findings in found.items()
        for finding in findings
    }
    target = target_of(instance)
    with together([instance], are_stored=True) as those:
        rows = those.once(_stored_rows).get((target["content_type"].pk, target["object_id"]), [])
    known = {_row_key(row): row for row in rows}
    title = str(instance)[:255]
    gone = [row.pk for row in rows if known[_row_key(row)] is not row]
    gone += [row.pk for key, row in known.items() if key not in wanted]
    new = [_make_row(target, title, *wanted[key]) for key in wanted if key not in known]
    with transaction.atomic() if gone and new else nullcontext():
        if gone:
            StoredFinding.objects.filter(pk__in=gone).delete()
        if any(row.title != title for row in rows):
            StoredFinding.objects.filter(**target).exclude(title=title).update(title=title)
        StoredFinding.objects.bulk_create(new)
    return found


def _stored_rows(those: Together) -> dict[Key, list[StoredFinding]]:
    """The rows about all of them."""
    found: dict[Key, list[StoredFinding]] = {}
    for row in rows_about(StoredFinding, map(target_of, those.objects)):
        found.setdefault((row.content_type_id, row.object_id), []).append(row)
    return found


def judge_versions(
    instance: PublishGateMixin, *, is_rendered: bool = False
) -> Iterator[tuple[FindingVersion, list[Finding]]]:
    """The findings of what visitors read, and of the draft where there is one."""
    if instance.live:
        with together([instance], are_stored=True):
            findings = instance.get_publish_findings() if is_rendered else instance.get_findings()
        yield FindingVersion.PUBLISHED, findings
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
        code=finding.code,
        severity=finding.severity.value,
        message=finding.message[:MESSAGE_LENGTH],
        title=title,
        block=finding.spot.block,
        spot=finding.spot.label[:255],
    )
