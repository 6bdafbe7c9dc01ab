"""The demo of the example site: complete, valid, sourced, and loaded only once."""

import os
import re
from dataclasses import replace
from datetime import time
from functools import partial
from io import StringIO
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Page, Revision, Site

from example_site.home import drawings
from example_site.home.demo import loader
from example_site.home.demo.pictures import PICTURES
from example_site.home.models import HomePage
from ketamine_pages.library.starter import MODELS, StarterLibraryError
from ketamine_pages.library.wording_in_use import find_in_use
from ketamine_pages.models import (
    Benefit,
    Clinician,
    ClinicSettings,
    Enquiry,
    SiteWording,
    Treatment,
)
from ketamine_pages.page_types.models import (
    BenefitListPage,
    ConditionListPage,
    LocationPage,
    TreatmentIndexPage,
    TreatmentPage,
)
from ketamine_pages.rules.findings import ReviewState
from tests.factories import TreatmentFactory

CLINIC_SLUGS = ("phoenix", "flagstaff")
ADDRESS = "https://demo.example.com:8443"
SECTION_PAGES = (TreatmentIndexPage, TreatmentPage, BenefitListPage, ConditionListPage)
LOGIN_LINE = re.compile(r"^Log in at (\S+)/admin/ as admin with password (\S{16})$", re.M)
PLACEHOLDER = re.compile(r"\b(?:lorem|ipsum|tbc|tbd|todo|xxx|fixme)\b|\?\?", re.I)
BOASTS = re.compile(
    r"\b(?:cures?|guarantee\w*|miracle\w*|breakthrough|revolutionary|life-changing|painless|"
    r"promising|risk-free|proven|safe and effective|well tolerated|permanent(?:ly)?|best|"
    r"leading|addicts?|alcoholics?|rewires?|heals?|mystical|journey|state-of-the-art)\b",
    re.I,
)


def load(**options):
    """Run the command with pictures of a few pixels; drawing and scaling real ones takes long."""
    out = StringIO()
    small = {
        name: replace(picture, draw=partial(Image.new, "RGB", (64, 48)))
        for name, picture in PICTURES.items()
    }
    with (
        mock.patch.dict(os.environ, {"BASE_URL": ADDRESS}),
        mock.patch.dict(PICTURES, small),
    ):
        call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def texts(value):
    """All texts in the raw data of a body, keys and ids left out."""
    if isinstance(value, dict):
        hidden = {"id", "type"}
        return [text for key, part in value.items() if key not in hidden for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


def section_pages():
    return [page for model in SECTION_PAGES for page in model.objects.all()]


def snapshot():
    """Everything that a second run could change, password hashes included."""
    models = [
        *MODELS.values(),
        *SECTION_PAGES,
        *(Clinician, SiteWording, ClinicSettings, HomePage, Site, Revision, get_image_model()),
        *(Group, get_user_model(), Enquiry),
    ]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


@pytest.mark.usefixtures("example_site")
class DemoTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.output = load(create_admin=True)

    def test_library_is_published_and_confirmed(self):
        for model in (*MODELS.values(), Clinician, SiteWording):
            assert model.objects.exists()
            assert not model.objects.exclude(live=True, needs_confirmation=False).exists()

    def test_pages_are_published_through_revisions(self):
        pages = Page.objects.filter(depth__gt=1)
        assert pages.count() == 10
        for page in pages:
            assert page.live
            assert page.live_revision_id == page.latest_revision_id is not None

    def test_bodies_are_what_the_form_accepts(self):
        for page in section_pages():
            page.full_clean()
            page.body.stream_block.clean(page.body)

    def test_every_page_is_served(self):
        for page in Page.objects.live().filter(depth__gt=1):
            with self.subTest(page=page.slug):
                assert self.client.get(page.get_url()).status_code == 200

    def test_counts_are_printed_in_words(self):
        response = self.client.get(BenefitListPage.objects.get().get_url())
        self.assertContains(response, "Seven possible benefits of ketamine therapy")

    def test_infusion_page_uses_every_block_that_fetches_nothing(self):
        page = TreatmentPage.objects.get(slug="ketamine-infusion-therapy")
        used = {block.block_type for block in page.body}
        # The page itself has the facts at a glance and the clinics, the form has a page of its own;
        # a video has to be fetched from elsewhere.
        unused = set(page.body.stream_block.child_blocks) - used
        assert unused == {"at_a_glance", "enquiry", "location_cards", "video"}

    def test_clinics_have_a_lunch_break_a_day_by_appointment_and_a_night(self):
        phoenix, flagstaff = (LocationPage.objects.get(slug=slug) for slug in CLINIC_SLUGS)
        assert len([each for each in phoenix.hours.periods if each.weekday == 0]) == 2
        assert any(each.by_appointment for each in phoenix.hours.periods)
        assert any(time() < each.closes < each.opens for each in flagstaff.hours.periods)
        for page in (phoenix, flagstaff):
            assert all(each.is_closed and each.reason for each in page.hours.exceptions)
        assert phoenix.get_temporary_status().is_active(timezone.now())

    def test_risks_follow_right_after_benefits(self):
        for page in section_pages():
            kinds = [block.block_type for block in page.body]
            after = [kinds[place + 1] for place, kind in enumerate(kinds) if kind == "benefits"]
            assert set(after) <= {"safety"}
        assert BenefitListPage.objects.get().body[0].block_type == "safety"

    def test_boxed_warning_stands_on_every_page_with_the_benefit_of_spravato(self):
        for page in (*TreatmentPage.objects.all(), BenefitListPage.objects.get()):
            self.assertContains(self.client.get(page.get_url()), "The boxed warning on Spravato")

    def test_lists_and_numbers_have_sources(self):
        sourced = {"statistic", "steps", "questions", "dos_and_donts"}
        for page in section_pages():
            for block in page.body:
                if block.block_type in sourced:
                    assert len(block.value["sources"]), block.value["heading"]

    def test_texts_hold_no_boast_and_nothing_to_fill_in(self):
        for page in (*section_pages(), HomePage.objects.get()):
            found = [page.title, page.seo_title, page.search_description, page.introduction]
            found += [getattr(page, "heading", "")]
            found += texts(page.body.get_prep_value()) if hasattr(page, "body") else []
            for text in found:
                assert not BOASTS.search(text), text
                assert not PLACEHOLDER.search(text), text

    def test_search_results_get_title_and_description(self):
        for page in Page.objects.filter(depth__gt=1):
            assert 10 < len(page.seo_title) <= 65
            assert 50 < len(page.search_description) <= 160

    def test_images_are_described(self):
        images = get_image_model().objects.all()
        assert len(images) == 8
        assert all(len(image.description) > 20 for image in images)

    def test_site_answers_at_the_given_address(self):
        site = Site.objects.get()
        assert site.is_default_site
        assert (site.hostname, site.port) == ("demo.example.com", 8443)
        assert site.root_page.specific == HomePage.objects.get()

    def test_welcome_page_is_gone(self):
        assert not Page.objects.filter(title__startswith="Welcome").exists()

    def test_clinic_is_plainly_fictional(self):
        clinic = ClinicSettings.for_site(Site.objects.get())
        clinic.full_clean()
        assert str(clinic.main_phone).startswith("+160255501")
        assert [used.withheld for used in find_in_use(clinic)] == [None]
        assert "do not exist" in clinic.wording.general_disclaimer
        assert clinic.wording.get_review_state() is ReviewState.CURRENT
        assert "https://example.com/book" in clinic.booking_url

    def test_enquiries_are_of_people_who_cannot_be_called(self):
        for enquiry in Enquiry.objects.all():
            contacts = [each for each in enquiry.answers if each.kind in ("phone", "email")]
            assert contacts
            for answer in contacts:
                assert "-555-01" in answer.text or answer.text.endswith("@example.com")
        self.client.force_login(get_user_model().objects.get(username="editor"))
        inbox = self.client.get(reverse("ketamine_pages_enquiries:index"))
        assert len(inbox.context["object_list"]) == 4

    def test_login_line_is_printed_once_and_is_true(self):
        [(address, password)] = LOGIN_LINE.findall(self.output)
        assert address == ADDRESS
        assert self.client.login(username="admin", password=password)
        assert self.client.get(reverse("wagtailadmin_home")).status_code == 200

    def test_new_password_replaces_the_old_one(self):
        [(_address, old)] = LOGIN_LINE.findall(self.output)
        [(_address, new)] = LOGIN_LINE.findall(load(create_admin=True))
        assert not self.client.login(username="admin", password=old)
        assert self.client.login(username="editor", password=new)

    def test_pages_are_reviewed_and_the_reviewer_may_log_in(self):
        [(_address, password)] = LOGIN_LINE.findall(self.output)
        text = self.client.get(TreatmentPage.objects.first().url).text
        assert "Medically reviewed by" in text
        assert self.client.login(username="reviewer", password=password)
        assert self.client.get(reverse("ketamine_pages_reviews")).status_code == 200
        page = TreatmentPage.objects.first()
        assert (
            page.get_workflow()
            .tasks[0]
            .specific.can_review(get_user_model().objects.get(username="reviewer"))
        )

    def test_second_load_changes_nothing(self):
        before = snapshot()
        output = load()
        assert snapshot() == before
        assert output == "Everything was there already; nothing has changed.\n"

    def test_work_of_editors_is_left_alone(self):
        page = TreatmentPage.objects.get(slug="spravato")
        page.title = "Our own title"
        page.save_revision().publish()
        Benefit.objects.first().unpublish()
        before = snapshot()
        load()
        assert snapshot() == before

    def test_deleted_page_comes_back(self):
        TreatmentPage.objects.get(slug="spravato").delete()
        assert "Pages published: 1." in load()
        assert TreatmentPage.objects.get(slug="spravato").live

    def test_editor_may_edit_pages_and_library(self):
        self.client.force_login(get_user_model().objects.get(username="editor"))
        page, benefit = TreatmentPage.objects.first(), Benefit.objects.first()
        for address in (
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            reverse(benefit.snippet_viewset.get_url_name("edit"), args=[benefit.pk]),
            reverse(benefit.snippet_viewset.get_url_name("add")),
        ):
            assert self.client.get(address).status_code == 200

    def test_editor_may_neither_delete_facts_nor_make_users(self):
        self.client.force_login(get_user_model().objects.get(username="editor"))
        benefit = Benefit.objects.first()
        for address in (
            reverse(benefit.snippet_viewset.get_url_name("delete"), args=[benefit.pk]),
            reverse("wagtailusers_users:add"),
        ):
            self.assertRedirects(self.client.post(address), reverse("wagtailadmin_home"))


class EmptySiteTests(TestCase):
    def test_failure_leaves_nothing_behind(self):
        published = mock.patch.object(loader, "publish_library", TreatmentFactory)
        broken = mock.patch.object(loader, "describe_clinic", side_effect=RuntimeError)
        with published, broken, pytest.raises(RuntimeError):
            load()
        assert not HomePage.objects.exists()
        assert not Treatment.objects.exists()

    def test_fault_in_the_library_is_said_plainly(self):
        problem = StarterLibraryError(["benefits.json cannot be read."])
        failing = mock.patch.object(loader, "publish_library", side_effect=problem)
        with failing, pytest.raises(CommandError, match=r"benefits\.json cannot be read"):
            load()

    def test_page_that_somebody_made_of_the_welcome_page_stays(self):
        welcome = Page.objects.get(depth=2)
        welcome.title = "Our page"
        welcome.save_revision().publish()
        site = loader.point_site_at(loader.make_home(), ADDRESS)
        loader.remove_welcome_page(site)
        assert Page.objects.get(pk=welcome.pk).title == "Our page"

    def test_group_that_is_there_keeps_its_permissions(self):
        group = Group.objects.create(name="Marketing")
        group.permissions.add(Permission.objects.first())
        assert not loader.make_marketing_group(Page.objects.first())
        assert group.permissions.count() == 1


@pytest.mark.parametrize("name", PICTURES)
def test_picture_is_drawn_in_a_size_worth_showing(name):
    image = PICTURES[name].draw()
    assert min(image.size) >= 512
    # An empty picture has one colour.
    assert len(image.convert("RGB").resize((32, 32)).getcolors(1024)) > 50


def test_drawing_is_the_same_each_time():
    assert drawings.mark(64).tobytes() == drawings.mark(64).tobytes()
    assert drawings.desert_evening(80, 60).tobytes() == drawings.desert_evening(80, 60).tobytes()
