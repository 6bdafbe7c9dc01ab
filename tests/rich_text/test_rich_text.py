"""Rich text refuses bad links and too much text, and what was typed stays in the form."""

import contextlib
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.rich_text import RichText

from ketamine_pages.fields import RichTextField
from ketamine_pages.rich_text import (
    FEATURES,
    INLINE_FEATURES,
    LinkValidator,
    RichTextBlock,
    TextLengthValidator,
    get_editor_widget,
)
from ketamine_pages.rich_text.reading import ParsedRichText
from tests.fieldsapp.draftail import get_text, typed
from tests.fieldsapp.models import Leaflet

# Every run tries the same examples, and leaves no files behind.
thorough = settings(max_examples=200, deadline=None, database=None, derandomize=True)

ALLOWED = [
    "https://example.org/",
    "HTTP://example.org",
    "mailto:clinic@example.org",
    "tel:+442079460000",
    "#safety",
    "/contact/",
    " https://example.org/",
]
REFUSED = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " \x01javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://example.org/file",
    "file:///etc/passwd",
    "sms:+442079460000",
    "www.example.org",
    "https//example.org",
    "contact.html",
]


def link(href, words="Book now"):
    return f'<p>Please <a href="{href}">{words}</a>.</p>'


def make_form(intro=None, text=None):
    """The form of the admin for a leaflet, filled in with submitted rich text."""
    form_class = modelform_factory(
        Leaflet, form=WagtailAdminModelForm, fields=["title", "intro", "body"]
    )
    data = {"title": "A", "intro": intro or typed(""), "body-count": "0"}
    if text:
        data |= {
            "body-count": "1",
            "body-0-type": "text",
            "body-0-order": "0",
            "body-0-deleted": "",
            "body-0-id": "",
            "body-0-value": text,
        }
    return form_class(data, instance=Leaflet())


def get_shown(form, name):
    """What the editor shows when the form comes back."""
    if name == "intro":
        return form.fields["intro"].widget.format_value(form["intro"].value())
    return form.fields["body"].block.get_form_state(form["body"].value())[0]["value"]


# Links


@pytest.mark.parametrize("href", ALLOWED)
def test_a_working_link_is_allowed(href):
    LinkValidator()(link(href))


@pytest.mark.parametrize("href", REFUSED)
def test_a_link_that_cannot_be_followed_is_refused(href):
    with pytest.raises(ValidationError, match=re.escape(href.strip()[-8:])):
        LinkValidator()(link(href))


@pytest.mark.parametrize(
    "html",
    [
        '<p><a linktype="page" id="3">Prices</a></p>',
        '<p><a linktype="document" id="3">Prices</a></p>',
        '<p><a name="prices">Prices</a></p>',
        '<p><a href=""></a></p>',
        "<p>javascript:alert(1)</p>",
        "",
    ],
)
def test_what_is_no_address_is_not_refused(html):
    LinkValidator()(html)


@pytest.mark.parametrize(
    "html",
    [
        '<p><a href="javascript:x" href="https://example.org">a</a></p>',
        '<p><a href="https://example.org" href="javascript:x">a</a></p>',
        '<p><a linktype="page" id="1" href="javascript:x">a</a></p>',
        "<p><a href='javascript:x'>a</a></p>",
        "<p><a/href=javascript:x>a</a></p>",
        '<p><a href="&#106;avascript:x">a</a></p>',
        '<!--><a href="javascript:x">a</a>-->',
        '<![foo]><a href="javascript:x">a</a>',
        '<p><a href="javascript:x">never closed',
        '<svg><a xlink:href="javascript:x">a</a></svg>',
    ],
)
def test_no_way_of_writing_hides_a_link(html):
    with pytest.raises(ValidationError, match="javascript:x"):
        LinkValidator()(html)


def test_each_refused_link_is_named_once():
    html = link("www.example.org") + link("ftp://example.org") + link("www.example.org")

    with pytest.raises(ValidationError) as caught:
        LinkValidator()(html)

    assert len(caught.value.messages) == 2
    assert caught.value.messages[0] == (
        "The link “www.example.org” cannot be used. A link begins with https://, http://, mailto: "
        "or tel:, or leads to a page or document of this site or to an #anchor."
    )
    assert caught.value.messages[1].startswith("The link “ftp://example.org” cannot be used.")


def test_a_link_without_an_address_is_named_by_its_words():
    with pytest.raises(ValidationError) as caught:
        LinkValidator()(link(""))

    assert caught.value.messages == ["The link on “Book now” has no address."]


def test_a_very_long_link_is_shortened_in_the_message():
    with pytest.raises(ValidationError) as caught:
        LinkValidator()(link("data:" + "x" * 5000))

    assert len(caught.value.messages[0]) < 400


@thorough
@given(st.text(max_size=40))
def test_an_allowed_link_has_no_other_scheme(href):
    html = link(href.replace("&", "").replace('"', "").replace("<", "").replace(">", ""))
    hrefs = [found.href for found in ParsedRichText(html).links]
    try:
        LinkValidator()(html)
    except ValidationError:
        return
    assert all(re.match(r"\W*(https?:|mailto:|tel:|[#/])", href, re.I) for href in hrefs)


# Length


def test_the_length_is_that_of_the_text():
    TextLengthValidator(5)("<p>On<b>e &amp;</b></p>")


def test_too_long_a_text_is_refused_with_limit_and_length():
    with pytest.raises(ValidationError) as caught:
        RichTextBlock().clean(RichText(f"<p>{'x' * 20_001}</p>"))

    assert caught.value.messages == [
        "This text has 20001 characters; at most 20000 are allowed. Please shorten it."
    ]


def test_badly_broken_text_has_a_length_too():
    TextLengthValidator(1000)("<a" * 100)


def test_a_limit_can_be_lifted():
    RichTextBlock(max_length=None).clean(RichText(f"<p>{'x' * 30_000}</p>"))
    assert len(RichTextField(max_length=None).formfield().validators) == len(
        RichTextField().formfield().validators[:-1]
    )


@pytest.mark.parametrize(("max_length", "shown"), [(20_000, None), (300, 300), (None, None)])
def test_only_a_chosen_limit_is_counted_on_screen(max_length, shown):
    assert RichTextBlock(max_length=max_length).max_length == shown
    attrs = RichTextField(max_length=max_length).formfield().widget.attrs
    assert attrs.get("maxlength") == (shown and str(shown))


# The block and the field


@pytest.mark.parametrize("deferred", [False, True])
def test_a_block_refuses_a_bad_link_in_drafts_too(deferred):
    block = RichTextBlock()
    if deferred:
        block.defer_required_validation()

    with pytest.raises(ValidationError, match=r"www\.example\.org"):
        block.clean(RichText(link("www.example.org")))


def test_a_block_keeps_the_validators_it_is_given():
    def refuse(value):
        raise ValidationError("No.")

    with pytest.raises(ValidationError, match="No"):
        RichTextBlock(validators=[refuse]).clean(RichText("<p>One</p>"))


def test_a_block_has_the_features_of_the_package():
    assert RichTextBlock().features == FEATURES
    assert RichTextBlock(features=INLINE_FEATURES).field.widget.features == INLINE_FEATURES


def test_a_block_is_wagtails_in_a_migration():
    block = RichTextBlock(features=INLINE_FEATURES)

    path, args, kwargs = block.deconstruct()

    assert path == "wagtail.blocks.RichTextBlock"
    assert isinstance(blocks.RichTextBlock(*args, **kwargs), blocks.RichTextBlock)


@pytest.mark.parametrize(
    "data",
    [
        {"url": "javascript:alert(1)"},
        {"url": "www.example.org"},
        {"url": "sms:1?a=1&b=“2”<3>"},
    ],
)
@pytest.mark.parametrize("name", ["intro", "text"])
def test_a_form_refuses_a_link_and_keeps_what_was_typed(name, data):
    form = make_form(**{name: typed("Book now", **data)})

    assert not form.is_valid()
    field = "intro" if name == "intro" else "body"
    assert form.errors.keys() == {field}
    [error] = form.errors.as_data()[field]
    assert data["url"] in str(error.messages if name == "intro" else error.as_json_data())
    shown = get_shown(form, name)
    assert get_text(shown) == "Book now"
    assert json.loads(shown)["entityMap"]["0"]["data"]["url"] == data["url"]


@pytest.mark.parametrize("data", [{"url": None}, {"url": ""}, {"text": "no address"}])
def test_a_form_refuses_a_link_without_an_address(data):
    form = make_form(intro=typed("Book now", **data))

    assert form.errors == {"intro": ["The link on “Book now” has no address."]}


def test_a_form_refuses_too_long_a_text():
    form = make_form(intro=typed("x" * 20_001))

    assert form.errors == {
        "intro": ["This text has 20001 characters; at most 20000 are allowed. Please shorten it."]
    }


@pytest.mark.parametrize(
    ("data", "html"),
    [
        ({"url": "https://example.org/?a=1&b=2"}, 'href="https://example.org/?a=1&amp;b=2"'),
        ({"id": 3, "url": "/anywhere/"}, 'linktype="page"'),
        ({"id": 3, "url": None}, 'linktype="page"'),
    ],
)
def test_a_form_accepts_a_good_link(data, html):
    form = make_form(intro=typed("Book now", **data), text=typed("Book now", **data))

    assert form.is_valid(), form.errors
    assert html in form.cleaned_data["intro"]
    assert html in form.cleaned_data["body"][0].value.source


def test_the_editor_may_submit_nothing():
    widget = get_editor_widget()

    assert widget.value_from_datadict({}, {}, "intro") is None
    assert widget.value_from_datadict({"intro": "null"}, {}, "intro") == ""


def test_saving_a_model_does_not_check_what_is_stored():
    Leaflet(title="A", intro=link("www.example.org")).full_clean()


@thorough
@given(st.text(alphabet="<>/!ab =\"'&;#[]-", max_size=60))
def test_validation_of_any_text_ends_in_a_message_at_most(html):
    with contextlib.suppress(ValidationError):
        RichTextBlock(max_length=20, required=False).clean(RichText(html))
