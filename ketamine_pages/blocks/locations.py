"""Cards of locations on any page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup, StreamValue, StructBlockValidationError, StructValue

from ketamine_pages.blocks.base import (
    COUNT_HELP,
    ContentBlock,
    HeadingBlock,
    MixinPageChooserBlock,
    PicksBlock,
    picked,
)
from ketamine_pages.blocks.texts import TextBlock
from ketamine_pages.delivery.aliases import each_once
from ketamine_pages.delivery.once import TemplateContext, once
from ketamine_pages.delivery.visibility import visible_pages, without_bodies

if TYPE_CHECKING:
    from wagtail.models import AbstractPage


CHOSEN, ALL, NEAREST = "chosen", "all", "nearest"
# More than these are for the finder of the index page.
MOST_CARDS = 12


def prepare_cards(pages: Iterable[Any], request: HttpRequest | None = None) -> list[Any]:
    """``pages`` (locations of any types) with all that their cards print, fetched in bulk.

    At most two queries for each page type, whatever the number of pages.
    """
    found = list(pages)
    by_type = sorted(found, key=lambda page: page._meta.label)
    for _label, same_type in groupby(by_type, key=lambda page: page._meta.label):
        having = [page for page in same_type if page.image_id]
        models.prefetch_related_objects(having, "image__renditions")
    return found


def make_sample(model: type[AbstractPage]) -> Any:
    """An unsaved location with example content, for previews on a site that has none."""
    weekdays = [{"day": day, "opens": "09:00", "closes": "17:00"} for day in range(5)]
    return model(
        title=gettext("Name of the clinic"),
        street=gettext("12 Example Street"),
        city="Phoenix",
        region="AZ",
        postal_code="85004",
        phone="+16025550142",
        time_zone="America/Phoenix",
        hours={"periods": weekdays},
    )


class LocationPicks(PicksBlock):
    """Locations in the editor's order; several can be chosen at once.

    Begins with an empty chooser, which is one click less; empty ones do not count.
    """

    location = MixinPageChooserBlock("LocationPageMixin", label=_("Location"), required=False)

    class Meta:
        default = [("location", None)]

    @property
    def target_models(self) -> list[Any]:
        """The site's page types that are locations."""
        models_of: list[Any] = self.child_blocks["location"].target_models
        return models_of

    def clean(self, value: StreamValue) -> Any:
        return self.without_empty(super().clean(value))

    def clean_deferred(self, value: StreamValue) -> Any:
        return self.without_empty(super().clean_deferred(value))

    def without_empty(self, value: StreamValue) -> StreamValue:
        """``value`` without choosers that were left empty."""
        kept = [(child.block_type, child.value, child.id) for child in value if child.value]
        return StreamValue(self, kept)

    def get_visible(
        self, value: StreamValue, request: HttpRequest | None = None, locale_id: int | None = None
    ) -> list[Any]:
        """The chosen locations that every visitor may see, each once, in order.

        With a locale, translations take the place of originals, and what has none is absent. One
        query for each of the site's types of locations, and one for privacy.
        """
        chosen = [page for page in picked(value) if page is not None]
        saved = [page for page in chosen if page.pk]
        # Only previews on an empty site have pages that are not saved.
        found = {id(page): page for page in chosen if not page.pk}
        if saved:
            name = "pk" if locale_id is None else "translation_key"
            keys = {getattr(page, name) for page in saved}
            for model in self.target_models:
                pages = without_bodies(model._default_manager).filter(**{f"{name}__in": keys})
                for page in visible_pages(pages, request, locale_id).select_related("image"):
                    found[getattr(page, name)] = page
            order = [getattr(page, name) if page.pk else id(page) for page in chosen]
        else:
            order = list(found)
        return [found[key] for key in dict.fromkeys(order) if key in found]

    def get_samples(self) -> StreamValue:
        pages = [
            page
            for model in self.target_models
            for page in visible_pages(model._default_manager.order_by("path"))[:2]
        ]
        samples = pages or [make_sample(model) for model in self.target_models[:1]]
        return self.normalize([("location", page) for page in samples[:2]])

    def get_api_representation(
        self, value: StreamValue, context: Mapping[str, Any] | None = None
    ) -> list[Any]:
        request = (context or {}).get("request")
        return [
            {"id": page.pk, "type": page._meta.label, "title": page.title}
            for page in self.get_visible(value, request)
        ]


class ModeBlock(blocks.ChoiceBlock):
    """How the cards are chosen."""

    choices = [
        (CHOSEN, _("Those chosen here")),
        (ALL, _("All of a locations page")),
        (NEAREST, _("A search for the nearest, then all")),
    ]

    def get_searchable_content(self, value: str | None) -> list[str]:
        # No visitor reads it.
        return []


class LocationCardsBlock(ContentBlock):
    """Cards of locations: those chosen here, all of them, or a way to the nearest."""

    heading = HeadingBlock(default=_("Where to find us"), help_text=COUNT_HELP)
    introduction = TextBlock(label=_("Introduction"), required=False, max_length=600, rows=2)
    mode = ModeBlock(label=_("Which locations"), default=CHOSEN)
    locations = LocationPicks(label=_("Locations"), required=False)
    index_page = MixinPageChooserBlock(
        "LocationIndexPageMixin",
        label=_("Locations page"),
        required=False,
        help_text=_("For all and for the nearest. Empty: the first one of this site."),
    )

    class Meta:
        icon = "kp-clinic"
        group = _("Locations")
        label = _("Location cards")
        description = _("Address, phone and today’s hours, always as the location’s page has them.")
        template = "ketamine_pages/blocks/location_cards.html"
        label_format = "{heading}"
        form_layout = BlockGroup(
            children=["heading", "introduction", "mode", "locations"], settings=["index_page"]
        )

    def clean(self, value: StructValue) -> Any:
        result = super().clean(value)
        missing = result["mode"] == CHOSEN and not len(result["locations"])
        if missing and not self.is_deferred_validation:
            message = gettext("Choose at least one location, or show all of a locations page.")
            raise StructBlockValidationError(block_errors={"locations": ValidationError(message)})
        return result

    def get_context(
        self, value: StructValue, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        return {**context, **self.get_cards(value, context)}

    def get_cards(self, value: StructValue, context: TemplateContext) -> dict[str, Any]:
        """What the template prints: ``locations``, their ``count``, and where there are more."""
        # With the value, so that no other one gets its id.
        _value, cards = once(
            context, ("cards", id(value)), lambda: (value, self._find_cards(value, context))
        )
        return cards

    def get_count(self, value: StructValue, context: TemplateContext) -> int | None:
        count: int = self.get_cards(value, context)["count"]
        return count

    def _find_cards(self, value: StructValue, context: TemplateContext) -> dict[str, Any]:
        found: dict[str, Any] = {}
        request = context.get("request")
        locale_id = getattr(context.get("page"), "locale_id", None)
        picks: LocationPicks = self.child_blocks["locations"]
        mode = value.get("mode") or CHOSEN
        if mode == CHOSEN:
            chosen = value.get("locations") or []
            locations, index_page = picks.get_visible(chosen, request, locale_id), None
            found["hidden_locations"] = self._hidden(chosen, locations, request)
        else:
            index_page = self.get_index_page(value, request, locale_id)
            locations = self._below(index_page, picks.target_models, request, locale_id)
        found["count"] = len(locations)
        if index_page is not None and len(locations) > MOST_CARDS:
            found["count"] = sum(
                self._query(index_page, model, request, locale_id).count()
                for model in picks.target_models
            )
        found["index_page"] = index_page
        locations = locations[:MOST_CARDS] if index_page is not None else locations
        found["locations"] = prepare_cards(locations)
        found["is_search"] = mode == NEAREST
        return found

    def get_index_page(
        self, value: StructValue, request: HttpRequest | None, locale_id: int | None
    ) -> Any:
        """The public locations page that was chosen, or else the first one; or ``None``."""
        chosen = value.get("index_page")
        for model in self.child_blocks["index_page"].target_models:
            pages = model._default_manager.order_by("path")
            if chosen is not None:
                pages = pages.filter(translation_key=chosen.translation_key)
            if found := visible_pages(pages, request, locale_id).first():
                return found
        return None

    @staticmethod
    def _query(
        index_page: AbstractPage,
        model: type[AbstractPage],
        request: HttpRequest | None,
        locale_id: int | None,
    ) -> Any:
        pages = without_bodies(model._default_manager).descendant_of(index_page)
        return each_once(visible_pages(pages, request, locale_id))

    def _below(
        self,
        index_page: AbstractPage | None,
        page_types: Sequence[Any],
        request: HttpRequest | None,
        locale_id: int | None,
    ) -> list[Any]:
        if index_page is None:
            return []
        found: list[Any] = []
        for model in page_types:
            pages = self._query(index_page, model, request, locale_id)
            found += pages.select_related("image").order_by("path")[: MOST_CARDS + 1]
        return sorted(found, key=lambda page: page.path)

    @staticmethod
    def _hidden(value: StreamValue, shown: Sequence[Any], request: HttpRequest | None) -> list[Any]:
        """For the editor's preview only: what was chosen and is not shown."""
        if not getattr(request, "is_preview", False):
            return []
        keys = {page.translation_key for page in shown}
        return [
            page for page in picked(value) if page is not None and page.translation_key not in keys
        ]

    def get_preview_value(self) -> Any:
        return self.normalize(
            {
                "heading": _("Where to find us"),
                "locations": self.child_blocks["locations"].get_samples(),
            }
        )
