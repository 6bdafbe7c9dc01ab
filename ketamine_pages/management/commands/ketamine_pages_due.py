"""``manage.py ketamine_pages_due``: do all that has become due."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ketamine_pages.due.running import Outcome, run_jobs
from ketamine_pages.due_jobs import JOBS


class Command(BaseCommand):
    """Run the jobs and print a line for each."""

    help = (
        "Does all that time brings: publishes what is scheduled, follows what begins or ends, "
        "sends and deletes what is due, and once a day judges and compares everything and sends "
        "reminders. Run it every few minutes; late, twice or after an interruption it does what is "
        "left. Exits with 1 if a job fails or has something to tell."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--only",
            action="append",
            default=[],
            choices=[job.name for job in JOBS],
            help="Run this job, and if it is a daily one, once more. May be given several times.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done, and do nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        troubled = []
        for report in run_jobs(JOBS, options["only"], is_dry=options["dry_run"]):
            words = report.text or f"{report.outcome.capitalize()}."
            self.stdout.write(f"{report.name}: {words}")
            if report.problem:
                self.stderr.write(f"{report.name}: {report.problem}")
            if report.problem or report.outcome is Outcome.FAILED:
                troubled.append(report.name)
        if troubled:
            raise CommandError(f"Jobs with problems: {', '.join(troubled)}.")
