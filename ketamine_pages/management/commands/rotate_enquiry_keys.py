"""``manage.py rotate_enquiry_keys``: store answers and notes with today's first key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ketamine_pages.answers import AnswersUnreadable, get_codec
from ketamine_pages.enquiries.privacy.rotation import rotate


class Command(BaseCommand):
    """Store anew what another key has sealed, or none."""

    help = (
        "Seals answers and notes with the first key of the setting ENQUIRY_CODEC, where another "
        "key has sealed them or none. Run it after a change of keys, and remove the old key when "
        "it exits with 0. Exits with 1 if something cannot be read; that stays as it is."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            problems = get_codec().problems()
        except AnswersUnreadable as error:
            problems = [str(error)]
        if problems:
            raise CommandError(" ".join(["Nothing was changed.", *problems]))
        result = rotate()
        self.stdout.write(
            f"Sealed anew: {result.renewed}, as they should be: {result.current}, "
            f"not readable: {result.unreadable}."
        )
        if result.unreadable:
            raise CommandError("Some need a key that is not among those of this site.")
