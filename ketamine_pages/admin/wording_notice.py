"""What is told of sites that have chosen no wording, as there is no entry to tell it of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from ketamine_pages.site.settings import ClinicSettings

if TYPE_CHECKING:
    from ketamine_pages.editing import Asker


def get_wording_notices(user: Asker) -> list[str]:
    """A notice for each site without a chosen wording, of those for which the user may choose."""
    policy = ClinicSettings.get_permission_policy()
    chosen = ClinicSettings.objects.filter(wording__isnull=False)
    sites = policy.sites_user_has_permission_for(user, "change")
    message = gettext(
        "No site wording is chosen for %(site)s, so its pages print the package’s own crisis panel "
        "and disclaimers. Choose one in the clinic details."
    )
    return [message % {"site": site} for site in sites.exclude(pk__in=chosen.values("site"))]
