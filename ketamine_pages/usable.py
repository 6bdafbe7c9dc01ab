"""Which values a setting may have: a test of the value, and how a message says what is wanted.

Each room says so of its own settings, in its ``checks``; ``checks.check_settings`` asks all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Usable: TypeAlias = tuple[Callable[[object], bool], str]

TRUE_OR_FALSE: Usable = (lambda value: isinstance(value, bool), "True or False")


def is_whole_number(value: object) -> bool:
    """Whether ``value`` is a number without a fraction; ``True`` and ``False`` are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_between(least: int, most: int) -> Callable[[object], bool]:
    """A test for whole numbers from ``least`` to ``most``."""
    return lambda value: (
        isinstance(value, int) and is_whole_number(value) and least <= value <= most
    )


def are_among(*known: str) -> Callable[[object], bool]:
    """A test for collections of which each member is one of ``known``."""
    return lambda value: (
        isinstance(value, list | tuple | set) and all(each in known for each in value)
    )
