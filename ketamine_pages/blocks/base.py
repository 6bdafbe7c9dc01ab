"""What all blocks of a page body share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue, StructValue
from wagtail.models import AbstractPage, get_page_models
from wagtail.snippets.blocks import SnippetChooserBlock

from ketamine_pages.blocks.facts import JudgedBlock, read_block
from ketamine_pages.blocks.represent import represent_names
from ketamine_pages.blocks.texts import CharBlock
from ketamine_pages.blocks.widgets import LibraryChooserWidget
from ketamine_pages.rules.page_facts import Passage
from ketamine_pages.shown.brings import States, picked, show_block
from ketamine_pages.shown.contents import visitors_for
from ketamine_pages.shown.gathering import GatheredChooserMixin
from ketamine_pages.shown.kinds import PicksEntries
from ketamine_pages.shown.visitors import Shown

if TYPE_CHECKING:
    from ketamine_pages.library.item import LibraryItem

HEADING_LENGTH = 160
COUNT_HELP = _("Write {count} where the page should print how many there are.")


class ContentBlock(JudgedBlock, blocks.StructBlock):
    """A section of a page: an h2 and what belongs to it.

    Subclasses say everything about looks in ``Meta`` (icon, group, label, description, template
    and preview value) and in ``brings`` what they show of the library.
    """

    class Meta:
        preview_template = "ketamine_pages/site/previews/block.html"

    # Whether a table of contents leads to it, where it has a heading.
    in_contents: ClassVar[bool] = True

    def get_shown(self, value: StructValue, context: Mapping[str, Any]) -> Shown:
        """What the block shows of the library to those who read the page of ``context``."""
        return show_block(self, value, visitors_for(context))

    def get_context(
        self, value: StructValue, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        shown = self.get_shown(value, context)
        return {**context, **shown.names, "withheld": shown.withheld}

    def is_shown(self, value: StructValue, context: Mapping[str, Any]) -> bool:
        """Whether visitors of the page of ``context`` get anything of the block."""
        shown = self.get_shown(value, context)
        has_content = bool(shown.entries) or not self.needs_entries
        return self.is_printed(value) and has_content and not shown.is_withheld

    def get_count(self, value: StructValue, context: Mapping[str, Any]) -> int | None:
        """How many things the heading speaks of, for ``{count}``; ``None`` where it counts none."""
        return None

    def get_api_representation(
        self, value: StructValue, context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """The parts of the block, and in place of what was picked what visitors see of it.

        Nothing of a block of which visitors get nothing.
        """
        if not self.is_shown(value, context or {}):
            return {}
        parts = super().get_api_representation(value, context=context)
        return {**parts, **represent_names(self.get_shown(value, context or {}).names)}

    def get_searchable_content(self, value: StructValue) -> list[str]:
        # Whether it may stand depends on the page, which adds these texts itself where it does.
        is_conditional = self.needs_entries or any(isinstance(each, States) for each in self.brings)
        return [] if is_conditional else self.get_own_words(value)

    def get_own_words(self, value: StructValue) -> list[str]:
        """What the block says itself, for the search index."""
        # Wagtail indexes the word “None” for a text that was never filled in.
        return [text for text in super().get_searchable_content(value) if text != "None"]

    def get_facts(self, value: StructValue, context: Mapping[str, Any]) -> Passage:
        """What the block says, for the rules that look for mistakes.

        ``context`` has the ``page`` and the ``spot`` of this block. All texts and pictures in the
        value are read, and what it brings; a block that says more adds to it.
        """
        return read_block(self, value, context).as_passage(context["spot"])


class HeadingBlock(CharBlock):
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

    def get_api_representation(
        self, value: LibraryItem | None, context: Mapping[str, Any] | None = None
    ) -> Any:
        if value is None or not value.is_public:
            return None
        visitors = visitors_for(context or {})
        return None if visitors.reasons_against(value) else value.get_api_data()

    def get_searchable_content(self, value: LibraryItem | None) -> list[str]:
        # The page adds what it shows of the library.
        return []


class PicksBlock(PicksEntries, blocks.StreamBlock):
    """Library items in the editor's order; several can be chosen at once.

    Subclasses hold one ``LibraryChooserBlock``. ``is_citation``: the items are cited, not shown.
    """

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

    def get_api_representation(
        self, value: StreamValue, context: Mapping[str, Any] | None = None
    ) -> list[Any]:
        visitors = visitors_for(context or {})
        ready = visitors.ready(picked(value))
        return [item.get_api_data() for item in ready if not visitors.reasons_against(item)]


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

    def clean(self, value: AbstractPage | None) -> Any:
        # Where a site has several such types, or none, the chooser offers pages of any type.
        page = super().clean(value)
        if page is not None and not self._uses_mixin(page.specific_class):
            raise ValidationError(gettext("Pages of this type cannot be shown here."))
        return page

    def get_api_representation(
        self, value: AbstractPage | None, context: Mapping[str, Any] | None = None
    ) -> int | None:
        return value.pk if value is not None and value.live else None
