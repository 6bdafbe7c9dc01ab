"""Images whose files are gone: visitors see a page without them, and its editor is told."""

import pytest
from django.template.loader import render_to_string

from ketamine_pages.gate.panel import describe
from tests.blocks.making import picks
from tests.factories import (
    ClinicianFactory,
    ConditionFactory,
    ConditionListPageFactory,
    ImageFactory,
    TreatmentPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def image():
    return ImageFactory(title="A room")


@pytest.fixture
def lost(image):
    image.file.storage.delete(image.file.name)
    return image


def missing(thing):
    return [found for found in thing.get_findings() if found.code == "image-missing"]


def test_an_image_that_is_there_is_no_finding(image):
    page = TreatmentPageFactory(hero_image=image, body=[("image", {"image": image})])
    assert missing(page) == []


def test_the_image_at_the_top_is_named_at_its_field(lost):
    [finding] = missing(TreatmentPageFactory(hero_image=lost))
    assert "“A room”" in finding.message
    assert finding.spot.field == "hero_image"
    assert finding.spot.label == "Image"


def test_the_image_for_sharing_is_named(lost):
    [finding] = missing(TreatmentPageFactory(social_image=lost))
    assert finding.spot.field == "social_image"


def test_an_image_in_a_block_is_named_at_the_block(lost):
    page = TreatmentPageFactory(body=[("image", {"image": lost})])
    [finding] = missing(page)
    assert finding.spot.block == page.body[0].id
    assert finding.spot.path == "image"


def test_the_picture_of_a_video_is_looked_at(lost):
    [finding] = missing(TreatmentPageFactory(body=[("video", {"poster": lost})]))
    assert finding.spot.path == "poster"


def test_the_image_of_a_condition_is_named_on_its_pages_and_at_itself(lost):
    condition = ConditionFactory(image=lost)
    [finding] = missing(condition)
    assert finding.spot.field == "image"
    [finding] = missing(ConditionListPageFactory(conditions=picks("condition", [condition])))
    assert finding.spot.item.pk == condition.pk


def test_the_photo_of_a_reviewer_is_looked_at(lost):
    [finding] = missing(ClinicianFactory(photo=lost))
    assert finding.spot.field == "photo"


def test_it_never_stops_an_editor_from_publishing(lost):
    [finding] = missing(TreatmentPageFactory(hero_image=lost))
    assert finding.severity == "warning"


def test_the_number_of_queries_does_not_grow_with_the_conditions(django_assert_max_num_queries):
    def judge(count):
        conditions = [ConditionFactory(image=ImageFactory()) for _ in range(count)]
        page = ConditionListPageFactory(conditions=picks("condition", conditions))
        page = type(page).objects.get(pk=page.pk)
        page.get_findings()  # What is looked up once a process is known now.
        page = type(page).objects.get(pk=page.pk)
        with django_assert_max_num_queries(100) as queries:
            page.get_findings()
        return len(queries)

    assert judge(6) == judge(2)


def test_a_storage_that_does_not_answer_reports_nothing(image, caplog):
    class Silent:
        def exists(self, name):
            raise RuntimeError("no answer")

    image.file.storage = Silent()
    assert missing(ClinicianFactory(photo=image)) == []
    assert "no answer" in caplog.text


def test_the_editor_reads_it_without_unfolding_anything(lost):
    page = TreatmentPageFactory(hero_image=lost)
    html = render_to_string("ketamine_pages/admin/findings/checks.html", describe(page))
    assert "<details open>" in html
