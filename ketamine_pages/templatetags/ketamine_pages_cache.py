"""Parts of a page that are the same for all visitors. See docs/how-to/caching.md."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context, Node, NodeList, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token

from ketamine_pages.delivery.visit import mark_personal, start_visit

register = template.Library()


class VisitorCacheNode(Node):
    """Renders its content once for all visitors of a page."""

    def __init__(self, nodelist: NodeList, name: FilterExpression) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> Any:
        request = context.get("request")
        visit = None if request is None else start_visit(request)
        if visit is None or context.get("page") is not visit.page:
            return self.nodelist.render(context)
        name = str(self.name.resolve(context))
        whole: Any = context.template
        return visit.get_part(name, str(whole.name), lambda: self.nodelist.render(context))


@register.tag
def visitor_cache(parser: Parser, token: Token) -> VisitorCacheNode:
    """Keep what stands between this tag and ``{% endvisitor_cache %}`` for all visitors of a page.

    The one argument is a name for it, which no other part of the page has. A change of anything
    that pages may show reaches it at once.
    """
    try:
        _tag, name = token.split_contents()
    except ValueError:
        raise TemplateSyntaxError("visitor_cache takes one argument, a name.") from None
    nodelist = parser.parse(("endvisitor_cache",))
    parser.delete_first_token()
    return VisitorCacheNode(nodelist, parser.compile_filter(name))


@register.simple_tag(takes_context=True)
def personal(context: Context) -> str:
    """Say that what follows depends on who asks: nothing around it or after it is kept.

    For cookies and the like, which nobody can notice; sessions, messages and forms with a CSRF
    token are noticed by themselves. Prints nothing.
    """
    request = context.get("request")
    if request is not None:
        mark_personal(request)
    return ""
