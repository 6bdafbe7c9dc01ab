"""Jobs are done when they are due, at most once at a time, and again after whatever went wrong."""

from datetime import datetime
from typing import Any

import pytest

from ketamine_pages.due.running import HOLD, Done, Job, Outcome, run_jobs
from ketamine_pages.models import DueJob
from tests.due.making import DAY, HOUR, MINUTE, NOON, at, row

pytestmark = pytest.mark.django_db


class Work:
    """Work that notes how it was called, and does what ``then`` says."""

    def __init__(self, then: Any = None) -> None:
        self.then, self.runs = then, []

    def __call__(self, run: Any) -> Done:
        self.runs.append((run.since, run.until))
        if self.then is not None:
            self.then(run)
        return Done("Well done.")


def raising(error: BaseException) -> Any:
    def then(run: Any) -> None:
        raise error

    return then


def outcomes(*jobs: Job, moment: datetime = NOON, only: Any = (), **options: Any) -> list[Outcome]:
    with at(moment):
        return [report.outcome for report in run_jobs(jobs, only, **options)]


def test_a_run_is_for_the_time_since_the_last_one_began():
    work = Work()
    for moment in (NOON, NOON + HOUR, NOON + 3 * DAY):
        assert outcomes(Job("a", work), moment=moment) == [Outcome.DONE]
    later = NOON + HOUR
    assert work.runs == [(None, NOON), (NOON, later), (later, NOON + 3 * DAY)]


def test_it_remembers_when_each_and_all_were_done():
    outcomes(Job("a", Work()))
    for name in ("a", "everything"):
        found = row(name)
        assert (found.started_at, found.finished_at, found.done_until) == (NOON, NOON, NOON)


def test_a_daily_job_is_done_on_each_day_once():
    work = Work()
    job = Job("a", work, is_daily=True)
    midnight = NOON + 12 * HOUR
    moments = (NOON, NOON + HOUR, midnight - MINUTE, midnight, midnight + MINUTE)
    found = [outcomes(job, moment=moment)[0] for moment in moments]
    today = Outcome.DONE_TODAY
    assert found == [Outcome.DONE, today, today, Outcome.DONE, today]
    assert row().finished_at == midnight + MINUTE


def test_the_day_is_that_of_the_site(settings):
    settings.TIME_ZONE = "America/Phoenix"
    job = Job("a", Work(), is_daily=True)
    midnight = NOON + 19 * HOUR
    moments = (NOON, midnight - MINUTE, midnight)
    found = [outcomes(job, moment=moment)[0] for moment in moments]
    assert found == [Outcome.DONE, Outcome.DONE_TODAY, Outcome.DONE]


def test_a_failure_stops_nobody_else_and_is_made_up_for():
    bad, good = Work(raising(ValueError("Oh"))), Work()
    jobs = Job("bad", bad, is_daily=True), Job("good", good, is_daily=True)
    assert outcomes(*jobs) == [Outcome.FAILED, Outcome.DONE]
    assert (row("bad").error, row("bad").done_until, row("bad").held_until) == (
        "ValueError",
        None,
        None,
    )
    assert row().finished_at is None
    bad.then = None
    assert outcomes(*jobs, moment=NOON + MINUTE) == [Outcome.DONE, Outcome.DONE_TODAY]
    assert row("bad").error == ""
    assert row().finished_at == NOON + MINUTE


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_a_stopped_run_leaves_the_rest_to_the_next(stop):
    first, second, third = Work(), Work(raising(stop())), Work()
    jobs = [Job(name, work) for name, work in zip("abc", (first, second, third), strict=True)]
    with pytest.raises(stop):
        outcomes(*jobs)
    assert (third.runs, row("a").done_until, row("b").done_until) == ([], NOON, None)
    second.then = None
    assert outcomes(*jobs, moment=NOON + MINUTE) == [Outcome.DONE] * 3
    assert second.runs[1] == (None, NOON + MINUTE)


def test_of_two_runs_at_once_one_does_a_job():
    seen = []
    job = Job("a", Work(lambda run: seen.extend(outcomes(Job("a", Work())))))
    assert outcomes(job) == [Outcome.DONE]
    assert seen == [Outcome.ELSEWHERE]


def test_a_run_during_another_does_what_that_one_does_not_do_just_now():
    other = Work()
    jobs = [Job("b", other)]
    long = Work(lambda run: outcomes(Job("long", Work()), *jobs))
    outcomes(Job("long", long))
    assert len(other.runs) == 1


def test_two_runs_do_a_daily_job_once():
    work = Work()
    daily = Job("daily", work, is_daily=True)
    slow = Job("slow", Work(lambda run: outcomes(daily)))
    assert outcomes(slow, daily) == [Outcome.DONE, Outcome.DONE_TODAY]
    assert len(work.runs) == 1


def test_a_killed_process_holds_its_job_for_an_hour_only():
    work = Work()
    with at():
        DueJob.objects.create(name="a", started_at=NOON, held_until=NOON + HOLD)
    assert outcomes(Job("a", work), moment=NOON + HOLD - MINUTE) == [Outcome.ELSEWHERE]
    # That is no complete run.
    assert row().finished_at is None
    assert outcomes(Job("a", work), moment=NOON + HOLD) == [Outcome.DONE]


def test_a_job_that_gives_signs_of_life_keeps_its_hold():
    def then(run: Any) -> None:
        with at(NOON + HOLD - MINUTE):
            run.proceed("half")
        assert outcomes(Job("a", Work()), moment=NOON + HOLD) == [Outcome.ELSEWHERE]

    assert outcomes(Job("a", Work(then))) == [Outcome.DONE]


def test_who_was_taken_for_dead_stops_and_undoes_nothing():
    def then(run: Any) -> None:
        later = NOON + HOLD
        assert outcomes(Job("a", Work()), moment=later) == [Outcome.DONE]
        run.proceed()

    assert outcomes(Job("a", Work(then))) == [Outcome.FAILED]
    assert (row("a").done_until, row("a").error) == (NOON + HOLD, "")


def test_a_position_is_kept_until_the_job_is_done_or_the_day_over():
    def stop(run: Any) -> None:
        run.proceed("half")
        raise KeyboardInterrupt

    def note(run: Any) -> None:
        found.append(run.position)
        stop(run)

    found: list[str] = []
    for then, moment in ((stop, NOON), (note, NOON + HOUR), (note, NOON + DAY)):
        with pytest.raises(KeyboardInterrupt):
            outcomes(Job("a", Work(then)), moment=moment)
    assert found == ["half", ""]
    outcomes(Job("a", Work()), moment=NOON + DAY)
    assert row("a").position == ""


def test_one_job_alone_is_done_whenever_it_is_asked_for():
    work, other = Work(), Work()
    jobs = Job("a", work, is_daily=True), Job("b", other)
    outcomes(*jobs, only=["a"])
    assert outcomes(*jobs, only=["a"]) == [Outcome.DONE]
    assert (len(work.runs), other.runs) == (2, [])
    assert not DueJob.objects.filter(name="everything").exists()


def test_a_dry_run_holds_and_remembers_nothing():
    work = Work(lambda run: seen.append(run.is_dry))
    seen: list[bool] = []
    assert outcomes(Job("a", work, is_daily=True), is_dry=True) == [Outcome.DONE]
    assert seen == [True]
    assert not DueJob.objects.exists()
