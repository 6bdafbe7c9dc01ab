"""Django's cache, for values that can be made anew: a server that is down slows no page for long.

Any error counts as "not in the cache". It is logged, and the process asks nothing for ``PAUSE``
seconds, as a server that hangs would cost each page its timeout several times over. Backends that
hide their errors are told by the time that they take.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import Any, TypeVar

from django.core.cache import cache

logger = logging.getLogger("ketamine_pages")

# Also how often the log is told, at most, that the server is down.
PAUSE = 10
# Seconds in which one would rather have rendered.
SLOW = 0.1

Answer = TypeVar("Answer")


class ResilientCache:
    """The parts of Django's cache that the package uses, none of which ever raises."""

    def __init__(self) -> None:
        self._paused_until = 0.0

    def get(self, key: str) -> Any:
        """The value, or ``None``."""
        return self._try(lambda: cache.get(key), None)

    def get_many(self, keys: Iterable[str]) -> dict[str, Any]:
        """The values that are there, by key."""
        return self._try(lambda: dict(cache.get_many(list(keys))), {})

    def set(self, key: str, value: object, seconds: int) -> None:
        """Keep ``value`` for so long, where there is a cache."""
        self._try(lambda: cache.set(key, value, seconds), None)

    def set_many(self, values: Mapping[str, Any], seconds: int) -> None:
        """Keep several values for so long, where there is a cache."""
        self._try(lambda: cache.set_many(dict(values), seconds), None)

    def resume(self) -> None:
        """Ask the cache again at once."""
        self._paused_until = 0.0

    def _try(self, call: Callable[[], Answer], fallback: Answer) -> Answer:
        if monotonic() < self._paused_until:
            return fallback
        start = monotonic()
        try:
            answer = call()
        except Exception as error:
            # Each backend has errors of its own.
            self._pause(repr(error))
            return fallback
        if monotonic() - start > SLOW:
            self._pause("too slow")
        return answer

    def _pause(self, reason: str) -> None:
        self._paused_until = monotonic() + PAUSE
        logger.warning("The cache is not asked for %s seconds: %s", PAUSE, reason)


resilient_cache = ResilientCache()
