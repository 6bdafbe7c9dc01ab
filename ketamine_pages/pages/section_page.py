"""The page above the treatments of a clinic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, classproperty
from django.utils.translation import gettext_lazy as _

from ketamine_pages import schema_org
from ketamine_pages.delivery.visibility import visible_pages
from ketamine_pages.pages.editorial import EditorialPageMixin, page_types_with
from ketamine_pages.pages.list_pages import ListPageMixin
from ketamine_pages.pages.treatment_page import TreatmentPageMixin
from ketamine_pages.search_engines.entities import list_first, printed_entities
from ketamine_pages.search_engines.frame import Frame

if TYPE_CHECKING:
    from wagtail.models import AbstractPage


class TreatmentIndexPageMixin(EditorialPageMixin):
    """Introduces the treatments of a clinic and leads to their pages."""

    schema_type = "MedicalWebPage"
    page_template = "ketamine_pages/pages/treatment_index_page.html"
    page_description = _("The start of the treatment section: introduces and lists its pages.")

    class Meta:
        abstract = True

    # By mixin rather than by name, so that a site's own page types find their place as well.
    @classproperty
    def subpage_types(cls) -> list[Any]:
        return page_types_with(TreatmentPageMixin, ListPageMixin)

    def lists_page(self, page: AbstractPage) -> bool:
        return bool(page.depth == self.depth + 1)

    def get_listed_pages(self, request: HttpRequest | None = None) -> list[Any]:
        """Published pages below this one that everybody may see, in the order of the tree."""
        pages = list(visible_pages(self.get_children(), request).specific())
        for name in ("treatment", "hero_image__renditions"):
            field = name.partition("__")[0]
            having = [page for page in pages if getattr(page, f"{field}_id", None)]
            models.prefetch_related_objects(having, name)
        return pages

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["pages"] = SimpleLazyObject(lambda: self._pages_with_risks(request))
        return context

    def _pages_with_risks(self, request: HttpRequest) -> list[Any]:
        """The listed pages, with the risks of their treatments at hand for the cards."""
        pages = self.get_listed_pages(request)
        treatments = [
            page.treatment
            for page in pages
            if isinstance(page, TreatmentPageMixin) and page.treatment is not None
        ]
        self.shelf.stock(notices=[(of, self.locale_id) for of in treatments if of.is_public])
        return pages

    def get_structured_entities(self, context: Mapping[str, Any]) -> list[schema_org.Node]:
        frame = Frame(self, context)
        listed = [(page.title, frame.address_of(page)) for page in context.get("pages") or ()]
        return list_first(frame, listed) + printed_entities(frame)
