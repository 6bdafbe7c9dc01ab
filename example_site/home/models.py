"""The site's own front page."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index

from ketamine_pages.blocks.locations import prepare_cards
from ketamine_pages.delivery.visibility import visible_pages
from ketamine_pages.models import start_visit
from ketamine_pages.page_types.models import LocationIndexPage, LocationPage, TreatmentIndexPage


class HomePage(Page):
    """The front page: a welcome, and a card for each section below it."""

    introduction = models.TextField(
        _("introduction"),
        max_length=600,
        blank=True,
        help_text=_("One or two sentences under the title: who you are and whom you treat."),
    )

    page_description = _("The front page of the site. It lists the sections below it by itself.")
    max_count_per_parent = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, "introduction"]
    search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.SearchField("introduction"),
    ]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # First, as what is kept for other visitors must be read after it.
        start_visit(request)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["sections"] = SimpleLazyObject(lambda: self.get_sections(request))
        return context

    def lists_page(self, page: Any) -> bool:
        """Sections, and what they list: a change of those reaches the copy in a CDN."""
        return bool(page.depth <= self.depth + 2)

    def get_sections(self, request: HttpRequest) -> list[Any]:
        """Published pages below this one that everybody may see, with their cards."""
        sections = list(visible_pages(self.get_children(), request).specific())
        for section in sections:
            if isinstance(section, TreatmentIndexPage):
                section.pages = section.get_listed_pages(request)
            if isinstance(section, LocationIndexPage):
                clinics = visible_pages(LocationPage.objects.child_of(section), request)
                section.locations = prepare_cards(clinics.select_related("image"))
        return sections
