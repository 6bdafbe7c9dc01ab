"""What may not be published of a translation is kept as a draft; what visitors read stays."""

from typing import Any

import pytest
from django.test import TransactionTestCase
from django.urls import reverse
from wagtail.models import Locale, PageLogEntry
from wagtail_localize.models import Translation, TranslationSource

from ketamine_pages.models import Benefit, StoredFinding
from tests import factories
from tests.gate.making import BAD, GOOD, REASON, reload
from tests.localize.making import TranslatorTestCase, edit_address, say, translation_of
from tests.search_engines.making import spanish

SPANISH = "Lo que ofrecemos."
KEPT = "kept as a draft"
LOGGED = "ketamine_pages.publish.kept"


def make_page(introduction: str = GOOD, **values: Any) -> Any:
    return reload(factories.TreatmentIndexPageFactory(introduction=introduction, **values))


def draft_of(instance: Any) -> Any:
    return reload(instance).get_latest_revision_as_object()


class FirstPublicationTests(TranslatorTestCase):
    def test_what_has_no_errors_is_published(self):
        page = make_page()
        self.submit(page)
        assert translation_of(page).live

    def test_what_has_is_kept_and_its_screen_says_why(self):
        page = make_page(BAD)
        response = self.submit(page)
        translated = translation_of(page)
        assert not translated.live
        assert draft_of(translated).introduction == BAD
        self.assertContains(response, KEPT)
        self.assertContains(response, REASON)

    def test_the_history_has_it(self):
        page = make_page(BAD)
        self.submit(page)
        entry = PageLogEntry.objects.get(action="ketamine_pages.publish.kept")
        assert entry.page_id == translation_of(page).pk
        assert entry.message == "Not published, as it has mistakes"

    def test_other_languages_and_what_follows_are_not_held_up(self):
        page = make_page(BAD)
        french = Locale.objects.create(language_code="fr")
        with self.settings(LANGUAGES=[("en", "English"), ("es", "Spanish"), ("fr", "French")]):
            self.submit(page, self.locale, french)
        for locale in (self.locale, french):
            translated = translation_of(page, locale)
            assert not translated.live
            rows = StoredFinding.objects.filter(object_id=str(translated.pk), severity="error")
            assert [row.code for row in rows] == ["placeholder-left"]

    def test_an_entry_of_the_library(self):
        benefit = reload(factories.BenefitFactory(sources=[]))
        response = self.submit(benefit)
        translated = translation_of(benefit)
        assert not translated.live
        self.assertContains(response, KEPT)
        self.assertContains(response, "has no source that can be relied on.")

    def test_an_entry_without_errors(self):
        benefit = reload(factories.BenefitFactory(sources=[factories.SourceFactory()]))
        self.submit(benefit)
        assert translation_of(benefit).live

    def test_once_the_text_is_right_it_is_published(self):
        page = make_page(BAD)
        self.submit(page)
        say(page, "introduction", SPANISH)
        response = self.publish(translation_of(page))
        assert translation_of(page).live
        self.assertNotContains(response, KEPT)

    def test_not_while_it_is_not(self):
        page = make_page(BAD)
        self.submit(page)
        say(page, "introduction", "TBC, TBC")
        response = self.publish(translation_of(page))
        assert not translation_of(page).live
        assert draft_of(translation_of(page)).introduction == "TBC, TBC"
        self.assertContains(response, REASON)


class LaterPublicationTests(TranslatorTestCase):
    def setUp(self):
        super().setUp()
        self.page = make_page()
        self.submit(self.page)
        say(self.page, "introduction", SPANISH)
        self.publish(translation_of(self.page))
        self.translated = translation_of(self.page)
        assert (self.translated.live, self.translated.introduction) == (True, SPANISH)

    def assertKept(self, text: str) -> None:
        stored = reload(self.translated)
        assert (stored.live, stored.introduction) == (True, SPANISH)
        assert stored.has_unpublished_changes
        assert draft_of(self.translated).introduction == text
        response = self.client.get(edit_address(self.translated))
        self.assertContains(response, KEPT)
        self.assertContains(response, REASON)
        assert SPANISH in self.read(stored)

    def test_a_refused_string(self):
        say(self.page, "introduction", BAD)
        response = self.publish(self.translated)
        self.assertContains(response, REASON)
        self.assertNotContains(response, "Published &#x27;")
        self.assertKept(BAD)

    def test_a_string_that_may_be_published(self):
        say(self.page, "introduction", "Otras palabras.")
        self.publish(self.translated)
        assert reload(self.translated).introduction == "Otras palabras."

    def test_in_code(self):
        say(self.page, "introduction", BAD)
        translation = Translation.objects.get()
        for publish in (True, False):
            with self.captureOnCommitCallbacks(execute=True):
                translation.save_target(publish=publish)
            assert reload(self.translated).introduction == SPANISH
        self.assertKept(BAD)

    def test_code_that_does_no_more_than_save_loses_nothing(self):
        for fields in (None, ["introduction"]):
            page = reload(self.translated)
            page.introduction = f"{BAD} {fields}"
            with self.captureOnCommitCallbacks(execute=True):
                page.save(update_fields=fields)
            self.assertKept(f"{BAD} {fields}")
            [entry, *_] = PageLogEntry.objects.filter(action=LOGGED).order_by("-pk")
            assert entry.revision == reload(self.translated).latest_revision
            assert entry.data["findings"] == ["placeholder-left"]

    def test_it_is_one_draft_and_one_line_of_the_history(self):
        say(self.page, "introduction", BAD)
        count, user = self.translated.revisions.count(), factories.UserFactory()
        with self.captureOnCommitCallbacks(execute=True):
            Translation.objects.get().save_target(user=user, publish=True)
        self.assertKept(BAD)
        assert self.translated.revisions.count() == count + 1
        assert reload(self.translated).latest_revision.user == user
        assert PageLogEntry.objects.filter(action=LOGGED).count() == 1

    def test_a_draft_of_what_may_not_be_published(self):
        say(self.page, "introduction", BAD)
        with self.captureOnCommitCallbacks(execute=True):
            Translation.objects.get().save_target(publish=False)
        self.assertKept(BAD)

    def test_translations_that_are_synchronised(self):
        say(self.page, "introduction", SPANISH)
        with factories.gate_off():
            self.page.heading = BAD
            self.page.save_revision().publish()
        self.synchronise(self.page, publish=True)
        stored = reload(self.translated)
        assert (stored.live, stored.heading, stored.introduction) == (True, "", SPANISH)
        assert draft_of(self.translated).heading == BAD
        self.assertContains(self.client.get(edit_address(stored)), REASON)

    def test_what_visitors_read_already_is_no_obstacle(self):
        with factories.gate_off():
            say(self.page, "introduction", BAD)
            self.publish(self.translated)
        say(self.page, "introduction", f"{BAD} 12")
        self.publish(self.translated)
        assert reload(self.translated).introduction == f"{BAD} 12"

    def test_the_review_of_what_visitors_read_goes_on(self):
        from tests.reviews.making import review

        page = reload(factories.TreatmentPageFactory())
        self.submit(page)
        translated = translation_of(page)
        review(translated, factories.ClinicianFactory(name="Dr Ada Example"))
        assert "Ada Example" in self.read(translated)
        say(page, "title", "TBC")
        with self.captureOnCommitCallbacks(execute=True):
            Translation.objects.get(source__object_id=page.translation_key).save_target()
        assert "Ada Example" in self.read(translated)

    def test_a_translation_that_is_switched_off_is_edited_as_any_page(self):
        Translation.objects.update(enabled=False)
        page = reload(self.translated)
        page.introduction = BAD
        with pytest.raises(Exception, match=REASON):
            page.save()


class EntryTests(TranslatorTestCase):
    def setUp(self):
        super().setUp()
        self.benefit = reload(factories.BenefitFactory(sources=[factories.SourceFactory()]))
        self.submit(self.benefit)
        self.translated = translation_of(self.benefit)
        assert self.translated.live

    def test_a_refused_string(self):
        say(self.benefit, "caveat", BAD) if self.benefit.caveat else say(self.benefit, "text", BAD)
        response = self.publish(self.translated)
        self.assertContains(response, REASON)
        stored = Benefit.objects.get(pk=self.translated.pk)
        assert stored.live
        assert BAD not in stored.text
        assert draft_of(stored).text == BAD

    def test_code_that_does_no_more_than_save_loses_nothing(self):
        entry = reload(self.translated)
        entry.text = BAD
        with self.captureOnCommitCallbacks(execute=True):
            entry.save()
        assert BAD not in reload(entry).text
        assert draft_of(entry).text == BAD

    def test_a_source_that_is_taken_away(self):
        with factories.gate_off():
            self.benefit.source_links = []
            self.benefit.save_revision().publish()
        self.synchronise(self.benefit, publish=True)
        assert reload(self.translated).live
        assert reload(self.translated).source_links.count() == 1


class AliasTests(TranslatorTestCase):
    def make(self, introduction: str) -> tuple[Any, Any]:
        page = make_page(introduction)
        with factories.gate_off():
            alias = page.copy_for_translation(self.locale, copy_parents=True, alias=True)
        return page, reload(alias)

    def test_one_with_errors_stays_as_it_is(self):
        page, alias = self.make(BAD)
        response = self.submit(page)
        stored = reload(alias)
        assert (stored.live, stored.alias_of_id) == (True, page.pk)
        self.assertContains(response, "stays as it is")
        self.assertContains(response, REASON)

    def test_one_without_becomes_a_translation(self):
        page, alias = self.make(GOOD)
        self.submit(page)
        stored = reload(alias)
        assert (stored.live, stored.alias_of_id) == (True, None)

    def test_a_translation_becomes_an_alias_again(self):
        page = make_page()
        self.submit(page)
        self.post(reverse("wagtail_localize:convert_to_alias", args=[translation_of(page).pk]))
        assert translation_of(page).alias_of_id == page.pk

    def test_but_not_of_a_page_with_errors(self):
        page = make_page()
        self.submit(page)
        with factories.gate_off():
            page.introduction = BAD
            page.save_revision().publish()
        self.post(reverse("wagtail_localize:convert_to_alias", args=[translation_of(page).pk]))
        assert translation_of(page).introduction == GOOD
        assert translation_of(page).alias_of_id is None

    def test_a_tree_of_aliases_is_made_but_for_pages_with_errors(self):
        from wagtail_localize.models import LocaleSynchronization

        good, bad = make_page(), make_page(BAD)
        LocaleSynchronization.objects.create(locale=self.locale, sync_from=good.locale).sync_trees()
        assert translation_of(good).live
        assert not translation_of(bad).live


class CommittedTests(TransactionTestCase):
    """As in life: without a transaction around it."""

    serialized_rollback = True

    def test_a_view_that_does_not_know_of_it_tells_what_was_kept(self):
        self.client.force_login(factories.UserFactory(admin=True))
        page = make_page(BAD)
        address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        # Several, so that the answer is the explorer and no screen of a translation.
        locales = [spanish().pk, Locale.objects.create(language_code="fr").pk]
        response = self.client.post(address, {"locales": locales}, follow=True)
        self.assertContains(response, "was not published. It is kept as a draft.")
        self.assertContains(response, REASON)

    def test_nothing_is_raised_and_nothing_gets_out(self):
        locale, page = spanish(), make_page(BAD)
        source, _ = TranslationSource.get_or_create_from_instance(page)
        translation = Translation.objects.create(source=source, target_locale=locale)
        translation.save_target(publish=True)
        assert not translation_of(page).live
        say(page, "introduction", SPANISH)
        translation.save_target(publish=True)
        assert translation_of(page).introduction == SPANISH
        say(page, "introduction", BAD)
        translation.save_target(publish=True)
        assert translation_of(page).introduction == SPANISH
        assert draft_of(translation_of(page)).introduction == BAD
