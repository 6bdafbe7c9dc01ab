"""One request for a page: whether its answer is the same for everybody, and what of it is cached.

Parts of a page (``{% visitor_cache %}``) are kept together, so that a page asks the cache once,
however many parts it has. A part is kept only if nobody can tell from it who asked:

- The request has no session, no user, no message, no query and no preview, and nothing that was
  rendered so far has made a session or asked for a CSRF token or the nonce of a policy.
- Wagtail serves the page itself, not a form that asks for its password.
- What had been read before the version was, page and site, is still what the database says. All
  else is read after it, and so belongs to that version or to a later one, which is as good: nobody
  asks for an earlier version again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import LazyObject, cached_property, empty
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.blocks import StreamValue
from wagtail.models import AbstractPage, Site

from ketamine_pages.conf import conf
from ketamine_pages.delivery.cache import resilient_cache
from ketamine_pages.delivery.version import read_version
from ketamine_pages.delivery.visibility import forget_private

if TYPE_CHECKING:
    from django.db.models import Model

SERVED = "_ketamine_pages_served"
VISIT = "_ketamine_pages_visit"
PERSONAL = "_ketamine_pages_personal"


def time_slot(seconds: int) -> int:
    """The number of the slot of ``seconds`` that it is, for keys of what changes with the time.

    Hours and notices change at midnight somewhere, which is on a full quarter of an hour, and so
    between two slots that divide one.
    """
    return int(timezone.now().timestamp()) // seconds


def mark_served(serve: Callable[..., Any]) -> Callable[..., Any]:
    """Hook of ``on_serve_page``, the last: Wagtail serves the page, no form for a password."""

    def serve_noted(
        page: AbstractPage, request: HttpRequest, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> Any:
        setattr(request, SERVED, page)
        return serve(page, request, args, kwargs)

    return serve_noted


def start_visit(request: HttpRequest) -> Visit | None:
    """Begin a visit by reading the version; ``None`` where nothing of the answer may be cached.

    ``EditorialPageMixin`` does it by itself. Other page types call it first in ``get_context()``.
    """
    if VISIT not in request.__dict__:
        forget_private(request)
        page = served_page(request)
        may_keep = page is not None and conf.page_cache_seconds and not settings.DEBUG
        request.__dict__[VISIT] = (
            Visit(page, request) if may_keep and is_like_all_others(request) else None
        )
    visit: Visit | None = request.__dict__[VISIT]
    return visit


def served_page(request: HttpRequest) -> Any:
    """The page that Wagtail serves to this request, or ``None``."""
    return getattr(request, SERVED, None)


def mark_personal(request: HttpRequest) -> None:
    """Say that what is rendered from here on is for this visitor alone, so that none is cached."""
    request.__dict__[PERSONAL] = True


def is_like_all_others(request: HttpRequest) -> bool:
    """Whether the request holds nothing personal: no session, user, message, query or preview."""
    if request.method not in ("GET", "HEAD") or request.GET or PERSONAL in request.__dict__:
        return False
    if getattr(request, "is_preview", False) or "authorization" in request.headers:
        return False
    session = getattr(request, "session", None)
    if session is not None and not session.is_empty():
        return False
    if getattr(getattr(request, "user", None), "is_authenticated", False):
        return False
    # Wherever a site keeps them: in the session, or in this cookie.
    messages = getattr(request, "_messages", None)
    return "messages" not in request.COOKIES and not getattr(messages, "added_new", False)


def has_personal_answer(request: HttpRequest) -> bool:
    """Whether what was rendered so far may hold something personal, such as a CSRF token."""
    # Django sets it for whoever asks for a token, which it then hands out again within a request.
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False):
        return True
    # Django's and django-csp's; true once somebody has asked for the number of this answer.
    nonces = (request.__dict__.get(name) for name in ("_csp_nonce", "csp_nonce"))
    return any(_is_used(nonce) for nonce in nonces) or not is_like_all_others(request)


def _is_used(nonce: LazyObject | str | None) -> bool:
    return nonce is not None and getattr(nonce, "_wrapped", nonce) is not empty


class Visit:
    """One request without anything personal, with the parts of its answer that are cached."""

    def __init__(self, page: AbstractPage, request: HttpRequest) -> None:
        self.page = page
        self.request: Any = request
        self.seconds = conf.page_cache_seconds
        # In this order: what is read after both belongs to both, or to later ones.
        self.slot = time_slot(self.seconds)
        self.version = read_version()
        # Wagtail keeps the pages above, which it has read before on the way here.
        page.__dict__.pop("_cached_parent_obj", None)
        self.template_name = ""
        # Whether all parts so far were rendered by this visit.
        self.is_fresh = True
        self._used: set[str] = set()
        self._is_within = False

    def get_part(self, name: str, template_name: str, render: Callable[[], str]) -> SafeString:
        """The part ``name`` of the page: kept from an earlier visit, or rendered now."""
        self.template_name = self.template_name or template_name
        if template_name != self.template_name or name in self._used or self._is_within:
            # A part of something else, a second one of that name, or one within another: what is
            # around it may say what it has printed, as the structured data do.
            return mark_safe(render())  # noqa: S308
        self._used.add(name)
        kept = self._parts.get(name)
        if kept is not None:
            self.is_fresh = False
        else:
            # Asked before anything is rendered, while the page is as it came from the database.
            may_keep = self._is_current
            self._is_within = True
            try:
                kept = str(render())
            finally:
                self._is_within = False
            if may_keep and not has_personal_answer(self.request):
                self._parts[name] = kept
                resilient_cache.set(self._key, self._parts, self.seconds)
        # Templates have escaped it.
        return mark_safe(kept)  # noqa: S308

    @cached_property
    def _parts(self) -> dict[str, str]:
        return resilient_cache.get(self._key) or {}

    @cached_property
    def _key(self) -> str:
        request = self.request
        frame = (
            self.version,
            self.slot,
            self.page._meta.label,
            self.page.pk,
            # Some page types answer below their own address.
            request.path,
            request.scheme,
            request.get_host(),
            getattr(Site.find_for_request(request), "pk", None),
            get_language(),
            timezone.get_current_timezone_name(),
            self.template_name,
        )
        return f"ketamine_pages.page.{sha256(repr(frame).encode()).hexdigest()}"

    @cached_property
    def _is_current(self) -> bool:
        """Whether page and site, which are read before the version, are those of the version."""
        site: Any = Site.find_for_request(self.request)
        read = [self.page, site, site and site._state.fields_cache.get("root_page")]
        return all(_is_as_stored(each) for each in read if each is not None)


def _is_as_stored(instance: Model) -> bool:
    stored = type(instance)._base_manager.filter(pk=instance.pk).first()
    fields = [
        field
        for field in instance._meta.concrete_fields
        if field.attname not in instance.get_deferred_fields()
    ]
    return stored is not None and all(
        _raw(field.value_from_object(instance)) == _raw(field.value_from_object(stored))
        for field in fields
    )


def _raw(value: Any) -> Any:
    return list(value.raw_data) if isinstance(value, StreamValue) else value
