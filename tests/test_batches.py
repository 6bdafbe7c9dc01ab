"""Many rows, some at a time."""

import pytest

from ketamine_pages.batches import in_batches, key_batches
from ketamine_pages.models import Source
from tests import factories


@pytest.mark.parametrize(
    ("number", "batches"),
    [(0, []), (1, [[0]]), (2, [[0, 1]]), (5, [[0, 1], [2, 3], [4]])],
)
def test_values_come_in_their_order_and_none_is_lost(number, batches):
    assert list(in_batches(range(number), 2)) == batches


def test_no_more_is_read_than_the_next_batch_needs():
    values = iter(range(10))
    assert next(in_batches(values, 3)) == [0, 1, 2]
    assert next(values) == 3


@pytest.mark.django_db
class TestKeys:
    def test_they_come_in_ascending_order_whatever_that_of_the_rows(self):
        keys = sorted(source.pk for source in factories.SourceFactory.create_batch(5))
        found = list(key_batches(Source.objects.order_by("-pk"), 2))
        assert found == [keys[:2], keys[2:4], keys[4:]]

    def test_rows_may_be_deleted_meanwhile(self):
        factories.SourceFactory.create_batch(5)
        for keys in key_batches(Source.objects.all(), 2):
            Source.objects.filter(pk__in=keys).delete()
        assert not Source.objects.exists()

    def test_rows_that_stay_do_not_come_again(self):
        keys = sorted(source.pk for source in factories.SourceFactory.create_batch(3))
        live = Source.objects.filter(live=True)
        assert [key for batch in key_batches(live, 1) for key in batch] == keys

    def test_no_rows_make_no_batch(self):
        assert list(key_batches(Source.objects.all(), 2)) == []
