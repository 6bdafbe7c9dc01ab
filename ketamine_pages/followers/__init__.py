"""What follows a change, in order: to be read from top to bottom.

1. Before an object is saved, moved or deleted: what has shown it until now is asked, where nobody
   could tell afterwards (``before_save``, ``before_move``, ``before_delete``, ``on_relation``).
2. In the transaction of the change: the version of all content, and the reviews of what it says
   (``after_save``, ``after_storing``). Django stores child objects, such as sources, after its own
   signals, so that what looks at content waits for ``content_saved``.
3. Once, after the commit, in one background task: one walk upwards, whose answer all of
   ``FOLLOWERS`` are given, one after the other.

An app of the site whose objects nothing can show costs a new version, and nothing else.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from django.db.models import Model
from django_tasks import task
from wagtail.models import AbstractPage

from ketamine_pages.delivery.after_commit import after_commit
from ketamine_pages.delivery.version import raise_version
from ketamine_pages.findings.store import forget as forget_findings
from ketamine_pages.findings.store import judge_reached, store_findings_of
from ketamine_pages.followers.before import (
    Before,
    ask_before_save,
    aspects_of,
    pop_before,
    walk_before,
)
from ketamine_pages.gate.keeping import is_kept
from ketamine_pages.gate.mixin import PublishGateMixin
from ketamine_pages.library.site_wording import wordings_at_stake
from ketamine_pages.purging.addresses import is_purging, old_urls, purge_reached
from ketamine_pages.purging.what_counts import changes_content, is_content, remember_hidden
from ketamine_pages.reviews.marking import mark_shown
from ketamine_pages.reviews.mixin import ReviewedMixin
from ketamine_pages.reviews.tracking import check_marked, check_reached, follow_change
from ketamine_pages.reviews.tracking import forget as forget_reviews
from ketamine_pages.search_index import index_reached
from ketamine_pages.shown.changes import Change, Reach, measure_reach
from ketamine_pages.shown.kinds import LibraryEntry, can_be_shown
from ketamine_pages.shown.registry import Aspect
from ketamine_pages.shown.relations import aliases_of
from ketamine_pages.shown.starts import can_start, parent_of
from ketamine_pages.shown.together import end_moment, new_moment
from ketamine_pages.shown.ways import ALL_WAYS, ShownBy, Way

logger = logging.getLogger(__name__)

# After the commit, in this order.
FOLLOWERS: tuple[Callable[[Reach], None], ...] = (
    check_reached,
    judge_reached,
    index_reached,
    purge_reached,
)


def wanted_ways() -> frozenset[Way]:
    """The ways that somebody follows. Only a CDN keeps copies of cards, menus and footers."""
    return ALL_WAYS if is_purging() else frozenset({Way.CONTENT})


def before_save(instance: Model, update_fields: Iterable[str] | None) -> None:
    """``instance`` is about to be saved: remember what has shown it until now."""
    pop_before(instance)
    remember_hidden(instance)
    ways = wanted_ways()
    if not instance._state.adding and _is_followed(type(instance), ways):
        ask_before_save(instance, update_fields, ways)


def after_save(
    instance: Model, *, created: bool, raw: bool, update_fields: Iterable[str] | None
) -> None:
    """``instance`` has been saved, but perhaps not its child objects."""
    before = pop_before(instance)
    is_changed = changes_content(instance, created, update_fields)
    if is_changed:
        _change_content()
    # What fixtures bring is for the commands that look at everything.
    if raw and not is_purging():
        return
    if is_changed and (saved_past := _saved_past_gate(instance)):
        _collect_part((saved_past, instance.pk))
    change = Change(is_judged=isinstance(instance, PublishGateMixin))
    if is_changed and _is_followed(type(instance), wanted_ways()):
        if parent := parent_of(instance):
            _collect_part(parent)
        is_moved = created if before is None else before.is_moved
        change.aspects = [each.value for each in aspects_of(instance, is_moved)]
        if before is not None:
            _leave_before(change, before, type(instance))
    if change.is_judged or change.aspects:
        _collect(instance, change)
    if is_changed:
        _judge_wordings(instance)


def after_storing(instance: Model, update_fields: Iterable[str] | None) -> None:
    """A page or library item has been saved with all of its child objects."""
    if not is_kept(instance):
        follow_change(instance, update_fields)


def before_delete(instance: Model) -> None:
    """``instance`` is about to be deleted: all that shows it must be asked now."""
    if isinstance(instance, ReviewedMixin):
        forget_reviews(instance)
    if isinstance(instance, PublishGateMixin):
        forget_findings(instance)
    _judge_wordings(instance)
    model, ways = type(instance), wanted_ways()
    if not _is_followed(model, ways) or _is_row_of_page(instance):
        return
    if parent := parent_of(instance):
        _collect_part(parent)
        return
    change, before = Change(), Before()
    if getattr(instance, "live", True):
        before.shown = walk_before(instance, ways)
    if is_purging():
        before.urls = old_urls(instance)
    _leave_before(change, before, model)
    after_commit(queue_changes, change)


def after_delete(model: type[Any]) -> None:
    """An object of ``model`` is gone."""
    if is_content(model):
        _change_content()


def on_relation(instance: Model, action: str) -> None:
    """What ``instance`` is related to, many to many, is about to be changed, or was."""
    model, ways = type(instance), wanted_ways()
    if not is_content(model):
        return
    if action.startswith("post_"):
        _change_content()
    if not _is_followed(model, ways) or not getattr(instance, "live", True):
        return
    change = Change(aspects=[each.value for each in aspects_of(instance, is_moved=False)])
    if action in ("pre_remove", "pre_clear"):
        before = Before(walk_before(instance, ways, is_moved=False))
        _leave_before(change, before, model)
    _collect(instance, change)


def before_move(page: AbstractPage) -> None:
    """``page`` is about to be moved; Wagtail does so by SQL, without saving it."""
    if is_purging():
        before = Before(walk_before(page, wanted_ways()), old_urls(page))
        change = Change()
        _leave_before(change, before, type(page))
        after_commit(queue_changes, change)


def after_move(page: AbstractPage) -> None:
    """``page`` has been moved: other pages are above it now."""
    _change_content()
    if is_purging() and page.live:
        _collect(page, Change(aspects=[Aspect.PLACE.value]))


def after_review(instance: Model) -> None:
    """A review was recorded: the findings about reviews may be others, and nothing else."""
    _collect(instance, Change(is_judged=True))


def after_statuses(instances: Iterable[Any]) -> None:
    """Pages print another review than before."""
    pages = {each.pk for each in instances if isinstance(each, AbstractPage)}
    if pages and is_purging():
        shown = ShownBy()
        shown.add_pages(pages | aliases_of(pages), Way.FRAME)
        after_commit(queue_changes, Change(before=shown.as_data()))


def after_dates(model: type[Any], pks: Iterable[Any]) -> None:
    """Time has changed what visitors read of these objects, which nobody has saved.

    Done at once and in full, as a command asks for it.
    """
    raise_version()
    is_judged = issubclass(model, PublishGateMixin)
    aspects = [Aspect.WORDS.value]
    if issubclass(model, AbstractPage):
        aspects.append(Aspect.CARD.value)
    label = model._meta.label
    changes = [Change(label, str(pk), aspects=aspects, is_judged=is_judged) for pk in pks]
    reach = measure_reach(changes, wanted_ways(), is_waited_for=False)
    if issubclass(model, LibraryEntry):
        # Its own review is at stake as well.
        reach.shown.add_entries(model, reach.changed.get(model, ()), Way.CONTENT)
    mark_shown(reach.shown)
    check_marked()
    _tell(reach)


def after_reviews_end(model: type[Any], pks: Iterable[Any]) -> None:
    """Time has ended the reviews of these objects; what they say is the same."""
    raise_version()
    store_findings_of(model, pks)
    if issubclass(model, AbstractPage):
        reach = Reach()
        reach.shown.add_pages(pks, Way.FRAME)
        purge_reached(reach)


def queue_changes(changes: list[Change]) -> None:
    """The transaction is over: one task for all of ``changes``, each once."""
    unique = {repr(change): asdict(change) for change in changes}
    follow_changes.enqueue(list(unique.values()))


@task()
def follow_changes(changes: list[dict[str, Any]]) -> None:
    """Have all ``FOLLOWERS`` do their work. One that fails stops none of those after it."""
    _tell(measure_reach([Change(**change) for change in changes], wanted_ways()))


def _tell(reach: Reach) -> None:
    errors = []
    # What one of them has loaded, those after it need not load again.
    with new_moment():
        for follower in FOLLOWERS:
            try:
                follower(reach)
            except Exception as error:
                logger.exception("What follows a change failed: %s.", follower.__name__)
                errors.append(error)
    if errors:
        raise errors[0]


def _change_content() -> None:
    raise_version()
    end_moment()


def _is_followed(model: type[Any], ways: frozenset[Way]) -> bool:
    return is_content(model) and can_start(model, ways)


def _is_row_of_page(instance: Model) -> bool:
    """Whether it is but the base row of a page that Django deletes with the page itself."""
    if not isinstance(instance, AbstractPage):
        return False
    return instance.specific_class not in (None, type(instance))


def _saved_past_gate(instance: Model) -> type[Any] | None:
    """The type of a page that somebody has saved as a page of the base class, for which no rules
    are asked before."""
    if not isinstance(instance, AbstractPage) or isinstance(instance, PublishGateMixin):
        return None
    model = instance.specific_class
    return model if model is not None and issubclass(model, PublishGateMixin) else None


def _leave_before(change: Change, before: Before, model: type[Any]) -> None:
    change.before, change.urls = before.shown.as_data(), sorted(before.urls)
    if can_be_shown(model):
        # What has shown it says something else from now on.
        mark_shown(before.shown)


def _judge_wordings(instance: Model) -> None:
    """Whether a site prints its wording is told with the wording."""
    for wording in wordings_at_stake(instance):
        _collect(wording, Change(is_judged=True))


def _collect_part(parent: tuple[type[Any], Any]) -> None:
    model, pk = parent
    aspects = [Aspect.WORDS.value]
    after_commit(
        queue_changes,
        Change(model._meta.label, str(pk), aspects=aspects, is_judged=True, is_part=True),
    )


def _collect(instance: Model, change: Change) -> None:
    change.label, change.pk = instance._meta.label, str(instance.pk)
    after_commit(queue_changes, change)
