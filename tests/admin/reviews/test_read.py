"""The screen on which a clinician reads, and approves or asks for changes."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import PageLogEntry, TaskState, WorkflowContentType

from ketamine_pages.admin.reviews.access import get_address_of
from ketamine_pages.models import ClinicalReview, ReviewOutcome, ReviewStatus
from ketamine_pages.targets import target_of
from tests.admin.reviews.reading import frame_of, submit
from tests.factories import (
    BenefitFactory,
    ClinicianFactory,
    LocationPageFactory,
    SourceFactory,
    TreatmentFactory,
)
from tests.reviews.making import (
    block,
    make_workflow,
    page_showing,
    page_with,
    reload,
    review,
)

pytestmark = pytest.mark.django_db

HOME = "/admin/"


def decide(client, instance, decision="approve", **data):
    address = get_address_of(instance)
    reading = client.get(address).context["form"]["reading"].value()
    return client.post(address, {"reading": reading, "decision": decision, **data}, follow=True)


def text_of(response):
    text = re.sub(r"<(?:ins|del)>", "|", response.text)
    return " ".join(re.sub(r"</?(?:ins|del)>", "|", text).split())


# The page


def test_the_page_is_shown_as_visitors_would_see_it(as_reviewer, document, editor):
    assert "Published words." in as_reviewer.get(frame_of(document)).text
    submit(document, editor, introduction="Submitted words.")
    response = as_reviewer.get(frame_of(document))
    assert "Submitted words." in response.text
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    # Neither the menu of editors nor what checks the page for them.
    assert "axe-configuration" not in response.text
    assert "private" in response.headers["Cache-Control"]
    assert f'src="{frame_of(document)}"' in as_reviewer.get(get_address_of(document)).text


def test_an_entry_of_the_library_is_shown_as_well(as_reviewer):
    benefit = BenefitFactory(title="Less pain", sources=[SourceFactory()])
    assert "Less pain" in as_reviewer.get(frame_of(benefit)).text


def test_neither_wagtails_preview_nor_its_comparison_is_offered(as_reviewer, document, editor):
    submit(document, editor, introduction="Submitted words.")
    for address in (HOME, get_address_of(document)):
        text = as_reviewer.get(address).text
        assert get_address_of(document) in text or address != HOME
        assert "/edit/preview/" not in text
        assert "workflow/preview" not in text
        assert "revisions/compare" not in text


def test_an_editor_who_reviews_keeps_the_editor(client, document, editor, reviewer):
    reviewer.user.is_superuser = True
    reviewer.user.save()
    client.force_login(reviewer.user)
    submit(document, editor, introduction="Submitted words.")
    edit = reverse("wagtailadmin_pages:edit", args=[document.pk])
    assert client.get(edit).status_code == 200


def test_who_only_reviews_is_led_from_the_editor_to_the_screen(as_reviewer, document, editor):
    submit(document, editor, introduction="Submitted words.")
    edit = reverse("wagtailadmin_pages:edit", args=[document.pk])
    assert as_reviewer.get(edit).url == get_address_of(document)


# What has changed


def test_the_first_time_all_of_it_is_new(as_reviewer, document):
    assert "all of it is new" in as_reviewer.get(get_address_of(document)).text


def test_nothing_may_have_changed(as_reviewer, document):
    review(document)
    assert "Nothing has changed since." in as_reviewer.get(get_address_of(document)).text


def test_words_of_the_page_are_told(as_reviewer, document, editor):
    review(document)
    submit(document, editor, introduction="Submitted words.")
    text = text_of(as_reviewer.get(get_address_of(document)))
    assert "Introduction" in text
    assert "|Published ||Submitted |words." in text


def test_words_of_an_entry_are_told_with_its_name(as_reviewer):
    source = SourceFactory(title="Trial A", year=2020)
    benefit = BenefitFactory(title="Less pain", text="It may help.", sources=[source])
    document = page_showing(benefit)
    review(document)
    benefit.text = "It will help."
    benefit.save()
    source.year = 2021
    source.save()
    text = text_of(as_reviewer.get(get_address_of(document)))
    assert "Benefit: Less pain" in text
    assert "It |may ||will |help." in text
    assert "|2020||2021|" in text


def test_entries_that_come_and_go_are_told(as_reviewer):
    old, new = BenefitFactory(title="Old one"), BenefitFactory(title="New one")
    document = page_showing(old)
    review(document)
    document.body = page_showing(new).body
    document.save()
    old.delete()
    text = text_of(as_reviewer.get(get_address_of(document)))
    assert re.search(r"New one <span[^>]*>newly shown", text)
    assert re.search(r"Old one <span[^>]*>no longer shown", text)


def test_a_change_without_words_is_told_as_markup(as_reviewer):
    document = page_with(block("section", text="<p>It may help.</p>"))
    review(document)
    document.body[0].value["text"].source = "<p>It <b>may</b> help.</p>"
    document.save()
    text = text_of(as_reviewer.get(get_address_of(document)))
    assert "&lt;" in text
    assert "Nothing has changed" not in text


def test_what_was_not_kept_is_to_be_read_again(as_reviewer, document):
    review(document)
    ClinicalReview.objects.update(content={}, recipe=0)
    assert "was not kept" in as_reviewer.get(get_address_of(document)).text


def test_what_has_no_source_is_counted(as_reviewer):
    said = block("section", text="<p>It helped 7 of 10 people.</p>")
    document = page_with(said, title="A page", treatment=TreatmentFactory(name="Ketamine"))
    response = as_reviewer.get(get_address_of(document))
    text = text_of(response)
    assert "1 number has no source beside it." in text
    assert "1 section cites nothing: “Section”" in text
    benefit = BenefitFactory(
        title="Less pain", text="It helped 70% of people.", sources=[SourceFactory()]
    )
    assert "Every section and every number" in as_reviewer.get(get_address_of(benefit)).text


# The decision


def test_a_draft_is_approved_in_three_clicks_from_the_dashboard(as_reviewer, document, editor):
    submit(document, editor, introduction="Submitted words.")
    address = get_address_of(document)
    assert f'href="{address}"' in as_reviewer.get(HOME).text
    response = decide(as_reviewer, document, notes="Fine.")
    assert "it is published" in response.text
    record = ClinicalReview.objects.get()
    assert (record.outcome, record.notes) == (ReviewOutcome.APPROVED, "Fine.")
    assert reload(document).introduction == "Submitted words."
    assert f'href="{address}"' not in as_reviewer.get(HOME).text


def test_changes_are_asked_for_with_a_comment(as_reviewer, document, editor):
    submit(document, editor, introduction="Submitted words.")
    response = decide(as_reviewer, document, "ask-for-changes")
    assert "Say what has to be changed." in response.text
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
    response = decide(as_reviewer, document, "ask-for-changes", notes="Say how long.")
    assert "You have asked for changes" in response.text
    assert TaskState.objects.get().status == TaskState.STATUS_REJECTED
    assert ClinicalReview.objects.get().notes == "Say how long."


def test_what_is_live_is_approved_as_it_is(as_reviewer, document, reviewer):
    response = decide(as_reviewer, document, notes="All right.")
    assert "is recorded" in response.text
    found = ClinicalReview.objects.get()
    assert (found.outcome, found.notes) == (ReviewOutcome.NO_CHANGE_NEEDED, "All right.")
    assert (found.reviewer, found.recorded_by) == (reviewer, reviewer.user)
    entry = PageLogEntry.objects.get(action="ketamine_pages.review")
    assert (entry.user, entry.page_id) == (reviewer.user, document.pk)
    assert "no change needed" in entry.message


def test_what_is_live_is_taken_back(as_reviewer, document):
    review(document)
    decide(as_reviewer, document, "ask-for-changes", notes="Out of date.")
    assert ReviewStatus.objects.get(**target_of(document)).state == "changed"


def test_a_library_item_is_reviewed_as_well(as_reviewer, editor):
    benefit = BenefitFactory(sources=[SourceFactory()])
    decide(as_reviewer, benefit)
    assert ReviewStatus.objects.get(**target_of(benefit)).state == "current"


def test_a_library_item_that_waits_is_approved(as_reviewer, document, editor):
    benefit = BenefitFactory(title="Less pain", sources=[SourceFactory()])
    workflow = make_workflow(document).workflows.get()
    type_ = ContentType.objects.get_for_model(benefit)
    WorkflowContentType.objects.create(content_type=type_, workflow=workflow)
    submit(benefit, editor, text="Submitted words.")
    assert get_address_of(benefit) in as_reviewer.get(HOME).text
    assert "it is published" in decide(as_reviewer, benefit).text
    assert reload(benefit).text == "Submitted words."


def test_what_is_not_reviewed_as_a_rule_may_wait_all_the_same(as_reviewer, editor):
    location = reload(LocationPageFactory())
    assert as_reviewer.get(get_address_of(location)).status_code == 302
    submit(location, editor, telehealth_note="Submitted words.")
    assert get_address_of(location) in as_reviewer.get(HOME).text
    assert "it is published" in decide(as_reviewer, location).text


def test_who_has_written_it_may_ask_for_changes_and_not_approve(
    as_reviewer, document, reviewer, settings
):
    document.introduction = "By the reviewer."
    document.save_revision(user=reviewer.user).publish()
    address = get_address_of(document)
    text = as_reviewer.get(address).text
    assert "You have written some of this" in text
    assert "Ask for changes" in text
    assert 'value="approve"' not in text
    decide(as_reviewer, document)
    assert not ClinicalReview.objects.exists()
    settings.KETAMINE_PAGES = {"ALLOW_SELF_REVIEW": True}
    decide(as_reviewer, document)
    assert ClinicalReview.objects.get().by_author


def test_nobody_approves_while_there_are_errors(as_reviewer, document):
    document.introduction = "TBC"
    type(document).objects.filter(pk=document.pk).update(introduction="TBC")
    assert "There are errors among the checks" in as_reviewer.get(get_address_of(document)).text
    decide(as_reviewer, document)
    assert not ClinicalReview.objects.exists()


def test_text_that_changed_meanwhile_is_to_be_read_again(as_reviewer, document):
    address = get_address_of(document)
    reading = as_reviewer.get(address).context["form"]["reading"].value()
    document.introduction = "Something else."
    document.save()
    data = {"decision": "approve", "notes": "My notes."}
    response = as_reviewer.post(address, {**data, "reading": reading})
    assert "has changed while you were reading" in response.text
    assert "My notes." in response.text
    assert not ClinicalReview.objects.exists()
    fresh = response.context["form"]["reading"].value()
    as_reviewer.post(address, {**data, "reading": fresh})
    assert ClinicalReview.objects.count() == 1


@pytest.mark.parametrize("decision", ["", "publish"])
def test_a_decision_is_one_of_two(as_reviewer, document, decision):
    decide(as_reviewer, document, decision)
    assert not ClinicalReview.objects.exists()


def test_reviewers_have_a_button_and_others_have_none(as_reviewer, document, reviewer):
    explorer = reverse("wagtailadmin_explore", args=[document.pk])
    reviewer.user.is_superuser = True
    reviewer.user.save()
    assert get_address_of(document) in as_reviewer.get(explorer).text
    reviewer.active = False
    reviewer.save()
    assert get_address_of(document) not in as_reviewer.get(explorer).text


def test_other_tasks_stay_where_wagtail_has_them(client, document, editor, reviewer):
    reviewer.user.is_superuser = True
    reviewer.user.save()
    client.force_login(reviewer.user)
    submit(document, editor, introduction="Submitted words.")
    text = client.get(HOME).text
    assert text.count("Awaiting your review") == 1


def test_the_dashboard_names_what_has_changed(as_reviewer, document):
    review(document, ClinicianFactory())
    document.introduction = "Something else."
    document.save()
    assert f'href="{get_address_of(document)}"' in as_reviewer.get(HOME).text
