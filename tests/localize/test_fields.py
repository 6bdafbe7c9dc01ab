"""What is offered to translators, and what translations take over as it is."""

from typing import Any

import pytest
from django.test import TestCase
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from ketamine_pages.blocks import BodyBlock
from ketamine_pages.findings.store import gated_models
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.models import Source
from ketamine_pages.page_types.models import LocationPage
from ketamine_pages.pages.editorial import EditorialPageMixin
from tests import factories
from tests.demo.test_load_demo import load
from tests.gate.making import GOOD, reload
from tests.localize.making import TranslatorTestCase, say, translation_of
from tests.search_engines.making import spanish

SAME = {
    LocationPage: {
        "phone",
        "fax",
        "tty",
        "street",
        "city",
        "region",
        "postal_code",
        "treatments",
        "languages",
        "access_features",
    },
    Source: {"authors", "doi", "pmid"},
}
TABLE = {
    "type": "table",
    "id": "table",
    "value": {
        "caption": "Two ways",
        "table": {
            "columns": [
                {"type": "text", "heading": "Way"},
                {"type": "rich_text", "heading": "What happens"},
                {"type": "number", "heading": "Minutes"},
            ],
            "rows": [
                {"values": ["Infusion", "<p>Slowly, <b>by drip</b>.</p>", 40]},
                {"values": ["Infusion", "<p>Way</p>", None]},
            ],
        },
    },
}


@pytest.mark.parametrize("model", SAME, ids=lambda model: model.__name__)
def test_these_are_the_same_in_all_languages(model: Any) -> None:
    fields = {each.field_name: each for each in get_translatable_fields(model)}
    for name in SAME[model]:
        assert type(fields[name]).__name__ == "SynchronizedField", name
        assert not fields[name].overridable


@pytest.mark.django_db
def test_a_text_that_was_never_filled_in_is_empty() -> None:
    """Values made by code, and those from before a block had this part."""
    body = BodyBlock().to_python(
        [
            {"type": name, "value": value}
            for name, value in (
                ("steps", {"heading": "How", "introduction": None, "steps": [{}]}),
                ("statistic", {"results": [{"outcome": "Better"}]}),
                ("call_to_action", {"heading": "Call", "links": [{"text": "Here"}]}),
            )
            if name in BodyBlock().child_blocks
        ]
    )
    page = factories.TreatmentIndexPageFactory(body=body)
    assert all(segment.order for segment in extract_segments(page))
    stored = str(BodyBlock().get_prep_value(page.body))
    for name in ("introduction", "group", "caveat", "text", "phone"):
        assert f"'{name}': ''" in stored
        assert f"'{name}': None" not in stored


class LocationTests(TranslatorTestCase):
    def test_a_location_with_a_phone(self):
        treatment = factories.TreatmentFactory()
        page = reload(factories.LocationPageFactory(treatments=[treatment], introduction=GOOD))
        self.submit(page)
        translated = translation_of(page)
        assert translated.phone == page.phone
        page.phone, page.postal_code = "+16025550143", "85005"
        page.save_revision().publish()
        say(page, "introduction", "Lo que ofrecemos.")
        self.synchronise(page, publish=True)
        translated = translation_of(page)
        assert (translated.phone, translated.postal_code) == ("+16025550143", "85005")
        assert translated.introduction == "Lo que ofrecemos."
        assert list(translated.treatments.all()) == [treatment]


class TableTests(TranslatorTestCase):
    def test_its_headings_and_cells_are_translated(self):
        page = reload(factories.TreatmentIndexPageFactory(body=[TABLE]))
        self.submit(page)
        strings = set(StringSegment.objects.values_list("string__data", flat=True))
        assert {"Way", "What happens", "Minutes", "Infusion", "Two ways"} <= strings
        for segment in StringSegment.objects.filter(context__path__startswith="body.table.table"):
            say(page, segment.context.path, f"ES {segment.string.data}")
        self.publish(translation_of(page))
        [block] = translation_of(page).body
        table = block.value["table"]
        assert [column["heading"] for column in table.columns] == [
            "ES Way", "ES What happens", "ES Minutes",
        ]  # fmt: skip
        first, second = table.row_data
        assert first["values"][0] == second["values"][0] == "ES Infusion"
        assert "ES Slowly" in first["values"][1].source
        assert (first["values"][2], second["values"][2]) == (40, None)
        [original] = reload(page).body
        assert original.value["table"].columns[0]["heading"] == "Way"


@pytest.mark.usefixtures("example_site")
class DemoTests(TestCase):
    """All of the demo can be translated."""

    @classmethod
    def setUpTestData(cls):
        load()

    def test_everything(self):
        number = 0
        for model in gated_models():
            if not issubclass(model, EditorialPageMixin | LibraryItem):
                continue
            for instance in model._default_manager.filter(locale__language_code="en")[:6]:
                source, _ = TranslationSource.get_or_create_from_instance(instance)
                translation, _ = Translation.objects.get_or_create(
                    source=source, target_locale=spanish()
                )
                translation.save_target(publish=False)
                assert str(translation_of(instance)) == str(instance)
                number += 1
        assert number > 30
