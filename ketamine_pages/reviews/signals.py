"""Signals about clinical reviews."""

from django.dispatch import Signal

# A clinician's review was recorded. Sender: the model of what was reviewed; ``instance``: that, as
# it was read; ``review``: the ``ClinicalReview``. Sent within the transaction.
review_recorded = Signal()

# What pages print of their review is another. Sender: ``ReviewStatus``; ``instances``: the pages
# and library items concerned. Sent within the transaction.
statuses_changed = Signal()
