"""Where a library item is used: by what refers to it, and by all that shows it through others.

Wagtail lists what refers to an object. A page that reuses a list, or is about the treatment of a
notice, shows an item without naming it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

from django.contrib.contenttypes.models import ContentType
from django.db.models import PROTECT
from django.utils.functional import cached_property, classproperty
from django.utils.translation import gettext
from wagtail.admin.ui.components import MediaContainer
from wagtail.models import ReferenceIndex
from wagtail.snippets.bulk_actions import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models
from wagtail.snippets.side_panels import SnippetStatusSidePanel
from wagtail.snippets.views import snippets

from ketamine_pages.admin.impact.asking import AsksFirstMixin
from ketamine_pages.admin.impact.taking_back import header_buttons
from ketamine_pages.admin.impact.telling import Told
from ketamine_pages.impact import Removal
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.shown.registry import Aspect
from ketamine_pages.shown.relations import base_of, page_models_of
from ketamine_pages.shown.upwards import find_shown
from ketamine_pages.shown.ways import Way

WAYS = frozenset({Way.CONTENT, Way.CARD})


@dataclass(frozen=True)
class IndirectReference:
    """Takes the place of a ``ReferenceIndex`` in a row of what does not refer to the item."""

    model: Any
    way: Way
    content_path: str = ""

    @property
    def model_name(self) -> Any:
        """What the model is called."""
        return self.model._meta.verbose_name

    def describe_source_field(self) -> str:
        """What stands in the column where Wagtail names a field."""
        if self.way is Way.CONTENT:
            return gettext("By way of a list, a treatment or another entry")
        return gettext("By its name or a card")

    def describe_on_delete(self) -> str:
        """What becomes of it when the item is deleted."""
        return gettext("will no longer show it")


# A page or item, and how it refers to the item in question.
Row = tuple[Any, list[Any]]


class Usage(Sequence[Row]):
    """The rows of the usage of a library item; objects are read as they are asked for."""

    def __init__(self, item: LibraryItem) -> None:
        self.item = item

    def count(self, value: object = None) -> int:
        """How many pages and items use it; Wagtail asks without a value."""
        return len(self)

    @property
    def is_protected(self) -> bool:
        """Whether something that refers to the item forbids to delete it."""
        return any(
            getattr(each, "on_delete", None) == PROTECT
            for references in self._references.values()
            for each in references
        )

    def __len__(self) -> int:
        return len(self._references)

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        if isinstance(index, int):
            return next(self._read([list(self._references)[index]]))
        return list(self._read(list(self._references)[index]))

    def __iter__(self) -> Iterator[Row]:
        return iter(self[:])

    @cached_property
    def _references(self) -> dict[tuple[Any, Any], list[Any]]:
        """How each object uses the item, by its base model and primary key; what names it first."""
        found: dict[tuple[Any, Any], list[Any]] = {}
        rows = ReferenceIndex.get_references_to(self.item)
        for row in rows.order_by("base_content_type", "object_id", "pk"):
            base: Any = ContentType.objects.get_for_id(row.base_content_type_id).model_class()
            if base is not None:
                found.setdefault((base, base._meta.pk.to_python(row.object_id)), []).append(row)
        for model, pk, way in self._find_others():
            found.setdefault((base_of(model), pk), [IndirectReference(model, way)])
        return found

    def _find_others(self) -> list[tuple[Any, Any, Way]]:
        """Model, primary key and way of all that shows the item, what says the same first."""
        model, pk = type(self.item), self.item.pk
        shown = find_shown({Aspect.WORDS: {model: {pk}}}, WAYS)
        found = [
            (page_model, page, shown.pages[page])
            for page_model, pages in page_models_of(shown.pages).items()
            for page in pages
        ]
        for entry_model, ways in shown.entries.items():
            found += [(entry_model, entry, way) for entry, way in ways.items()]
        rest = [each for each in found if each[:2] != (model, pk)]
        return sorted(rest, key=lambda each: (-each[2], each[0]._meta.label, str(each[1])))

    def _read(self, keys: Sequence[tuple[Any, Any]]) -> Iterator[Row]:
        by_base: dict[Any, list[Any]] = {}
        for base, pk in keys:
            by_base.setdefault(base, []).append(pk)
        objects = {base: base._base_manager.in_bulk(pks) for base, pks in by_base.items()}
        for base, pk in keys:
            if found := objects[base].get(pk):
                yield found, self._references[base, pk]


class CountingStatusPanel(SnippetStatusSidePanel):
    """Beside the form: says how often the item is used, in whatever way."""

    @classmethod
    def like(cls, panel: SnippetStatusSidePanel) -> CountingStatusPanel:
        """One that says what ``panel`` says, but for that number."""
        own = cls(panel.object, panel.request)
        own.__dict__.update(vars(panel))
        return own

    def get_usage_context(self) -> dict[str, Any]:
        return {**super().get_usage_context(), "usage_count": len(Usage(self.object))}


class LibraryEditView(snippets.EditView):
    """The form of an item, with the number of places where it is used."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [*super().header_more_buttons, *header_buttons(self.object, self.request.user)]

    def get_side_panels(self) -> MediaContainer:
        return MediaContainer(
            CountingStatusPanel.like(panel) if type(panel) is SnippetStatusSidePanel else panel
            for panel in super().get_side_panels()
        )


class LibraryUsageView(snippets.UsageView):
    """Lists what shows the item, in whatever way; private pages as Wagtail's own view does."""

    def get_queryset(self) -> Usage:
        return Usage(self.object)


class LibraryDeleteView(AsksFirstMixin, snippets.DeleteView):
    """Counts what will no longer show the item, and says what that does to published pages."""

    template_name = "ketamine_pages/admin/impact/delete_item.html"

    def get_usage(self) -> Usage | None:
        return Usage(self.object) if self.usage_url else None


class LibraryUnpublishView(AsksFirstMixin, snippets.UnpublishView):
    """Counts what will no longer show the item, and says what that does to published pages."""

    template_name = "ketamine_pages/admin/impact/unpublish_item.html"

    def get_usage(self) -> Usage:
        return Usage(self.object)


class LibraryDeleteBulkAction(DeleteBulkAction):
    """Deletes several items at once, when it has said what that does to published pages."""

    template_name = "ketamine_pages/admin/impact/delete_items.html"

    @classproperty
    def models(cls) -> list[Any]:
        # In the place of Wagtail's own action, for these models only.
        return [model for model in get_snippet_models() if issubclass(model, LibraryItem)]

    @cached_property
    def told(self) -> Told:
        """What it would do."""
        return Told(Removal(self.get_actionable_objects()[0]), self.request)

    def annotate_items(self, items: list[Any]) -> list[Any]:
        annotated: list[Any] = super().annotate_items(items)
        for item in annotated:
            # Wagtail counts what names an item, and that is not all that shows it.
            item._usage_references = Usage(item)
        return annotated

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(told=self.told, **kwargs)

    def prepare_action(self, objects: list[Any], objects_without_access: Any) -> Any:
        super().prepare_action(objects, objects_without_access)
        if self.told.is_agreed:
            return None
        return self.render_to_response(
            self.get_context_data(form=self.cleaned_form, is_unanswered=True)
        )
