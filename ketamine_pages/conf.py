"""The only reader of ``settings.KETAMINE_PAGES``.

Every setting is a property that reads the dict anew, so that ``override_settings`` works and
nothing is read at import time. ``docs/reference/settings.md`` describes each of them.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    "LIBRARY_MENU_ORDER": 250,
    "PHONE_REGION": "US",
}


class Conf:
    """Settings of the package, with their defaults."""

    def _get(self, name: str) -> Any:
        return getattr(settings, "KETAMINE_PAGES", {}).get(name, DEFAULTS[name])

    @property
    def library_menu_order(self) -> int:
        """Where “Treatment library” stands in the admin menu; Wagtail's Pages is 100."""
        return int(self._get("LIBRARY_MENU_ORDER"))

    @property
    def phone_region(self) -> str:
        """ISO 3166 code of the country whose national phone numbers editors may type."""
        return str(self._get("PHONE_REGION"))


conf = Conf()
