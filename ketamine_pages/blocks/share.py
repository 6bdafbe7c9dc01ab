"""How many of how many: the only things that a percentage, or a picture of people, is made of.

Each is made by name and refuses what cannot be, so that no two numbers change places unnoticed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class CountedShare:
    """``part`` of ``whole`` people, who were counted."""

    part: int
    whole: int

    def __post_init__(self) -> None:
        if self.whole < 1 or not 0 <= self.part <= self.whole:
            raise ValueError(f"{self.part} of {self.whole} is no share.")

    @property
    def percentage(self) -> int:
        """In whole per cent, rounded half up."""
        return (200 * self.part + self.whole) // (2 * self.whole)


@dataclass(frozen=True, kw_only=True)
class LabelledShare:
    """From ``low`` to ``high`` in 100 people, as a product label gives it without its numbers."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high <= 100:
            raise ValueError(f"From {self.low} to {self.high} in 100 is no share.")

    @property
    def is_range(self) -> bool:
        """Whether the label gives two numbers."""
        return self.low != self.high


Share = CountedShare | LabelledShare


def counted(*, part: int | None, whole: int | None) -> CountedShare | None:
    """``part`` of ``whole``; ``None`` where one is missing or there can be no such share."""
    try:
        return None if part is None or whole is None else CountedShare(part=part, whole=whole)
    except ValueError:
        return None
