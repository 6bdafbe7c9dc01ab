"""The values of the settings about caches."""

from __future__ import annotations

from django.apps import apps

from ketamine_pages.usable import Usable, is_between


def _are_models(value: object) -> bool:
    if not isinstance(value, (list, tuple)):
        return False
    try:
        return all(apps.get_model(label) for label in value)
    except (AttributeError, LookupError, ValueError):
        return False


def _divides_quarter(value: object) -> bool:
    return value == 0 or (is_between(10, 900)(value) and 900 % int(str(value)) == 0)


USABLE: dict[str, Usable] = {
    "CACHE_IGNORED_MODELS": (_are_models, 'a list of models, such as ["shop.Order"]'),
    "CDN_SECONDS": (is_between(0, 31_536_000), "a whole number of seconds, 0 for none"),
    "PAGE_CACHE_SECONDS": (
        _divides_quarter,
        "a whole number of seconds of which some make a quarter of an hour, such as 300; or 0",
    ),
}
