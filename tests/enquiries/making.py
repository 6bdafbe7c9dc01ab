"""Forms as visitors open and send them."""

import re
import time
from typing import Any

from django.test import Client, override_settings

from ketamine_pages.enquiries.forms import TOKEN
from ketamine_pages.enquiries.tokens import make_token, trap_name
from ketamine_pages.models import Enquiry

SETTINGS = "KETAMINE_PAGES"


def opened(page: Any, seconds_ago: float = 60) -> dict[str, str]:
    """What a form that was opened some time ago sends by itself."""
    token = make_token(page.pk, page.consent_text, at=time.time() - seconds_ago)
    return {TOKEN: token, trap_name(token): ""}


def filled(page: Any, **values: Any) -> dict[str, Any]:
    """A form as a person fills it in; ``None`` leaves a field out."""
    data = {**opened(page), "name": "Jane Roe", "email": "jane@example.com", "consent": "on"}
    data.update(values)
    return {name: value for name, value in data.items() if value is not None}


def send(page: Any, client: Client | None = None, **values: Any) -> Any:
    """The response to a form that a person has filled in."""
    extra = {"REMOTE_ADDR": values.pop("address")} if "address" in values else {}
    return (client or Client()).post(page.get_url(), filled(page, **values), **extra)


def only_enquiry() -> Enquiry:
    """The enquiry that was stored; an error where there are none or several."""
    return Enquiry.objects.get()


def hidden_values(html: str) -> dict[str, str]:
    """Names and values of the hidden fields of a page, and of the trap."""
    inputs = re.findall(r"<input[^>]*>", html)
    pairs = [
        (re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each))
        for each in inputs
        if 'type="hidden"' in each or 'tabindex="-1"' in each
    ]
    return {name[1]: value[1] for name, value in pairs if name and value}


def configured(**values: Any) -> override_settings:
    """Settings of the package."""
    return override_settings(KETAMINE_PAGES=values)
