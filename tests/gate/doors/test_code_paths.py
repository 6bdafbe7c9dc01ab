"""Publishing by code."""

import pytest

from ketamine_pages.models import PublishBlocked
from ketamine_pages.page_types.models import TreatmentIndexPage
from tests import factories
from tests.gate.making import BAD, GOOD, REASON, make_draft, make_item, make_live, reload, root

pytestmark = pytest.mark.django_db


def test_a_revision_with_errors_is_not_published():
    page = make_draft()
    with pytest.raises(PublishBlocked, match=REASON):
        page.get_latest_revision().publish()
    assert not reload(page).live


def test_a_revision_of_a_published_page_is_not_published():
    page = make_live()
    with pytest.raises(PublishBlocked):
        page.get_latest_revision().publish()
    assert reload(page).introduction == GOOD


def test_a_published_page_with_errors_is_not_added():
    page = TreatmentIndexPage(title="Offers", introduction=BAD)
    with pytest.raises(PublishBlocked):
        root().add_child(instance=page)
    assert not TreatmentIndexPage.objects.exists()


def test_a_draft_with_errors_is_added():
    page = TreatmentIndexPage(title="Offers", introduction=BAD, live=False)
    root().add_child(instance=page)
    assert TreatmentIndexPage.objects.get() == page


def test_a_draft_is_not_saved_as_published():
    page = make_draft()
    page.live = True
    with pytest.raises(PublishBlocked):
        page.save()
    assert not reload(page).live


def test_nor_by_naming_the_field():
    page = make_draft()
    page.live = True
    with pytest.raises(PublishBlocked):
        page.save(update_fields=["live"])


def test_the_messages_are_a_dict_for_the_admin_api():
    page = make_draft()
    with pytest.raises(PublishBlocked) as caught:
        page.get_latest_revision().publish()
    [message] = caught.value.message_dict["__all__"]
    assert message.startswith(REASON)


def test_a_warning_stops_nothing(settings):
    settings.KETAMINE_PAGES = {"FINDING_SEVERITY": {"placeholder-left": "warning"}}
    page = make_draft()
    page.get_latest_revision().publish()
    assert reload(page).live


@pytest.mark.parametrize("gate", ["warn", "off"])
def test_a_site_may_leave_the_gate_open(settings, gate):
    settings.KETAMINE_PAGES = {"PUBLISH_GATE": gate}
    page, item = make_draft(), make_item()
    page.get_latest_revision().publish()
    item.get_latest_revision().publish()
    assert reload(page).live
    assert reload(item).live


def test_a_page_with_errors_can_be_taken_off():
    page = factories.TreatmentIndexPageFactory(introduction=BAD)
    page.unpublish()
    assert not reload(page).live
