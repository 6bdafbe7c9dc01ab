"""Signal receivers, connected when the app is ready."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.signals import init_new_page, post_page_move, pre_page_move

from ketamine_pages.delivery.version import raise_version
from ketamine_pages.enquiries.page import EnquiryPageMixin
from ketamine_pages.findings.store import follow, forget
from ketamine_pages.gate.mixin import PublishGateMixin
from ketamine_pages.pages.editorial import EditorialPageMixin
from ketamine_pages.purging import watching as purging
from ketamine_pages.purging.changes import collect_reviewed
from ketamine_pages.purging.what_counts import changes_content, is_content, remember_hidden
from ketamine_pages.reviews.mixin import ReviewedMixin
from ketamine_pages.reviews.signals import review_recorded, statuses_changed
from ketamine_pages.reviews.tracking import follow_deletion


def start_with_outline(sender: Any, page: Any, **kwargs: Any) -> None:
    """Give a page that is about to be created in the admin its outline.

    A signal of the create view rather than a field default, so that pages made by code start
    empty and the outline never enters a migration.
    """
    if isinstance(page, EditorialPageMixin) and not page.body:
        page.body = _with_ids(page.get_outline())
    if isinstance(page, EnquiryPageMixin) and not page.form_fields:
        page.form_fields = _with_ids(page.get_form_outline())


def _with_ids(outline: list[dict[str, Any]]) -> Any:
    # The admin folds sections, and links to them, by their ids.
    return [{**block, "id": str(uuid4())} for block in outline]


def forget_reviews(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A page or library item is about to go; with a page, Wagtail deletes those below it."""
    if isinstance(instance, ReviewedMixin):
        follow_deletion(instance)


def judge_anew(
    sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Keep the findings report up to date; what fixtures bring is for the daily judgement."""
    if isinstance(instance, PublishGateMixin) and not raw:
        follow(instance, update_fields)


def judge_reviewed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """The findings about reviews are kept as well; nothing else of ``instance`` has changed."""
    follow(instance, update_fields=())


def forget_findings(sender: Any, instance: Any, **kwargs: Any) -> None:
    """What is gone has no findings, and what showed it may have others now."""
    if isinstance(instance, PublishGateMixin):
        forget(instance)


def on_saving(sender: Any, instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Ask what shows it now; afterwards, nobody knows."""
    remember_hidden(instance)
    purging.watch_before_save(instance, update_fields)


def on_saved(
    sender: Any, instance: Any, created: bool, update_fields: Any = None, **kwargs: Any
) -> None:
    """What visitors read may be different now: no cache holds it under the new version."""
    if changes_content(instance, created, update_fields):
        raise_version()
        purging.watch_after_save(instance)


def on_deleting(sender: Any, instance: Any, **kwargs: Any) -> None:
    """As ``on_saving``."""
    purging.watch_going(instance)


def on_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    """As ``on_saved``."""
    if is_content(sender):
        raise_version()


def on_related(sender: Any, instance: Any, action: str, **kwargs: Any) -> None:
    """As ``on_saved``."""
    if is_content(type(instance)):
        purging.watch_here(instance)
        if action.startswith("post_"):
            raise_version()


def on_moving(sender: Any, instance: Any, **kwargs: Any) -> None:
    """As ``on_saving``."""
    purging.watch_going(instance)


def on_moved(sender: Any, instance: Any, **kwargs: Any) -> None:
    """As ``on_saved``: Wagtail moves pages by SQL, without saving them."""
    raise_version()
    purging.watch_here(instance, is_moved=True)


def register_signal_handlers() -> None:
    """Connect the receivers of this module."""
    pre_save.connect(on_saving, dispatch_uid="ketamine_pages.saving")
    post_save.connect(on_saved, dispatch_uid="ketamine_pages.saved")
    pre_delete.connect(on_deleting, dispatch_uid="ketamine_pages.deleting")
    post_delete.connect(on_deleted, dispatch_uid="ketamine_pages.deleted")
    m2m_changed.connect(on_related, dispatch_uid="ketamine_pages.related")
    pre_page_move.connect(on_moving, dispatch_uid="ketamine_pages.moving")
    post_page_move.connect(on_moved, dispatch_uid="ketamine_pages.moved")
    post_save.connect(judge_anew, dispatch_uid="ketamine_pages.findings")
    pre_delete.connect(forget_findings, dispatch_uid="ketamine_pages.forget_findings")
    init_new_page.connect(start_with_outline, dispatch_uid="ketamine_pages.outline")
    pre_delete.connect(forget_reviews, dispatch_uid="ketamine_pages.reviews")
    review_recorded.connect(judge_reviewed, dispatch_uid="ketamine_pages.review_findings")
    statuses_changed.connect(collect_reviewed, dispatch_uid="ketamine_pages.review_purge")
