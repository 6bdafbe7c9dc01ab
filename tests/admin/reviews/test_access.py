"""Who may not read, and who may not decide."""

import pytest
from django.contrib.auth.models import Group, Permission

from ketamine_pages.admin.reviews.access import get_address_of
from ketamine_pages.models import ClinicalReview
from tests.admin.reviews.reading import frame_of, submit
from tests.factories import TreatmentPageFactory, UserFactory
from tests.reviews.making import make_reviewer, reload

pytestmark = pytest.mark.django_db


def outsider():
    """A clinician who may use the admin, in another group than that of the task."""
    user = make_reviewer().user
    group = Group.objects.create(name="Others")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.set([group])
    return user


NO_REVIEWERS = {
    "nobody": lambda: None,
    "an editor": lambda: UserFactory(admin=True),
    "somebody without the admin": UserFactory,
    "a clinician who reviews no more": lambda: make_reviewer(active=False).user,
    "a clinician whose entry is a draft": lambda: make_reviewer(live=False).user,
}
OUTSIDERS = {**NO_REVIEWERS, "a clinician of another group": outsider}


def enter(client, user):
    if user is not None:
        client.force_login(user)


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("address", [get_address_of, frame_of])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_read_what_waits_for_others(client, editor, who, address, method):
    document = submit(reload(TreatmentPageFactory(live=False)), editor, introduction="Secret.")
    enter(client, OUTSIDERS[who]())
    response = getattr(client, method)(address(document), {"decision": "approve"})
    assert response.status_code in (302, 405)
    assert "Secret." not in response.text
    assert not ClinicalReview.objects.exists()


@pytest.mark.parametrize("who", NO_REVIEWERS)
@pytest.mark.parametrize("address", [get_address_of, frame_of])
def test_who_is_no_reviewer_may_not_read_what_is_live(client, document, who, address):
    enter(client, NO_REVIEWERS[who]())
    assert client.get(address(document)).status_code == 302
    assert client.post(get_address_of(document), {"decision": "approve"}).status_code == 302
    assert not ClinicalReview.objects.exists()


@pytest.mark.parametrize("address", [get_address_of, frame_of])
def test_a_draft_that_waits_for_nobody_is_not_to_be_read(as_reviewer, document, address):
    document.unpublish()
    assert as_reviewer.get(address(document)).status_code == 302


@pytest.mark.parametrize("address", [get_address_of, frame_of])
def test_the_draft_of_a_live_page_is_read_by_those_whom_it_waits_for(
    client, document, editor, address
):
    submit(document, editor, introduction="Secret.")
    client.force_login(outsider())
    response = client.get(address(document))
    assert response.status_code == 200
    assert "Secret." not in response.text


@pytest.mark.parametrize("address", ["999999/1/", "1/1/", "999999/1/page/", "1/1/page/"])
def test_what_cannot_be_reviewed_is_not_found(as_reviewer, address):
    assert as_reviewer.get(f"/admin/ketamine-pages/reviews/read/{address}").status_code == 404
