"""A file with enquiries as the answer to a request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from ketamine_pages.enquiries.export import CONTENT_TYPES, WRITERS, make_table
from ketamine_pages.enquiries.handling import record_export
from ketamine_pages.enquiries.records import Enquiry

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@sensitive_variables()
def export_response(enquiries: Iterable[Enquiry], user: User, file_format: str) -> HttpResponse:
    """A file with ``enquiries`` for download.

    The export is recorded in the same transaction, in the access log and in Wagtail's: there is no
    file without a record, and no record without a file.
    """
    with transaction.atomic():
        exported = list(enquiries)
        content = WRITERS[file_format](make_table(exported))
        record_export(exported, user, file_format)
    return HttpResponse(
        content,
        content_type=CONTENT_TYPES[file_format],
        headers={
            "Cache-Control": "no-store, private",
            "Content-Disposition": f'attachment; filename="{get_filename(file_format)}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def get_filename(file_format: str) -> str:
    """A name that says when, and nothing about whom."""
    return f"enquiries-{timezone.localdate().isoformat()}.{file_format}"
