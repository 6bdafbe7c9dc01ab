"""The screen on which wagtail-localize has something translated, in the place of our form."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail_localize.models import Translation

from ketamine_pages.admin.findings.publishing import get_conversion_errors
from ketamine_pages.conf import conf
from ketamine_pages.delivery.aliases import is_alias
from ketamine_pages.gate.form import get_message
from ketamine_pages.gate.mixin import ENFORCE, PublishGateMixin, get_obstacles
from ketamine_pages.rules.findings import Finding


def keep_what_is_refused(request: HttpRequest, instance: Model) -> HttpResponse | None:
    """Hooks ``before_edit_page`` and ``before_edit_snippet``: a draft where publishing is refused.

    And whoever opens the screen reads what the translation cannot be published for.
    """
    if conf.publish_gate != ENFORCE or not isinstance(instance, PublishGateMixin):
        return None
    translated: Any = instance
    translation = Translation.objects.filter(
        source__object_id=translated.translation_key,
        target_locale_id=translated.locale_id,
        enabled=True,
    ).first()
    if translation is None:
        return None
    if request.method == "GET":
        _say_why(request, instance)
    elif request.POST.get("action") == "publish" and _keep(request, translation):
        return redirect(request.get_full_path())
    return None


def _keep(request: HttpRequest, translation: Translation) -> bool:
    """Whether ``translation`` may not be published, and was kept as a draft."""
    translated = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    if not get_obstacles(translated):
        return False
    try:
        translated.save_revision(user=request.user)
    except ValidationError:
        # wagtail-localize says so at the fields.
        return False
    return True


def _say_why(request: HttpRequest, instance: Any) -> None:
    if is_alias(instance):
        if errors := get_conversion_errors(instance):
            text = gettext(
                "“%(title)s” stays as it is, as its translation could not be published. Mend the "
                "page that it follows."
            )
            _list(request, text % {"title": instance}, errors)
        return
    if instance.live and not instance.has_unpublished_changes:
        return
    draft = instance.get_latest_revision_as_object()
    if errors := get_obstacles(draft):
        if instance.live:
            text = gettext(
                "The last changes of “%(title)s” cannot be published yet and are kept as a draft."
            )
        else:
            text = gettext("“%(title)s” cannot be published yet and is kept as a draft.")
        _list(request, text % {"title": draft}, errors)


def _list(request: HttpRequest, text: str, errors: list[Finding]) -> None:
    listed = format_html_join("", "<li>{}</li>", ((get_message(each),) for each in errors))
    messages.error(request, format_html("{}<ul>{}</ul>", text, listed))
