"""The form with which visitors of the demo ask for a call or a tour."""

from __future__ import annotations

from typing import Any

from example_site.home.demo.clinic_name import EMAIL
from ketamine_pages.page_types.models import EnquiryPage


def enquiry_fields() -> dict[str, Any]:
    """What a new form starts with, and a choice between a call and a tour."""
    page = EnquiryPage()
    wish = {
        "label": "What would you like?",
        "help_text": "",
        "required": True,
        "options": ["A call", "A tour of the clinic"],
    }
    return {
        "form_fields": [*page.get_form_outline(), {"type": "choice", "value": wish}],
        "answer_note": "We call back within two working days.",
        "thank_you_text": "<p>We call from the number of the clinic. If you do not want to be "
        "called any more, write to us with your reference.</p>",
        "recipients": EMAIL,
    }
