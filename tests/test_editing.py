"""Where pages and library items are edited, and who may edit and publish them."""

from unittest.mock import patch

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.test import override_settings
from wagtail.permission_policies import ModelPermissionPolicy

from ketamine_pages.editing import (
    get_edit_address,
    get_policy,
    get_row_edit_address,
    get_type_name,
    has_any_permission,
    may_edit,
    may_publish,
)
from ketamine_pages.models import Benefit, EnquiryNote, StoredFinding
from ketamine_pages.page_types.models import TreatmentIndexPage
from ketamine_pages.targets import target_of
from tests import factories

pytestmark = pytest.mark.django_db


def make_user(*codenames):
    user = factories.UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return user


@pytest.fixture(params=["page", "item"])
def instance(request):
    if request.param == "page":
        return factories.TreatmentIndexPageFactory()
    return factories.BenefitFactory()


def test_the_address_is_that_of_the_form(instance, admin_client):
    assert admin_client.get(get_edit_address(instance)).context["form"].instance == instance


def test_a_row_about_an_object_has_the_address_of_the_object(instance, django_assert_num_queries):
    row = StoredFinding(**target_of(instance))
    address = get_edit_address(instance)
    with django_assert_num_queries(0):
        assert get_row_edit_address(row) == address


def test_a_row_about_a_model_that_is_gone_has_no_address():
    gone = ContentType.objects.create(app_label="gone", model="gone")
    row = StoredFinding(content_type=gone, object_id="1")
    assert get_row_edit_address(row) is None
    assert get_type_name(row.target_model) == ""


def test_who_may_not_change_it_gets_no_address(instance):
    assert get_edit_address(instance, make_user("access_admin")) is None
    assert get_edit_address(instance, factories.UserFactory(admin=True))


def test_what_is_not_in_the_admin_has_no_address_and_nobody_may_edit_it():
    note = EnquiryNote(pk=1)
    assert get_edit_address(note) is None
    assert get_policy(EnquiryNote) is None
    assert not may_edit(factories.UserFactory(admin=True), note)
    assert not may_publish(factories.UserFactory(admin=True), note)


@override_settings(ROOT_URLCONF="ketamine_pages.urls")
def test_a_process_without_an_admin_has_no_addresses(instance):
    assert get_edit_address(instance) is None


@pytest.mark.parametrize(
    ("codename", "edits", "publishes"),
    [
        ("view_benefit", False, False),
        ("change_benefit", True, False),
        ("publish_benefit", True, True),
    ],
)
def test_items_ask_the_permissions_of_their_model(codename, edits, publishes):
    user, item = make_user(codename), factories.BenefitFactory()
    assert (may_edit(user, item), may_publish(user, item)) == (edits, publishes)
    assert has_any_permission(user, ["publish"], [TreatmentIndexPage, Benefit]) is publishes


def test_nobody_and_the_inactive_may_not_publish(instance):
    assert not may_publish(None, instance)
    assert not may_publish(factories.UserFactory(admin=True, is_active=False), instance)


def test_the_policy_of_a_sites_own_viewset_counts():
    item, editor = factories.BenefitFactory(), make_user("publish_benefit")
    viewset = type(Benefit.snippet_viewset)

    class NobodyPolicy(ModelPermissionPolicy):
        def user_has_permission(self, user, action):
            return False

    policy = property(lambda viewset: NobodyPolicy(Benefit))
    with patch.object(viewset, "permission_policy", policy):
        assert not may_publish(editor, item)
    assert may_publish(editor, item)
