"""Script in any text field stays text."""

from datetime import date, timedelta

import pytest
from django.db import models
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import Site

from ketamine_pages.fields import RichTextField
from ketamine_pages.models import ClinicSettings
from ketamine_pages.rich_text import RichTextBlock
from tests.blocks.making import BODY, picks
from tests.factories import (
    BenefitListPageFactory,
    ConditionListPageFactory,
    ImageFactory,
    LocationIndexPageFactory,
    LocationPageFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)
from tests.library.test_library_items import FACTORIES

pytestmark = pytest.mark.django_db

ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 }}{% now %}"
KEPT = {"slug", "path", "url_path", "draft_title"}


def is_free_text(field):
    return (
        isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.URLField | RichTextField)
        and not field.choices
        and field.get_internal_type() in ("CharField", "TextField")
        and field.name not in KEPT
        and "phone" not in type(field).__name__.lower()
    )


def attack(item):
    """Write the attack into every text field of a saved item, past all validation."""
    for field in item._meta.get_fields():
        if getattr(field, "concrete", False) and is_free_text(field):
            long_enough = field.max_length is None or field.max_length >= len(ATTACK)
            setattr(item, field.name, ATTACK if long_enough else "<script>"[: field.max_length])
    models.Model.save(item)
    return item


def fill(block, items):
    """A value of ``block`` with the attack wherever an editor can type text."""
    if isinstance(block, RichTextBlock):
        return "<p>Checked when it is entered.</p>"
    if isinstance(block, TypedTableBlock):
        column = {"type": "text", "heading": ATTACK}
        return block.to_python(
            {"columns": [column], "rows": [{"values": [ATTACK]}], "caption": ATTACK}
        )
    if isinstance(block, blocks.StructBlock):
        values = {name: fill(child, items) for name, child in block.child_blocks.items()}
        return {name: value for name, value in values.items() if value is not None}
    if isinstance(block, blocks.StreamBlock):
        return picks(*items[next(iter(block.child_blocks))])
    if isinstance(block, blocks.ListBlock):
        return [fill(block.child_block, items)]
    if isinstance(block, blocks.IntegerBlock):
        return 4
    if isinstance(block, blocks.CharBlock | blocks.TextBlock):
        return ATTACK
    return None


@pytest.fixture
def items():
    """Attacked library items, by the name of the block that picks them."""
    made = {model._meta.model_name: factory() for model, factory in FACTORIES.items()}
    made["safetynotice"].treatments.set([made["treatment"]])
    made["indication"].treatment, made["indication"].condition = (
        made["treatment"],
        made["condition"],
    )
    for name in ("benefit", "indication", "safetynotice"):
        links = made[name].source_links
        links.add(links.model(source=made["source"]))
        made[name].save()
    for item in made.values():
        attack(item)
    return made


def test_script_in_any_text_field_is_printed_as_text(items, client):
    location = LocationPageFactory(
        parent=LocationIndexPageFactory(),
        image=ImageFactory(),
        status_message="Closed.",
        status_until=date.today() + timedelta(days=9),  # noqa: DTZ011
        telehealth=True,
    )
    picked = {
        "location": ("location", [location]),
        "benefit": ("benefit", [items["benefit"]]),
        "condition": ("condition", [items["condition"]]),
        "notice": ("notice", [items["safetynotice"]]),
        "source": ("source", [items["source"]]),
    }
    body = [(name, fill(block, picked)) for name, block in BODY.child_blocks.items()]
    body.append(("image", {"image": attack(ImageFactory()), "caption": ATTACK}))
    clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
    clinic.footer_links = [("link", {"text": ATTACK, "url": "https://example.com"})]
    clinic.main_phone = "+16025550142"
    clinic.logo = clinic.default_social_image = attack(ImageFactory())
    attack(clinic)
    index = TreatmentIndexPageFactory()
    fields = {"parent": index, "treatment": items["treatment"]}
    pages = [
        TreatmentPageFactory(**fields, body=body, hero_image=ImageFactory()),
        BenefitListPageFactory(parent=index, benefits=picks(*picked["benefit"]), body=body),
        ConditionListPageFactory(**fields, conditions=picks(*picked["condition"])),
        index,
        location,
    ]
    for page in [attack(page) for page in pages]:
        html = client.get(page.url).content.decode()
        assert html.count("&lt;script&gt;alert(1)") > 5, page
        assert "<script>" not in html
        assert "<img src=x" not in html
        assert "{{ 7 }}" in html


@pytest.mark.parametrize("model", FACTORIES, ids=lambda model: model.__name__)
def test_script_is_printed_as_text_in_previews(items, model):
    html = items[model._meta.model_name].make_preview_request().content.decode()
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
