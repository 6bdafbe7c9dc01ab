"""Everything that visitors and editors look at, found in the running demo itself.

Nothing here is a list to be kept by hand: a page, a block or a kind of library item that is added
is looked at without anybody having to think of it.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

from django.urls import reverse
from playwright.sync_api import BrowserContext, Page
from wagtail.models import PreviewableMixin
from wagtail.snippets.models import get_snippet_models

from example_site.programs.models import ProgramPage

# Public, but no page of Wagtail's; with the status that each answers.
OTHER_ADDRESSES = {"/search/": 200, "/search/?query=ketamine": 200, "/nowhere/": 404}
# What the finder says when it finds, finds nothing, does not know the place or is asked badly.
SEARCHES = [
    "?place=86001&day=0",
    "?place=86001&radius=10&language=es&new_patients=on&telehealth=on",
    "?place=Nowhereville",
    "?place=86001&radius=none&day=none&treatment=none",
]
# Items of a kind differ less than kinds do, and each takes its time.
MOST_ITEMS = 2
PREVIEWABLE_BLOCK = re.compile(
    r'"label": "([^"]*)"[^{}]*"blockDefId": "([^"]+)", "isPreviewable": true'
)


def list_pages(context: BrowserContext, page_type: str = "") -> list[dict[str, object]]:
    """What the API says of all published pages, or of those of one type."""
    query = f"&type={page_type}" if page_type else ""
    items: list[dict[str, object]] = []
    while True:
        answer = context.request.get(f"/api/v2/pages/?limit=20&offset={len(items)}{query}").json()
        items += answer["items"]
        if not answer["items"] or len(items) >= answer["meta"]["total_count"]:
            return items


def public_addresses(context: BrowserContext, base_url: str) -> dict[str, int]:
    """Every public address of the demo, with the status that it answers."""
    addresses = {}
    for item in list_pages(context):
        path = item["meta"]["html_url"].removeprefix(base_url)
        addresses[path] = 200
        if item["meta"]["type"].endswith(".LocationIndexPage"):
            addresses |= {path + query: 200 for query in SEARCHES}
    return addresses | OTHER_ADDRESSES


def block_previews(context: BrowserContext) -> dict[str, str]:
    """Addresses of the previews in the block chooser, by the names of the blocks.

    Those of the package and of the example site; the fields inside them have previews of Wagtail.
    """
    body = ProgramPage._meta.get_field("body").stream_block
    names = sorted(str(block.label) for block in body.child_blocks.values())
    parent = list_pages(context, "ketamine_page_types.TreatmentIndexPage")[0]["id"]
    found: dict[str, str] = {}
    form = context.request.get(f"/admin/pages/add/programs/programpage/{parent}/").text()
    for label, block_id in PREVIEWABLE_BLOCK.findall(html.unescape(form)):
        # The label is written as JSON.
        found.setdefault(json.loads(f'"{label}"'), f"/admin/block-preview/?id={block_id}")
    return {name: found[name] for name in names}


def lists_of_items() -> Iterator[str]:
    """Addresses in the admin of what has a preview: lists of library items, and the settings."""
    for model in get_snippet_models():
        if model._meta.app_label == "ketamine_pages" and issubclass(model, PreviewableMixin):
            yield reverse(model.snippet_viewset.get_url_name("list"))
    yield reverse("wagtailsettings:edit", args=["ketamine_pages", "clinicsettings"])


def send_item_previews(page: Page) -> dict[str, list[str]]:
    """Addresses of the previews of the first items of each list.

    Each form is sent as the editor sends it; the preview then stands at its address.
    """
    found: dict[str, list[str]] = {}
    for address in lists_of_items():
        listing = page.context.request.get(address).text()
        forms = dict.fromkeys(re.findall(rf"{re.escape(address)}edit/[^/]+/", listing))
        # The settings of a site are no list, but a form.
        for form in [*forms][:MOST_ITEMS] or [address]:
            page.goto(form)
            found.setdefault(address, []).append(page.evaluate(SEND_PREVIEW))
    return found


SEND_PREVIEW = """async () => {
  const address = document.querySelector("[data-w-preview-url-value]").dataset.wPreviewUrlValue;
  const body = new FormData(document.querySelector("[data-edit-form]"));
  const answer = await (await fetch(address, { method: "POST", body })).json();
  if (!answer.is_valid) throw new Error(`The form of ${address} has no preview.`);
  return address;
}"""
