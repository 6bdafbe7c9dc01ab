"""Who has written what is to be reviewed: the page, and all that it shows of the library.

A reviewer must not vouch for words of his or her own. What counts is what has been written since
the last approval: revision by revision, back to the one that says what was read then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from wagtail.models import Revision, RevisionMixin

from ketamine_pages.reviews.content import read_contents, read_fields, read_item
from ketamine_pages.reviews.records import ClinicalReview, ReviewStatus, StoredState
from ketamine_pages.rules.review import PASSED
from ketamine_pages.rules.reviewing.readings import Values, are_same_words, find_said
from ketamine_pages.shown.kinds import LibraryEntry
from ketamine_pages.targets import Key, rows_about, target_of


def has_written(user_ids: Collection[Any], instance: Any) -> bool:
    """Whether one of these users has written what is new in ``instance``, as it is in memory.

    New is what the last approved review did not have; without one, everything. Opening and saving
    a text without changing what visitors read is no writing. A library item that somebody else has
    reviewed as it is now needs no second pair of eyes.
    """
    if not user_ids or not isinstance(instance, RevisionMixin):
        return False
    reviews = ClinicalReview.objects.filter(**target_of(instance), outcome__in=PASSED)
    passed = reviews.first()
    kept: Values = passed.content if passed else {}
    [now] = read_contents([instance])
    read = find_said(kept)
    new = {key: says for key, says in find_said(now).items() if _is_new(says, read.get(key))}
    if _is_new(now["own"], kept.get("own")) and _has_written_one(
        user_ids, instance, now["own"], kept.get("own"), as_shown=False
    ):
        return True
    return any(
        _has_written_one(user_ids, item, says, read.get(key))
        for key, says, item in _find_touched(user_ids, new)
    )


def _is_new(says: Values, read: Values | None) -> bool:
    return read is None or not are_same_words(says, read)


def _find_touched(
    user_ids: Collection[Any], new: dict[tuple[str, str], Values]
) -> Iterator[tuple[tuple[str, str], Values, Any]]:
    """The items among ``new`` of which these users have made a revision. One query for most."""
    models = {label: apps.get_model(label) for label, _pk in new}
    types = {label: ContentType.objects.get_for_model(model) for label, model in models.items()}
    asked = Q(pk__in=[])
    for label, content_type in types.items():
        pks = [pk for name, pk in new if name == label]
        asked |= Q(content_type=content_type, object_id__in=pks)
    revisions = Revision.objects.filter(asked, user__in=user_ids)
    touched = set(revisions.order_by().values_list("content_type", "object_id").distinct())
    if not touched:
        return
    read = _reviewed_by_others(
        [{"content_type": types[label], "object_id": pk} for label, pk in new]
    )
    for (label, pk), says in new.items():
        key = types[label].pk, pk
        if key in touched - read:
            item = models[label]._base_manager.filter(pk=pk).first()
            if item is not None:
                yield (label, pk), says, item


def _reviewed_by_others(targets: list[dict[str, Any]]) -> set[Key]:
    rows = rows_about(ReviewStatus, targets).filter(
        state=StoredState.CURRENT, needs_check=False, review__by_author=False
    )
    return set(rows.values_list("content_type", "object_id"))


def _has_written_one(
    user_ids: Collection[Any],
    instance: Any,
    says: Values,
    read: Values | None,
    *,
    as_shown: bool = True,
) -> bool:
    """Whether these users have written what one thing ``says`` since it said what was ``read``."""
    if not instance.revisions.filter(user__in=user_ids).exists():
        return False
    revisions = instance.revisions.order_by("-created_at", "-pk").iterator()
    read_back = ((_words_of(each.as_object(), as_shown), each.user_id) for each in revisions)
    drafts: list[tuple[Values, Any]] = []
    for words, author in read_back:
        if are_same_words(words, says):
            # What is newer is no part of it.
            drafts = [(words, author)]
            break
        drafts.append((words, author))
    later: tuple[Values, Any] | None = None
    for words, author in chain(drafts, read_back):
        if later is not None and later[1] in user_ids and not are_same_words(words, later[0]):
            return True
        if read is not None and are_same_words(words, read):
            return False
        later = words, author
    # The oldest has written all of it.
    return later is not None and later[1] in user_ids


def _words_of(instance: Model, as_shown: bool) -> Values:
    if isinstance(instance, LibraryEntry):
        return read_item(instance, as_shown=as_shown)
    return read_fields(instance)
