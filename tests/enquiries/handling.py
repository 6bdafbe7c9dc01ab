"""Staff of locations, and enquiries to them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.test import TestCase
from django.urls import reverse

from ketamine_pages.answers import Answer, Answers
from ketamine_pages.models import GroupEnquiryPermission
from tests import factories

NAMESPACE = "ketamine_pages_enquiries"


def permission(action: str) -> Permission:
    return Permission.objects.get(
        content_type__app_label="ketamine_pages", codename=f"{action}_enquiry"
    )


def make_user(*actions: str, location: Any = None, **kwargs: Any) -> Any:
    """A user of the admin who may do ``actions``: everywhere, or at a location and below it."""
    group = Group.objects.create(name=f"Group {Group.objects.count()}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for action in actions:
        if location is None:
            group.permissions.add(permission(action))
        else:
            GroupEnquiryPermission.objects.create(
                group=group, page=location, permission=permission(action)
            )
    user = factories.UserFactory(**kwargs)
    user.groups.add(group)
    return user


def url(name: str, *args: Any) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=args)


def bulk_url(action: str, *enquiries: Any) -> str:
    address = reverse("wagtail_bulk_action", args=["ketamine_pages", "enquiry", action])
    return f"{address}?next=/admin/enquiries/" + "".join(f"&id={each.pk}" for each in enquiries)


def answers(**values: str) -> Answers:
    """Answers by kind."""
    return Answers(Answer(kind, kind, kind.capitalize(), value) for kind, value in values.items())


def make_enquiry(location: Any = None, **kwargs: Any) -> Any:
    title = location.title if location else ""
    return factories.EnquiryFactory(location=location, location_title=title, **kwargs)


class TwoClinics(TestCase):
    """Two locations with an enquiry each, one enquiry to no location, and people of all kinds."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.clinics = factories.LocationIndexPageFactory()
        cls.here = factories.LocationPageFactory(parent=cls.clinics, title="Here")
        cls.there = factories.LocationPageFactory(parent=cls.clinics, title="There")
        page = factories.EnquiryPageFactory()
        cls.to_here = make_enquiry(cls.here, page=page)
        cls.to_there = make_enquiry(cls.there, page=page)
        cls.to_nobody = make_enquiry(page=page)
        everything = ("view", "change", "export", "delete")
        cls.nobody = make_user()
        cls.staff_here = make_user(*everything, location=cls.here)
        cls.staff_there = make_user(*everything, location=cls.there)
        cls.staff_everywhere = make_user(*everything)
        cls.admin = factories.UserFactory(admin=True)

    def log_in(self, user: Any) -> None:
        self.client.force_login(user)
