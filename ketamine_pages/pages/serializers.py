"""Pages in the API: what visitors are shown, rather than what editors have picked."""

from __future__ import annotations

from typing import Any

from rest_framework.serializers import Field

from ketamine_pages.blocks.represent import represent


class _OfPage(Field):
    """A field that needs all of the page, whatever its name is."""

    def get_attribute(self, instance: Any) -> Any:
        return instance


class StreamSerializer(_OfPage):
    """A stream of blocks that know on which page they stand."""

    def to_representation(self, page: Any) -> Any:
        stream = getattr(page, self.field_name)
        context = {**self.context, "page": page, "shelf": page.shelf}
        return stream.stream_block.get_api_representation(stream, context)


class ShownSerializer(_OfPage):
    """What the template of a page gets under the same name by its ``brings``."""

    def to_representation(self, page: Any) -> Any:
        return represent(page.get_shown(page.shelf).names.get(self.field_name))
