"""Many rows, some at a time: neither memory nor a query's list of keys grows with a site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db.models import QuerySet

# How many rows are fetched, named in a query or locked at once.
BATCH = 200

T = TypeVar("T")


def in_batches(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """``values`` in their order, as lists of ``size``, of which the last may be shorter."""
    remaining = iter(values)
    while batch := list(islice(remaining, size)):
        yield batch


def key_batches(rows: QuerySet[Any], size: int) -> Iterator[list[Any]]:
    """The primary keys of ``rows`` in ascending order, as lists of at most ``size``.

    One query for each list, asked when it is wanted: rows may be changed or deleted meanwhile, and
    each batch may be a transaction of its own.
    """
    keys = rows.order_by("pk").values_list("pk", flat=True)
    batch = list(keys[:size])
    while batch:
        yield batch
        batch = list(keys.filter(pk__gt=batch[-1])[:size])
