"""What several tests ask."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from ketamine_pages.rules.review_rules import REVIEW_CODES


def refused(item: Any) -> set[str]:
    """The fields that an editor's form for ``item`` would complain about."""
    with pytest.raises(ValidationError) as caught:
        item.full_clean(exclude=["locale"])
    return set(caught.value.message_dict)


def find_in_content(instance: Any, severities: Any = None) -> list[Any]:
    """The findings about what a page or item says; nothing here was reviewed by anybody."""
    found = instance.get_findings(severities)
    return [finding for finding in found if finding.code not in REVIEW_CODES]
