"""What the middleware does with errors of views."""

import pytest
from django.http import Http404
from django.test import override_settings

from ketamine_pages.gate.mixin import PublishBlocked
from ketamine_pages.middleware import PublishGateMiddleware
from tests import factories

middleware = PublishGateMiddleware(lambda request: None)


@pytest.mark.parametrize("error", [Http404(), PublishBlocked(None, [])], ids=["404", "refused"])
@override_settings(ROOT_URLCONF="ketamine_pages.urls")
def test_where_there_is_no_admin_errors_stay_what_they_are(rf, error):
    assert middleware.process_exception(rf.get("/admin/"), error) is None


def test_errors_outside_the_admin_stay_what_they_are(rf):
    assert middleware.process_exception(rf.get("/"), PublishBlocked(None, [])) is None


@pytest.mark.django_db
def test_what_was_never_saved_leads_to_the_dashboard(rf):
    request = rf.post("/admin/pages/1/copy/")
    request.user = factories.UserFactory(admin=True)
    request._messages = type("Messages", (), {"add": lambda *args, **kwargs: None})()
    unsaved = factories.TreatmentIndexPageFactory.build()
    response = middleware.process_exception(request, PublishBlocked(unsaved, []))
    assert response.url == "/admin/"
