"""Once, after the commit: what a transaction collects is handed over together if it ends well.

Django keeps a function for each value until the commit, and drops it with the savepoint, or the
transaction, that is rolled back. Only that function holds the mark of its value. So a value goes
when its function goes: after a rollback nothing is left, for this transaction or another.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

from django.db import transaction

Receive = Callable[[list[Any]], None]


class _Mark:
    """Stands for a value that waits."""


# By connection, which is of one thread and one database, and by who receives: what waits, in the
# order in which it was collected.
_waiting: WeakKeyDictionary[Any, dict[Receive, WeakKeyDictionary[_Mark, Any]]] = WeakKeyDictionary()


def after_commit(receive: Receive, value: object = None, using: str | None = None) -> None:
    """Call ``receive`` once with all values of the transaction; at once where there is none.

    ``receive`` is a function of a module. An error of its own is logged and stops nobody else.
    """
    values = _values(receive, using)
    mark = _Mark()
    values[mark] = value

    @wraps(receive)
    def hand_over() -> None:
        # The first one takes the values of those after it as well, which then find nothing. Values
        # before it are not of this commit: tests run callbacks inside of a transaction.
        if mark in values:
            marks = list(values)
            receive([values.pop(each) for each in marks[marks.index(mark) :]])

    transaction.on_commit(hand_over, using=using, robust=True)


def is_waiting(receive: Receive, value: object, using: str | None = None) -> bool:
    """Whether the open transaction would hand over this very object."""
    return any(each is value for each in _values(receive, using).values())


def _values(receive: Receive, using: str | None) -> WeakKeyDictionary[_Mark, Any]:
    by_receiver = _waiting.setdefault(transaction.get_connection(using), {})
    return by_receiver.setdefault(receive, WeakKeyDictionary())
