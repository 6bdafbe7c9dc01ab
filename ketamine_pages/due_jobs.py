"""What ``manage.py ketamine_pages_due`` does, in this order. Stands here, as it names all rooms.

What takes long comes last, so that an enquiry does not wait for ten thousand pages to be judged.
"""

from __future__ import annotations

import logging
from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import DraftStateMixin, Revision

from ketamine_pages.admin.findings.digest import send_error_digests, untold_errors
from ketamine_pages.admin.reviews.digest import count_news, send_news
from ketamine_pages.due.dates import Span, find_changed, find_reviews_over, in_key_batches
from ketamine_pages.due.running import Done, Job, Run
from ketamine_pages.enquiries.delivery import failing_deliveries, send_due
from ketamine_pages.enquiries.privacy.retention import purge
from ketamine_pages.enquiries.records import EnquiryNotification
from ketamine_pages.findings.store import (
    gated_models,
    judge_waiting,
    objects_of,
    store_findings,
)
from ketamine_pages.findings.waiting import count_waiting
from ketamine_pages.followers import after_dates, after_reviews_end
from ketamine_pages.reviews.records import ReviewStatus
from ketamine_pages.reviews.tracking import refresh_statuses

logger = logging.getLogger(__name__)

# How many objects are judged between two notes of how far it has got.
BATCH = 100
# In seconds: as long as the mail server answers, but no longer than one run of many.
MAIL_BUDGET = 5 * 60


def publish_scheduled(run: Run) -> Done:
    """Wagtail's own command: publish what is scheduled, unpublish what has expired."""
    now = timezone.now()
    due = Revision.objects.filter(approved_go_live_at__lt=now).count()
    # Each table once: Wagtail's pages inherit from one of them.
    drafts = [each for each in apps.get_models() if issubclass(each, DraftStateMixin)]
    tables = [each for each in drafts if not each._meta.parents]
    over = sum(
        each._default_manager.filter(live=True, expire_at__lt=now).count() for each in tables
    )
    if not run.is_dry:
        call_command("publish_scheduled", stdout=StringIO())
    return Done(f"Scheduled: {due}, expired: {over}.")


def follow_dates(run: Run) -> Done:
    """Tell those who follow a change of what has begun or ended by itself."""
    span = Span(run.since, run.until)
    changed, over = find_changed(span), find_reviews_over(span)
    if not run.is_dry:
        for follow, keys in ((after_dates, changed), (after_reviews_end, over)):
            for model, pks in in_key_batches(keys):
                follow(model, pks)
                run.proceed()
    numbers = [sum(map(len, keys.values())) for keys in (changed, over)]
    return Done("Begun or ended: {}, reviews run out: {}.".format(*numbers))


def send_outbox(run: Run) -> Done:
    """Send what is due in the outbox of enquiries."""
    waiting = EnquiryNotification.objects.filter(sent_at=None)
    if run.is_dry:
        due = waiting.filter(next_attempt_at__lte=timezone.now())
        return Done(f"Notifications to be sent: {due.count()}.")
    sent = send_due(waiting, MAIL_BUDGET)
    failing = failing_deliveries().count()
    problem = f"Notifications that fail: {failing}." if failing else ""
    return Done(f"Notifications sent: {sent}.", problem)


def purge_enquiries(run: Run) -> Done:
    """Delete enquiries that are kept no longer."""
    purged = purge(dry_run=run.is_dry)
    return Done(f"To be deleted: {purged}." if run.is_dry else f"Deleted: {purged}.")


def judge_rest(run: Run) -> Done:
    """Judge what shows a change, where nobody could wait for it."""
    if run.is_dry:
        return Done(f"Still to be judged: {count_waiting()}.")
    judged, failed = judge_waiting(run.proceed)
    return Done(f"Judged: {judged}.", _say_failed(failed))


def compare_reviews(run: Run) -> Done:
    """Compare everything with what was reviewed, whatever path it took."""
    if not run.is_dry:
        refresh_statuses()
    return Done(f"Reviewed pages and entries: {ReviewStatus.objects.count()}.")


def judge_everything(run: Run) -> Done:
    """As ``audit_pages``: judge all pages and entries anew, from where the last run was stopped."""
    judged, failed = 0, 0
    label, _dot, last = run.position.partition("#")
    models = [model for model in gated_models() if model._meta.label >= label]
    for model in models:
        objects = objects_of(model)
        if model._meta.label == label:
            objects = objects.filter(pk__gt=last)
        if run.is_dry:
            judged += objects.count()
            continue
        for instance in objects.iterator(chunk_size=BATCH):
            judged += 1
            try:
                store_findings(instance)
            except Exception:
                # One that nobody can judge must not keep all others from being judged.
                logger.exception("%s %s was not judged.", model._meta.label, instance.pk)
                failed += 1
            if judged % BATCH == 0:
                run.proceed(f"{model._meta.label}#{instance.pk}")
    return Done(f"Pages and entries judged: {judged}.", _say_failed(failed))


def _say_failed(number: int) -> str:
    return f"Not judged, see the log: {number}." if number else ""


def send_errors(run: Run) -> Done:
    """Tell owners of new errors on published pages; everything was judged just before."""
    if run.is_dry:
        return Done(f"Errors to tell of: {untold_errors().count()}.")
    result = send_error_digests()
    text = f"Digests sent: {result.sent}, pages with nobody to write to: {result.without_address}."
    return Done(text, " ".join(f"No e-mail to {address}: {why}" for address, why in result.failed))


def send_reminders(run: Run) -> Done:
    """Tell owners what waits for a clinician; everything was compared just before."""
    if run.is_dry:
        return Done(f"Reviews to remind of: {count_news()}.")
    result = send_news()
    text = f"Digests sent: {result.sent}, nobody to write to: {result.without_address}."
    # Done all the same: what was not sent is news again tomorrow, not every few minutes.
    return Done(text, " ".join(f"No e-mail to {address}: {why}" for address, why in result.failed))


JOBS = (
    Job("schedule", publish_scheduled),
    Job("dates", follow_dates),
    Job("outbox", send_outbox),
    Job("enquiries", purge_enquiries),
    Job("judgements", judge_rest),
    Job("reviews", compare_reviews, is_daily=True),
    Job("findings", judge_everything, is_daily=True),
    Job("errors", send_errors, is_daily=True),
    Job("reminders", send_reminders, is_daily=True),
)
