"""What all page types share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.humanize.templatetags.humanize import apnumber
from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property, classproperty, lazystr
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.images import get_image_model_string
from wagtail.models import AbstractPage, Site, get_page_models
from wagtail.search import index

from ketamine_pages.blocks import BodyBlock, ContentBlock
from ketamine_pages.delivery.ledger import Ledger
from ketamine_pages.delivery.visit import start_visit
from ketamine_pages.fields import StreamField
from ketamine_pages.gate.facts import (
    get_severities,
    read_missing_images,
    read_own,
    read_page,
    read_streams,
)
from ketamine_pages.gate.mixin import PublishGateMixin
from ketamine_pages.gate.panel import ChecksPanel
from ketamine_pages.gate.words import read_words
from ketamine_pages.library.wording_in_use import get_wording
from ketamine_pages.pages.citations import Citations
from ketamine_pages.pages.counts import PLACEHOLDER, fill_count
from ketamine_pages.pages.serializers import ShownSerializer, StreamSerializer
from ketamine_pages.pages.watched import WatchedPage
from ketamine_pages.reviews.mixin import ReviewedMixin
from ketamine_pages.reviews.tending import is_withheld
from ketamine_pages.rules.findings import Finding
from ketamine_pages.rules.judging import judge_page
from ketamine_pages.rules.page_facts import Passage
from ketamine_pages.search_engines.mixin import StructuredDataMixin
from ketamine_pages.shown.brings import DerivedNotices, show_all
from ketamine_pages.shown.contents import read_parts, stock
from ketamine_pages.shown.declared import children_of, declaring
from ketamine_pages.shown.declares import Brings, DeclaringPage
from ketamine_pages.shown.kinds import HasCard, HasWords, Tended
from ketamine_pages.shown.shelf import Shelf
from ketamine_pages.shown.visitors import Shown, Visitors
from ketamine_pages.site.settings import ClinicSettings

if TYPE_CHECKING:
    # What the mixins stand in front of; at run time that is for each site to say.
    from wagtail.models import Page as BasePage
else:
    BasePage = models.Model


def page_types_with(*mixins: type) -> list[Any]:
    """The site's page types, its own included, that use one of ``mixins``."""
    return [model for model in get_page_models() if issubclass(model, mixins)]


class EditorialPageMixin(
    WatchedPage,
    HasWords,
    DeclaringPage,
    HasCard,
    Tended,
    StructuredDataMixin,
    ReviewedMixin,
    PublishGateMixin,
    BasePage,
):
    """Introduction, body, references and search details of a page.

    Put a mixin in front of the base page: ``class MyPage(TreatmentPageMixin, Page)``. Panels,
    search fields and API fields of the base page come first and the mixin's follow, so that a
    subclass need not repeat them. ``page_template`` is used unless the subclass has a template
    of its own at Wagtail's usual place (``myapp/my_page.html``).
    """

    heading = models.CharField(
        _("heading"),
        max_length=160,
        blank=True,
        help_text=_(
            "Printed at the top instead of the title. On list pages, {count} prints how many items "
            "there are."
        ),
    )
    introduction = models.TextField(
        _("introduction"),
        max_length=1000,
        blank=True,
        help_text=_("Two or three sentences: what this is about and for whom."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))
    social_image = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("social image"),
        help_text=_("Shown when the page is shared. Empty: the one of the clinic details."),
    )

    page_template: ClassVar[str]

    brings: ClassVar[tuple[Brings, ...]] = (DerivedNotices(),)

    # Where the page stands in the tree.
    fields_without_words: ClassVar[Sequence[str]] = ("path",)

    # Whether the page is about one treatment, whose regulatory status it must show.
    needs_treatment: ClassVar[bool] = False

    page_panels = ["heading", "introduction", "body"]
    page_promote_panels = [MultiFieldPanel([FieldPanel("social_image")], heading=_("When shared"))]
    page_search_fields = [
        index.SearchField("heading"),
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.SearchField("shown_text"),
    ]
    page_api_fields = [
        APIField("display_heading"),
        APIField("introduction"),
        APIField("body", serializer=StreamSerializer()),
        APIField("derived_notices", serializer=ShownSerializer()),
    ]

    class Meta:
        abstract = True

    # Cooperative, so that whatever base page a site has keeps its own panels and fields.
    @classproperty
    def content_panels(cls) -> list[Any]:
        return [*super().content_panels, ChecksPanel(), *cls.page_panels]

    @classproperty
    def promote_panels(cls) -> list[Any]:
        return [*super().promote_panels, *cls.page_promote_panels]

    @classproperty
    def search_fields(cls) -> list[index.BaseField]:
        return [*super().search_fields, *cls.page_search_fields]

    @classproperty
    def api_fields(cls) -> list[APIField]:
        # Wagtail's own pages have none, and the API takes an error here for an empty list.
        return [*getattr(super(), "api_fields", ()), *cls.page_api_fields]

    def get_count(self) -> int | None:
        """How many items the page lists, for ``{count}``; ``None`` where it lists none."""
        return None

    @property
    def display_heading(self) -> str:
        """The h1 of the page, with ``{count}`` filled in (in digits: see ``get_heading``)."""
        return self.get_heading(counts_in_words=False)

    def get_heading(self, *, counts_in_words: bool) -> str:
        """The h1 of the page: heading or title, with ``{count}`` filled in."""
        text = self.heading or self.title
        count = self.get_count() if PLACEHOLDER in text else None
        words = str(apnumber(count)) if counts_in_words and count is not None else ""
        return fill_count(text, count, words)

    def get_outline(self) -> list[dict[str, Any]]:
        """Blocks that a new page starts with, as ``[{"type": …, "value": {…}}]``.

        Texts are left empty on purpose: an empty required text cannot be published, a
        placeholder can.
        """
        return []

    def get_fact_passages(self, shelf: Shelf) -> list[Passage]:
        """What the page says, passage by passage in the order in which it is printed.

        ``shelf`` is stocked with what the page shows of the library.
        """
        head = Passage(
            texts=tuple(read_words(self)),
            missing_images=tuple(read_missing_images(self)),
        )
        return [head, *read_own(self, shelf), *read_streams(self, shelf)]

    def get_findings(self, severities: Mapping[str, str] | None = None) -> list[Finding]:
        """What is wrong with the page as it is in memory, errors first.

        Unsaved changes count, so that a draft is judged as the page that it would become.
        ``severities`` go before those of the setting ``FINDING_SEVERITY``. The number of queries
        grows with the number of blocks and not with what they list.
        """
        return judge_page(read_page(self), get_severities(severities))

    @property
    def is_untended(self) -> bool:
        """Whether nobody has read the page for so long that its numbers are withheld. One query."""
        return is_withheld(self)

    def get_shown(self, shelf: Shelf) -> Shown:
        """What the page shows of the library outside its blocks."""
        return show_all(self.brings, lambda name: getattr(self, name), Visitors(shelf, self))

    @cached_property
    def shelf(self) -> Shelf:
        """What the page prints of the library, fetched at once.

        For one rendering: ``get_context`` throws an older one away, and so do ``save`` and
        ``refresh_from_db``.
        """
        return stock([self])

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("shelf", None)
        super().save(*args, **kwargs)

    def refresh_from_db(
        self, using: str | None = None, fields: Any = None, from_queryset: Any = None
    ) -> None:
        # With fields, Django fetches what it had left for later.
        if fields is None:
            self.__dict__.pop("shelf", None)
        super().refresh_from_db(using, fields, from_queryset)

    @property
    def shown_text(self) -> str:
        """The words of the library that visitors read on the page, for the search index."""
        entries = [
            entry
            for part in read_parts(self, self.shelf)
            if part.is_printed
            for entry in [*(brought.entry for brought in part.shown.entries), *part.shown.sources]
        ]
        texts = dict.fromkeys(self._conditional_words())
        for entry in entries:
            texts[str(entry)] = None
            texts.update((text.text, None) for text in read_words(entry))
        return "\n".join(texts)

    def _conditional_words(self) -> Iterator[str]:
        """What blocks say themselves whose words depend on what may stand on the page."""
        context = {"page": self, "shelf": self.shelf}
        for _field, child in children_of(self):
            for block, value, is_printed in declaring(child.block, child.value):
                if not isinstance(block, ContentBlock) or block.get_searchable_content(value):
                    continue
                if is_printed and block.is_shown(value, context):
                    yield from block.get_own_words(value)

    def lists_page(self, page: AbstractPage) -> bool:
        """Whether this page lists ``page``, one below it, other than by an editor's choice.

        Then a change of ``page`` reaches the copy of this one that a CDN has. Page types without
        this method are taken to list all that is below them.
        """
        return False

    def get_breadcrumbs(self, request: HttpRequest) -> list[Any]:
        """Published ancestors from the site's root page down, without the page itself."""
        site = Site.find_for_request(request)
        if site is None:
            return []
        depth = site.root_page.depth
        way = [self]
        # Whoever came by the page's address has come through its ancestors, which Wagtail keeps.
        while way[0].depth > depth and hasattr(way[0], "_cached_parent_obj"):
            way.insert(0, way[0].get_parent())
        if way[0].depth > depth:
            ancestors = self.get_ancestors().live().filter(depth__gte=depth)
            return list(ancestors.order_by("depth"))
        return [page for page in way[:-1] if page.live]

    def get_social_image(self, clinic: ClinicSettings) -> Any:
        """The image shown when the page is shared, or ``None``."""
        return self.social_image or clinic.default_social_image

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return [super().get_template(request, *args, **kwargs), self.page_template]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # First, as what is kept for other visitors must be read after it.
        start_visit(request)
        context = super().get_context(request, *args, **kwargs)
        # Read when a template asks: where all parts come from the cache, nothing does.
        clinic: Any = SimpleLazyObject(lambda: ClinicSettings.for_request(request))
        context["clinic"] = clinic
        context["wording"] = SimpleLazyObject(lambda: get_wording(clinic, self.locale_id))
        self.__dict__.pop("shelf", None)
        context["shelf"] = SimpleLazyObject(lambda: self.shelf)
        context["citations"] = Citations()
        context["ledger"] = Ledger()
        get_shown = cache(lambda: self.get_shown(self.shelf))
        context["derived_notices"] = SimpleLazyObject(
            lambda: get_shown().names.get("derived_notices", [])
        )
        context["withheld"] = SimpleLazyObject(lambda: get_shown().withheld)
        context["heading"] = lazystr(_Heading(self, clinic))
        context["breadcrumbs"] = SimpleLazyObject(lambda: self.get_breadcrumbs(request))
        context["social_image"] = SimpleLazyObject(lambda: self.get_social_image(clinic))
        return context


def share_shelf(pages: Sequence[EditorialPageMixin], shelf: Shelf | None = None) -> None:
    """Fetch what all of ``pages`` show of the library at once, rather than for each of them.

    With ``shelf``, they take it from one that is stocked already.
    """
    shelf = shelf or stock(pages)
    for page in pages:
        page.shelf = shelf


class _Heading:
    """The heading of a page, once somebody prints it."""

    def __init__(self, page: EditorialPageMixin, clinic: ClinicSettings) -> None:
        self.page, self.clinic = page, clinic

    def __str__(self) -> str:
        return self.text

    @cached_property
    def text(self) -> str:
        return self.page.get_heading(counts_in_words=self.clinic.counts_in_words)
