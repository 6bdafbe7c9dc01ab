"""Sections of a body: ids, headings, and what is left out."""

import pytest

from tests.blocks.making import BODY, make
from tests.rendering import render, render_block

SHOW = (
    "{% render_body body as sections %}"
    "{% for s in sections %}{{ s.id }}={{ s.heading }};{% endfor %}"
)


def section(heading):
    return ("section", {"heading": heading, "text": "<p>Text</p>"})


def show(*blocks, template=SHOW):
    return render(template, body=BODY.normalize(list(blocks)))


@pytest.mark.parametrize(
    ("heading", "section_id"),
    [
        ("Risks and safety", "section-risks-and-safety"),
        ("¿Qué es?", "section-qué-es"),
        ("??", "section-section"),
        ("{count} possible benefits", "section-possible-benefits"),
        ("a" * 160, "section-" + "a" * 60),
    ],
)
def test_an_id_is_made_from_the_heading(heading, section_id):
    assert show(section(heading)).partition("=")[0] == section_id


def test_ids_are_different_where_headings_are_the_same():
    assert show(section("Cost"), section("Cost"), section("Cost 2")) == (
        "section-cost=Cost;section-cost-2=Cost;section-cost-2-2=Cost 2;"
    )


def test_blocks_without_a_heading_are_named_after_their_type():
    quote = ("quote", {"text": "We listen.", "attribution": "A nurse"})
    assert show(quote, quote) == "section-quote=;section-quote-2=;"


def test_blocks_that_print_nothing_are_left_out():
    empty = ("benefits", make("benefits", heading="Benefits"))
    assert show(empty, section("Cost")) == "section-cost=Cost;"


def test_only_headed_sections_are_in_the_table_of_contents():
    quote = ("quote", {"text": "We listen.", "attribution": "A nurse"})
    template = (
        "{% render_body body as sections %}"
        "{% for s in sections|headed %}{{ s.heading }}{% endfor %}"
    )
    assert show(quote, section("Cost"), template=template) == "Cost"


def test_a_section_is_labelled_by_its_heading():
    html = render_block("section", heading="Cost", text="<p>Text</p>")
    assert 'id="section-cost" aria-labelledby="section-cost-heading"' in html
    assert '<h2 id="section-cost-heading">Cost</h2>' in html


def test_blocks_inside_a_block_have_ids_of_their_own():
    value = make("section", heading="Cost")
    template = (
        "{% render_body body as sections %}{% with section=sections.0 %}"
        "{% section_attrs value %} {% section_attrs value %}{% endwith %}"
    )
    html = render(template, body=BODY.normalize([section("Cost")]), value=value)
    assert 'id="section-cost-2"' in html
    assert 'id="section-cost-3"' in html
