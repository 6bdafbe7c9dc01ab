"""The only reader of ``settings.KETAMINE_PAGES``.

Every setting is a property that reads the dict anew, so that ``override_settings`` works and
nothing is read at import time. ``docs/reference/settings.md`` describes each of them.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings

DEFAULTS: dict[str, Any] = {
    "ALLOW_SELF_REVIEW": False,
    "CACHE_IGNORED_MODELS": [],
    "CDN_SECONDS": 0,
    "DISTANCE_UNIT": "mi",
    "DUE_LATE_AFTER_HOURS": 24,
    "ENQUIRY_CODEC": "ketamine_pages.answers.codec.PlainCodec",
    "ENQUIRY_GUARDS": [
        "ketamine_pages.enquiries.guards.Honeypot",
        "ketamine_pages.enquiries.guards.TimeTrap",
        "ketamine_pages.enquiries.guards.RateLimit",
    ],
    "ENQUIRY_PROXIES": 0,
    "ENQUIRY_STORED_PER_ADDRESS": 20,
    "ENQUIRY_SUSPECTS_PER_HOUR": 500,
    "FAQ_MARKUP": False,
    "FINDING_SEVERITY": {},
    "FINDER_MAX_RESULTS": 200,
    "FINDER_PAGE_SIZE": 12,
    "GEOCODER": [
        "ketamine_pages.locations.finder.united_states.USGeocoder",
        "ketamine_pages.locations.finder.postal_geocoder.PostalPlaceGeocoder",
    ],
    "LIBRARY_MENU_ORDER": 250,
    "MAP_ATTRIBUTION": "",
    "MAP_TILE_URL": "",
    "MEDICAL_SPECIALTIES": ["Psychiatric"],
    "NOINDEX_REVIEW_STATES": [],
    "PAGE_CACHE_SECONDS": 300,
    "PAGE_TYPES": None,
    "PATIENT_QUOTES": False,
    "PHONE_REGION": "US",
    "PUBLISH_GATE": "enforce",
    "REQUIRE_REVIEW": False,
    "REVIEW_GRACE_DAYS": 30,
    "REVIEW_INTERVAL_MONTHS": {},
    "WITHHOLD_AFTER_MONTHS": 12,
}


def configured() -> Any:
    """What the site has set, whatever it is: for the check of it. All others ask ``conf``."""
    return getattr(settings, "KETAMINE_PAGES", {})


class Conf:
    """Settings of the package, with their defaults."""

    def _get(self, name: str) -> Any:
        return configured().get(name, DEFAULTS[name])

    @property
    def allow_self_review(self) -> bool:
        """Whether a reviewer may approve words of his or her own; the page then says so."""
        return bool(self._get("ALLOW_SELF_REVIEW"))

    @property
    def cache_ignored_models(self) -> list[str]:
        """Models (``"app.Model"``) of the site of which no page shows anything."""
        return list(self._get("CACHE_IGNORED_MODELS"))

    @property
    def cdn_seconds(self) -> int:
        """How long a cache in front of the site may keep a page; 0: not at all."""
        return int(self._get("CDN_SECONDS"))

    @property
    def distance_unit(self) -> str:
        """In what distances are shown and chosen: "mi" (miles) or "km"."""
        return str(self._get("DISTANCE_UNIT"))

    @property
    def due_late_after_hours(self) -> int:
        """After how many hours without ``ketamine_pages_due`` staff are told."""
        return int(self._get("DUE_LATE_AFTER_HOURS"))

    @property
    def faq_markup(self) -> bool:
        """Whether questions and answers are in the structured data as well."""
        return bool(self._get("FAQ_MARKUP"))

    @property
    def finder_max_results(self) -> int:
        """How many locations a search lists at most, on all its pages together."""
        return int(self._get("FINDER_MAX_RESULTS"))

    @property
    def finder_page_size(self) -> int:
        """How many locations the finder shows on a page."""
        return int(self._get("FINDER_PAGE_SIZE"))

    @property
    def enquiry_codec(self) -> Any:
        """Who writes what visitors answer: a dotted path, or a dict of BACKEND and OPTIONS."""
        return self._get("ENQUIRY_CODEC")

    @property
    def enquiry_guards(self) -> Any:
        """Who looks for spam: a list of dotted paths, or of dicts of BACKEND and OPTIONS."""
        return self._get("ENQUIRY_GUARDS")

    @property
    def enquiry_proxies(self) -> int:
        """How many proxies of the site's own add to X-Forwarded-For; 0: the header is ignored."""
        return int(self._get("ENQUIRY_PROXIES"))

    @property
    def enquiry_stored_per_address(self) -> int:
        """How many enquiries from one address are stored in an hour, suspected or not."""
        return int(self._get("ENQUIRY_STORED_PER_ADDRESS"))

    @property
    def enquiry_suspects_per_hour(self) -> int:
        """How many suspected enquiries are stored in an hour, from all addresses together."""
        return int(self._get("ENQUIRY_SUSPECTS_PER_HOUR"))

    @property
    def finding_severity(self) -> dict[str, str]:
        """Severities by code, where they differ from those of the package; "off" for none."""
        return dict(self._get("FINDING_SEVERITY"))

    @property
    def geocoder(self) -> Any:
        """Who knows places: a dotted path, a dict of BACKEND and OPTIONS, or a list of these."""
        return self._get("GEOCODER")

    @property
    def library_menu_order(self) -> int:
        """Where “Treatment library” stands in the admin menu; Wagtail's Pages is 100."""
        return int(self._get("LIBRARY_MENU_ORDER"))

    @property
    def map_attribution(self) -> str:
        """Whom the map names as the source of its tiles, as plain text."""
        return str(self._get("MAP_ATTRIBUTION"))

    @property
    def map_tile_url(self) -> str:
        """Where map tiles come from, with {z}, {x} and {y}; without it there is no map."""
        return str(self._get("MAP_TILE_URL"))

    @property
    def medical_specialties(self) -> list[str]:
        """Which of schema.org's medical specialties the texts are about."""
        return list(self._get("MEDICAL_SPECIALTIES"))

    @property
    def noindex_review_states(self) -> list[str]:
        """Pages in which review states are kept out of search engines."""
        return list(self._get("NOINDEX_REVIEW_STATES"))

    @property
    def page_cache_seconds(self) -> int:
        """How long rendered parts of pages are kept, though nothing changes; 0: not at all."""
        return int(self._get("PAGE_CACHE_SECONDS"))

    @property
    def page_types(self) -> list[str] | None:
        """Which page types of the package editors may create, by name; ``None``: all."""
        names = self._get("PAGE_TYPES")
        return None if names is None else list(names)

    @property
    def patient_quotes(self) -> bool:
        """Whether words of patients may be printed, with all that belongs beside them."""
        return bool(self._get("PATIENT_QUOTES"))

    @property
    def phone_region(self) -> str:
        """ISO 3166 code of the country whose national phone numbers editors may type."""
        return str(self._get("PHONE_REGION"))

    @property
    def publish_gate(self) -> str:
        """What errors do to publishing: "enforce" (they stop it), "warn" or "off"."""
        return str(self._get("PUBLISH_GATE"))

    @property
    def require_review(self) -> bool:
        """Whether only reviewed content may be published."""
        return bool(self._get("REQUIRE_REVIEW"))

    @property
    def review_grace_days(self) -> int:
        """How many days after a review was due a page says nothing of it."""
        return int(self._get("REVIEW_GRACE_DAYS"))

    @property
    def review_interval_months(self) -> dict[str, int | None]:
        """Months by model (``"app.Model"``) for which a review holds; ``None``: no review."""
        return dict(self._get("REVIEW_INTERVAL_MONTHS"))

    @property
    def withhold_after_months(self) -> int | None:
        """After how many months more an untended page loses its numbers; ``None``: never."""
        months = self._get("WITHHOLD_AFTER_MONTHS")
        return None if months is None else int(months)


conf = Conf()
