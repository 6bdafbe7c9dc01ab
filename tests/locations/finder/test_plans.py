"""SQLite has no statistics, so it must not be led astray: what is read grows with the answer."""

import pytest
from django.db import connection

from ketamine_pages.locations.finder.queries import Criteria, find, public_locations
from tests.factories import LocationIndexPageFactory
from tests.locations.making import PHOENIX

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="Plans of SQLite."),
]


@pytest.mark.parametrize(
    ("criteria", "index"),
    [
        (Criteria(near=PHOENIX, kilometres=80), "(geo_cell=?)"),
        (Criteria(), "(path>? AND path<?)"),
        (Criteria(language="es"), "(path>? AND path<?)"),
    ],
)
def test_a_search_starts_at_the_index_that_leaves_least(criteria, index):
    plans = []

    def explain(execute, sql, params, many, context):
        if "geo_cell" in sql or "ORDER BY" in sql:
            cursor = connection.connection.execute(
                f"EXPLAIN QUERY PLAN {sql.replace('%s', '?')}", params
            )
            plans.append([row[3] for row in cursor.fetchall()])
        return execute(sql, params, many, context)

    locations = public_locations(LocationIndexPageFactory())
    with connection.execute_wrapper(explain):
        find(locations, criteria, 10)
    assert index in plans[0][0]
