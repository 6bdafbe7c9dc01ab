"""What is stored of an object: whether a save would change what visitors read, and for the worse.

Plain values are compared, as the database would have them. What Wagtail writes for itself, the
place in the tree, the address, the owner and locks are no content: such a save is not judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from typing import TYPE_CHECKING, Any

from django.db.models import Field, Model
from django.db.models.expressions import Combinable
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.fields import StreamField

from ketamine_pages.delivery.aliases import is_alias
from ketamine_pages.gate.judged import WRITTEN_BY_PUBLISHING
from ketamine_pages.rules.findings import Finding, Severity
from ketamine_pages.rules.review_rules import REVIEW_CODES

if TYPE_CHECKING:
    from ketamine_pages.gate.mixin import PublishGateMixin

PUBLICATION = ("live", "live_revision_id", "last_published_at")

NO_CONTENT = WRITTEN_BY_PUBLISHING | {
    "alias_of", "content_type", "depth", "expire_at", "go_live_at", "locked", "locked_at",
    "locked_by", "numchild", "owner", "path", "show_in_menus", "slug",
    "translation_key", "url_path",
}  # fmt: skip


def stored_version(instance: PublishGateMixin) -> Any:
    """``instance`` as it is in the database, or ``None``. One query."""
    manager: Any = type(instance)._base_manager
    return manager.filter(pk=instance.pk).first() if instance.pk is not None else None


def may_publish(instance: PublishGateMixin, update_fields: Iterable[str]) -> bool:
    """Whether a save of no more than ``update_fields`` may change what visitors read."""
    columns = {field.attname: field.name for field in instance._meta.concrete_fields}
    names = {columns.get(name, name) for name in update_fields}
    return not names <= _bookkeeping(instance) - {"alias_of", "live"}


def with_fields(instance: PublishGateMixin, stored: Any, update_fields: Collection[str]) -> Any:
    """A copy of ``stored`` as a save of these fields of ``instance`` leaves it."""
    saved = copy(stored)
    for field in instance._meta.concrete_fields:
        if field.name in update_fields or field.attname in update_fields:
            setattr(saved, field.attname, getattr(instance, field.attname))
    for name in _held_relations(instance):
        if name in update_fields:
            getattr(saved, name).set(list(getattr(instance, name).all()))
    return saved


def publishes(saved: PublishGateMixin, stored: PublishGateMixin | None) -> bool:
    """Whether visitors read something that was not published before, when ``saved`` is stored.

    Not what an alias takes over from its original, which has been published.
    """
    if stored is None:
        return True
    if is_alias(stored):
        return not is_alias(saved)
    # Every publication has a time of its own, also that of a live revision which was written over
    # meanwhile, as autosave does.
    is_published = any(getattr(saved, name) != getattr(stored, name) for name in PUBLICATION)
    return is_published or _says_something_else(saved, stored)


def _says_something_else(saved: PublishGateMixin, stored: PublishGateMixin) -> bool:
    leave_out = _bookkeeping(saved)
    # Django does not save what it has not loaded.
    unknown = saved.get_deferred_fields()
    return any(
        _value(saved, field) != _value(stored, field)
        for field in saved._meta.concrete_fields
        if field.name not in leave_out and field.attname not in unknown
    ) or any(
        _children(saved, *relation) != _children(stored, *relation)
        for relation in _held_relations(saved).items()
    )


def weigh(
    candidate: PublishGateMixin,
    findings: Iterable[Finding],
    severities: Mapping[str, str] | None = None,
) -> tuple[list[Finding], list[Finding]]:
    """The errors among ``findings`` that stop ``candidate`` from being published, and the others.

    An edit is not held hostage by what visitors read already: only a version that is not published
    yet, or that was an alias of another page until now, must have no errors at all.
    """
    errors = get_errors_of(findings)
    stored = stored_version(candidate) if errors else None
    if stored is None or not stored.live or (is_alias(stored) and not is_alias(candidate)):
        return errors, []
    return split_errors(candidate, errors, get_errors_of(stored.get_publish_findings(severities)))


def get_errors_of(findings: Iterable[Finding]) -> list[Finding]:
    """Those of ``findings`` that stop publishing."""
    return [found for found in findings if found.severity is Severity.ERROR]


def split_errors(
    candidate: PublishGateMixin, found: Iterable[Finding], known: Iterable[Finding]
) -> tuple[list[Finding], list[Finding]]:
    """The errors ``found`` in ``candidate`` that are new, and those that were ``known`` already.

    ``known`` are those of the version that visitors read. An error is known by its rule and what it
    is about: a library item, a field, a block. A block that is still there answers for its own
    errors; those of a block that is gone may stand in one that is new, as texts are moved, and as
    programs write blocks anew. Errors about reviews are always new, since each text needs its own.
    """
    blocks = _block_ids(candidate)
    left = [each for each in known if each.code not in REVIEW_CODES]
    old: list[Finding] = []

    def is_known(error: Finding, *, is_moved: bool) -> bool:
        same = [
            each
            for each in left
            if _key(each) == _key(error)
            and (each.spot.block not in blocks if is_moved else each.spot.block == error.spot.block)
        ]
        if same:
            # The very same one first, for the sake of those after it.
            left.remove(next((each for each in same if each.message == error.message), same[0]))
            old.append(error)
        return bool(same)

    new = [error for error in found if not is_known(error, is_moved=False)]
    new = [error for error in new if not is_known(error, is_moved=True)]
    return new, old


def _key(error: Finding) -> tuple[Any, ...]:
    item = error.spot.item
    return error.code, error.spot.field, (item.model, item.pk) if item else None


def _block_ids(instance: Model) -> set[str]:
    found = {""}
    for field in instance._meta.concrete_fields:
        if isinstance(field, StreamField):
            found.update(str(child.id or "") for child in getattr(instance, field.name))
    return found


def _bookkeeping(instance: PublishGateMixin) -> frozenset[str]:
    return NO_CONTENT | frozenset(instance.unjudged_fields)


def _value(instance: Model, field: Field[Any, Any]) -> Any:
    value = field.value_from_object(instance)
    # Streams compare what is raw, where nobody has looked into them; what the database is to work
    # out is nothing that was stored before.
    if isinstance(field, StreamField) or isinstance(value, Combinable):
        return value
    return field.get_prep_value(value)


def _held_relations(instance: Model) -> dict[str, str]:
    """The relations to child objects that are held in memory, and saved with ``instance``.

    By name; each with the field by which a child names its parent, empty for many to many.
    """
    held = getattr(instance, "_cluster_related_objects", {})
    relations = get_all_child_relations(instance)
    names = {each.get_accessor_name(): each.field.name for each in relations}
    names |= {field.name: "" for field in get_all_child_m2m_relations(instance)}
    return {name: parent for name, parent in names.items() if name in held}


def _children(instance: Model, name: str, parent: str) -> list[Any]:
    children = list(getattr(instance, name).all())
    if not parent:
        return sorted(str(child.pk) for child in children)
    leave_out = {"sort_order", parent}
    return [
        [
            _value(child, field)
            for field in child._meta.concrete_fields
            if not field.primary_key and field.name not in leave_out
        ]
        + [_children(child, *each) for each in _held_relations(child).items()]
        for child in sorted(children, key=lambda child: getattr(child, "sort_order", 0) or 0)
    ]
