"""System checks. Ids are stable; ``docs/reference/checks.md`` says how to mend each finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import connections
from django.urls import NoReverseMatch, reverse
from phonenumber_field.phonenumber import validate_region
from wagtail.models import get_page_models

from ketamine_pages.answers.codec import codec_class, codec_entry
from ketamine_pages.conf import DEFAULTS, conf
from ketamine_pages.due.checks import check_due
from ketamine_pages.enquiries.checks import (
    check_csrf_view,
    check_enquiries,
    check_enquiry_keys,
    check_guards,
)
from ketamine_pages.enquiries.guards import guard_class
from ketamine_pages.locations.finder.geocoders import geocoder_class, geocoder_entries
from ketamine_pages.plugins import plugin_entries
from ketamine_pages.rules.findings import ReviewState, is_severity
from ketamine_pages.schema_org import SPECIALTIES

REQUIRED_APPS = (
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.snippets",
    "phonenumber_field",
)

MIDDLEWARE = "ketamine_pages.middleware.PublishGateMiddleware"


def check_settings(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """E001 to E003: ``KETAMINE_PAGES`` is a dict of known settings with usable values."""
    configured = getattr(settings, "KETAMINE_PAGES", {})
    if not isinstance(configured, dict):
        return [checks.Error("KETAMINE_PAGES must be a dictionary.", id="ketamine_pages.E001")]
    messages: list[checks.CheckMessage] = [
        checks.Error(
            f"KETAMINE_PAGES has an unknown setting {name!r}.",
            hint=f"Known settings: {', '.join(sorted(DEFAULTS))}.",
            id="ketamine_pages.E002",
        )
        for name in configured
        if name not in DEFAULTS
    ]
    for name, (is_usable, wanted) in USABLE.items():
        value = configured.get(name, DEFAULTS[name])
        if not is_usable(value):
            messages.append(_wrong_value(name, value, wanted))
    return messages


def _is_region(region: object) -> bool:
    try:
        validate_region(region)
    except (TypeError, ValueError):
        return False
    return isinstance(region, str)


def _is_whole_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_between(least: int, most: int) -> Callable[[object], bool]:
    return lambda value: (
        isinstance(value, int) and _is_whole_number(value) and least <= value <= most
    )


def _are_severities(value: object) -> bool:
    return isinstance(value, dict) and all(is_severity(code, s) for code, s in value.items())


def _is_geocoder(value: object) -> bool:
    try:
        return bool([geocoder_class(path)(**options) for path, options in geocoder_entries(value)])
    except (ImportError, TypeError, ValueError):
        return False


def _is_codec(value: object) -> bool:
    try:
        path, options = codec_entry(value)
        return bool(codec_class(path)(**options))
    except (ImportError, TypeError, ValueError):
        return False


def _are_guards(value: object) -> bool:
    try:
        return all(
            guard_class(path)(**options) is not None
            for path, options in plugin_entries(value, "A guard")
        )
    except (ImportError, TypeError, ValueError):
        return False


def _is_tile_url(value: object) -> bool:
    if value == "":
        return True
    if not isinstance(value, str) or not all(part in value for part in ("{z}", "{x}", "{y}")):
        return False
    return value.startswith(("https://", "http://", "/"))


def _are_among(*known: str) -> Callable[[object], bool]:
    return lambda value: (
        isinstance(value, list | tuple | set) and all(each in known for each in value)
    )


def _are_intervals(value: object) -> bool:
    return isinstance(value, dict) and all(
        _is_reviewable(label) and (months is None or _is_between(1, 120)(months))
        for label, months in value.items()
    )


def _is_reviewable(label: object) -> bool:
    try:
        return hasattr(apps.get_model(str(label)), "get_review_state")
    except (LookupError, ValueError):
        return False


def _are_models(value: object) -> bool:
    if not isinstance(value, (list, tuple)):
        return False
    try:
        return all(apps.get_model(label) for label in value)
    except (AttributeError, LookupError, ValueError):
        return False


def _divides_quarter(value: object) -> bool:
    return value == 0 or (_is_between(10, 900)(value) and 900 % int(str(value)) == 0)


# What each setting takes, and how the message says it.
USABLE: dict[str, tuple[Callable[[object], bool], str]] = {
    "ALLOW_SELF_REVIEW": (lambda value: isinstance(value, bool), "True or False"),
    "CACHE_IGNORED_MODELS": (_are_models, 'a list of models, such as ["shop.Order"]'),
    "CDN_SECONDS": (_is_between(0, 31_536_000), "a whole number of seconds, 0 for none"),
    "DISTANCE_UNIT": (lambda value: value in ("mi", "km"), '"mi" or "km"'),
    "DUE_LATE_AFTER_HOURS": (_is_between(1, 8760), "a whole number from 1 to 8760"),
    "ENQUIRY_CODEC": (
        _is_codec,
        "the dotted path of an AnswersCodec, or a dict of BACKEND and OPTIONS; Fernet needs "
        "the extra [encryption]",
    ),
    "ENQUIRY_GUARDS": (
        _are_guards,
        "a list of dotted paths of guards, or of dicts of BACKEND and OPTIONS",
    ),
    "ENQUIRY_PROXIES": (_is_between(0, 10), "a whole number between 0 and 10"),
    "ENQUIRY_STORED_PER_ADDRESS": (_is_between(1, 10_000), "a whole number from 1 to 10000"),
    "ENQUIRY_SUSPECTS_PER_HOUR": (_is_between(1, 100_000), "a whole number from 1 to 100000"),
    "FAQ_MARKUP": (lambda value: isinstance(value, bool), "True or False"),
    "FINDING_SEVERITY": (
        _are_severities,
        "a dictionary from the code of a finding to "
        '"error", "warning", "hint" or "off" ("phrase" cannot be an error)',
    ),
    "FINDER_MAX_RESULTS": (_is_between(1, 1000), "a whole number between 1 and 1000"),
    "FINDER_PAGE_SIZE": (_is_between(1, 100), "a whole number between 1 and 100"),
    "GEOCODER": (
        _is_geocoder,
        "the dotted path of a Geocoder, a dict of BACKEND and OPTIONS, or a list of these",
    ),
    "LIBRARY_MENU_ORDER": (_is_whole_number, "a whole number, such as 250"),
    "MAP_ATTRIBUTION": (lambda value: isinstance(value, str), "a text"),
    "MAP_TILE_URL": (
        _is_tile_url,
        'the address of map tiles with {z}, {x} and {y}, or ""',
    ),
    "MEDICAL_SPECIALTIES": (
        _are_among(*SPECIALTIES),
        'a list of members of schema.org’s MedicalSpecialty, such as "Psychiatric"',
    ),
    "NOINDEX_OVERDUE_DAYS": (_is_between(0, 3650), "a whole number between 0 and 3650"),
    "NOINDEX_REVIEW_STATES": (
        _are_among(ReviewState.NEVER, ReviewState.OVERDUE, ReviewState.CHANGED),
        'a list of "never", "overdue" and "changed"',
    ),
    "PAGE_CACHE_SECONDS": (
        _divides_quarter,
        "a whole number of seconds of which some make a quarter of an hour, such as 300; or 0",
    ),
    "PHONE_REGION": (_is_region, 'a country code, such as "US"'),
    "PUBLISH_GATE": (
        lambda value: value in ("enforce", "warn", "off"),
        '"enforce", "warn" or "off"',
    ),
    "REQUIRE_REVIEW": (lambda value: isinstance(value, bool), "True or False"),
    "REVIEW_INTERVAL_MONTHS": (
        _are_intervals,
        'a dictionary from page types and library models, such as "ketamine_pages.Benefit", to '
        "months between 1 and 120, or None for no review",
    ),
}


# Their values are never printed: they hold keys.
SECRET = {"ENQUIRY_CODEC"}


def _wrong_value(name: str, value: object, wanted: str) -> checks.CheckMessage:
    what_is = "" if name in SECRET else f", not {value!r}"
    return checks.Error(
        f"KETAMINE_PAGES[{name!r}] must be {wanted}{what_is}.", id="ketamine_pages.E003"
    )


def check_installed_apps(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """E004: the apps that the package builds on are installed."""
    return [
        checks.Error(f"ketamine_pages needs {name!r} in INSTALLED_APPS.", id="ketamine_pages.E004")
        for name in REQUIRED_APPS
        if not apps.is_installed(name)
    ]


def check_page_models(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """E005: page types put the mixin in front of the base page, or its methods never run."""
    from ketamine_pages.pages.editorial import EditorialPageMixin

    return [
        checks.Error(
            f"{model.__name__} must name the ketamine_pages mixin before its base page.",
            hint=f"For example: class {model.__name__}(TreatmentPageMixin, Page).",
            obj=model,
            id="ketamine_pages.E005",
        )
        for model in get_page_models()
        if issubclass(model, EditorialPageMixin)
        and model.get_context is not EditorialPageMixin.get_context
        and _comes_after_page(model, EditorialPageMixin)
    ]


def _comes_after_page(model: type, mixin: type) -> bool:
    order = model.__mro__
    page = next(base for base in order if base.__name__ in {"AbstractPage", "Page"})
    return order.index(mixin) > order.index(page)


def check_urls(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """W001: the package's URLs are included, or brand colours cannot be served."""
    if not getattr(settings, "ROOT_URLCONF", None):
        return []
    try:
        reverse("ketamine_pages:brand_stylesheet", args=["0"])
    except NoReverseMatch:
        return [
            checks.Warning(
                "The URLs of ketamine_pages are not included, so brand colours have no effect.",
                hint='Add path("ketamine-pages/", include("ketamine_pages.urls")) to the URLs.',
                id="ketamine_pages.W001",
            )
        ]
    return []


def check_geocoders(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """W002: a geocoder lacks what it is made of, so the finder does not know its places."""
    try:
        entries = geocoder_entries(conf.geocoder)
        geocoders = [geocoder_class(path) for path, _options in entries]
    except (AttributeError, ImportError, ValueError):
        # E001 and E003 report these.
        return []
    return [
        checks.Warning(
            f"{geocoder.__name__} knows no places until {missing!r} is installed.",
            hint=f'Run "pip install {missing}", or set KETAMINE_PAGES["GEOCODER"].',
            id="ketamine_pages.W002",
        )
        for geocoder in geocoders
        if (missing := geocoder.missing())
    ]


def check_form_classes(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """E006: forms of a site show errors at the fields, or what an editor wrote would be lost."""
    from ketamine_pages.gate.form import GateFormMixin
    from ketamine_pages.gate.mixin import PublishGateMixin

    return [
        checks.Error(
            f"{model.__name__}.base_form_class must extend GateFormMixin.",
            hint="Put ketamine_pages.models.GateFormMixin before its base class.",
            obj=model,
            id="ketamine_pages.E006",
        )
        for model in apps.get_models()
        if issubclass(model, PublishGateMixin)
        and not issubclass(model.base_form_class, GateFormMixin)
    ]


def check_middleware(app_configs: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """W003: without the middleware, some views answer "server error" where the gate refuses."""
    if conf.publish_gate != "enforce" or MIDDLEWARE in settings.MIDDLEWARE:
        return []
    return [
        checks.Warning(
            "The publish gate has no middleware to give its reasons.",
            hint=f"Add {MIDDLEWARE!r} to MIDDLEWARE, after that of messages.",
            id="ketamine_pages.W003",
        )
    ]


def check_finish_action(databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """W004: a workflow has a clinical review that some reviewers could not finish.

    Asks the database, so it runs with ``migrate`` and ``check --database``.
    """
    from ketamine_pages.reviews.task import ClinicalReviewTask

    if getattr(settings, "WAGTAIL_FINISH_WORKFLOW_ACTION", None) is not None:
        return []
    for alias in databases or ():
        tables = connections[alias].introspection.table_names()
        if ClinicalReviewTask._meta.db_table not in tables:
            continue
        if ClinicalReviewTask.objects.using(alias).filter(active=True).exists():
            return [
                checks.Warning(
                    "A workflow has a clinical review, but WAGTAIL_FINISH_WORKFLOW_ACTION is not "
                    "set: reviewers who may not publish get an error when they approve.",
                    hint="Set WAGTAIL_FINISH_WORKFLOW_ACTION = "
                    '"ketamine_pages.workflow_actions.finish_clinical_review".',
                    id="ketamine_pages.W004",
                )
            ]
    return []


def register_checks() -> None:
    """Register the checks of this module."""
    checks.register(check_settings)
    checks.register(check_installed_apps)
    checks.register(check_page_models, checks.Tags.models)
    checks.register(check_urls, checks.Tags.urls)
    checks.register(check_geocoders)
    checks.register(check_form_classes, checks.Tags.models)
    checks.register(check_middleware)
    checks.register(check_finish_action, checks.Tags.database)
    checks.register(check_enquiry_keys)
    checks.register(check_csrf_view)
    checks.register(check_guards)
    checks.register(check_enquiries, checks.Tags.database)
    checks.register(check_due, checks.Tags.database)
