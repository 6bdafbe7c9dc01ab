"""Who has written what is to be reviewed."""

import pytest

from ketamine_pages.models import ReviewOutcome
from ketamine_pages.reviews.authors import has_written
from ketamine_pages.rules.findings import ReviewState
from tests.factories import BenefitFactory, ClinicianFactory, SourceFactory, UserFactory
from tests.reviews.making import make_reviewer, page_showing, page_with, reload, review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_gate")]


@pytest.fixture
def reviewer():
    return make_reviewer()


@pytest.fixture
def editor():
    return UserFactory()


@pytest.fixture
def source():
    return SourceFactory()


@pytest.fixture
def benefit(source):
    return BenefitFactory(sources=[source])


@pytest.fixture
def document(benefit):
    return page_showing(benefit)


def write(instance, user, text="Words.", *, publish=True):
    instance = reload(instance)
    for name in ("introduction", "text", "result"):
        if hasattr(instance, name):
            setattr(instance, name, text)
            break
    revision = instance.save_revision(user=user)
    if publish:
        revision.publish()
    return revision


def wrote(reviewer, document):
    return has_written({reviewer.user.pk}, reload(document))


def test_nobody_has_written_what_code_has_made(document, reviewer):
    assert not wrote(reviewer, document)


@pytest.mark.parametrize("what", ["document", "benefit", "source"])
def test_the_page_an_entry_and_a_source_count(request, document, reviewer, editor, what):
    thing = request.getfixturevalue(what)
    write(thing, reviewer.user)
    assert wrote(reviewer, document)


@pytest.mark.parametrize("what", ["document", "benefit", "source"])
def test_a_word_of_somebody_else_covers_nobody(request, document, reviewer, editor, what):
    thing = request.getfixturevalue(what)
    write(thing, reviewer.user, "All of it.")
    write(thing, editor, "All of it!")
    assert wrote(reviewer, document)


@pytest.mark.parametrize("what", ["document", "benefit", "source"])
def test_what_was_approved_since_is_nobodys_concern(request, document, reviewer, editor, what):
    thing = request.getfixturevalue(what)
    write(thing, reviewer.user, "All of it.")
    review(reload(document))
    assert not wrote(reviewer, document)
    write(thing, editor, "All of it!")
    assert not wrote(reviewer, document)
    write(thing, reviewer.user, "And more.")
    assert wrote(reviewer, document)


def test_what_changes_were_asked_for_is_not_approved(document, reviewer):
    write(document, reviewer.user)
    review(reload(document), outcome=ReviewOutcome.CHANGES_REQUESTED)
    assert wrote(reviewer, document)


def test_a_draft_from_before_an_approval_of_the_live_text_counts(document, reviewer):
    write(document, reviewer.user, "A draft.", publish=False)
    review(reload(document))
    draft = reload(document).get_latest_revision_as_object()
    assert has_written({reviewer.user.pk}, draft)
    # And is no part of what is live.
    assert not wrote(reviewer, document)


def test_a_draft_of_an_entry_counts_when_it_is_published(document, benefit, reviewer, editor):
    revision = write(benefit, reviewer.user, "A draft.", publish=False)
    review(reload(document))
    assert not wrote(reviewer, document)
    revision.publish()
    assert wrote(reviewer, document)


def test_opening_and_saving_is_no_writing(document, reviewer, editor):
    write(document, editor)
    reload(document).save_revision(user=reviewer.user).publish()
    assert not wrote(reviewer, document)


def test_what_was_undone_is_no_part_of_the_text(document, reviewer, editor):
    review(reload(document))
    before = reload(document).introduction
    write(document, reviewer.user, "Mine.")
    write(document, editor, before)
    assert not wrote(reviewer, document)


def test_an_entry_that_another_clinician_has_reviewed_needs_no_second(document, benefit, reviewer):
    write(benefit, reviewer.user)
    assert wrote(reviewer, document)
    review(reload(benefit), ClinicianFactory())
    assert not wrote(reviewer, document)


def test_nor_does_one_that_its_author_has_reviewed_count_as_reviewed(document, benefit, reviewer):
    write(benefit, reviewer.user)
    assert review(reload(benefit), reviewer, user=reviewer.user).by_author
    assert wrote(reviewer, document)


def test_a_page_of_its_author_says_so(document, reviewer, client):
    write(document, reviewer.user)
    review(reload(document), reviewer)
    text = " ".join(client.get(document.url).text.split())
    assert "Written and reviewed by" in text
    assert "Medically reviewed" not in text
    assert reload(document).get_review_state() is ReviewState.CURRENT


def test_who_has_written_nothing_costs_one_query_more_than_the_content(
    document, reviewer, django_assert_max_num_queries
):
    page = reload(document)
    with django_assert_max_num_queries(18):
        has_written({reviewer.user.pk}, page)


def test_what_has_no_revisions_has_no_authors(reviewer):
    assert not has_written({reviewer.user.pk}, page_with())
