"""Content changes sideways: whatever was changed, by whatever way, a page prints what may stand.

The changes are made as SQL would make them, so that no door and no follower has a say.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from unittest.mock import patch

from django.core.cache import cache
from django.test import TestCase
from django.urls import reverse

from ketamine_pages import models
from tests import factories
from tests.reviews.making import block, picks, reload

# Words that stand nowhere but in the entry that they are called after.
BENEFIT, INDICATION, NUMBER = "brightermornings", "quieternights", "numberedsunrise"
PRODUCT_BENEFIT, APPROVED = "sprayedafternoons", "is approved by the FDA to treat"
INFUSION = frozenset({BENEFIT, INDICATION, NUMBER})
PRODUCT = frozenset({PRODUCT_BENEFIT, APPROVED})


@dataclass(frozen=True)
class Change:
    """A change, and what nobody may read afterwards; ``told`` are codes of which one is found.

    ``perhaps``: what may fall silent with it, as it has nothing to stand on any more either.
    """

    name: str
    make: Callable[["World"], Any]
    silent: frozenset[str]
    told: frozenset[str]
    perhaps: frozenset[str] = field(default=frozenset())


class World(TestCase):
    """An infusion and an approved product, on pages of every kind that makes statements."""

    pages: dict[str, Any]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.source = factories.SourceFactory()
        cls.label = factories.SourceFactory(kind="product-label", url="https://example.com/label")
        cls.infusion = factories.TreatmentFactory(name="Infusion", short_name="infusion")
        cls.other = factories.TreatmentFactory(name="Injection")
        cls.compounded = factories.TreatmentFactory(name="Lozenges", regulatory_status="compounded")
        cls.product = factories.TreatmentFactory(
            name="Nasoval",
            regulatory_status="approved",
            approved_for="",
            label_url="https://example.com/label",
            label_date=date(2026, 3, 13),
        )
        cls.condition = factories.ConditionFactory()
        cls.benefit = factories.BenefitFactory(
            title=BENEFIT, treatment=cls.infusion, sources=[cls.source]
        )
        cls.indication = factories.IndicationFactory(
            statement=INDICATION,
            treatment=cls.infusion,
            condition=cls.condition,
            sources=[cls.source],
        )
        cls.product_benefit = factories.BenefitFactory(
            title=PRODUCT_BENEFIT, treatment=cls.product, sources=[cls.source]
        )
        cls.approved_use = factories.IndicationFactory(
            treatment=cls.product,
            condition=cls.condition,
            status="approved",
            approved_use="depression",
            population="adults",
            sources=[cls.label],
        )
        cls.notice = factories.SafetyNoticeFactory(
            treatments=[cls.infusion], sources=[cls.label], title="infusionrisk"
        )
        cls.boxed = factories.SafetyNoticeFactory(
            treatments=[cls.product], sources=[cls.label], kind="boxed-warning", title="sprayrisk"
        )
        safety = block("safety")
        number = block(
            "statistic",
            outcome=NUMBER,
            numerator=4,
            denominator=8,
            group="after it",
            comparison_numerator=0,
            comparison_denominator=7,
            comparison_group="after placebo",
            time="a week later",
            sources=picks("source", cls.source),
        )
        cls.benefit_list = factories.BenefitListPageFactory(
            treatment=cls.infusion,
            benefits=json.dumps(picks("benefit", cls.benefit)),
            body=json.dumps([safety]),
        )
        cls.condition_list = factories.ConditionListPageFactory(
            treatment=cls.infusion,
            conditions=json.dumps(picks("condition", cls.condition)),
            body=json.dumps([safety]),
        )
        cls.pages = {
            "picked": cls.page(
                cls.infusion,
                block("benefits", benefits=picks("benefit", cls.benefit)),
                block("conditions", conditions=picks("condition", cls.condition)),
                number,
                safety,
            ),
            "benefit list": cls.benefit_list,
            "condition list": cls.condition_list,
            "reusing": cls.page(
                cls.infusion,
                safety,
                block("benefits", list_page=cls.benefit_list.pk),
                block("conditions", list_page=cls.condition_list.pk),
            ),
            "about another": cls.page(
                cls.other,
                block("benefits", benefits=picks("benefit", cls.benefit)),
                block("safety", treatment=cls.infusion.pk),
            ),
            "product": cls.page(
                cls.product,
                block("benefits", benefits=picks("benefit", cls.product_benefit)),
                block("conditions", conditions=picks("condition", cls.condition)),
            ),
            "product's benefit elsewhere": cls.page(
                cls.other, block("benefits", benefits=picks("benefit", cls.product_benefit))
            ),
        }

    @classmethod
    def page(cls, treatment: Any, *blocks: Any) -> Any:
        return factories.TreatmentPageFactory(treatment=treatment, body=json.dumps(blocks))

    def read(self, page: Any) -> dict[str, str]:
        """All that anybody gets of a page, by where."""
        # SQL raises no version, so that what is kept stays until its time is over.
        cache.clear()
        page = reload(page)
        response = self.client.get(page.url)
        assert response.status_code == 200
        api = self.client.get(reverse("wagtailapi:pages:detail", args=[page.pk]))
        assert api.status_code == 200
        indexed = [
            str(each.get_value(page)) for each in page.get_search_fields() if each.field_name
        ]
        # Structured data stand in the page, and are asked for by themselves as well.
        return {
            "page": response.content.decode(),
            "API": api.content.decode(),
            "search": " ".join(indexed),
        }

    def said(self, page: Any) -> set[str]:
        """Which of the words above anybody gets."""
        everything = " ".join(self.read(page).values())
        return {word for word in INFUSION | PRODUCT if word in everything}


def of(name: str, **values: Any) -> Callable[[World], Any]:
    """The entry of that name is changed."""

    def change(world: World) -> None:
        entry = getattr(world, name)
        type(entry).objects.filter(pk=entry.pk).update(**values)

    return change


def without_source(world: World) -> None:
    for entry in (world.benefit, world.indication):
        entry.source_links.model.objects.filter(item=entry).delete()


def delete_notice(world: World) -> None:
    models.SafetyNotice.objects.filter(pk=world.notice.pk).delete()


def take_treatment_off(world: World) -> None:
    through = models.SafetyNotice.treatments.through
    through.objects.filter(safetynotice=world.notice).delete()


def unsource_notice(world: World) -> None:
    world.notice.source_links.model.objects.filter(item=world.notice).delete()


CHANGES = [
    Change(
        "a source is withdrawn",
        of("source", withdrawn_on=date(2020, 1, 1)),
        INFUSION | {PRODUCT_BENEFIT},
        frozenset({"benefit-without-source"}),
    ),
    Change(
        "a source is unpublished",
        of("source", live=False),
        INFUSION | {PRODUCT_BENEFIT},
        frozenset({"benefit-without-source"}),
    ),
    Change(
        "the sources are taken off",
        without_source,
        frozenset({BENEFIT, INDICATION}),
        frozenset({"benefit-without-source"}),
    ),
    *[
        Change(name, change, INFUSION, frozenset({"benefits-without-safety"}), PRODUCT)
        for name, change in {
            "the last notice is unpublished": of("notice", live=False),
            "the last notice is deleted": delete_notice,
            "the last notice is emptied": of("notice", text="<p> </p>"),
            "the last notice becomes advice for afterwards": of("notice", kind="after-treatment"),
            "the treatment is taken off the last notice": take_treatment_off,
            "the source of the last notice is taken off": unsource_notice,
            "the source of the last notice is withdrawn": of(
                "label", withdrawn_on=date(2020, 1, 1)
            ),
        }.items()
    ],
    Change(
        "the treatment is unpublished",
        of("infusion", live=False),
        INFUSION,
        frozenset({"treatment-unpublished", "status-missing", "item-unpublished"}),
    ),
    Change(
        "the benefit moves to a compounded treatment",
        lambda world: of("benefit", treatment=world.compounded)(world),
        frozenset({BENEFIT}),
        frozenset({"other-treatment"}),
    ),
    Change(
        "the benefit is unpublished",
        of("benefit", live=False),
        frozenset({BENEFIT}),
        frozenset({"item-unpublished"}),
    ),
    Change(
        "the benefit expires",
        of("benefit", expires_on=date(2020, 1, 1)),
        frozenset({BENEFIT}),
        frozenset({"fact-expired"}),
    ),
    Change(
        "the indication moves to another treatment",
        lambda world: of("indication", treatment=world.other)(world),
        frozenset({INDICATION}),
        frozenset({"condition-without-indication"}),
    ),
    *[
        Change(name, change, frozenset({APPROVED}), frozenset(told), frozenset({PRODUCT_BENEFIT}))
        for name, change, told in [
            (
                "the product becomes off-label",
                of("product", regulatory_status="off-label"),
                {"status-contradicted"},
            ),
            (
                "the product becomes compounded",
                of("product", regulatory_status="compounded"),
                {"status-contradicted"},
            ),
            (
                "the product loses its status",
                of("product", regulatory_status=""),
                {"status-missing", "status-contradicted"},
            ),
            (
                "the label loses its date",
                of("product", label_date=None),
                {"approval-incomplete"},
            ),
            ("the label loses its address", of("product", label_url=""), {"approval-incomplete"}),
            ("the use is emptied", of("approved_use", approved_use=""), {"approval-incomplete"}),
            (
                "the population is emptied",
                of("approved_use", population=""),
                {"approval-incomplete"},
            ),
        ]
    ],
    Change(
        "the boxed warning is unpublished",
        of("boxed", live=False),
        frozenset({PRODUCT_BENEFIT}),
        frozenset({"label-notice-missing", "benefits-without-safety"}),
        frozenset({APPROVED}),
    ),
]


class SidewaysTests(World):
    def test_everything_stands_before(self):
        said = {name: self.said(page) for name, page in self.pages.items()}
        assert said == {
            "picked": {BENEFIT, INDICATION, NUMBER},
            "benefit list": {BENEFIT},
            "condition list": {INDICATION},
            "reusing": {BENEFIT, INDICATION},
            "about another": {BENEFIT},
            "product": {PRODUCT_BENEFIT, APPROVED},
            # The sentence about the approval stands in its structured data.
            "product's benefit elsewhere": {PRODUCT_BENEFIT, APPROVED},
        }
        for name, page in self.pages.items():
            errors = [f.code for f in reload(page).get_findings() if f.severity == "error"]
            assert errors == [], name

    def test_a_product_brings_its_boxed_warning_wherever_it_is_spoken_of(self):
        for name in ("product", "product's benefit elsewhere"):
            read = self.read(self.pages[name])
            assert all("sprayrisk" in read[where] for where in ("page", "API", "search")), name

    def test_who_reads_of_another_treatment_is_told_so(self):
        assert "Studied for: infusion" in self.read(self.pages["about another"])["page"]
        assert "Studied for" not in self.read(self.pages["picked"])["page"]


def _test_of(change: Change) -> Callable[[SidewaysTests], None]:
    def test(self: SidewaysTests) -> None:
        before = {name: self.said(page) for name, page in self.pages.items()}
        change.make(self)
        for name, page in self.pages.items():
            with self.subTest(page=name):
                said = self.said(page)
                assert not said & change.silent
                assert said >= before[name] - change.silent - change.perhaps
                # That a product is approved stands elsewhere in structured data only.
                if before[name] & change.silent - (set() if name == "product" else {APPROVED}):
                    found = {finding.code for finding in reload(page).get_findings()}
                    assert found & change.told, found

    return test


for _change in CHANGES:
    setattr(
        SidewaysTests, "test_" + _change.name.replace(" ", "_").replace("-", "_"), _test_of(_change)
    )


class UntendedTests(World):
    def test_numbers_are_withheld_and_warnings_stay(self):
        page = self.pages["picked"]
        assert NUMBER in self.said(page)
        with patch.object(models.EditorialPageMixin, "is_untended", True):
            assert self.said(page) == {BENEFIT, INDICATION}
            assert "infusionrisk" in self.read(page)["page"]
            found = {finding.code for finding in reload(page).get_findings()}
        assert "numbers-withheld" in found


class PreviewTests(World):
    def test_the_editor_reads_at_the_place_what_is_left_out_and_why(self):
        of("notice", live=False)(self)
        page = reload(self.pages["picked"])
        html = page.make_preview_request().content.decode()
        assert f"Not shown to visitors: “{BENEFIT}”." in html
        assert "The page has no safety information about its treatment." in html
        assert "Not shown to visitors" not in self.read(page)["page"]
