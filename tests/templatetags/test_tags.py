"""The template tags and filters of the package."""

import re
from types import SimpleNamespace

import pytest
from django.template import Context
from django.test import override_settings
from django.utils import translation
from wagtail.embeds.models import Embed

from ketamine_pages.blocks import TableBlock
from ketamine_pages.blocks.share import CountedShare, LabelledShare
from ketamine_pages.models import ClinicSettings
from ketamine_pages.pages.citations import Citations
from ketamine_pages.templatetags import ketamine_pages_tags as tags
from tests.blocks.making import make, picks
from tests.factories import BenefitFactory, BenefitListPageFactory, SourceFactory
from tests.rendering import in_preview, render, text_of

IN_WORDS = SimpleNamespace(counts_in_words=True)


@pytest.mark.parametrize(
    ("context", "printed"),
    [
        ({"count": 7}, "7 benefits"),
        ({"count": 7, "clinic": IN_WORDS}, "Seven benefits"),
        ({"count": 12, "clinic": IN_WORDS}, "12 benefits"),
        ({"count": 0}, "0 benefits"),
        ({}, "benefits"),
    ],
)
def test_a_heading_prints_its_count(context, printed):
    assert render("{% heading '{count} benefits' count %}", **context) == printed


def test_a_heading_without_text_prints_nothing():
    assert render("{% heading text %}", text=None) == ""


def test_a_heading_is_escaped():
    assert render("{% heading text %}", text="<b>") == "&lt;b&gt;"


class TestCite:
    def test_it_prints_linked_numbers(self):
        source = SimpleNamespace(pk=None)
        html = render("{% cite sources %}", citations=Citations(), sources=[source])
        assert html.strip() == (
            '<sup class="kp-cite"><a href="#kp-ref-1" id="kp-cite-1-1" aria-label="Reference 1">'
            "1</a></sup>"
        )

    def test_it_numbers_a_source_once_and_each_place_anew(self):
        source = SimpleNamespace(pk=None)
        html = render(
            "{% cite sources %}{% cite sources %}", citations=Citations(), sources=[source]
        )
        assert html.count('href="#kp-ref-1"') == 2
        assert 'id="kp-cite-1-2"' in html

    def test_it_prints_nothing_where_there_are_no_references(self):
        assert render("{% cite sources %}", sources=[SimpleNamespace(pk=None)]).strip() == ""


@pytest.mark.django_db
def test_only_public_sources_of_a_block_are_cited():
    sources = [SourceFactory(title="Published"), SourceFactory(draft=True), None]
    value = make("section", sources=picks("source", sources))
    html = render(
        "{% picked_sources value.sources as sources %}{{ sources|join:',' }}", value=value
    )
    assert html == "Published"


class TestPeople:
    def test_small_groups_are_dots(self):
        html = render("{% people share %}", share=CountedShare(part=4, whole=8))
        assert html.count("<circle") == 8
        assert html.count("kp-dot--on") == 4

    def test_large_groups_are_a_bar(self):
        html = render("{% people share %}", share=CountedShare(part=1, whole=400))
        assert "<circle" not in html
        assert re.findall(r'kp-dot--on" width="([\d.]+)"', html) == ["0.25"]

    def test_a_range_of_a_label_is_a_bar_that_fades(self):
        html = render("{% people share %}", share=LabelledShare(low=10, high=20))
        assert re.findall(r'kp-dot--on" fill-opacity=".5" width="([\d.]+)"', html) == ["20.00"]
        assert re.findall(r'kp-dot--on" width="([\d.]+)"', html) == ["10.00"]


PARTIAL = '{% include "ketamine_pages/pages/share.html" with share=share group="after ketamine" %}'


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (CountedShare(part=4, whole=8), "4 of 8 people after ketamine (50%)"),
        (CountedShare(part=0, whole=7), "0 of 7 people after ketamine (0%)"),
        (LabelledShare(low=10, high=10), "10 in 100 people after ketamine, as the label gives it"),
        (
            LabelledShare(low=2.5, high=20),
            "2.5 to 20 in 100 people after ketamine, as the label gives it",
        ),
    ],
)
def test_a_share_says_whether_it_was_counted(share, words):
    assert text_of(render(PARTIAL, share=share)) == words


@pytest.mark.parametrize("values", [{}, {"share": None}])
def test_nothing_is_drawn_of_nobody(values):
    assert render(PARTIAL, **values).strip() == ""


@pytest.mark.parametrize(
    ("text", "digits"), [("988", "988"), ("+1 (602) 555-0142", "+16025550142"), ("<b>", "")]
)
def test_phone_links_hold_only_what_a_phone_dials(text, digits):
    assert tags.phone_digits(text) == digits


def test_numbers_are_written_as_the_reader_writes_them():
    with translation.override("en"):
        assert tags.grouped(12345) == "12,345"
    with translation.override("es"):
        assert tags.grouped(12345) == "12\xa0345"


@pytest.mark.parametrize(
    ("kind", "value", "printed"),
    [
        ("number", 3.0, "3"),
        ("number", 2.5, "2.5"),
        ("number", 1e20, "100000000000000000000"),
        ("number", None, ""),
        ("text", "<b>", "&lt;b&gt;"),
        ("text", "", ""),
    ],
)
def test_a_table_cell(kind, value, printed):
    cell = TableBlock().child_blocks["table"].child_blocks[kind].bind(value)
    assert render("{{ cell|table_cell }}", cell=cell) == printed


class TestNotShown:
    pytestmark = pytest.mark.django_db

    def show(self, context, *choices):
        return text_of(render("{% not_shown a b %}", a=choices[0], b=choices[-1], **context))

    def test_an_editor_reads_what_visitors_do_not_see(self):
        value = make(
            "benefits",
            benefits=picks("benefit", [BenefitFactory(title="<i>", draft=True), None]),
            list_page=BenefitListPageFactory(title="A list", live=False),
        )
        assert self.show(in_preview(), value["benefits"], value["list_page"]) == (
            "Not shown to visitors: “&lt;i&gt;” is not published. "
            "Not shown to visitors: “A list” is not published. "
            "Not shown to visitors: 1 chosen entry has been deleted."
        )

    def test_visitors_read_nothing_of_it(self):
        draft = BenefitFactory(draft=True)
        assert self.show({}, draft) == ""
        assert self.show({"request": SimpleNamespace(is_preview=False)}, draft) == ""

    def test_there_is_no_note_about_what_is_public_or_was_not_chosen(self):
        assert self.show(in_preview(), BenefitFactory(), None) == ""


class TestBrandStylesheet:
    def test_it_has_an_address_where_there_are_colours(self):
        clinic = ClinicSettings(brand_colour="#1f6f6b")
        assert "/brand-" in render("{% brand_stylesheet_url clinic %}", clinic=clinic)

    @pytest.mark.parametrize("clinic", [None, ClinicSettings()])
    def test_it_has_none_where_there_are_no_colours(self, clinic):
        assert render("{% brand_stylesheet_url clinic %}", clinic=clinic) == ""

    @override_settings(ROOT_URLCONF="wagtail.urls")
    def test_a_site_that_forgot_our_urls_still_has_pages(self):
        clinic = ClinicSettings(brand_colour="#1f6f6b")
        assert render("{% brand_stylesheet_url clinic %}", clinic=clinic) == ""


@pytest.mark.django_db
class TestEmbed:
    value = SimpleNamespace(url="https://video.example/1", max_width=10, max_height=10)

    def test_it_prints_what_the_provider_sent(self, monkeypatch):
        monkeypatch.setattr(tags, "get_embed", lambda *args: Embed(html="<iframe></iframe>"))
        assert tags.embed_html(self.value) == "<iframe></iframe>"

    def test_it_is_empty_where_the_provider_is_unknown(self):
        assert tags.embed_html(self.value) == ""

    def test_it_is_empty_without_an_address(self):
        assert tags.embed_html(None) == ""


@pytest.mark.django_db
def test_a_preview_outside_any_site_has_no_clinic():
    context = Context()
    assert tags.start_preview(context) == ""
    assert "clinic" not in context
    assert isinstance(context["citations"], Citations)
