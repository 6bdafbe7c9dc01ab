"""From models to the plain values that rules judge.

Pages and library items are read as they are in memory, unsaved changes included, and as visitors
would see them: a draft is judged as the page that it would become.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.models import AbstractPage, Locale, TranslatableMixin

from ketamine_pages.blocks import ContentBlock
from ketamine_pages.blocks.facts import BlockFacts, add_shown, item_ref, merge, read_block
from ketamine_pages.conf import conf
from ketamine_pages.delivery.aliases import is_alias
from ketamine_pages.gate.words import read_words
from ketamine_pages.images.files import get_images, is_missing
from ketamine_pages.rules.findings import NOWHERE, Finding, Severity, Spot
from ketamine_pages.rules.judging import judge_item
from ketamine_pages.rules.page_facts import (
    Expiring,
    Ground,
    ItemFacts,
    MissingImage,
    PageFacts,
    Passage,
    SourceFacts,
    Text,
)
from ketamine_pages.rules.review_rules import REVIEW_CODES
from ketamine_pages.rules.words.approval import get_product_names
from ketamine_pages.shown.brings import show_all
from ketamine_pages.shown.declared import stream_names
from ketamine_pages.shown.declares import DeclaringPage, declared_parts
from ketamine_pages.shown.kinds import Citing, LibraryEntry, library_models
from ketamine_pages.shown.shelf import Shelf
from ketamine_pages.shown.source_links import prefetch_sources, sources_of
from ketamine_pages.shown.together import Together, together
from ketamine_pages.shown.visitors import Visitors

if TYPE_CHECKING:
    from ketamine_pages.library.item import LibraryItem
    from ketamine_pages.pages.editorial import EditorialPageMixin


def get_severities(severities: Mapping[str, str] | None = None) -> dict[str, str]:
    """The severities of this site, with ``severities`` on top."""
    required: dict[str, str] = {}
    if conf.require_review:
        required = dict.fromkeys(map(str, REVIEW_CODES), Severity.ERROR.value)
    return {**conf.finding_severity, **required, **(severities or {})}


def read_missing_images(instance: Model) -> Iterator[MissingImage]:
    """The images in fields of a page or item whose files are gone, each at its field."""
    for field, image in get_images(instance):
        if is_missing(image):
            label = str(capfirst(field.verbose_name))
            yield MissingImage(image.title, Spot(field=field.name, label=label))


def read_streams(instance: Model, shelf: Shelf | None = None) -> Iterator[Passage]:
    """All blocks in the stream fields of a page or item, each a passage of its own.

    Lists of library entries that a page declares in ``brings`` are left to ``read_own``.
    """
    brings = instance.brings if isinstance(instance, DeclaringPage) else ()
    for name in stream_names(type(instance)):
        if name not in declared_parts(brings):
            yield from _read_stream(instance, name, shelf)


def _read_stream(instance: Model, name: str, shelf: Shelf | None) -> Iterator[Passage]:
    for child in getattr(instance, name):
        label = str(child.block.label or capfirst(child.block_type))
        spot = Spot(field=name, block=str(child.id or ""), label=label)
        page = instance if isinstance(instance, AbstractPage) else None
        context = {"page": page, "shelf": shelf, "spot": spot}
        if isinstance(child.block, ContentBlock):
            yield child.block.get_facts(child.value, context)
        else:
            yield read_block(child.block, child.value, context).as_passage(spot)


def read_own(page: DeclaringPage, shelf: Shelf) -> Iterator[Passage]:
    """What a page shows of the library outside its blocks, a passage for each thing it brings."""
    visitors = Visitors(shelf, page)
    for each in page.brings:
        spots = {part: _spot_of(page, part) for part in each.parts}
        where, facts = spots[each.parts[0]] if each.parts else NOWHERE, BlockFacts()
        shown = show_all([each], lambda name: getattr(page, name), visitors)
        add_shown(facts, shown, where, spots)
        yield facts.as_passage(where, is_printed=bool(shown.entries or shown.withheld))


def missing_values(instance: Model, names: Iterable[str]) -> tuple[str, ...]:
    """The labels of those fields of ``instance`` that are empty."""
    fields: list[Any] = [type(instance)._meta.get_field(name) for name in names]
    return tuple(str(f.verbose_name) for f in fields if not getattr(instance, f.name))


def _spot_of(page: Model, part: str) -> Spot:
    field: Any = page._meta.get_field(part)
    return Spot(field=part, label=str(capfirst(field.verbose_name)))


def get_language(instance: Model) -> str:
    """The language code of a page or item; the site's own where it has no locale yet."""
    if not isinstance(instance, TranslatableMixin) or not instance.locale_id:
        return str(settings.LANGUAGE_CODE)
    with together([instance]) as those:
        if those.are_stored:
            return those.once(_languages)[instance.locale_id]
    # Kept by the object, which Wagtail asks for its locale as well.
    return str(instance.locale.language_code)


def _languages(those: Together) -> dict[int, str]:
    return dict(Locale.objects.values_list("pk", "language_code"))


def get_approved_products() -> frozenset[str]:
    """What approved products of the library may be called, in lower case. One query."""
    return get_product_names(
        *(name for model in library_models() for name in model.get_approved_names())
    )


def read_item(
    item: LibraryEntry,
    where: Spot | None,
    *,
    sources: Sequence[SourceFacts] = (),
    on_approved_product: bool = False,
    **values: Any,
) -> Passage:
    """The passage that a library item is: alone, or where a page shows it (``where``).

    ``values`` are further fields of the ``Passage``.
    """
    spot = replace(where or NOWHERE, item=item_ref(item))

    def at(found: Text | MissingImage) -> Spot:
        # On a page, where the page shows it; alone, at the field to be changed.
        return spot if where else replace(found.spot, item=spot.item)

    texts = read_words(
        item,
        is_sourced=any(source.holds for source in sources),
        on_approved_product=on_approved_product,
    )
    expires_on = getattr(item, "expires_on", None)
    own = Passage(
        spot=spot,
        texts=tuple(replace(text, spot=at(text)) for text in texts),
        expiring=(Expiring(str(item), expires_on, spot),) if expires_on else (),
        missing_images=tuple(replace(image, spot=at(image)) for image in read_missing_images(item)),
        **values,
    )
    return merge(own, (_at(passage, at) for passage in read_streams(item)))


def _at(passage: Passage, at: Callable[[Text | MissingImage], Spot]) -> Passage:
    return replace(
        passage,
        texts=tuple(replace(text, spot=at(text)) for text in passage.texts),
        missing_images=tuple(replace(each, spot=at(each)) for each in passage.missing_images),
    )


def judge_item_facts(
    item: LibraryItem, severities: Mapping[str, str] | None = None
) -> list[Finding]:
    """The findings about a library item as it is in memory."""
    with together([item]) as those, _sources_at_hand(item, those):
        facts = ItemFacts(
            passage=item.get_facts(),
            today=timezone.localdate(),
            language=get_language(item),
            approved_products=those.once(_approved_products),
            status_missing=item.lacks_status,
            withheld=item.get_withheld(),
            review=item.get_review_state(),
        )
    return judge_item(facts, get_severities(severities))


def read_page(page: EditorialPageMixin) -> PageFacts:
    """A page as visitors would see it if it were published as it is in memory."""
    with together([page]) as those:
        return PageFacts(
            passages=tuple(page.get_fact_passages(those.shelf)),
            today=timezone.localdate(),
            language=get_language(page),
            needs_treatment=page.needs_treatment,
            ground=Visitors(those.shelf, page).ground or Ground(),
            approved_products=those.once(_approved_products),
            # What an alias says is reviewed as the page that it follows.
            review=None if is_alias(page) else page.get_review_state(),
        )


def _approved_products(those: Together) -> frozenset[str]:
    return get_approved_products()


def _sources_at_hand(item: LibraryEntry, those: Together) -> AbstractContextManager[None]:
    those.once(_read_sources)
    return sources_of([item] if isinstance(item, Citing) else [])


def _read_sources(those: Together) -> None:
    prefetch_sources(each for each in those.loaded if isinstance(each, Citing))
