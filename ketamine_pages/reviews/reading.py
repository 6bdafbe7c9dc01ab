"""What a reviewer has on the screen, and what is in the way of approving it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ketamine_pages.conf import conf
from ketamine_pages.reviews.authors import has_written
from ketamine_pages.reviews.fingerprints import get_fingerprint
from ketamine_pages.rules.findings import OFF, Finding, has_errors
from ketamine_pages.rules.review_rules import REVIEW_CODES
from ketamine_pages.targets import key_of

Person = AbstractBaseUser | AnonymousUser

SALT = "ketamine_pages.review"

CHANGED = _("The text has changed while you were reading. Read it again before you approve it.")


@runtime_checkable
class Judged(Protocol):
    """Something that rules judge."""

    def get_publish_findings(self, severities: Mapping[str, str] | None = None) -> list[Finding]:
        """What is wrong with it as it is in memory, and with what the site prints of it."""
        ...

    def get_obstacles(self, severities: Mapping[str, str] | None = None) -> list[Finding]:
        """The errors that would stop it, as it is in memory, from being published."""
        ...


def sign_reading(instance: Any) -> str:
    """What a form carries to say which content was on the screen when it was opened."""
    return signing.dumps([*key_of(instance), get_fingerprint(instance)], salt=SALT)


def was_read(token: str, instance: Any) -> bool:
    """Whether ``instance`` is what was on the screen when ``token`` was made."""
    try:
        signed = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return False
    return bool(signed == [*key_of(instance), get_fingerprint(instance)])


def get_obstacle(instance: Any, user: Person, *, is_published: bool = False) -> str:
    """Why ``user`` cannot approve ``instance`` as it is in memory; empty where nothing is wrong.

    A draft is not held back by mistakes that visitors read already, and a text that is published
    is not called reviewed with them.
    """
    if not conf.allow_self_review and has_written({user.pk}, instance):
        return gettext(
            "You have written some of this since its last review. Somebody else has to review it."
        )
    # What the review itself mends is no reason not to review.
    if not isinstance(instance, Judged):
        return ""
    severities = dict.fromkeys(REVIEW_CODES, OFF)
    if (
        has_errors(instance.get_publish_findings(severities))
        if is_published
        else instance.get_obstacles(severities)
    ):
        return gettext("There are errors among the checks. They have to be mended first.")
    return ""
