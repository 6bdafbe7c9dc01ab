"""Who sees which enquiries."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from ketamine_pages.enquiries.permissions import ACTIONS, policy, users_who_see, visible_enquiries
from ketamine_pages.models import Enquiry
from tests import factories
from tests.enquiries.handling import TwoClinics, make_user


class TestPolicy(TwoClinics):
    def seen_by(self, user):
        return set(visible_enquiries(user))

    def test_staff_of_a_location_see_its_enquiries_only(self):
        assert self.seen_by(self.staff_here) == {self.to_here}

    def test_staff_of_the_whole_site_see_those_to_no_location_too(self):
        everything = {self.to_here, self.to_there, self.to_nobody}
        assert self.seen_by(self.staff_everywhere) == everything
        assert self.seen_by(self.admin) == everything

    def test_a_page_above_locations_stands_for_them_but_not_for_no_location(self):
        regional = make_user("view", location=self.clinics)
        assert self.seen_by(regional) == {self.to_here, self.to_there}

    def test_nobody_else_sees_any(self):
        assert self.seen_by(self.nobody) == set()
        assert not policy.user_has_any_permission(self.nobody, ACTIONS)

    def test_inactive_users_see_none_whatever_their_groups(self):
        for user in (self.staff_here, self.admin):
            user.is_active = False
            assert self.seen_by(user) == set()

    def test_a_permission_holds_for_the_location_in_all_languages(self):
        spanish = Locale.objects.create(language_code="es")
        self.clinics.copy_for_translation(spanish, copy_parents=True)
        aqui = self.here.copy_for_translation(spanish)
        sent_there = factories.EnquiryFactory(location=aqui, location_title="Aquí")
        assert self.seen_by(self.staff_here) == {self.to_here, sent_there}
        assert self.staff_here in users_who_see(sent_there)
        assert policy.user_has_permission_for_instance(self.staff_here, "change", sent_there)

    def test_one_action_brings_no_other_along_but_seeing(self):
        reader = make_user("export", location=self.here)
        assert self.seen_by(reader) == {self.to_here}
        assert policy.user_has_permission_for_instance(reader, "export", self.to_here)
        assert not policy.user_has_permission_for_instance(reader, "change", self.to_here)

    def test_the_three_ways_to_ask_agree(self):
        users = [self.nobody, self.staff_here, self.staff_there, self.staff_everywhere, self.admin]
        for enquiry in Enquiry.objects.all():
            for action in ACTIONS:
                permitted = {
                    user
                    for user in users
                    if policy.user_has_permission_for_instance(user, action, enquiry)
                }
                by_list = {
                    user
                    for user in users
                    if enquiry in policy.instances_user_has_permission_for(user, action)
                }
                by_users = policy.users_with_permission_for_instance(action, enquiry)
                assert permitted == by_list == set(by_users) & set(users)

    def test_users_with_a_permission_somewhere_are_found(self):
        found = set(policy.users_with_any_permission(ACTIONS))
        assert {self.staff_here, self.staff_there, self.staff_everywhere, self.admin} <= found
        assert self.nobody not in found

    def test_without_its_location_an_enquiry_is_for_the_staff_of_the_site(self):
        self.here.delete()
        assert self.seen_by(self.staff_here) == set()
        self.to_here.refresh_from_db()
        assert (self.to_here.location, self.to_here.location_title) == (None, "Here")
        assert self.to_here in self.seen_by(self.staff_everywhere)

    def test_the_policy_is_registered_where_wagtail_has_a_registry(self):
        permissions = pytest.importorskip("wagtail.permissions")
        if not hasattr(permissions, "policy_registry"):
            pytest.skip("Wagtail 7.4 has no registry of policies.")
        assert permissions.policy_registry.get_by_type(Enquiry) is policy
