"""Time that stands still, and runs of the command."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from unittest import mock

from django.core.management import CommandError, call_command

from ketamine_pages.models import DueJob

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
TODAY = NOON.date()
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def at(moment: datetime = NOON) -> AbstractContextManager[Any]:
    """It is ``moment``."""
    return mock.patch("django.utils.timezone.now", return_value=moment)


def run(*only: str, moment: datetime = NOON, **options: Any) -> tuple[int, dict[str, str], str]:
    """Exit status, what was printed of each job, and errors, of a run at ``moment``."""
    out, err, status = StringIO(), StringIO(), 0
    with at(moment):
        try:
            call_command("ketamine_pages_due", only=list(only), stdout=out, stderr=err, **options)
        except CommandError as error:
            status = error.returncode
            err.write(str(error))
    lines = (line.split(": ", 1) for line in out.getvalue().splitlines())
    return status, dict(lines), err.getvalue()


def row(name: str = "everything") -> DueJob:
    return DueJob.objects.get(name=name)
