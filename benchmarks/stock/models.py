"""What an ordinary Wagtail page with as much content costs, to compare with."""

from __future__ import annotations

import re
from html import unescape
from itertools import cycle
from typing import Any, ClassVar

from django.utils.html import escape, strip_tags
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

PARAGRAPH = 400
ITEM = 160
HEADING = 60


class StockPage(Page):
    """Headings, rich text, lists and images, as Wagtail's own tutorial makes them."""

    body = StreamField(
        [
            ("heading", blocks.CharBlock()),
            ("text", blocks.RichTextBlock()),
            ("list", blocks.ListBlock(blocks.CharBlock())),
            ("image", ImageChooserBlock(template="stock/image.html")),
        ]
    )

    # For the front page of the example site, which lists its sections with their introductions.
    introduction = ""

    content_panels: ClassVar[list[Any]] = [*Page.content_panels, "body"]


def make_stock_page(parent: Any, model: Any, html: str, images: list[Any]) -> str:
    """Publish a page with as many blocks, as much text and as many images as ``model`` prints.

    ``html`` is the page as visitors get it. Returns the address of the new one.
    """
    main = html.partition("<main")[2].partition("</main>")[0]
    words = iter(unescape(re.sub(r"\s+", " ", strip_tags(main))).split())
    sections = len(model.body)
    share = sum(map(len, strip_tags(main).split())) // sections
    body: list[tuple[str, Any]] = []
    for number in range(sections):
        body.append(("heading", _take(words, HEADING)))
        # One list in three sections, as in the page that it stands for.
        if number % 3 == 2:
            body.append(("list", [_take(words, ITEM) for _ in range(share // ITEM)]))
        else:
            texts = [_take(words, PARAGRAPH) for _ in range(share // PARAGRAPH)]
            body.append(("text", "".join(f"<p>{escape(text)}</p>" for text in texts)))
    # What the divisions have left.
    body.append(("text", f"<p>{escape(' '.join(words))}</p>"))
    pictures = main.count("<picture")
    body += [("image", image) for image, _ in zip(cycle(images), range(pictures), strict=False)]
    page = parent.add_child(instance=StockPage(title="Stock", slug="stock", body=body))
    return str(page.url)


def _take(words: Any, length: int) -> str:
    """The next words, about ``length`` characters of them."""
    taken: list[str] = []
    while sum(map(len, taken)) < length and (word := next(words, None)) is not None:
        taken.append(word)
    return " ".join(taken)
