"""Aliases: pages of Wagtail's that follow another one, their original, under an address of theirs.

In the language of its original an alias is that page once more: search engines are led to the
original, lists have it once, and it stands as its original stands. In another language it stands in
for a translation.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.http import HttpRequest
from wagtail.models import AbstractPage

from ketamine_pages.delivery.visibility import visible_pages, without_bodies


def is_alias(instance: Model) -> bool:
    """Whether it is a page that follows another one."""
    return isinstance(instance, AbstractPage) and instance.alias_of_id is not None


def original_of(page: AbstractPage) -> Any:
    """The page in the same language that ``page`` follows, be it by way of other aliases.

    ``page`` itself where there is none. No query unless it is an alias, and one for each step.
    """
    found, seen = page, {page.pk}
    while found.alias_of_id and found.alias_of_id not in seen:
        seen.add(found.alias_of_id)
        pages = without_bodies(type(page)._base_manager.filter(locale_id=page.locale_id))
        followed = pages.filter(pk=found.alias_of_id).first()
        if followed is None:
            break
        found = followed
    return found


def public_original_of(page: AbstractPage, request: HttpRequest | None = None) -> Any:
    """:func:`original_of` if every visitor of the request's site may see it, else ``page``."""
    original = original_of(page)
    if original is page:
        return page
    pages = type(page)._default_manager.filter(pk=original.pk)
    return original if visible_pages(pages, request).exists() else page


def each_once(queryset: Any) -> Any:
    """The pages of ``queryset`` but for aliases of others among them in the same language."""
    originals = queryset.order_by().filter(pk=OuterRef("alias_of"), locale=OuterRef("locale"))
    # In this order, so that nothing is looked for where there is no alias.
    return queryset.filter(Q(alias_of__isnull=True) | ~Exists(originals))
