"""What several tests ask."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError


def refused(item: Any) -> set[str]:
    """The fields that an editor's form for ``item`` would complain about."""
    with pytest.raises(ValidationError) as caught:
        item.full_clean(exclude=["locale"])
    return set(caught.value.message_dict)
