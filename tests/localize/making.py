"""What translators and editors do with wagtail-localize, in the browser."""

from typing import Any

from django.test import TestCase
from django.urls import reverse
from wagtail.models import AbstractPage, Locale
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
)

from tests import factories
from tests.search_engines.making import spanish


def edit_address(instance: Any) -> str:
    if isinstance(instance, AbstractPage):
        return reverse("wagtailadmin_pages:edit", args=[instance.pk])
    return reverse(type(instance).snippet_viewset.get_url_name("edit"), args=[instance.pk])


def translation_of(instance: Any, locale: Locale | None = None) -> Any:
    return type(instance)._default_manager.get(
        translation_key=instance.translation_key, locale=locale or spanish()
    )


def say(instance: Any, path: str, text: str, locale: Locale | None = None) -> None:
    """A translator writes ``text`` for the string at ``path``, which ``*`` may end."""
    contexts = TranslationContext.objects.filter(object_id=instance.translation_key)
    if path.endswith("*"):
        contexts = contexts.filter(path__startswith=path[:-1])
    else:
        contexts = contexts.filter(path=path)
    segments = StringSegment.objects.filter(context__in=contexts)
    assert segments
    for segment in segments:
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale or spanish(),
            context=segment.context,
            defaults={"data": text, "has_error": False},
        )


class TranslatorTestCase(TestCase):
    """Somebody who may do everything, on a site whose front page is translated."""

    def setUp(self) -> None:
        self.client.force_login(factories.UserFactory(admin=True))
        self.locale = spanish()

    def post(self, address: str, **data: Any) -> Any:
        with self.captureOnCommitCallbacks(execute=True):
            response = self.client.post(address, data)
        assert response.status_code == 302, response.content.decode()[:2000]
        return response

    def submit(self, instance: Any, *locales: Locale) -> Any:
        """Ask for a translation; the page that answers in the end."""
        keys = [locale.pk for locale in locales or (self.locale,)]
        if isinstance(instance, AbstractPage):
            name, args = "submit_page_translation", [instance.pk]
        else:
            name = "submit_snippet_translation"
            args = [instance._meta.app_label, instance._meta.model_name, instance.pk]
        response = self.post(reverse(f"wagtail_localize:{name}", args=args), locales=keys)
        return self.client.get(response.url)

    def synchronise(self, instance: Any, *, publish: bool) -> Any:
        """Bring the translations up to date with their source."""
        translation = Translation.objects.filter(source__object_id=instance.translation_key)[0]
        address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
        data = {"publish_translations": "on"} if publish else {}
        return self.client.get(self.post(address, **data).url)

    def publish(self, instance: Any) -> Any:
        """Press "Publish" on the screen of a translation."""
        response = self.post(edit_address(instance), action="publish")
        return self.client.get(response.url)

    def read(self, page: Any) -> str:
        """What visitors read in Spanish."""
        return self.client.get(page.url, headers={"accept-language": "es"}).content.decode()
