"""The version of all content: new with every commit, and never one that there was before."""

from threading import Thread

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings, strategies
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageLogEntry, ReferenceIndex, Revision, Site

from ketamine_pages.delivery.version import TIDY_EVERY, read_version, tidy
from ketamine_pages.models import (
    BenefitSource,
    ClinicSettings,
    ContentVersion,
    PostalPlace,
    ReviewStatus,
    StoredFinding,
    Treatment,
    raise_version,
)
from ketamine_pages.purging.what_counts import changes_content, is_content
from tests.factories import TreatmentFactory
from tests.testapp.models import ProgrammePage


def raise_in_vain():
    """Raise the version in a transaction, or a savepoint, that is rolled back."""
    with transaction.atomic():
        raise_version()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "model", [Page, ProgrammePage, Site, Treatment, BenefitSource, ClinicSettings]
)
def test_pages_may_show_it(model):
    assert is_content(model)


@pytest.mark.parametrize(
    "model",
    [
        ContentType, ContentVersion, PageLogEntry, PostalPlace, ReferenceIndex, ReviewStatus,
        Revision, Session, StoredFinding,
    ],
)  # fmt: skip
def test_it_is_bookkeeping(model):
    assert not is_content(model)


def test_pictures_that_are_made_while_a_page_is_read_are_no_change():
    assert not is_content(get_image_model().get_rendition_model())


def test_a_site_may_say_that_its_pages_do_not_show_a_model(settings):
    assert is_content(ProgrammePage)
    settings.KETAMINE_PAGES = {"CACHE_IGNORED_MODELS": ["testapp.ProgrammePage"]}
    assert not is_content(ProgrammePage)


def test_models_of_migrations_are_no_content():
    from django.db.migrations.state import ProjectState

    state = ProjectState.from_apps(__import__("django.apps").apps.apps)
    assert not is_content(state.apps.get_model("wagtailcore", "Page"))


def test_to_log_in_is_no_change():
    user = get_user_model()(username="a")
    assert not changes_content(user, False, {"last_login"})
    assert changes_content(user, False, {"first_name"})


@pytest.mark.django_db
def test_reading_changes_nothing():
    assert read_version() == read_version()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_adds_one_row_however_much_it_changes():
    with transaction.atomic():
        before = ContentVersion.objects.count()
        for _ in range(5):
            raise_version()
        assert ContentVersion.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_that_is_rolled_back_takes_its_row_along_and_no_other():
    before = read_version()
    with transaction.atomic():
        raise_in_vain()
        raise_version()
    assert read_version() != before


@pytest.mark.django_db(transaction=True)
def test_a_change_after_a_reading_in_the_same_transaction_has_a_version_of_its_own():
    with transaction.atomic():
        raise_version()
        within = read_version()
        raise_version()
    assert read_version() != within


@pytest.mark.django_db(transaction=True)
def test_rows_do_not_pile_up():
    for _ in range(3 * TIDY_EVERY):
        raise_version()
    assert ContentVersion.objects.count() <= TIDY_EVERY + 1


ACTIONS = strategies.lists(strategies.sampled_from(["change", "undo", "tidy"]), max_size=30)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_no_version_ever_comes_back(actions):
    known = {read_version()}
    for action in actions:
        before = read_version()
        if action == "undo":
            raise_in_vain()
            assert read_version() == before
            continue
        raise_version() if action == "change" else tidy()
        assert read_version() not in known
        known.add(read_version())


def in_another_connection(work):
    """Do ``work`` on a connection of its own, to the end."""
    results = []

    def run():
        try:
            results.append(work())
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(timeout=20)
    assert not thread.is_alive(), "it waits for somebody"
    return results[0]


two_connections = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="needs a database with several writers"
)


@two_connections
@pytest.mark.django_db(transaction=True)
def test_nobody_sees_a_version_before_its_content_nor_waits_for_another_editor():
    # Tests with several connections find an empty database.
    Locale.objects.get_or_create(language_code="en")
    treatment = TreatmentFactory(name="Before")

    def look():
        version = read_version()
        return version, Treatment.objects.get(pk=treatment.pk).name

    def change_another():
        raise_version()
        return read_version()

    before = in_another_connection(look)
    with transaction.atomic():
        treatment.name = "After"
        treatment.save()
        assert in_another_connection(look) == before
        # Begins later and ends earlier, and does not hide what is committed after it.
        meanwhile = in_another_connection(change_another)
        assert in_another_connection(look) == (meanwhile, "Before")
    version, name = in_another_connection(look)
    assert version not in (before[0], meanwhile)
    assert name == "After"


@two_connections
@pytest.mark.django_db(transaction=True)
def test_a_tidying_neither_waits_for_an_open_transaction_nor_loses_its_row():
    before = read_version()
    with transaction.atomic():
        raise_version()
        in_another_connection(tidy)
        tidied = in_another_connection(read_version)
        with transaction.atomic():
            tidy()
            in_another_connection(tidy)
    assert len({before, tidied, read_version()}) == 3
