"""What each block prints."""

import re

import pytest
from wagtail.embeds.models import Embed

from ketamine_pages.models import EvidenceLevel, IndicationStatus, NoticeKind, RegulatoryStatus
from ketamine_pages.templatetags import ketamine_pages_tags
from tests.blocks.making import BODY, make, picks
from tests.factories import (
    BenefitFactory,
    ConditionFactory,
    ImageFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.rendering import Outline, in_preview, render_block, text_of

pytestmark = pytest.mark.django_db

LINK = {"page": None, "url": "", "phone": "", "email": ""}


@pytest.mark.parametrize("name", BODY.child_blocks)
def test_a_block_that_nobody_has_filled_in_says_nothing(name):
    html = render_block(name)
    assert "None" not in html
    assert "<h2" not in html or make(name)["heading"]


@pytest.mark.parametrize("name", BODY.child_blocks)
def test_headings_of_a_block_begin_at_the_second_level_and_leave_none_out(name):
    block = BODY.child_blocks[name]
    outline = Outline(block.render(block.get_preview_value(), {}))
    assert outline.open == []
    assert 1 not in outline.levels
    assert outline.levels == [] or outline.levels[0] == 2
    assert set(outline.labels) <= set(outline.ids)


class TestSection:
    def test_it_prints_its_sources_as_numbers(self):
        sources = picks("source", [SourceFactory()])
        html = render_block("section", heading="Cost", text="<p>Text</p>", sources=sources)
        assert text_of(html) == "Cost Text Sources 1"

    def test_it_has_no_numbers_without_a_list_of_references(self):
        sources = picks("source", [SourceFactory()])
        html = render_block("section", {"citations": None}, heading="Cost", sources=sources)
        assert text_of(html) == "Cost"

    def test_an_editor_is_told_of_a_source_that_is_not_published(self):
        sources = picks("source", [SourceFactory(title="Draft", draft=True)])
        assert "“Draft” is not published" in render_block(
            "section", in_preview(), heading="Cost", sources=sources
        )


class TestCallout:
    def test_a_warning_says_so_to_those_who_do_not_see_its_colour(self):
        html = render_block("callout", kind="warning", heading="Do not drive")
        assert text_of(html) == "Important: Do not drive"
        assert "kp-callout--warning" in html

    def test_a_note_does_not(self):
        assert text_of(render_block("callout", kind="note", heading="Eat")) == "Eat"


class TestImage:
    def test_it_has_a_caption(self):
        html = render_block("image", image=ImageFactory(), caption="A room")
        assert "<figcaption>A room</figcaption>" in html

    def test_it_can_do_without(self):
        assert "figcaption" not in render_block("image", image=ImageFactory())


class TestQuote:
    def test_it_names_who_said_it_and_where(self):
        html = render_block(
            "quote", text="We listen.", attribution="Ana", source_url="https://news.example/"
        )
        assert text_of(html) == "We listen. Ana Where it was published"
        assert 'cite="https://news.example/"' in html

    def test_it_need_not_have_been_published(self):
        assert "<a" not in render_block("quote", text="We listen.", attribution="Ana")


class TestTable:
    def render(self, headings=("Way", "Minutes"), values=("Infusion", 40.0)):
        columns = [
            {"type": kind, "heading": heading}
            for kind, heading in zip(("text", "number"), headings, strict=True)
        ]
        rows = [{"values": list(values)}]
        block = BODY.child_blocks["table"]
        table = {"columns": columns, "rows": rows, "caption": ""}
        return block.render(block.to_python({"caption": "Two ways", "table": table}), {})

    def test_it_is_a_table_that_can_be_scrolled_with_the_keyboard(self):
        html = self.render()
        assert '<th scope="col">Way</th><th scope="col">Minutes</th>' in html
        assert '<th scope="row">Infusion</th><td>40</td>' in html
        assert 'role="region"' in html
        assert 'tabindex="0"' in html
        assert ">Two ways</caption>" in html

    def test_a_column_without_a_heading_has_no_empty_header(self):
        assert '<td></td><th scope="col">Minutes</th>' in self.render(headings=("", "Minutes"))


class TestVideo:
    URL = "https://www.video.example/watch/1"

    @pytest.fixture
    def answering(self, monkeypatch):
        embed = Embed(html='<iframe src="https://www.video.example/embed/1"></iframe>')
        monkeypatch.setattr(ketamine_pages_tags, "get_embed", lambda *args: embed)

    def render(self, **values):
        block = BODY.child_blocks["video"]
        return block.render(
            block.to_python({"title": "A first visit", "embed": self.URL, **values}), {}
        )

    @pytest.mark.usefixtures("answering")
    def test_nothing_of_the_other_site_is_outside_the_template(self):
        before, inside = self.render().split("<template>")
        inert, after = inside.split("</template>")
        assert "<iframe" in inert
        assert "<iframe" not in before + after
        assert "Play “A first visit” (loads from video.example)" in before
        assert "hidden" in before
        assert "video.js" in after

    @pytest.mark.usefixtures("answering")
    def test_there_is_a_plain_link(self):
        assert f'href="{self.URL}"' in self.render()

    @pytest.mark.usefixtures("answering")
    def test_it_can_have_a_picture(self):
        poster = {"image": ImageFactory().pk, "alt_text": "", "decorative": True}
        assert 'alt=""' in self.render(poster=poster)

    def test_only_the_link_is_left_where_the_other_site_does_not_answer(self):
        html = self.render()
        assert f'href="{self.URL}"' in html
        assert "<button" not in html
        assert "<script" not in html

    def test_the_block_chooser_shows_a_button(self):
        assert "<button" in render_block("video", {"block_preview": True}, title="A visit")


class TestBenefits:
    def test_a_benefit_has_its_evidence_its_caveat_and_its_sources(self):
        benefit = BenefitFactory(
            title="Less pain",
            text="For a while.",
            evidence_level=EvidenceLevel.EARLY,
            caveat="Few people.",
            sources=[SourceFactory()],
            against=[SourceFactory()],
        )
        html = render_block(
            "benefits", heading="{count} benefit", benefits=picks("benefit", [benefit])
        )
        assert text_of(html) == (
            "1 benefit Less pain Early evidence For 1 Against 2 For a while. "
            "What to keep in mind: Few people."
        )
        assert "kp-label--early" in html

    def test_the_count_is_of_those_shown(self):
        benefits = [BenefitFactory(), BenefitFactory(draft=True), None]
        html = render_block(
            "benefits", heading="{count} benefits", benefits=picks("benefit", benefits)
        )
        assert ">1 benefits<" in html

    @pytest.mark.parametrize("deleted", [True, False])
    def test_a_list_of_which_nothing_is_public_has_no_lonely_heading(self, deleted):
        item = None if deleted else BenefitFactory(draft=True)
        benefits = picks("benefit", [item])
        assert render_block("benefits", heading="Benefits", benefits=benefits) == ""

    def test_fifty_benefits_are_shown(self):
        benefits = picks("benefit", BenefitFactory.create_batch(50))
        assert render_block("benefits", heading="B", benefits=benefits).count("<h3>") == 50


class TestConditions:
    @pytest.fixture
    def indication(self):
        return IndicationFactory(
            treatment=TreatmentFactory(name="Ketamine"),
            condition=ConditionFactory(name="PTSD", abbreviation="P", summary="Distress."),
            status=IndicationStatus.OFF_LABEL,
            evidence_level=EvidenceLevel.LIMITED,
            statement="Trials disagree.",
        )

    def render(self, indication, **values):
        return render_block(
            "conditions",
            heading="{count} condition",
            conditions=picks("condition", [indication.condition]),
            **values,
        )

    def test_a_condition_has_its_evidence_and_its_disclosure(self, indication):
        html = self.render(indication, treatment=indication.treatment)
        assert text_of(html) == (
            "1 condition PTSD (P) Distress. Limited evidence For 1 Trials disagree. "
            f"{indication.disclosure}"
        )
        assert "not approved by the FDA" in indication.disclosure

    def test_without_a_treatment_it_has_its_name_and_summary(self, indication):
        assert text_of(self.render(indication)) == "1 condition PTSD (P) Distress."

    def test_its_name_links_to_its_page_while_that_is_published(self, indication):
        page = TreatmentPageFactory()
        indication.condition.detail_page = page
        assert f'<a href="{page.url}">PTSD</a>' in self.render(indication)
        page.live = False
        assert "<a" not in self.render(indication)

    def test_a_page_does_not_link_to_itself(self, indication):
        page = TreatmentPageFactory()
        indication.condition.detail_page = page
        block = BODY.child_blocks["conditions"]
        value = make("conditions", conditions=picks("condition", [indication.condition]))
        assert "<a" not in block.render(value, {"page": page})


class TestSafety:
    def test_the_boxed_warning_comes_first_and_nothing_is_folded_away(self):
        treatment = TreatmentFactory()
        SafetyNoticeFactory(
            title="Nausea", treatments=[treatment], sources=[SourceFactory()], text="<p>Often.</p>"
        )
        SafetyNoticeFactory(
            title="Misuse",
            kind=NoticeKind.BOXED_WARNING,
            treatments=[treatment],
            sources=[],
            against=[SourceFactory()],
            text="<p>It happens.</p>",
        )
        html = render_block("safety", heading="Risks", treatment=treatment)
        assert text_of(html) == (
            "Risks Boxed warning Misuse It happens. Against 1 Common effects Nausea 2 Often."
        )
        assert "kp-notice--boxed-warning" in html
        assert "<details" not in html

    def test_its_headings_are_as_high_as_those_of_benefits(self):
        notices = picks("notice", [SafetyNoticeFactory()])
        benefits = picks("benefit", [BenefitFactory()])
        risks = Outline(render_block("safety", heading="Risks", notices=notices))
        hopes = Outline(render_block("benefits", heading="Hopes", benefits=benefits))
        assert risks.levels == hopes.levels == [2, 3]


class TestAtAGlance:
    def test_it_prints_what_the_library_says(self):
        treatment = TreatmentFactory(
            name="Ketamine",
            session_length="40 minutes",
            monitoring_time="2 hours",
            course="Six sessions.",
            schedule="3",
            label_url="https://label.example/",
            label_date="2024-03-01",
        )
        treatment.refresh_from_db()
        html = render_block("at_a_glance", heading="In short", treatment=treatment)
        assert text_of(html) == (
            f"In short {treatment.disclosure} "
            "Regulatory status Off-label: not FDA-approved for this use "
            "How it is given Intravenous infusion (into a vein) Length of a session 40 minutes "
            "Monitoring 2 hours Controlled substance Schedule III "
            "Product label Label of March 1, 2024 Course of treatment Six sessions."
        )

    def test_it_leaves_out_what_the_library_does_not_say(self):
        treatment = TreatmentFactory(
            name="Ketamine", regulatory_status="", approved_for="", label_url=""
        )
        html = render_block("at_a_glance", heading="In short", treatment=treatment)
        assert text_of(html) == "In short How it is given Intravenous infusion (into a vein)"

    def test_a_label_without_a_date_can_be_read(self):
        treatment = TreatmentFactory(label_url="https://label.example/")
        assert "Read the label" in render_block("at_a_glance", treatment=treatment)

    def test_a_draft_is_not_shown(self):
        treatment = TreatmentFactory(draft=True, regulatory_status=RegulatoryStatus.COMPOUNDED)
        assert render_block("at_a_glance", heading="In short", treatment=treatment) == ""


class TestStatistic:
    VALUES = {
        "heading": "A trial",
        "outcome": "felt better",
        "numerator": 4,
        "denominator": 8,
        "group": "after ketamine",
        "comparison_numerator": 1234,
        "comparison_denominator": 5000,
        "comparison_group": "after placebo",
        "time": "a week later",
        "caveat": "Too few.",
    }

    def test_it_prints_people_and_per_cent_for_both_groups(self):
        sources = picks("source", [SourceFactory()])
        html = render_block("statistic", **self.VALUES, sources=sources)
        assert text_of(html) == (
            "A trial Felt better, a week later 1 4 of 8 people after ketamine (50%) "
            "1,234 of 5,000 people after placebo (25%) Too few."
        )

    def test_the_dots_say_the_same_as_the_words(self):
        values = {**self.VALUES, "numerator": 3, "comparison_numerator": 0}
        sources = picks("source", [SourceFactory()])
        values = {**values, "comparison_denominator": 7, "sources": sources}
        html = render_block("statistic", **values)
        pictures = re.findall(r'<svg class="kp-people".*?</svg>', html)
        dots = [re.findall(r'<circle class="kp-dot( kp-dot--on)?"', each) for each in pictures]
        assert [(sum(map(bool, each)), len(each)) for each in dots] == [(3, 8), (0, 7)]

    def test_a_bar_is_as_long_as_the_words_say(self):
        sources = picks("source", [SourceFactory()])
        html = render_block("statistic", **self.VALUES, sources=sources)
        assert re.findall(r'kp-dot--on" width="([\d.]+)"', html) == ["24.68"]

    def test_without_a_group_that_is_not_known_yet_nothing_is_printed(self):
        sources = picks("source", [SourceFactory()])
        values = {**self.VALUES, "comparison_denominator": None, "sources": sources}
        assert render_block("statistic", **values) == ""


class TestLists:
    def test_steps_are_numbered_by_their_order(self):
        steps = [{"title": "Arrive", "text": "Sit down."}, {"title": "Rest", "text": "A while."}]
        html = render_block("steps", heading="{count} steps", steps=steps)
        assert text_of(html) == "2 steps Arrive Sit down. Rest A while."
        assert '<ol class="kp-steps" role="list">' in html

    def test_questions_open_without_script(self):
        questions = [{"question": "Can I drive?", "answer": "<p>No.</p>"}]
        html = render_block("questions", heading="Questions", questions=questions)
        assert "<summary>Can I drive?</summary>" in html
        assert "<script" not in html

    def test_do_and_dont_stand_under_headings(self):
        html = render_block("dos_and_donts", heading="Today", dos=["Rest."], donts=["Drive."])
        assert text_of(html) == "Today Do Rest. Don’t Drive."


class TestCallToAction:
    def test_a_link_that_leads_nowhere_is_left_out(self):
        links = [
            {**LINK, "text": "A page", "page": TreatmentPageFactory(live=False)},
            {**LINK, "text": "Call", "phone": "+1 602 555 0142"},
            {**LINK, "text": "Write", "email": "hello@example.com"},
        ]
        html = render_block("call_to_action", heading="Talk", text="To us.", links=links)
        assert text_of(html) == "Talk To us. Call Write"
        assert Outline(html).links == ["tel:+1-602-555-0142", "mailto:hello@example.com"]
