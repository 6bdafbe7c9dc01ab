"""Signals about what clinicians review. ``docs/reference/signals.md`` says what each brings."""

from django.dispatch import Signal

# A page or library item was saved together with its child objects, such as sources, which Django
# stores after its own signals. Sender: the model; ``instance``; ``update_fields``: as of
# ``save()``. Sent within the transaction.
content_saved = Signal()

# A clinician's review was recorded. Sender: the model of what was reviewed; ``instance``: that, as
# it was read; ``review``: the ``ClinicalReview``. Sent within the transaction.
review_recorded = Signal()

# What pages print of their review is another. Sender: ``ReviewStatus``; ``instances``: the pages
# and library items concerned. Sent within the transaction.
statuses_changed = Signal()
