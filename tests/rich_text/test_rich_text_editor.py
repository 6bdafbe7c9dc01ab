"""The rich text editor opens whatever is stored, and is Wagtail's in all else."""

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.forms import Textarea
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.admin.rich_text import DraftailRichTextArea as WagtailDraftail
from wagtail.admin.telepath import JSContext
from wagtail.rich_text import RichText

from ketamine_pages.fields import RichTextField
from ketamine_pages.rich_text import FEATURES, RichTextBlock, get_editor_widget
from ketamine_pages.rich_text.reading import get_paragraphs
from tests.fieldsapp.draftail import get_text, typed
from tests.fieldsapp.models import Leaflet

# Every run tries the same examples, and leaves no files behind.
thorough = settings(max_examples=200, deadline=None, database=None, derandomize=True)

UNREADABLE = {
    "tags that do not match": "<p>One <b>two</p> three</b>",
    "item outside a list": "<li>One two three</li>",
    "style that is never closed": "<p>One</p><b>two three",
    "link that is never closed": '<p>One</p><a href="https://example.org">two three',
    "link to a page without its number": '<p>One <a linktype="page">two</a> three</p>',
    "link to a page that is no number": '<p>One <a linktype="page" id="x">two</a> three</p>',
    "copied from Word": "<p>One</p><![if !vml]>two<![endif]><b> three",
    "unknown section": "<p>One</p><![other]>two three",
    "cut off": "<p>One <i>two</p><p>three</p",
}


@pytest.mark.parametrize("html", UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable_text_opens_as_plain_paragraphs(html, caplog):
    for widget in (RichTextBlock().field.widget, RichTextField().formfield().widget):
        value = widget.format_value(html)

        assert {block["type"] for block in json.loads(value)["blocks"]} == {"unstyled"}
        words = re.findall(r"One|two|three", get_text(value))
        assert words[:3] == ["One", "two", "three"]
        assert "plain paragraphs" in caplog.records.pop().getMessage()


def test_the_address_of_a_link_is_kept_in_the_plain_text():
    html = '<p>Please <a href="https://example.org/">Book now</a>.</p><li>One</li>'

    assert get_text(get_editor_widget().format_value(html)) == (
        "Please Book now.\nOne\nBook now (https://example.org/)"
    )


def test_the_plain_text_has_no_comments():
    html = '<!--[if gte mso 9]><xml>x</xml><![endif]--><p>One<br>two</p><a href="/x/"></a>'

    assert get_paragraphs(html) == ["One", "two", "/x/"]


@pytest.mark.parametrize(
    "html",
    [
        '<p data-block-key="a">One <b>two</b> <a href="https://example.org">three</a></p>',
        '<ul><li data-block-key="a">One</li><li data-block-key="b">two</li></ul>',
        '<h3 data-block-key="a">One</h3><p data-block-key="b">two</p>',
    ],
)
def test_sound_text_opens_as_wagtail_opens_it(html, caplog):
    value = get_editor_widget(features=FEATURES).format_value(html)

    assert value == WagtailDraftail(features=FEATURES).format_value(html)
    assert not caplog.records


@pytest.mark.parametrize("value", [None, "", 5, ["One"], RichText("")])
def test_whatever_is_stored_opens(value):
    assert json.loads(get_editor_widget().format_value(value))["blocks"]


TAGS = ["p", "/p", "b", "/b", "ul", "/ul", "li", "/li", "h3", "/h3", "br/", "a", "/a", "div", "/i"]
TAGS += ['a href="javascript:x"', 'a href="#x"', "a href", 'a linktype="page"', "![x]", "!--", "?x"]
fragments = st.lists(
    st.one_of(st.sampled_from([f"<{tag}>" for tag in TAGS]), st.text(max_size=6)), max_size=12
).map("".join)


@thorough
@given(fragments)
def test_any_text_opens_and_can_be_submitted_again(html):
    widget = get_editor_widget(features=FEATURES)

    value = widget.format_value(html)

    assert isinstance(widget.value_from_datadict({"intro": value}, {}, "intro"), str)


@thorough
@given(st.lists(st.sampled_from(["one ", "two ", "<b>", "</b>", "<p>", "</p>", "<li>", "</i>"])))
def test_no_word_is_lost(parts):
    html = "".join(parts)

    shown = get_text(get_editor_widget(features=FEATURES).format_value(html))

    assert shown.count("one") == html.count("one")
    assert shown.count("two") == html.count("two")


def test_the_editor_is_wagtails_to_javascript_and_css():
    widget = get_editor_widget(features=FEATURES)

    assert JSContext().pack(widget)["_type"] == "wagtail.widgets.DraftailRichTextArea"
    packed = json.dumps(JSContext().pack(RichTextBlock()))
    assert "w-field--draftail_rich_text_area" in packed


class OwnEditor(WagtailDraftail):
    """An editor that a site has derived from Draftail."""


@pytest.mark.parametrize("editor", [Textarea, OwnEditor])
def test_an_editor_that_the_site_has_chosen_is_kept(settings, editor):
    path = f"{editor.__module__}.{editor.__name__}"
    settings.WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": path}}

    assert type(RichTextBlock().field.widget) is editor
    assert type(RichTextField().formfield().widget) is editor


def test_options_of_the_default_editor_are_respected(settings):
    settings.WAGTAILADMIN_RICH_TEXT_EDITORS = {
        "default": {
            "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
            "OPTIONS": {"features": ["bold"]},
        }
    }

    assert get_editor_widget().features == ["bold"]
    assert get_editor_widget(features=["link"]).features == ["link"]


@pytest.fixture
def edit(admin_user, client):
    """The page of the admin on which a leaflet is edited: ``edit(leaflet, data)``."""
    client.force_login(admin_user)

    def request(leaflet, data=None):
        url = reverse("wagtailsnippets_fieldsapp_leaflet:edit", args=[leaflet.pk])
        return client.post(url, data) if data else client.get(url)

    return request


def test_a_page_with_unreadable_text_can_be_edited(edit):
    html = UNREADABLE["tags that do not match"]
    body = [{"type": "text", "value": html}, {"type": "card", "value": {"text": html}}]
    leaflet = Leaflet.objects.create(title="A", intro=html, body=json.dumps(body))

    response = edit(leaflet)

    assert response.status_code == 200
    assert response.content.decode().count("One two") == 3


def test_a_refused_page_comes_back_with_what_was_typed(edit):
    leaflet = Leaflet.objects.create(title="A")
    data = {"title": "B", "intro": typed("Book now", url="javascript:x"), "body-count": "0"}

    response = edit(leaflet, data)

    assert response.status_code == 200
    content = response.content.decode()
    assert "The link “javascript:x” cannot be used." in content
    assert "Book now" in content
    leaflet.refresh_from_db()
    assert leaflet.title == "A"
    assert get_user_model().objects.count() == 1
