"""What is remembered of ``ketamine_pages_due``: when its jobs were last done."""

from __future__ import annotations

from django.db import models

#: The name of the row about all jobs together; no job is called so.
EVERYTHING = "everything"


class DueJob(models.Model):
    """What is remembered of one job, or of all together (``EVERYTHING``); one row each.

    ``done_until`` is the moment up to which all that was due is done: the one at which the last run
    that ended well began. What becomes due while a run is under way is for the next one.
    """

    name = models.CharField(max_length=50, unique=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    done_until = models.DateTimeField(null=True)
    # The process that has the job gives it back, or, should it be killed, loses it at this time.
    held_until = models.DateTimeField(null=True)
    # What went wrong in the last run, as the name of an exception; a message may hold anything.
    error = models.CharField(max_length=100, blank=True)
    # Where a run that did not come to its end has got to.
    position = models.CharField(max_length=255, blank=True)

    class Meta:
        # For developers only.
        verbose_name = "due job"
        verbose_name_plural = "due jobs"

    def __str__(self) -> str:
        return self.name
