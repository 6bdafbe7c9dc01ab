"""What is told to wagtail-localize, and to the gate about it. Only for sites that have it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model
from wagtail import hooks
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField
from wagtail_localize.models import Translation

from ketamine_pages.codes import CodesField
from ketamine_pages.gate.keeping import register_keeper
from ketamine_pages.gate.mixin import PublishGateMixin
from ketamine_pages.localize.screen import keep_what_is_refused
from ketamine_pages.phone import PhoneNumberField

# Columns of text whose values are none.
WORDLESS = (CodesField, PhoneNumberField)


def register() -> None:
    """Called once, when all apps are ready."""
    for model in apps.get_models():
        if issubclass(model, PublishGateMixin):
            _synchronise(model)
    register_keeper(is_translation)
    # Before those of wagtail-localize, which answer in the place of the edit view.
    hooks.register("before_edit_page", keep_what_is_refused, order=-10)
    hooks.register("before_edit_snippet", keep_what_is_refused, order=-10)


def _synchronise(model: Any) -> None:
    """Have translators offered no text where there is nothing to translate, such as a phone."""
    own = list(getattr(model, "override_translatable_fields", ()))
    known = {field.field_name for field in own}
    names = [each.name for each in model._meta.fields if isinstance(each, WORDLESS)]
    model.override_translatable_fields = own + [
        SynchronizedField(name, overridable=False)
        for name in dict.fromkeys([*names, *model.same_in_all_languages])
        if name not in known
    ]


def is_translation(instance: Model) -> bool:
    """Whether wagtail-localize writes ``instance``.

    Once published it does so only while its translation is switched on; else editors do.
    """
    if not isinstance(instance, TranslatableMixin):
        return False
    found = Translation.objects.filter(
        source__object_id=instance.translation_key, target_locale_id=instance.locale_id
    )
    if getattr(instance, "first_published_at", None) is not None:
        found = found.filter(enabled=True)
    return bool(found.exists())
