"""What templates say of what they print: safety notices, the crisis panel, conditions and so on.

docs/reference/templates.md describes the tags for those who write templates of their own.
"""

from __future__ import annotations

import re
from html import unescape

from django import template
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.utils.safestring import SafeString

from ketamine_pages.delivery.ledger import ledger_of
from ketamine_pages.library.safety_notice import SafetyNotice
from ketamine_pages.pages.visible import squash
from ketamine_pages.rich_text.reading import get_lines

register = template.Library()

# Rendered text is a few lines long, and there are many: no parser.
NO_TEXT = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


class PrintsNode(Node):
    """Renders its content, and notes what that has printed."""

    def __init__(self, nodelist: NodeList, thing: FilterExpression) -> None:
        self.nodelist = nodelist
        self.thing = thing

    def render(self, context: Context) -> SafeString:
        html: SafeString = self.nodelist.render(context)
        ledger, thing = ledger_of(context), self.thing.resolve(context)
        if ledger is not None and thing and _says_all_of(html, thing):
            ledger.note(thing)
        return html


class CrisisPanelNode(Node):
    """Renders its content, and notes that the crisis panel was printed unless that is empty."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        html: SafeString = self.nodelist.render(context)
        ledger = ledger_of(context)
        if ledger is not None and _text_of(html):
            ledger.has_crisis_panel = True
        return html


def _says_all_of(html: str, thing: object) -> bool:
    """Whether a warning is there in full; of anything else any part will do."""
    if not isinstance(thing, SafetyNotice):
        return bool(html.strip())
    text = _text_of(html)
    return all(squash(words) in text for words in (thing.title, *get_lines(thing.text or "")))


def _text_of(html: str) -> str:
    return squash(unescape(NO_TEXT.sub("", html)))


@register.tag
def prints(parser: Parser, token: Token) -> PrintsNode:
    """Note that what stands up to ``{% endprints %}`` prints a library item, or a question.

    A safety notice counts as printed only with its title and all of its text.
    """
    try:
        _tag, thing = token.split_contents()
    except ValueError:
        raise TemplateSyntaxError("prints takes one argument, what is printed.") from None
    nodelist = parser.parse(("endprints",))
    parser.delete_first_token()
    return PrintsNode(nodelist, parser.compile_filter(thing))


@register.tag
def crisis_panel(parser: Parser, token: Token) -> CrisisPanelNode:
    """Note that what stands up to ``{% endcrisis_panel %}`` is the crisis panel."""
    nodelist = parser.parse(("endcrisis_panel",))
    parser.delete_first_token()
    return CrisisPanelNode(nodelist)
