"""What search engines may list: review policy, canonical addresses and translations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant
from wagtail.models import AbstractPage, Site

from ketamine_pages.conf import conf
from ketamine_pages.delivery.aliases import original_of, public_original_of
from ketamine_pages.delivery.once import TemplateContext
from ketamine_pages.delivery.visibility import visible_pages
from ketamine_pages.reviews.records import ReviewStatus
from ketamine_pages.reviews.standing import is_reviewed
from ketamine_pages.reviews.tending import judge_status, status_of
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.rules.reviewing.tending import Tending

X_DEFAULT = "x-default"


def hidden_by_review(pages: Iterable[Any]) -> set[Any]:
    """Primary keys of those ``pages`` that search engines are asked not to list.

    For the site's review policy, ``NOINDEX_REVIEW_STATES``, or since nobody tends them any more.
    One query at most, however many there are, whether or not they are of their specific types; and
    another for each alias, which stands as its original does.
    """
    if not conf.noindex_review_states and conf.withhold_after_months is None:
        return set()
    reviewed = [page for page in pages if _is_reviewed(page)]
    if not reviewed:
        return set()
    standing = {page.pk: str(original_of(page).pk) for page in reviewed}
    keys = list(standing.values())
    rows = ReviewStatus.objects.filter(content_type__in={page.content_type_id for page in reviewed})
    if len(keys) == 1:
        rows = rows.filter(object_id=keys[0])
    found = {(row.content_type_id, row.object_id): row for row in rows}
    return {
        page.pk
        for page in reviewed
        if _is_hidden(found.get((page.content_type_id, standing[page.pk])))
    }


def _is_reviewed(page: AbstractPage) -> bool:
    model = page.specific_class
    return model is not None and is_reviewed(model)


def _is_hidden(status: ReviewStatus | None) -> bool:
    tending = judge_status(status.next_due if status else None)
    state = status.review_state if status else ReviewState.NEVER
    if state is ReviewState.OVERDUE and tending is Tending.TENDED:
        # Within its days of grace it holds.
        state = ReviewState.CURRENT
    return tending is Tending.WITHHELD or state in conf.noindex_review_states


def is_indexable(
    page: AbstractPage,
    request: HttpRequest | None = None,
    context: TemplateContext | None = None,
) -> bool:
    """Whether search engines may list ``page`` as ``request`` asks for it.

    Not what the review policy holds back, and not the answers to a search. With the ``context`` of
    a template, the review is asked for once in a rendering.
    """
    is_search = getattr(page, "is_search", None)
    if request is not None and is_search is not None and is_search(request):
        return False
    is_asked = conf.noindex_review_states or conf.withhold_after_months is not None
    return not (
        is_asked
        and _is_reviewed(page)
        and _is_hidden(status_of(original_of(page.specific), context))
    )


def get_canonical_url(page: AbstractPage, request: HttpRequest | None = None) -> str:
    """The one address of ``page``; empty for one without, and for the answers to a search.

    That of its original for an alias in the same language.
    """
    original = public_original_of(page, request) if page.pk else None
    address = (original.get_full_url(request) or "") if original is not None else ""
    get_query = getattr(page, "get_canonical_query", None)
    if not address or request is None or get_query is None:
        return address
    query: str | None = get_query(request)
    return "" if query is None else address + query


def get_alternates(page: AbstractPage, request: HttpRequest | None = None) -> list[tuple[str, str]]:
    """``[(language, full address), …]`` of the public translations of ``page``, itself included.

    With ``x-default`` for the site's default language; empty where there is no other translation.
    No query on a site with one language, two or three on others.
    """
    if not page.pk or not _has_languages(page, request):
        return []
    translations = page.get_translations(inclusive=True).select_related("locale")
    found = list(visible_pages(translations, request))
    if len(found) < 2:
        return []
    hidden = hidden_by_review(found)
    found = [each for each in found if each.pk not in hidden]
    return link_alternates(found, request).get(page.pk, [])


def get_translations(page: AbstractPage, request: HttpRequest | None = None) -> list[Any]:
    """The public translations of ``page``, without itself, with their locales.

    No query on a site with one language, one or two on others.
    """
    if not getattr(page, "pk", None) or not _has_languages(page, request):
        return []
    return list(visible_pages(page.get_translations().select_related("locale"), request))


def _has_languages(page: AbstractPage, request: HttpRequest | None) -> bool:
    """Whether the site of ``page`` has pages in another language; from the cache as a rule."""
    if len(get_content_languages()) < 2:
        return False
    parts = page.get_url_parts(request)
    roots = Site.get_site_root_paths()
    return parts is not None and sum(root.site_id == parts[0] for root in roots) > 1


def link_alternates(
    pages: Iterable[Any], request: HttpRequest | None = None
) -> dict[Any, list[tuple[str, str]]]:
    """What ``get_alternates`` tells, by primary key, for ``pages`` that all may be listed.

    ``pages`` have their locales. Without a translation among them a page is absent.
    """
    default = get_supported_content_language_variant(settings.LANGUAGE_CODE)
    groups: dict[Any, list[tuple[str, str, Any]]] = defaultdict(list)
    for page in pages:
        if address := page.get_full_url(request):
            groups[page.translation_key].append((page.locale.language_code, address, page.pk))
    linked: dict[Any, list[tuple[str, str]]] = {}
    for group in groups.values():
        if len(group) > 1:
            ordered = sorted((language, address) for language, address, _pk in group)
            ordered += [(X_DEFAULT, each[1]) for each in ordered if each[0] == default][:1]
            linked.update((pk, ordered) for _language, _address, pk in group)
    return linked
