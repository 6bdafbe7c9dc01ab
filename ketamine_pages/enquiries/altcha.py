"""Proof of work by ALTCHA, for sites that get more spam than the other guards find.

Needs the extra ``[altcha]``, ``"django_altcha"`` in ``INSTALLED_APPS`` and the setting
``ALTCHA_HMAC_KEY``. Everything comes from the site itself. Only browsers with JavaScript can solve
the task, so all others are suspected.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.core.exceptions import ValidationError

from ketamine_pages.enquiries.guards import Attempt, Guard
from ketamine_pages.enquiries.records import SuspicionReason

NAME = "kp-altcha"


class ProofOfWork(Guard):
    """A task that costs a browser a moment and a flood a great deal.

    ``most`` is the highest number that a browser may have to count to.
    """

    def __init__(self, most: int = 50_000) -> None:
        self.most = most

    def suspicions(self, attempt: Attempt) -> Iterable[str]:
        from django_altcha import AltchaField

        try:
            # Each solution counts once; the cache remembers those that were used.
            AltchaField().clean(attempt.data.get(NAME, ""))
        except ValidationError:
            yield SuspicionReason.PROOF_OF_WORK

    def render(self, token: str) -> str:
        from django_altcha import AltchaField

        field = AltchaField(auto="onload", maxnumber=self.most, hidefooter=True)
        return str(field.widget.render(NAME, ""))

    @classmethod
    def missing(cls) -> str:
        return "" if apps.is_installed("django_altcha") else "django-altcha"
