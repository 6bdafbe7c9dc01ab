"""Signal receivers, connected when the app is ready. What they do is in ``followers``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.models import AbstractPage
from wagtail.signals import init_new_page, post_page_move, pre_page_move

from ketamine_pages import followers
from ketamine_pages.enquiries.page import EnquiryPageMixin
from ketamine_pages.pages.editorial import EditorialPageMixin
from ketamine_pages.reviews.signals import content_saved, review_recorded, statuses_changed


def start_with_outline(sender: object, page: AbstractPage, **kwargs: Any) -> None:
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


def on_saving(
    sender: type[Model], instance: Model, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Receiver of ``pre_save``."""
    followers.before_save(instance, update_fields)


def on_saved(
    sender: type[Model],
    instance: Model,
    created: bool,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    """Receiver of ``post_save``."""
    followers.after_save(instance, created=created, raw=raw, update_fields=update_fields)


def on_content_saved(
    sender: type[Model], instance: Model, update_fields: Iterable[str] | None, **kwargs: Any
) -> None:
    """Receiver of ``content_saved``."""
    followers.after_storing(instance, update_fields)


def on_deleting(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Receiver of ``pre_delete``; with a page, Wagtail deletes those below it."""
    followers.before_delete(instance)


def on_deleted(sender: type[Model], **kwargs: Any) -> None:
    """Receiver of ``post_delete``."""
    followers.after_delete(sender)


def on_related(sender: type[Model], instance: Model, action: str, **kwargs: Any) -> None:
    """Receiver of ``m2m_changed``."""
    followers.on_relation(instance, action)


def on_moving(sender: type[Model], instance: AbstractPage, **kwargs: Any) -> None:
    """Receiver of ``pre_page_move``."""
    followers.before_move(instance)


def on_moved(sender: type[Model], instance: AbstractPage, **kwargs: Any) -> None:
    """Receiver of ``post_page_move``."""
    followers.after_move(instance)


def on_reviewed(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Receiver of ``review_recorded``."""
    followers.after_review(instance)


def on_statuses(sender: type[Model], instances: Iterable[Model], **kwargs: Any) -> None:
    """Receiver of ``statuses_changed``."""
    followers.after_statuses(instances)


def register_signal_handlers() -> None:
    """Connect the receivers of this module."""
    pre_save.connect(on_saving, dispatch_uid="ketamine_pages.saving")
    post_save.connect(on_saved, dispatch_uid="ketamine_pages.saved")
    pre_delete.connect(on_deleting, dispatch_uid="ketamine_pages.deleting")
    post_delete.connect(on_deleted, dispatch_uid="ketamine_pages.deleted")
    m2m_changed.connect(on_related, dispatch_uid="ketamine_pages.related")
    pre_page_move.connect(on_moving, dispatch_uid="ketamine_pages.moving")
    post_page_move.connect(on_moved, dispatch_uid="ketamine_pages.moved")
    content_saved.connect(on_content_saved, dispatch_uid="ketamine_pages.content_saved")
    review_recorded.connect(on_reviewed, dispatch_uid="ketamine_pages.reviewed")
    statuses_changed.connect(on_statuses, dispatch_uid="ketamine_pages.statuses")
    init_new_page.connect(start_with_outline, dispatch_uid="ketamine_pages.outline")
