"""Who looks for spam. A guard never refuses: what it suspects is stored as "possible spam"."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string

from ketamine_pages.conf import conf
from ketamine_pages.enquiries.records import SuspicionReason
from ketamine_pages.enquiries.tallies import count_so_far
from ketamine_pages.enquiries.tokens import FormToken, trap_name
from ketamine_pages.plugins import plugin_class, plugin_entries

logger = logging.getLogger(__name__)

HOUR = 60 * 60


@dataclass(frozen=True, repr=False)
class Attempt:
    """A form as it was sent: nothing of a request that a guard would need more of.

    ``token`` is ``None`` where it was missing or forged; ``token_text`` is what was sent for it.
    ``source`` is a hash of the address, empty where that is unknown. ``data`` is everything that
    was sent; its ``repr`` would show it, hence none here.
    """

    data: Mapping[str, str]
    token_text: str
    token: FormToken | None
    source: str
    sent_at: float


class Guard(ABC):
    """Base class of guards; keyword arguments come from the ``OPTIONS`` of the setting."""

    @abstractmethod
    def suspicions(self, attempt: Attempt) -> Iterable[str]:
        """Why this may be spam, as values of ``SuspicionReason``; nothing where it may not.

        Called while a visitor waits. An exception is logged by its type and counts as nothing.
        """

    def render(self, token: str) -> str:
        """Markup to stand in the form that is shown with ``token``; must need no JavaScript."""
        return ""

    @classmethod
    def missing(cls) -> str:
        """What has to be installed before the guard can work, or an empty text."""
        return ""


class Honeypot(Guard):
    """A field that people do not see and programs fill in; under another name in each form."""

    def suspicions(self, attempt: Attempt) -> Iterable[str]:
        # Programs that send only what they know leave it out, browsers never do.
        if attempt.data.get(trap_name(attempt.token_text)) != "":
            yield SuspicionReason.HONEYPOT

    def render(self, token: str) -> str:
        return render_to_string("ketamine_pages/enquiries/trap.html", {"name": trap_name(token)})


class TimeTrap(Guard):
    """Forms that were never opened, are sent faster than people type, or after very long."""

    def __init__(self, seconds: float = 3, days: float = 7) -> None:
        self.seconds = seconds
        self.days = days

    def suspicions(self, attempt: Attempt) -> Iterable[str]:
        if attempt.token is None:
            yield SuspicionReason.NO_TOKEN
            return
        age = attempt.sent_at - attempt.token.shown_at
        if age < self.seconds:
            yield SuspicionReason.TOO_FAST
        elif age > self.days * 24 * HOUR:
            yield SuspicionReason.TOO_OLD


class RateLimit(Guard):
    """More than ``an_hour`` enquiries from one address.

    Of those that arrive at the very same moment, none counts for the others yet: a few more may
    pass. How many are stored has a bound of its own, which nothing passes.
    """

    def __init__(self, an_hour: int = 6) -> None:
        self.an_hour = an_hour

    def suspicions(self, attempt: Attempt) -> Iterable[str]:
        if attempt.source and count_so_far(attempt.source) >= self.an_hour:
            yield SuspicionReason.TOO_MANY


def get_guards() -> list[Guard]:
    """The guards of the setting ``ENQUIRY_GUARDS``, new each time."""
    return [
        guard_class(path)(**options)
        for path, options in plugin_entries(conf.enquiry_guards, "A guard")
    ]


def render_guards(token: str) -> list[str]:
    """The markup of all guards for a form; a guard that fails has none."""
    found = []
    for guard in get_guards():
        try:
            found.append(guard.render(token))
        except Exception as error:
            logger.error("%s failed: %s.", type(guard).__name__, type(error).__name__)
    return found


def guard_class(path: str) -> type[Guard]:
    """The class at a dotted path. Raises ``ImportError``, or ``ValueError`` if it is none."""
    return plugin_class(path, Guard)  # type: ignore[type-abstract]


def find_suspicions(attempt: Attempt) -> tuple[str, ...]:
    """What all guards suspect, each reason once."""
    found: dict[str, None] = {}
    for guard in get_guards():
        try:
            found.update(dict.fromkeys(str(reason) for reason in guard.suspicions(attempt)))
        except Exception as error:
            logger.warning("%s failed: %s.", type(guard).__name__, type(error).__name__)
    return tuple(found)
