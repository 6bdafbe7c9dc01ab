"""Encrypting stored answers and notes anew after a change of keys."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from ketamine_pages.answers import AnswersCodec, AnswersUnreadable, get_codec
from ketamine_pages.batches import BATCH, key_batches
from ketamine_pages.enquiries.handling_records import EnquiryNote
from ketamine_pages.enquiries.records import Enquiry

SEALED: tuple[tuple[type[Enquiry | EnquiryNote], str], ...] = (
    (Enquiry, "answers"),
    (EnquiryNote, "text"),
)


@dataclass
class Rotated:
    """How many texts were stored anew, were up to date already, and could not be read."""

    renewed: int = 0
    current: int = 0
    unreadable: int = 0


def rotate() -> Rotated:
    """Store all answers and notes as the codec of the site would store them today.

    What cannot be read stays as it is. Interrupted or run twice, it does the rest, or nothing.
    """
    codec, result = get_codec(), Rotated()
    for model, field in SEALED:
        for keys in key_batches(model.objects.all(), BATCH):
            _rotate_batch(model, field, keys, codec, result)
    return result


@transaction.atomic
def _rotate_batch(
    model: type[Enquiry | EnquiryNote],
    field: str,
    keys: list[int],
    codec: AnswersCodec,
    result: Rotated,
) -> None:
    locked = model.objects.select_for_update().filter(pk__in=keys).only("pk", field)
    for instance in locked:
        value = getattr(instance, field)
        if codec.is_current(value.to_stored()):
            result.current += 1
            continue
        try:
            setattr(instance, field, value.reencoded())
        except AnswersUnreadable:
            result.unreadable += 1
            continue
        # Not save(), which would ask for columns that were left out.
        model.objects.filter(pk=instance.pk).update(**{field: getattr(instance, field)})
        result.renewed += 1


def count_unreadable(most: int) -> int:
    """How many of the newest ``most`` enquiries cannot be read with the keys of the site."""
    unreadable = 0
    for enquiry in Enquiry.objects.order_by("-pk").only("pk", "answers")[:most]:
        try:
            len(enquiry.answers)
        except AnswersUnreadable:
            unreadable += 1
    return unreadable
