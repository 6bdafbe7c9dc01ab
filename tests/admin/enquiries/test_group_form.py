"""Permissions by location in Wagtail's form for groups."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.urls import reverse

from ketamine_pages.admin.enquiries.group_permissions import LocationPermissionsFormSet
from ketamine_pages.enquiries.permissions import visible_enquiries
from ketamine_pages.models import GroupEnquiryPermission
from tests.enquiries.handling import TwoClinics


def row(number, page, *actions, delete=False):
    prefix = f"enquiry_permissions-{number}"
    data = {f"{prefix}-page": page.pk if page else "", f"{prefix}-DELETE": "1" if delete else ""}
    return data | {f"{prefix}-{action}": "on" for action in actions}


def posted(*rows, initial=0):
    data = {
        "enquiry_permissions-TOTAL_FORMS": str(len(rows)),
        "enquiry_permissions-INITIAL_FORMS": str(initial),
    }
    for each in rows:
        data |= each
    return data


class TestGroupForm(TwoClinics):
    def save(self, group, *rows, initial=0):
        formset = LocationPermissionsFormSet(posted(*rows, initial=initial), instance=group)
        assert formset.is_valid(), formset.errors
        formset.save()

    def granted(self, group):
        return set(
            GroupEnquiryPermission.objects.filter(group=group).values_list(
                "page", "permission__codename"
            )
        )

    def test_ticks_become_permissions_and_back(self):
        group = Group.objects.create(name="Front desk")
        self.save(group, row(0, self.here, "view", "change"), row(1, self.there, "view"))
        here, there = self.here.pk, self.there.pk
        assert self.granted(group) == {
            (here, "view_enquiry"),
            (here, "change_enquiry"),
            (there, "view_enquiry"),
        }
        rows = LocationPermissionsFormSet(instance=group).initial
        assert [(each["page"].pk, each.get("change", False)) for each in rows] == [
            (here, True),
            (there, False),
        ]
        self.nobody.groups.add(group)
        assert set(visible_enquiries(self.nobody)) == {self.to_here, self.to_there}

        self.save(
            group, row(0, self.here, "view", "export"), row(1, self.there, delete=True), initial=2
        )
        assert self.granted(group) == {(here, "view_enquiry"), (here, "export_enquiry")}

    def test_a_location_stands_once(self):
        group = Group.objects.create(name="Front desk")
        data = posted(row(0, self.here, "view"), row(1, self.here, "change"))
        formset = LocationPermissionsFormSet(data, instance=group)
        assert not formset.is_valid()
        assert "once" in formset.as_admin_panel()

    def test_an_empty_row_is_no_permission(self):
        group = Group.objects.create(name="Front desk")
        formset = LocationPermissionsFormSet(posted(row(0, None)), instance=group)
        assert formset.is_valid()
        formset.save()
        assert self.granted(group) == set()

    def test_the_panel_is_in_the_form_of_a_group(self):
        self.log_in(self.admin)
        group = self.staff_here.groups.get()
        for address in (
            reverse("wagtailusers_groups:edit", args=[group.pk]),
            reverse("wagtailusers_groups:add"),
        ):
            self.assertContains(self.client.get(address), "Enquiries of locations")

    def test_permissions_for_all_enquiries_are_offered(self):
        self.log_in(self.admin)
        response = self.client.get(reverse("wagtailusers_groups:add"))
        self.assertContains(response, "Can export enquiries")
