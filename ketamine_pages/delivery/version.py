"""What all content is at, as one text that no earlier state has ever had: the key of every cache.

A cache whose keys hold the version needs no invalidation: the version changes in the transaction
that changes the content, so whoever reads the new version reads the new content with it, in every
process and with every cache backend. Whatever is rendered must be read *after* the version.

The version is made of all rows of a small table. Each transaction that changes content adds one row
with a random number; nobody waits for anybody, as no row is ever written twice. A counter could not
do that: to raise it in place would hold its row until the end of each editor's transaction, and the
highest number of a column would hide a transaction that began earlier and ends later.

No set of rows ever comes back, so no version does. Between two tidyings rows are only added. A
tidying takes rows away, but adds one that is in no earlier set, and which only a later tidying that
has seen it can take away. Count and sum of the random numbers tell two sets apart, but for one case
in 2 ** 47. A restored backup brings back the version of its own content, as it should.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connections, models, router, transaction

from ketamine_pages.defaults import new_version_token
from ketamine_pages.delivery.after_commit import after_commit, is_waiting

# Rows are tidied away by whoever adds the row whose number is a multiple of this.
TIDY_EVERY = 64


class ContentVersion(models.Model):
    """One change of something that pages may show; see this module."""

    token = models.BigIntegerField(default=new_version_token, editable=False)

    class Meta:
        # For developers only.
        verbose_name = "content version"
        verbose_name_plural = "content versions"

    def __str__(self) -> str:
        return str(self.token)


# By connection: the row of the last change, where nobody has read the version since.
_raised: WeakKeyDictionary[Any, ContentVersion] = WeakKeyDictionary()


def read_version() -> str:
    """The version of now. One query; read it before any content that is kept under it."""
    using = router.db_for_read(ContentVersion)
    # What changes later in this very transaction must have another version.
    _raised.pop(connections[using], None)
    table = connections[using].ops.quote_name(ContentVersion._meta.db_table)
    with connections[using].cursor() as cursor:
        # Not by the ORM: each visit of a page asks it, and to write the SQL anew costs more.
        cursor.execute(f"SELECT COUNT(*), SUM(token) FROM {table}")  # noqa: S608
        count, total = cursor.fetchone()
    return f"{count}.{total or 0}"


def raise_version() -> None:
    """Something that pages may show has changed: a new version, once the transaction is committed.

    Called by itself for everything that is saved or deleted. Call it, in the transaction of the
    change, after ``update()``, ``bulk_create()`` and SQL of your own.
    """
    using = router.db_for_write(ContentVersion)
    connection: Any = connections[using]
    raised = _raised.get(connection)
    # Not where the row has gone with a savepoint that was rolled back.
    if raised is not None and is_waiting(_tidy_sometimes, raised, using):
        return
    row = _raised[connection] = ContentVersion.objects.using(using).create()
    if connection.in_atomic_block or connection.get_autocommit():
        after_commit(_tidy_sometimes, row, using)


def _tidy_sometimes(rows: Iterable[ContentVersion]) -> None:
    if any(row.pk % TIDY_EVERY == 0 for row in rows):
        tidy()


def tidy() -> None:
    """Put one row in the place of many."""
    using = router.db_for_write(ContentVersion)
    can_skip = connections[using].features.has_select_for_update_skip_locked
    with transaction.atomic(using=using):
        rows = ContentVersion.objects.using(using).select_for_update(skip_locked=can_skip)
        old = list(rows.order_by("pk").values_list("pk", flat=True))
        # First, so that there is no moment without it, whatever a database shows of a transaction.
        ContentVersion.objects.using(using).create()
        ContentVersion.objects.using(using).filter(pk__in=old).delete()
