"""How blocks and page types declare what they show of the library: in ``brings``.

What the kinds of content are, and what visitors see of each, is in ``brings``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

if TYPE_CHECKING:
    from ketamine_pages.shown.visitors import Needs, Shown, Visitors

Get = Callable[[str], Any]


class Brings:
    """One kind of content from the library.

    ``get`` reads a part of what declares it: the value of a child block, or a field of a page.
    """

    #: The parts of the block or page that it accounts for.
    parts: tuple[str, ...] = ()

    #: The part that holds a page whose list is reused.
    reuse: str = ""

    #: Whether it prints the boxed warnings of approved products that the page makes statements of.
    warns_of_products: bool = False

    #: Whether it states numbers, which a page that nobody reads any more withholds.
    states_numbers: bool = False

    def need(self, get: Get, visitors: Visitors, needs: Needs) -> None:
        """Add the treatments whose notices or indications ``show`` will ask for."""

    def show(self, get: Get, visitors: Visitors, shown: Shown) -> None:
        """Add what visitors see."""
        raise NotImplementedError

    def warn(self, get: Get, visitors: Visitors) -> list[tuple[Any, Any]]:
        """The safety notices that are printed, each with the treatment that brings it or ``None``.

        Asked before it is known which statements may stand, so it must not depend on them.
        """
        return []

    def speak_of(self, get: Get, visitors: Visitors) -> list[Any]:
        """The published treatments that statements would be about if all of them might stand."""
        return []


class DeclaringPage(models.Model):
    """A page type that says in ``brings`` what it shows of the library outside its blocks."""

    brings: ClassVar[tuple[Brings, ...]] = ()

    class Meta:
        abstract = True


class DeclaringBlock:
    """A block that says in ``brings`` what it shows of the library.

    Every part that holds a library chooser is named by one of them. What a chooser holds that no
    declaration names is judged all the same, but printed by nothing of ours.
    """

    brings: ClassVar[tuple[Brings, ...]] = ()

    #: Whether there is nothing to print where none of what it brings is shown.
    needs_entries: ClassVar[bool] = False

    def is_printed(self, value: Any) -> bool:
        """Whether visitors get a block with this value, as far as dates and the like decide."""
        return True


def declared_parts(brings: Iterable[Brings]) -> set[str]:
    """The parts that ``brings`` account for."""
    return {part for each in brings for part in each.parts}
