"""What is still to be judged, since nobody could wait for it.

Where there is no worker, whoever publishes waits for a hundred judgements. The rest is written down
here and done by ``ketamine_pages_due``; until then the report says how much it is.
"""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from ketamine_pages.batches import BATCH
from ketamine_pages.shown.ways import Keys
from ketamine_pages.targets import AboutObject


class WaitingJudgement(AboutObject):
    """A page or library item that shows a change and was not judged since.

    The same one may wait several times: what has changed while it is judged is not to be missed.
    """

    since = models.DateTimeField(default=timezone.now)

    class Meta:
        # For developers only.
        verbose_name = "waiting judgement"
        verbose_name_plural = "waiting judgements"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}"


def judge_later(keys: Keys) -> None:
    """Remember that objects are to be judged."""
    types = {model: ContentType.objects.get_for_model(model) for model in keys}
    WaitingJudgement.objects.bulk_create(
        (
            WaitingJudgement(content_type=types[model], object_id=str(pk))
            for model, pks in keys.items()
            for pk in sorted(pks, key=str)
        ),
        batch_size=BATCH,
    )


def count_waiting() -> int:
    """How many objects are still to be judged."""
    return (
        WaitingJudgement.objects.order_by().values("content_type", "object_id").distinct().count()
    )
