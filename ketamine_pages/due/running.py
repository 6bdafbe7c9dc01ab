"""Runs jobs one after the other: each at most once at a time, and as often as it is due.

A job that fails, or is killed, is done again by the next run: for the same time or, if it keeps its
position, from where it was. So each job must be able to do a thing twice without harm.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import router
from django.db.models import Q
from django.utils import timezone

from ketamine_pages.due.records import EVERYTHING, DueJob

logger = logging.getLogger(__name__)

# How long a job belongs to a process that gives no sign of life.
HOLD = timedelta(hours=1)


@dataclass(frozen=True)
class Done:
    """What a job has done, in words; ``problem`` is what people should know, and try to mend."""

    text: str
    problem: str = ""


@dataclass(frozen=True)
class Job:
    """Something that is to be done whenever it is due.

    ``is_daily``: once on each day of the site's time zone, however often the jobs run.
    """

    name: str
    work: Callable[[Run], Done]
    is_daily: bool = False


class Outcome(StrEnum):
    """What became of a job in one run."""

    DONE = "done"
    DONE_TODAY = "done today already"
    ELSEWHERE = "under way in another process"
    FAILED = "failed"


@dataclass(frozen=True)
class Report:
    """One line of a run: the job, what became of it, and what it or its error says."""

    name: str
    outcome: Outcome
    text: str = ""
    problem: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing of this job is left to be done."""
        return self.outcome in (Outcome.DONE, Outcome.DONE_TODAY)


class HoldLostError(Exception):
    """Another process has taken the job over, as this one gave no sign of life for too long."""


class Run:
    """One run of one job, as the job sees it.

    All that became due after ``since`` (``None``: ever) and not after ``until`` is to be done. With
    ``is_dry``, nothing is to be changed. ``position`` is where a run has got to that was cut short
    earlier on the same day.
    """

    def __init__(
        self, since: datetime | None, until: datetime, *, is_dry: bool = False, position: str = ""
    ) -> None:
        self.since, self.until, self.is_dry, self.position = since, until, is_dry, position

    def proceed(self, position: str = "") -> None:
        """The job is alive and has got to ``position``. To be called after each batch."""
        self.position = position


class _HeldRun(Run):
    """A run that holds its job, so that nobody else does the same meanwhile."""

    def __init__(self, row: DueJob, until: datetime, position: str) -> None:
        super().__init__(row.done_until, until, position=position)
        self._pk, self._held_until = row.pk, row.held_until

    def proceed(self, position: str = "") -> None:
        super().proceed(position)
        self._update(held_until=timezone.now() + HOLD, position=position)

    def finish(self) -> None:
        self._update(
            held_until=None,
            finished_at=timezone.now(),
            done_until=self.until,
            error="",
            position="",
        )

    def give_up(self, error: BaseException) -> None:
        self._mine().update(held_until=None, error=type(error).__name__[:100])

    def _update(self, **values: Any) -> None:
        if not self._mine().update(**values):
            raise HoldLostError
        self._held_until = values["held_until"]

    def _mine(self) -> Any:
        return _rows().filter(pk=self._pk, held_until=self._held_until)


def run_jobs(
    jobs: Sequence[Job], only: Collection[str] = (), *, is_dry: bool = False
) -> Iterator[Report]:
    """Run ``jobs`` in order, and say what became of each as soon as it is known.

    ``only``: names of those to be run, daily ones again though they were done today.
    """
    if is_dry:
        yield from (_try(job) for job in jobs if not only or job.name in only)
        return
    start = timezone.now()
    if not only:
        _rows().update_or_create(name=EVERYTHING, defaults={"started_at": start})
    reports = []
    for job in jobs:
        if not only or job.name in only:
            reports.append(_run(job, must=bool(only)))
            yield reports[-1]
    if not only and all(report.is_well for report in reports):
        _rows().filter(name=EVERYTHING).update(finished_at=timezone.now(), done_until=start)


def _try(job: Job) -> Report:
    row = _rows().filter(name=job.name).first()
    run = Run(row and row.done_until, timezone.now(), is_dry=True)
    return _report(job, job.work(run))


def _run(job: Job, *, must: bool) -> Report:
    before, _is_new = _rows().get_or_create(name=job.name)
    now = timezone.now()
    free = Q(held_until=None) | Q(held_until__lte=now)
    if job.is_daily and not must:
        free &= Q(done_until=None) | Q(done_until__lt=_midnight(now))
    row = _rows().filter(pk=before.pk)
    # One statement, so that of two processes one alone gets the job.
    if not row.filter(free).update(held_until=now + HOLD, started_at=now):
        is_held = row.filter(held_until__gt=now).exists()
        return Report(job.name, Outcome.ELSEWHERE if is_held else Outcome.DONE_TODAY)
    held = row.get()
    # What was looked at on another day has to be looked at again.
    is_of_today = before.started_at is not None and before.started_at >= _midnight(now)
    run = _HeldRun(held, now, held.position if is_of_today else "")
    try:
        done = job.work(run)
        run.finish()
    except Exception as error:
        logger.exception("The job %s of ketamine_pages_due failed.", job.name)
        run.give_up(error)
        return Report(job.name, Outcome.FAILED, problem=f"{type(error).__name__}: {error}")
    except BaseException as error:
        # Somebody stops the process: the next one need not wait.
        run.give_up(error)
        raise
    return _report(job, done)


def _report(job: Job, done: Done) -> Report:
    return Report(job.name, Outcome.DONE, done.text, done.problem)


def _midnight(now: datetime) -> datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _rows() -> Any:
    # What another process has just written must be seen, whatever replicas there are.
    return DueJob.objects.using(router.db_for_write(DueJob))
