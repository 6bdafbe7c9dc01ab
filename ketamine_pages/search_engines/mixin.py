"""What pages tell search engines: from what was printed to the plain values of ``schema_org``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext
from wagtail.models import AbstractPage, Site

from ketamine_pages import schema_org
from ketamine_pages.conf import conf
from ketamine_pages.delivery.once import Once
from ketamine_pages.images.renditions import LOGO_SPEC, full_address, join
from ketamine_pages.reviews.line import printed_review
from ketamine_pages.schema_org import Node
from ketamine_pages.search_engines.entities import printed_entities
from ketamine_pages.search_engines.frame import DescribesItself, Frame, plain

# As the description in the head of the page.
DESCRIPTION_LENGTH = 300
# Types of nodes that a page can be about.
SUBJECTS = frozenset({"MedicalTherapy", "Drug", "MedicalCondition"})


def site_nodes(frame: Frame) -> list[Node]:
    """The organisation, as the header of the page names it, and its site."""
    clinic = frame.context.get("clinic")
    site = Site.find_for_request(frame.request) if frame.request else frame.page.get_site()
    name = getattr(clinic, "organisation_name", "") or getattr(site, "site_name", "")
    if not name and site is not None:
        name = site.root_page.title
    phone: Any = getattr(clinic, "main_phone", "")
    return [
        schema_org.organization(
            frame.root,
            name=name,
            legal_name=getattr(clinic, "legal_name", ""),
            telephone=phone.as_e164 if phone else "",
            logo=full_address(getattr(clinic, "logo", None), LOGO_SPEC, frame.parts[0]),
        ),
        schema_org.web_site(frame.root, name=getattr(site, "site_name", "") or name),
    ]


def page_nodes(frame: Frame, entities: list[Node]) -> list[Node]:
    """The page itself and the way to it. Its main entity is the first of ``entities``."""
    page, context = frame.page, frame.context
    trail = [(each.title, frame.address_of(each)) for each in context.get("breadcrumbs") or ()]
    breadcrumb = schema_org.breadcrumb(frame.url, [*trail, (page.title, frame.url)])
    kind = getattr(page, "schema_type", "WebPage")
    is_medical = kind == "MedicalWebPage"
    # A site's own base page need not have Wagtail's fields for search engines.
    summary = getattr(page, "search_description", "") or getattr(page, "introduction", "") or ""
    review = _review(frame)
    web_page = schema_org.web_page(
        frame.url,
        frame.root,
        kind=kind,
        name=str(context.get("heading") or page.title),
        description=Truncator(strip_tags(summary)).chars(DESCRIPTION_LENGTH),
        language=translation.get_language() or "",
        published=page.first_published_at,
        modified=page.last_published_at,
        image=join(frame.parts[0], frame.image),
        breadcrumb_id=breadcrumb["@id"] if breadcrumb else "",
        about=[each["@id"] for each in entities if each["@type"] in SUBJECTS],
        main_entity=entities[0].get("@id", "") if entities else "",
        citations=_citations(frame),
        reviewed_by=review[0] if review else None,
        last_reviewed=review[1] if review else None,
        specialties=conf.medical_specialties if is_medical else (),
        audience=gettext("Patients") if is_medical else "",
    )
    return [web_page, *([breadcrumb] if breadcrumb else [])]


def _review(frame: Frame) -> tuple[Node, Any] | None:
    review = printed_review(frame.page, frame.context)
    if review is None:
        return None
    person = schema_org.reviewer(
        frame.id_of(review.reviewer),
        name=review.reviewer_name,
        credentials=review.reviewer_credentials,
        url=review.reviewer.profile_url,
    )
    return person, timezone.localtime(review.reviewed_at).date()


def _citations(frame: Frame) -> list[Node]:
    citations = frame.context.get("citations")
    cited = [reference.source for reference in citations.references] if citations else []
    return [
        schema_org.source(
            title=source.title,
            kind=source.kind,
            kind_label=source.get_kind_display() if source.kind else "",
            publisher=source.publisher,
            year=source.year,
            url=source.link,
        )
        for source in cited
        if frame.was_printed(source)
        # Readers see that it was withdrawn; a citation could not say so.
        if not source.is_withdrawn
    ]


class StructuredDataMixin(DescribesItself, models.Model):
    """The part of a page that describes itself to search engines.

    A site adds to it by overriding ``get_structured_entities`` (what the page is about) or
    ``get_structured_data`` (everything), or changes the type of the page in ``schema_type``.
    """

    schema_type: ClassVar[str] = "WebPage"
    # For Open Graph: "article" for a text, "website" for what leads to texts.
    og_type: ClassVar[str] = "website"
    # Foreign keys to images that the page shows, for the sitemap.
    sitemap_images: ClassVar[Sequence[str]] = ()

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(  # type: ignore[misc]
            request, *args, **kwargs
        )
        context["once"] = Once()
        return context

    def get_structured_entities(self, context: Mapping[str, Any]) -> list[Node]:
        """What the page is about, its main entity first.

        ``context`` is that of the page's template when all else has been rendered.
        """
        return printed_entities(Frame(self, context))

    def get_structured_data(self, context: Mapping[str, Any]) -> list[Node]:
        """The nodes of the page's graph; none for a page without an address."""
        return structured_data(self, context, self.get_structured_entities)


def structured_data(
    page: AbstractPage,
    context: Mapping[str, Any],
    get_entities: Callable[[Mapping[str, Any]], list[Node]],
) -> list[Node]:
    """The nodes of the graph of any page. ``get_entities`` is called with ``context``."""
    frame = Frame(page, context)
    if not frame.url:
        return []
    entities: list[Node] = get_entities(context)
    nodes = [*site_nodes(frame), *page_nodes(frame, entities), *entities]
    if conf.faq_markup:
        asked = [
            pair for shown in frame.shown for pair in shown.questions if frame.was_printed(pair[0])
        ]
        questions = [(question, plain(answer)) for question, answer in asked]
        faq = schema_org.faq(frame.url, questions)
        nodes += [faq] if faq else []
    return nodes
