"""What a transaction collects comes out once, after the commit, and never after a rollback."""

import sys
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import TestCase
from hypothesis import HealthCheck, given, settings, strategies

from ketamine_pages.delivery.after_commit import after_commit, is_waiting

handed: list[list[Any]] = []
others: list[list[Any]] = []

real_transactions = pytest.mark.django_db(transaction=True)


def receive(values):
    assert not connection.in_atomic_block
    handed.append(values)


def receive_others(values):
    others.append(values)


def fail(values):
    raise ZeroDivisionError


def collect_again(values):
    """As a task that runs at once, and saves something."""
    handed.append(values)
    with transaction.atomic():
        after_commit(receive, "within")


@pytest.fixture(autouse=True)
def _start_anew():
    handed.clear()
    others.clear()


class UndoneError(Exception):
    """Rolls back the block that raises it."""


@contextmanager
def undone(**options):
    """A block that is rolled back."""
    with suppress(UndoneError), transaction.atomic(**options):
        yield
        raise UndoneError


# A block is whether it is committed, and what happens in it: values that are collected, and blocks.
STEPS = strategies.recursive(
    strategies.integers(0, 99),
    lambda steps: strategies.tuples(strategies.booleans(), strategies.lists(steps, max_size=4)),
    max_leaves=12,
)


def run(step):
    if isinstance(step, int):
        after_commit(receive, step)
        return
    is_committed, steps = step
    with transaction.atomic() if is_committed else undone():
        for each in steps:
            run(each)


def kept(step):
    """The values that outlast ``step``, said without a database."""
    if isinstance(step, int):
        return [step]
    is_committed, steps = step
    return [value for each in steps for value in kept(each)] if is_committed else []


@real_transactions
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(program=strategies.lists(STEPS, max_size=4))
def test_each_transaction_hands_over_once_what_was_not_rolled_back(program):
    handed.clear()
    for step in program:
        run(step)
    assert handed == [kept(step) for step in program if kept(step)]


@real_transactions
def test_outside_of_a_transaction_it_comes_at_once():
    after_commit(receive, "a")
    after_commit(receive, "b")
    assert handed == [["a"], ["b"]]


@real_transactions
def test_nothing_comes_before_the_commit():
    with transaction.atomic():
        with transaction.atomic():
            after_commit(receive, "a")
        assert handed == []
    assert handed == [["a"]]


@real_transactions
def test_what_is_rolled_back_is_left_to_no_later_transaction_of_the_connection():
    for _time in range(2):
        with undone():
            after_commit(receive, "undone")
        with transaction.atomic():
            after_commit(receive, "done")
    after_commit(receive, "at once")
    assert handed == [["done"], ["done"], ["at once"]]


@real_transactions
def test_a_connection_that_is_lost_takes_along_what_waits():
    with undone():
        after_commit(receive, "lost")
        connection.run_on_commit = []  # As ``connection.close()`` does it.
    with transaction.atomic():
        after_commit(receive, "kept")
    assert handed == [["kept"]]


@real_transactions
def test_a_block_without_a_savepoint_undoes_all_around_it():
    with transaction.atomic():
        after_commit(receive, "a")
        with undone(savepoint=False):
            after_commit(receive, "b")
    assert handed == []


@real_transactions
def test_who_fails_stops_nobody_and_is_named_in_the_log(caplog):
    with transaction.atomic():
        after_commit(fail)
        after_commit(receive, "a")
        after_commit(fail)
    assert handed == [["a"]]
    [record] = caplog.records
    assert "Error calling fail in on_commit()" in record.getMessage()


@real_transactions
def test_receivers_do_not_take_what_is_of_others():
    with transaction.atomic():
        for number in range(3):
            after_commit(receive, number)
            after_commit(receive_others, -number)
    assert (handed, others) == ([[0, 1, 2]], [[0, -1, -2]])


@real_transactions
def test_what_is_collected_while_it_is_handed_over_comes_by_itself():
    with transaction.atomic():
        after_commit(collect_again, "a")
        after_commit(receive, "b")
    assert handed == [["a"], ["within"], ["b"]]


@real_transactions
def test_each_database_has_its_own_transaction():
    connections["other"] = connection.copy(alias="other")
    try:
        with undone():
            with transaction.atomic(using="other"):
                after_commit(receive_others, "other", using="other")
                after_commit(receive_others, "default")
            assert others == [["other"]]
    finally:
        connections["other"].close()
        del connections["other"]
    assert others == [["other"]]


@real_transactions
def test_a_value_waits_until_commit_or_rollback():
    row, equal = [], []
    with transaction.atomic():
        with undone():
            after_commit(receive, row)
            assert is_waiting(receive, row)
            assert not is_waiting(receive, equal)
        assert not is_waiting(receive, row)
        after_commit(receive, row)
        assert is_waiting(receive, row)
    assert not is_waiting(receive, row)


@real_transactions
def test_a_value_is_kept_no_longer_than_it_waits():
    value = object()
    before = sys.getrefcount(value)
    with undone():
        after_commit(receive, value)
        assert sys.getrefcount(value) > before
    assert sys.getrefcount(value) == before


class TestCaseTests(TestCase):
    """Transactions that never end are left by no test to the next one, in whatever order."""

    @classmethod
    def setUpTestData(cls):
        after_commit(receive_others, "of the class")

    def test_first(self):
        self.assert_alone("first")

    def test_second(self):
        self.assert_alone("second")

    def assert_alone(self, name):
        after_commit(receive_others, "never")
        with self.captureOnCommitCallbacks(execute=True):
            after_commit(receive_others, name)
            after_commit(receive_others, name)
        self.assertEqual(others, [[name, name]])
