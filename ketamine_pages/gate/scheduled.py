"""What happens to a scheduled version that cannot be published when its time has come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.mail import send_mail
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from wagtail.admin.utils import get_admin_base_url
from wagtail.log_actions import log
from wagtail.models import Revision

from ketamine_pages.editing import get_edit_address
from ketamine_pages.rules.findings import Finding

if TYPE_CHECKING:
    # Type checkers take it for the site's own user model.
    from django.contrib.auth.models import User

# What Wagtail's publish_scheduled passes as the log action.
SCHEDULED = "wagtail.publish.scheduled"

HELD_BACK = "ketamine_pages.publish.held_back"

MAIL_TEMPLATE = "ketamine_pages/admin/findings/mail/not_published.txt"


def hold_back(instance: Model, revision: Revision, findings: Iterable[Finding]) -> None:
    """Take ``revision`` off the schedule, keep it as a draft, and tell those who can mend it."""
    findings = list(findings)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    revision.approved_go_live_at = None
    codes = [str(finding.code) for finding in findings]
    log(instance, HELD_BACK, revision=revision, data={"findings": codes})
    for user in get_concerned(instance, revision):
        send_notice(user, instance, findings)


def get_concerned(instance: Model, revision: Revision) -> list[Any]:
    """The owner and whoever saved ``revision``, each once, if they can be written to."""
    people = [getattr(instance, "owner", None), revision.user]
    return [
        user
        for user in dict.fromkeys(person for person in people if person is not None)
        if user.is_active and getattr(user, "email", "")
    ]


def send_notice(user: User, instance: Model, findings: list[Finding]) -> None:
    """Write to ``user``, in their language, that ``instance`` was not published and why."""
    profile = getattr(user, "wagtail_userprofile", None)
    with translation.override(profile.get_preferred_language() if profile else None):
        title = str(instance)
        subject = gettext("“%(title)s” was not published") % {"title": title}
        address = get_edit_address(instance, user)
        context = {
            "title": title,
            "findings": findings,
            "address": f"{get_admin_base_url() or ''}{address}" if address else "",
        }
        # One mail that cannot be sent must not keep the next page from being published.
        send_mail(
            " ".join(subject.split()),
            render_to_string(MAIL_TEMPLATE, context),
            None,
            [user.email],
            fail_silently=True,
        )
