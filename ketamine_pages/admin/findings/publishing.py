"""What editors are told about errors when they publish, publish many things at once, or copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.models import AbstractPage, RevisionMixin

from ketamine_pages.batches import BATCH
from ketamine_pages.conf import conf
from ketamine_pages.editing import get_edit_address, may_publish
from ketamine_pages.gate.facts import get_severities
from ketamine_pages.gate.form import get_message, pop_let_through
from ketamine_pages.gate.mixin import ENFORCE, PublishGateMixin, get_errors, get_obstacles
from ketamine_pages.reviews.standing import is_reviewed
from ketamine_pages.rules.findings import Finding, Severity
from ketamine_pages.rules.review_rules import REVIEW_MISSING

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker


def publish_what_may_be(
    request: HttpRequest, action_type: str, objects: list[Any], action: BulkAction
) -> HttpResponse | None:
    """Hook ``before_bulk_action``: publish what has no errors, and say what has.

    Wagtail's own action would publish nothing at all. ``None``, so that it goes on, where nothing
    is in the way.
    """
    if action_type != "publish" or conf.publish_gate != ENFORCE:
        return None
    form = action.cleaned_form
    with_descendants = bool(form and form.cleaned_data.get("include_descendants"))
    blocked = {item.pk: item for item in _wanted(objects, with_descendants) if _is_blocked(item)}
    if not blocked:
        return None
    published = 0
    for item in _wanted(objects, with_descendants):
        if item.pk not in blocked and may_publish(request.user, item):
            revision = item.get_latest_revision() or item.save_revision(user=request.user)
            revision.publish(user=request.user)
            published += 1
    if published:
        text = ngettext("%(count)d was published.", "%(count)d were published.", published)
        messages.success(request, text % {"count": published})
    messages.error(request, _list_blocked(request.user, blocked.values()))
    return redirect(action.next_url)


def _wanted(objects: Iterable[Any], with_descendants: bool) -> Iterator[Any]:
    for item in objects:
        yield getattr(item, "specific", item)
        if with_descendants:
            yield from item.get_descendants().not_live().specific().iterator(chunk_size=BATCH)


def _is_blocked(item: RevisionMixin) -> bool:
    # Of other pages of the site we know nothing, and their streams may be long.
    if not issubclass(type(item), PublishGateMixin):
        return False
    revision = item.get_latest_revision()
    return bool(get_obstacles(revision.as_object() if revision else item))


def _list_blocked(user: Asker, items: Iterable[Any]) -> SafeString:
    items = list(items)
    text = ngettext(
        "%(count)d cannot be published yet. Open it to see what to do.",
        "%(count)d cannot be published yet. Open them to see what to do.",
        len(items),
    )
    links = format_html_join(
        "",
        '<li><a href="{}">{}</a></li>',
        ((get_edit_address(item, user) or "#", item) for item in items),
    )
    return format_html("{}<ul>{}</ul>", text % {"count": len(items)}, links)


def refuse_live_copies(request: HttpRequest, page: AbstractPage) -> HttpResponse | None:
    """Hook ``before_copy_page``: refuse to publish copies and aliases of pages that have errors."""
    data = request.POST
    as_alias = "alias" in data
    # An alias is as public as its original.
    if request.method != "POST" or not (as_alias or "publish_copies" in data):
        return None
    if conf.publish_gate != ENFORCE:
        return None
    pages = _wanted_copies(page, with_children="copy_subpages" in data)
    blocked = [found for found in pages if _blocks_copy(found, as_alias=as_alias)]
    if not blocked:
        return None
    if as_alias:
        text = gettext("No alias was made, as it would be published. Mend these pages first.")
    else:
        text = gettext("Nothing was copied. Copy without publishing, or mend these pages first.")
    messages.error(request, format_html("{} {}", text, _list_blocked(request.user, blocked)))
    return redirect(request.get_full_path())


def _blocks_copy(page: AbstractPage, *, as_alias: bool) -> bool:
    """Whether a copy of ``page`` could not be published.

    Nobody has reviewed a copy, and an alias stands as its original does.
    """
    if not isinstance(page, PublishGateMixin):
        return False
    copied: Any = page
    copied.alias_of_id = page.pk if as_alias else None
    if as_alias:
        return bool(get_errors(page))
    with_review = REVIEW_MISSING.get_severity(get_severities()) is Severity.ERROR
    return bool(get_errors(page)) or (with_review and is_reviewed(type(page)))


def refuse_conversion(request: HttpRequest, page: AbstractPage) -> HttpResponse | None:
    """Hook ``before_convert_alias_page``: an alias with errors stays one while it is published."""
    if not (errors := get_conversion_errors(page)):
        return None
    messages.error(
        request,
        format_html(
            "{}<ul>{}</ul>",
            gettext(
                "“%(title)s” stays an alias, as it could not be published by itself. Mend the page "
                "that it follows, or unpublish the alias and convert it then."
            )
            % {"title": page},
            format_html_join("", "<li>{}</li>", ((get_message(f),) for f in errors)),
        ),
    )
    return redirect(get_edit_address(page, request.user) or "wagtailadmin_home")


def get_conversion_errors(alias: AbstractPage) -> list[Finding]:
    """What stops a published alias from becoming a page of its own."""
    if conf.publish_gate != ENFORCE or not alias.live:
        return []
    converted: Any = type(alias)._default_manager.get(pk=alias.pk)
    converted.alias_of_id = None
    return get_obstacles(converted)


def _wanted_copies(page: AbstractPage, *, with_children: bool) -> Iterator[Any]:
    # What is a draft stays one.
    if page.live:
        yield page.specific
    if with_children:
        yield from page.get_descendants().live().specific().iterator(chunk_size=BATCH)


def warn_about_page(request: HttpRequest, page: AbstractPage) -> None:
    """Hook ``after_publish_page``: :func:`warn_about` a page."""
    warn_about(request, page)


def warn_about_item(request: HttpRequest, item: Model) -> None:
    """Hooks ``after_create_snippet`` and ``after_edit_snippet``: :func:`warn_about` an item."""
    if "action-publish" in request.POST:
        warn_about(request, item)


def warn_about_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: BulkAction
) -> None:
    """Hook ``after_bulk_action``: :func:`warn_about` each of those that were published at once."""
    if action_type == "publish":
        for item in objects:
            warn_about(request, getattr(item, "specific", item))


def warn_about(request: HttpRequest, instance: Model) -> None:
    """A message with the errors of what has gone live.

    With ``PUBLISH_GATE`` "warn" all of them, else those that were published before already.
    """
    let_through = pop_let_through(instance)
    if conf.publish_gate == ENFORCE:
        text = gettext("“%(title)s” was published. These mistakes were there before and are left.")
        _warn(request, text % {"title": instance}, let_through)
    elif conf.publish_gate == "warn":
        # As it is published, and not as the form has left it.
        published = type(instance)._default_manager.get(pk=instance.pk)
        text = gettext("“%(title)s” was published with mistakes.")
        _warn(request, text % {"title": published}, get_errors(published))


def _warn(request: HttpRequest, text: str, findings: Iterable[Finding]) -> None:
    if rows := [(get_message(found),) for found in findings]:
        listed = format_html_join("", "<li>{}</li>", rows)
        messages.warning(request, format_html("{}<ul>{}</ul>", text, listed))
