"""What all blocks of a page body share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.models import get_page_models
from wagtail.snippets.blocks import SnippetChooserBlock

from ketamine_pages.blocks.facts import read_block
from ketamine_pages.blocks.gathering import GatheredChooserMixin
from ketamine_pages.blocks.widgets import LibraryChooserWidget
from ketamine_pages.rules.page_facts import Passage

HEADING_LENGTH = 160
COUNT_HELP = _("Write {count} where the page should print how many there are.")


class ContentBlock(blocks.StructBlock):
    """A section of a page: an h2 and what belongs to it.

    Subclasses say everything about looks in ``Meta``: icon, group, label, description, template
    and preview value.
    """

    class Meta:
        preview_template = "ketamine_pages/site/previews/block.html"

    def get_searchable_content(self, value: Any) -> list[str]:
        # Wagtail indexes the word “None” for a text that was never filled in.
        return [text for text in super().get_searchable_content(value) if text != "None"]

    def get_facts(self, value: Any, context: Mapping[str, Any]) -> Passage:
        """What the block says, for the rules that look for mistakes.

        ``context`` has the ``page`` and the ``spot`` of this block. All texts, sources and
        library items in the value are read; a block that says more adds to it.
        """
        return read_block(self, value, context).as_passage(context["spot"])


class HeadingBlock(blocks.CharBlock):
    """The heading of a section; printed as h2."""

    is_heading = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", HEADING_LENGTH)
        kwargs.setdefault("label", _("Heading"))
        super().__init__(**kwargs)


class LibraryChooserBlock(GatheredChooserMixin, SnippetChooserBlock):
    """One library item. Templates get the item, or ``None`` where it was deleted."""

    @cached_property
    def widget(self) -> LibraryChooserWidget:
        # Asked first because it takes over the model's icon.
        icon = super().widget.icon
        return LibraryChooserWidget(self.target_model, icon=icon)

    def get_api_representation(self, value: Any, context: Any = None) -> Any:
        return value.get_api_data() if value is not None and value.is_public else None

    def get_searchable_content(self, value: Any) -> list[str]:
        return [str(value)] if value is not None and value.is_public else []


class PicksBlock(blocks.StreamBlock):
    """Library items in the editor's order; several can be chosen at once.

    Subclasses hold one ``LibraryChooserBlock``. ``is_citation``: the items are cited, not shown.
    """

    is_picks = True
    is_citation = False

    @cached_property
    def target_model(self) -> Any:
        """The model of the items."""
        (chooser,) = self.child_blocks.values()
        return chooser.target_model

    def get_samples(self) -> StreamValue:
        """Three items to preview: published ones where there are any, else made-up ones."""
        (name,) = self.child_blocks
        items = list(self.target_model.objects.filter(live=True)[:3])
        return self.normalize([(name, item) for item in items or [self.target_model.sample()]])

    def get_api_representation(self, value: Any, context: Any = None) -> list[Any]:
        return [item.get_api_data() for item in shown(picked(value), context or {})]


class MixinPageChooserBlock(GatheredChooserMixin, blocks.PageChooserBlock):
    """A page of any type that uses one of the package's mixins.

    ``mixin`` is the mixin's name, so that a site with page types of its own can choose those.
    """

    def __init__(self, mixin: str, **kwargs: Any) -> None:
        self.mixin = mixin
        super().__init__(**kwargs)

    @cached_property
    def target_models(self) -> list[Any]:
        return [model for model in get_page_models() if self._uses_mixin(model)]

    def _uses_mixin(self, model: type) -> bool:
        # By name, since blocks stand below the models that use them.
        return self.mixin in {base.__name__ for base in model.__mro__}

    def clean(self, value: Any) -> Any:
        # Where a site has several such types, or none, the chooser offers pages of any type.
        page = super().clean(value)
        if page is not None and not self._uses_mixin(page.specific_class):
            raise ValidationError(gettext("Pages of this type cannot be shown here."))
        return page

    def get_api_representation(self, value: Any, context: Any = None) -> int | None:
        return value.pk if value is not None and value.live else None


def shown(items: Iterable[Any], context: Mapping[Any, Any]) -> list[Any]:
    """Library items of one model as the page of ``context`` shows them.

    Deleted (``None``) and unpublished items are absent, translations take the place of
    originals, and what templates print with the items is fetched in bulk.
    """
    present = [item for item in items if item is not None]
    if not present:
        return []
    return type(present[0]).ready_for_page(present, getattr(context.get("page"), "locale_id", None))


def picked(value: StreamValue) -> list[Any]:
    """The items of a ``PicksBlock`` value, ``None`` for deleted ones."""
    return [child.value for child in value]


def treatment_for(value: Any, context: Mapping[str, Any]) -> Any:
    """The block's own treatment or else the page's, if it is public; else ``None``."""
    own = value.get("treatment")
    treatment = own if own is not None else getattr(context.get("page"), "treatment", None)
    ready = shown([treatment], context)
    return ready[0] if ready else None
