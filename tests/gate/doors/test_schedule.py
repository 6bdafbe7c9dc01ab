"""What is due is published, but for what has errors; nobody else has to wait for it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from tests import factories
from tests.gate.making import BAD, GOOD, REASON, make_draft, make_item, make_live, reload

pytestmark = pytest.mark.django_db


def schedule(instance, minutes, user=None):
    """Let the latest version be due some minutes ago, as if it had been fine when planned."""
    instance.go_live_at = timezone.now() - timedelta(minutes=minutes)
    revision = instance.save_revision(user=user)
    revision.approved_go_live_at = instance.go_live_at
    revision.save()
    return revision


def make_due(minutes=10, **values):
    page = make_draft(**values)
    schedule(page, minutes)
    return page


def test_the_next_page_is_published():
    blocked, innocent = make_due(20), make_due(10, introduction=GOOD)
    call_command("publish_scheduled")
    assert not reload(blocked).live
    assert reload(innocent).live


def test_the_version_leaves_the_schedule_and_stays_a_draft():
    page = make_due()
    call_command("publish_scheduled")
    assert reload(page).scheduled_revision is None
    assert reload(page).get_latest_revision_as_object().introduction == BAD


def test_a_published_page_stays_as_it_is():
    page = make_live()
    draft = page.get_latest_revision_as_object()
    schedule(draft, 10)
    call_command("publish_scheduled")
    assert reload(page).introduction == GOOD
    assert reload(page).live


def test_the_history_says_so():
    page = make_due()
    call_command("publish_scheduled")
    entry = PageLogEntry.objects.get(action="ketamine_pages.publish.held_back")
    assert (entry.page_id, entry.data["findings"]) == (page.pk, ["placeholder-left"])
    assert entry.message == "Not published when due"


def test_the_owner_and_the_last_editor_are_told():
    owner, editor = (factories.UserFactory(email=f"{n}@example.com", admin=True) for n in "ab")
    page = make_draft(owner=owner)
    schedule(page, 10, user=editor)
    call_command("publish_scheduled")
    assert sorted(sent.to[0] for sent in mail.outbox) == ["a@example.com", "b@example.com"]
    assert mail.outbox[0].subject == f"“{page.title}” was not published"
    assert REASON in mail.outbox[0].body
    assert f"http://testserver/admin/pages/{page.pk}/edit/" in mail.outbox[0].body


@override_settings(ROOT_URLCONF="ketamine_pages.urls")
def test_a_process_that_serves_no_admin_holds_back_as_well():
    owner = factories.UserFactory(email="a@example.com", admin=True)
    blocked = make_draft(owner=owner)
    schedule(blocked, 20)
    innocent = make_due(10, introduction=GOOD)
    call_command("publish_scheduled")
    assert (reload(blocked).live, reload(innocent).live) == (False, True)
    assert "/edit/" not in mail.outbox[0].body


def test_somebody_who_is_both_gets_one_mail():
    owner = factories.UserFactory(email="a@example.com")
    schedule(make_draft(owner=owner), 10, user=owner)
    call_command("publish_scheduled")
    assert len(mail.outbox) == 1


def test_who_has_left_gets_none():
    owner = factories.UserFactory(email="a@example.com", is_active=False)
    make_due(owner=owner)
    call_command("publish_scheduled")
    assert mail.outbox == []


def test_a_mail_that_fails_stops_nothing(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    owner = factories.UserFactory(email="a@example.com")
    make_due(20, owner=owner)
    innocent = make_due(10, introduction=GOOD)
    call_command("publish_scheduled")
    assert reload(innocent).live


def test_library_items_are_held_back_too():
    item = make_item()
    schedule(item, 10)
    call_command("publish_scheduled")
    assert not reload(item).live
    assert ModelLogEntry.objects.filter(action="ketamine_pages.publish.held_back").exists()


def test_planning_by_code_is_refused():
    page = make_draft()
    page.go_live_at = timezone.now() + timedelta(days=1)
    with pytest.raises(Exception, match=REASON):
        page.save_revision().publish()
    assert reload(page).scheduled_revision is None
