"""Keeps ``StoredFinding`` up to date: when something is saved, and what shows it with it.

Objects are judged in batches: what they show is read once for a batch, and memory does not grow
with their number.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from typing import Any, TypeGuard

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import translation
from django_tasks import task

from ketamine_pages.batches import in_batches
from ketamine_pages.findings.stored import MESSAGE_LENGTH, FindingVersion, StoredFinding
from ketamine_pages.findings.waiting import WaitingJudgement, judge_later
from ketamine_pages.gate.mixin import PublishGateMixin
from ketamine_pages.rules.absence_rules import RENDERING_CODES
from ketamine_pages.rules.findings import Finding
from ketamine_pages.shown.changes import Reach, spread
from ketamine_pages.shown.together import Together, new_moment, one_moment, together
from ketamine_pages.shown.ways import Keys, merge_keys
from ketamine_pages.targets import Key, rows_about, target_of

logger = logging.getLogger(__name__)

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


def judge_waiting(proceed: Callable[[], None]) -> tuple[int, int]:
    """Judge what waits: how much it was, and how many of them could not be judged.

    Those do not wait on: they would be in the way of all after them, and everything is judged once
    a day. ``proceed`` is called after each batch.
    """
    judged, failed = 0, 0
    while rows := list(WaitingJudgement.objects.order_by("pk")[:BATCH]):
        keys: Keys = {}
        for row in rows:
            if row.target_model is not None:
                merge_keys(keys, {row.target_model: [row.object_id]})
        for model, pks in keys.items():
            if _is_gated(model):
                failed += store_findings_of(model, pks)
                judged += len(pks)
        WaitingJudgement.objects.filter(pk__in=[row.pk for row in rows]).delete()
        proceed()
    return judged, failed


@task()
def judge_several(label: str, pks: list[str]) -> None:
    """Judge objects of one model anew."""
    store_findings_of(apps.get_model(label), pks)


def store_findings_of(model: type[PublishGateMixin], pks: Iterable[Any]) -> int:
    """Judge objects of ``model`` by primary key. Returns how many could not be judged.

    One that nobody can judge must not keep all others from being judged.
    """
    failed = 0
    for batch in in_batches(pks, BATCH):
        done = set()
        try:
            with one_moment() as those:
                for instance in those.load(model, batch):
                    store_findings(instance)
                    done.add(str(instance.pk))
        except Exception:
            # What is read once for all of them may have failed for the sake of one.
            left = [pk for pk in batch if str(pk) not in done]
            failed += sum(not _is_judged_alone(model, pk) for pk in left)
    return failed


def _is_judged_alone(model: type[PublishGateMixin], pk: Any) -> bool:
    try:
        with new_moment() as those:
            for instance in those.load(model, [pk]):
                store_findings(instance)
    except Exception:
        logger.exception("%s %s was not judged.", model._meta.label, pk)
        return False
    return True


def store_findings(
    instance: PublishGateMixin, *, is_rendered: bool = False
) -> dict[FindingVersion, list[Finding]]:
    """Judge ``instance``, as it is in the database, and keep the result. Returns it by version.

    With ``is_rendered``, what is published is judged as before publishing: a page is rendered.
    """
    # In one language, whoever has saved: the same finding in another one is no other finding.
    with translation.override(settings.LANGUAGE_CODE):
        found = dict(judge_versions(instance, is_rendered=is_rendered))
    wanted = {
        _key(version, finding): (version, finding)
        for version, findings in found.items()
        for finding in findings
    }
    target = target_of(instance)
    with together([instance], are_stored=True) as those:
        rows = those.once(_stored_rows).get((target["content_type"].pk, target["object_id"]), [])
    if not is_rendered and FindingVersion.PUBLISHED in found:
        # Nobody has looked for them now.
        rows = [row for row in rows if row.code not in RENDERING_CODES]
    title = str(instance)[:255]
    left = list(rows)
    new, changed = [], []
    for row in rows:
        if wanted.pop(_row_key(row), None) is not None:
            left.remove(row)
    for version, finding in wanted.values():
        same = next((each for each in left if _is_same(each, version, finding)), None)
        if same is None:
            new.append(_make_row(target, title, version, finding))
        else:
            left.remove(same)
            same.message, same.spot = _words(finding)
            changed.append(same)
    with transaction.atomic() if (bool(left) + bool(new) + bool(changed)) > 1 else nullcontext():
        if left:
            StoredFinding.objects.filter(pk__in=[row.pk for row in left]).delete()
        if changed:
            StoredFinding.objects.bulk_update(changed, ["message", "spot"])
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
    return (*_kind(version, finding), *_words(finding))


def _kind(version: FindingVersion, finding: Finding) -> tuple[str, ...]:
    return version.value, finding.code, finding.severity.value, finding.spot.block


def _words(finding: Finding) -> tuple[str, str]:
    return finding.message[:MESSAGE_LENGTH], finding.spot.label[:255]


def _row_key(row: StoredFinding) -> tuple[str, ...]:
    return row.version, row.code, row.severity, row.block, row.message, row.spot


def _is_same(row: StoredFinding, version: FindingVersion, finding: Finding) -> bool:
    """Whether ``row`` is about what was found, in other words, so that it is no news.

    Rows know items by the titles in their messages. One that may be about another item is not
    the same: better told twice than never.
    """
    if (row.version, row.code, row.severity, row.block) != _kind(version, finding):
        return False
    item, (message, label) = finding.spot.item, _words(finding)
    if item is not None and item.title and item.title in message:
        return item.title in row.message
    return bool(row.block) or row.spot == label


def _make_row(
    target: dict[str, Any], title: str, version: FindingVersion, finding: Finding
) -> StoredFinding:
    message, label = _words(finding)
    return StoredFinding(
        **target,
        version=version,
        code=finding.code,
        severity=finding.severity.value,
        message=message,
        title=title,
        block=finding.spot.block,
        spot=label,
    )
