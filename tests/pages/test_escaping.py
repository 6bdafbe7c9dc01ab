"""Text that somebody has typed is printed and never run."""

from typing import Any

from django.test import TestCase
from wagtail.models import Site

from ketamine_pages.models import ClinicSettings
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    ConditionFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SiteWordingFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentPageFactory,
)
from tests.pages.making import make_full_body

EVIL = "\"'><script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"


def poison(value: Any) -> Any:
    """Stored block data with ``EVIL`` for each text that an editor types, rich text aside."""
    if isinstance(value, dict):
        fixed = {"type", "id", "kind", "email", "columns"}
        return {name: value[name] if name in fixed else poison(value[name]) for name in value}
    if isinstance(value, list):
        return [poison(child) for child in value]
    return EVIL if isinstance(value, str) and not value.startswith("<p>") else value


def texts(model: Any) -> dict[str, str]:
    """``EVIL``, or as much of it as fits, for each plain text of a library model."""
    return {
        field.name: EVIL[: field.max_length]
        for field in model._meta.get_fields()
        if field.get_internal_type() in {"CharField", "TextField"}
        and not field.choices
        and type(field).__name__ in {"CharField", "TextField"}
    }


class EscapingTests(TestCase):
    def visit(self, page):
        response = self.client.get(page.url)
        self.assertEqual(response.status_code, 200)
        html = response.content.decode()
        self.assertNotIn("<script>alert", html)
        return html

    def test_texts_of_blocks(self):
        page = TreatmentPageFactory(body=make_full_body(1))
        stored = [*page.body.raw_data]
        page.body = [
            {"type": child["type"], "id": child["id"], "value": poison(child["value"])}
            for child in stored
        ]
        page.save()
        html = self.visit(page)
        self.assertGreater(html.count(ESCAPED), 40)

    def test_texts_of_library_items(self):
        source = SourceFactory(**texts(SourceFactory._meta.model))
        treatment = TreatmentFactory(**texts(TreatmentFactory._meta.model))
        condition = ConditionFactory(**texts(ConditionFactory._meta.model))
        IndicationFactory(
            treatment=treatment, condition=condition, statement=EVIL, sources=[source]
        )
        benefit = BenefitFactory(**texts(BenefitFactory._meta.model), sources=[source])
        SafetyNoticeFactory(title=EVIL, treatments=[treatment], sources=[source])
        body = [
            ("benefits", {"heading": "A", "benefits": picks("benefit", [benefit])}),
            ("conditions", {"heading": "A", "conditions": picks("condition", [condition])}),
            ("safety", {"heading": "A"}),
            ("at_a_glance", {"heading": "A"}),
        ]
        html = self.visit(TreatmentPageFactory(treatment=treatment, body=body))
        self.assertGreater(html.count(ESCAPED), 20)
        self.assertNotIn("javascript:", html)

    def test_texts_of_the_clinic_details(self):
        ClinicSettings.objects.create(
            site=Site.objects.get(is_default_site=True),
            organisation_name=EVIL,
            legal_name=EVIL,
            wording=SiteWordingFactory(crisis_heading=EVIL, book_label=EVIL[:40]),
            booking_url="https://book.example/",
            main_phone="+16025550142",
        )
        html = self.visit(TreatmentPageFactory())
        self.assertGreater(html.count(ESCAPED), 3)
