"""What pages say about themselves: read from models and blocks, unsaved changes included."""

import re
from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ketamine_pages.models import NoticeKind
from ketamine_pages.rules.findings import Severity
from tests.blocks.making import picks
from tests.checking import find_in_content
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ConditionFactory,
    ConditionListPageFactory,
    ImageFactory,
    IndicationFactory,
    ProgrammePageFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.pages.making import make_full_body

YESTERDAY = timezone.localdate() - timedelta(days=1)
TOMORROW = timezone.localdate() + timedelta(days=1)


def codes(page):
    return sorted({str(finding.code) for finding in find_in_content(page)})


def the(code, page):
    [finding] = [found for found in find_in_content(page) if found.code == code]
    return finding


RISKS = ("safety", {"heading": "Risks"})


def statistic(**values):
    counts = {"numerator": 4, "denominator": 8, "comparison_numerator": 0}
    return (
        "statistic",
        {"heading": "A trial", **counts, "comparison_denominator": 7, **values},
    )


def section(text="<p>We listen.</p>", **values):
    return ("section", {"heading": "About us", "text": text, **values})


def benefits_block(*benefits, **values):
    return ("benefits", {"heading": "Benefits", "benefits": picks("benefit", benefits), **values})


# What is to be found has to be published first.
@override_settings(KETAMINE_PAGES={"PUBLISH_GATE": "off"})
class FindingsTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.source = SourceFactory()
        cls.benefit = BenefitFactory(sources=[cls.source])
        cls.treatment = TreatmentFactory()
        cls.notice = SafetyNoticeFactory(treatments=[cls.treatment])
        cls.approved = TreatmentFactory(
            product=True, name="Examplin (exam) spray", short_name="Examplin"
        )

    def make(self, *body, **values):
        return TreatmentPageFactory(body=list(body), **{"treatment": self.treatment, **values})

    def visible(self, page):
        """What visitors read of ``page``: search engines are told everything once more."""
        html = self.client.get(page.url).content.decode()
        return re.sub(
            r'<script type="application/ld\+json">.*?</script>', "", html, flags=re.DOTALL
        )

    def boxed_warning(self, **values):
        return SafetyNoticeFactory(
            kind=NoticeKind.BOXED_WARNING, treatments=[self.approved], **values
        )

    def test_a_page_with_sources_and_risks_has_no_findings(self):
        page = self.make(section(), benefits_block(self.benefit), RISKS)
        assert find_in_content(page) == []

    def test_unsaved_changes_are_judged(self):
        page = self.make(section())
        page.introduction = "Price: TBC"
        finding = the("placeholder-left", page)
        assert finding.spot.field == "introduction"

    def test_a_page_that_was_never_saved_is_judged(self):
        page = type(self.make())(title="Lorem ipsum", treatment=self.treatment)
        assert codes(page) == ["placeholder-left"]

    def test_every_text_of_the_page_is_read(self):
        for name in ("title", "seo_title", "search_description", "heading", "hero_image_alt"):
            page = self.make()
            setattr(page, name, "Price: TBC")
            assert the("placeholder-left", page).spot.field == name

    def test_every_text_of_a_block_is_read(self):
        blocks = [
            section("<p>Fine.</p><ul><li>Price: TBC</li></ul>"),
            ("callout", {"heading": "Price: TBC", "text": ""}),
            ("quote", {"text": "Price: TBC", "attribution": "Us"}),
            ("steps", {"heading": "Steps", "steps": [{"title": "One", "text": "Price: TBC"}]}),
            ("questions", {"heading": "Q", "questions": [{"question": "TBC", "answer": "Yes"}]}),
            ("dos_and_donts", {"heading": "Day", "dos": ["TBC"], "donts": ["Drive."]}),
            ("image", {"image": ImageFactory(), "caption": "TBC"}),
            ("call_to_action", {"heading": "Call", "links": [{"text": "TBC", "url": ""}]}),
        ]
        for block in blocks:
            finding = the("placeholder-left", self.make(block))
            assert finding.spot.block
            assert finding.spot.field == "body"
            assert finding.spot.label

    def test_the_cells_of_a_table_are_read(self):
        table = {
            "columns": [{"type": "text", "heading": "Way"}],
            "rows": [{"values": ["TBC"]}],
            "caption": "",
        }
        page = self.make(("table", {"caption": "Ways", "table": table}))
        assert codes(page) == ["placeholder-left"]

    def test_a_finding_leads_to_the_place_in_the_block(self):
        steps = [{"title": "One", "text": "Fine."}, {"title": "Two", "text": "TBC"}]
        page = self.make(("steps", {"heading": "Steps", "steps": steps}))
        spot = the("placeholder-left", page).spot
        assert spot.path == "steps.1.text"
        assert spot.block == page.body[0].id
        assert spot.label.startswith("Steps: ")

    def test_a_finding_about_a_library_item_names_it(self):
        benefit = BenefitFactory(sources=[])
        page = self.make(benefits_block(benefit), RISKS)
        spot = the("benefit-without-source", page).spot
        assert (spot.item.model, spot.item.pk) == ("ketamine_pages.Benefit", benefit.pk)
        assert spot.block == page.body[0].id

    def test_benefits_need_safety_information(self):
        assert codes(self.make(benefits_block(self.benefit))) == ["benefits-without-safety"]

    def test_safety_information_without_a_notice_is_none(self):
        page = self.make(
            benefits_block(self.benefit),
            RISKS,
            treatment=TreatmentFactory(),
        )
        assert codes(page) == ["benefits-without-safety"]

    def test_benefits_of_a_reused_list_are_judged(self):
        benefits = picks("benefit", [BenefitFactory(sources=[])])
        list_page = BenefitListPageFactory(benefits=benefits)
        page = self.make(benefits_block(list_page=list_page))
        assert codes(page) == ["benefit-without-source", "benefits-without-safety"]

    def test_a_reused_list_that_is_a_draft_is_named(self):
        list_page = BenefitListPageFactory(
            title="Our list", live=False, benefits=picks("benefit", [BenefitFactory()])
        )
        page = self.make(benefits_block(list_page=list_page))
        assert "Our list" in the("item-unpublished", page).message

    def test_a_statistic_needs_a_source(self):
        block = statistic(sources=[])
        assert codes(self.make(block, RISKS)) == ["benefit-without-source"]
        block = statistic(sources=picks("source", [self.source]))
        assert codes(self.make(block, RISKS)) == []

    def test_a_statement_about_a_condition_is_judged(self):
        indication = IndicationFactory(treatment=self.treatment, sources=[])
        conditions = picks("condition", [indication.condition])
        page = self.make(("conditions", {"heading": "Conditions", "conditions": conditions}))
        assert the("benefit-without-source", page).spot.item.pk == indication.pk

    def test_withdrawing_a_source_reaches_every_page_at_once(self):
        page = self.make(
            section(sources=picks("source", [self.source])),
            benefits_block(self.benefit),
            RISKS,
        )
        self.source.withdrawn_on = YESTERDAY
        self.source.save()
        page = type(page).objects.get(pk=page.pk)
        assert codes(page) == ["benefit-without-source", "source-withdrawn"]

    def test_drafts_are_named_and_not_judged(self):
        draft = BenefitFactory(title="Less pain", text="Price: TBC", live=False)
        page = self.make(benefits_block(draft))
        assert codes(page) == ["item-unpublished"]
        assert "“Less pain”" in the("item-unpublished", page).message

    def test_a_deleted_item_is_mentioned(self):
        gone = BenefitFactory()
        page = self.make(benefits_block(gone))
        gone.delete()
        page = type(page).objects.get(pk=page.pk)
        assert "deleted" in the("item-unpublished", page).message

    def test_a_treatment_page_needs_a_published_treatment(self):
        page = self.make()
        page.treatment = None
        assert codes(page) == ["status-missing"]
        draft = TreatmentFactory(live=False)
        assert codes(self.make(treatment=draft)) == ["item-unpublished", "status-missing"]

    def test_a_treatment_without_status_is_found_on_the_page_and_on_itself(self):
        treatment = TreatmentFactory(regulatory_status="")
        assert codes(self.make(treatment=treatment)) == ["status-missing"]
        assert codes(treatment) == ["status-missing"]

    def test_a_list_page_needs_no_treatment(self):
        page = ConditionListPageFactory(conditions=picks("condition", [ConditionFactory()]))
        assert find_in_content(page) == []

    def test_approval_is_claimed_for_named_products_only(self):
        text = "<p>You can have an FDA-approved spray.</p>"
        assert "approval-unnamed" in codes(self.make(section(text)))
        text = "<p>Examplin is FDA-approved for some adults.</p>"
        assert "approval-unnamed" not in codes(self.make(section(text)))

    def test_an_approved_product_brings_its_notices_by_itself(self):
        notice = self.boxed_warning(title="Sedation")
        SafetyNoticeFactory(
            kind=NoticeKind.AFTER_TREATMENT, title="No driving", treatments=[self.approved]
        )
        page = self.make(benefits_block(self.benefit), treatment=self.approved)
        assert find_in_content(page) == []
        html = self.visible(page)
        assert html.count("Sedation") == 1
        assert html.index("Sedation") < html.index("No driving") < html.index(self.benefit.title)
        notice.unpublish()
        assert codes(page) == ["benefits-without-safety", "label-notice-missing"]

    def test_notices_are_not_printed_twice(self):
        self.boxed_warning(title="Sedation")
        page = self.make(RISKS, treatment=self.approved)
        assert self.visible(page).count("Sedation") == 1
        assert find_in_content(page) == []

    def test_risks_of_another_treatment_do_not_stand_in(self):
        self.boxed_warning(title="Sedation")
        block = ("safety", {"heading": "Risks", "treatment": self.treatment})
        page = self.make(block, treatment=self.approved)
        assert "Sedation" in self.client.get(page.url).content.decode()

    def test_a_benefit_of_an_approved_product_brings_its_boxed_warning(self):
        benefit = BenefitFactory(treatment=self.approved)
        page = self.make(benefits_block(benefit), RISKS)
        # One that tells no risk does not count.
        self.boxed_warning(title="Drowsiness", sources=[])
        assert codes(page) == ["benefits-without-safety", "label-notice-missing"]
        assert benefit.title not in self.visible(page)
        warning = self.boxed_warning(title="Sedation")
        assert find_in_content(page) == []
        html = self.visible(page)
        assert html.count("Sedation") == 1
        assert "Drowsiness" not in html
        assert html.index("Sedation") < html.index(benefit.title)
        assert "Studied for: Examplin" in html
        body = [
            benefits_block(benefit),
            ("safety", {**RISKS[1], "notices": picks("notice", [warning])}),
        ]
        assert self.visible(self.make(*body)).count("Sedation") == 1

    def test_an_expired_benefit_is_left_out_and_mentioned(self):
        benefit = BenefitFactory(sources=[self.source], expires_on=YESTERDAY)
        page = self.make(benefits_block(benefit))
        assert codes(page) == ["fact-expired"]
        assert benefit.title not in self.client.get(page.url).content.decode()

    def test_an_expired_warning_stays_and_is_mentioned(self):
        self.notice.expires_on = YESTERDAY
        self.notice.save()
        page = self.make(RISKS)
        assert codes(page) == ["fact-expired"]
        assert self.notice.title in self.client.get(page.url).content.decode()

    def test_an_expired_section_is_left_out_and_mentioned(self):
        page = self.make(section("<p>Until then only. TBC</p>", expires_on=YESTERDAY))
        assert codes(page) == ["fact-expired"]
        assert "Until then only" not in self.client.get(page.url).content.decode()
        api = page.body.stream_block.get_api_representation(page.body)
        assert "Until then only" not in str(api)
        assert "Until then only" not in str(
            page.body.stream_block.get_searchable_content(page.body)
        )

    def test_a_section_is_printed_on_its_last_day(self):
        page = self.make(section("<p>Until then only.</p>", expires_on=timezone.localdate()))
        assert codes(page) == ["fact-expires-soon"]
        assert "Until then only" in self.client.get(page.url).content.decode()

    def test_phrases_and_hard_texts_are_hints(self):
        hard = "Dissociation necessitates continuous multidisciplinary monitoring arrangements. "
        page = self.make(section(f"<p>We guarantee relief. {hard * 10}</p>"))
        found = {finding.code: finding.severity for finding in find_in_content(page)}
        assert found == {"phrase": Severity.HINT, "reading-level": Severity.HINT}

    def test_a_source_beside_a_number_clears_it(self):
        text = "<p>After a month 65% had fewer symptoms.</p>"
        assert codes(self.make(section(text))) == ["number-unsourced"]
        assert codes(self.make(section(text, sources=picks("source", [self.source])))) == []

    @override_settings(
        KETAMINE_PAGES={
            "PUBLISH_GATE": "off",
            "FINDING_SEVERITY": {"benefits-without-safety": "hint"},
        }
    )
    def test_the_site_chooses_severities(self):
        page = self.make(benefits_block(self.benefit))
        assert the("benefits-without-safety", page).severity is Severity.HINT
        found = find_in_content(page, {"benefits-without-safety": "error"})
        assert [finding.severity for finding in found] == [Severity.ERROR]

    def test_a_block_of_the_site_is_read_without_doing_anything(self):
        price = {"heading": "Price: TBC", "amount": 450}
        page = ProgrammePageFactory(treatment=self.treatment, body=[("price", price)])
        assert codes(page) == ["placeholder-left"]


@override_settings(KETAMINE_PAGES={"PUBLISH_GATE": "off"})
class QueryTests(TestCase):
    """Judging a page costs the same whatever the length of its lists."""

    def count(self, page):
        page = type(page).objects.get(pk=page.pk)
        find_in_content(page)
        page = type(page).objects.get(pk=page.pk)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            find_in_content(page)
        return len(queries)

    def test_a_page_with_twenty_blocks(self):
        counts = [
            self.count(TreatmentPageFactory(body=make_full_body(number))) for number in (2, 20)
        ]
        assert counts[0] == counts[1] <= 40

    def test_a_benefit_list(self):
        sources = SourceFactory.create_batch(3)
        counts = [
            self.count(
                BenefitListPageFactory(
                    benefits=picks(
                        "benefit",
                        [
                            BenefitFactory(sources=sources, treatment=TreatmentFactory())
                            for _ in range(number)
                        ],
                    )
                )
            )
            for number in (2, 20)
        ]
        assert counts[0] == counts[1] <= 10
