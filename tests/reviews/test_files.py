"""Images and documents in fingerprints: by the stored hash of their files."""

import json
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail_factories import ImageFactory

from ketamine_pages.models import ReviewStatus
from ketamine_pages.reviews.fingerprints import get_fingerprint
from ketamine_pages.rules.findings import ReviewState
from ketamine_pages.targets import target_of
from tests.factories import SafetyNoticeFactory
from tests.reviews.making import block, page_with, reload, review, status_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_gate")]


@pytest.fixture
def image():
    return ImageFactory(file_hash="a" * 40)


@pytest.fixture
def document_file():
    file = ContentFile(b"Words.", "leaflet.pdf")
    return get_document_model().objects.create(title="Leaflet", file=file, file_hash="a" * 40)


def link(document):
    return f'<p><a linktype="document" id="{document.pk}">Leaflet</a></p>'


def embed(image):
    return f'<p>See:</p><embed embedtype="image" id="{image.pk}" alt="" format="left"/>'


def in_hero(image):
    return page_with(hero_image=image)


def in_block(image):
    return page_with({"type": "image", "value": {"image": {"image": image.pk, "alt_text": "A"}}})


def in_rich_text(image):
    return page_with(block("section", text=embed(image)))


def in_notice(image):
    page = page_with(block("safety"))
    SafetyNoticeFactory(treatments=[page.treatment], text=embed(image))
    return page


@pytest.mark.parametrize("where", [in_hero, in_block, in_rich_text, in_notice])
def test_an_image_whose_file_is_replaced_counts(where, image):
    page = where(image)
    review(reload(page))
    before = get_fingerprint(reload(page))
    image.file_hash = "b" * 40
    image.save()
    assert get_fingerprint(reload(page)) != before
    assert reload(page).get_review_state() is ReviewState.CHANGED


def test_a_linked_document_that_is_replaced_counts(document_file):
    page = page_with(block("section", text=link(document_file)))
    review(page)
    document_file.file_hash = "b" * 40
    document_file.save()
    assert reload(page).get_review_state() is ReviewState.CHANGED


def test_it_is_noticed_when_the_image_is_saved(image, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = in_block(image)
    review(page)
    image.file_hash = "b" * 40
    with django_capture_on_commit_callbacks(execute=True):
        image.save()
    assert ReviewStatus.objects.get(**target_of(page)).state == ReviewState.CHANGED


@pytest.mark.parametrize("values", [{"title": "Another"}, {"focal_point_x": 3}, {"width": 7}])
def test_what_else_is_known_of_an_image_does_not_count(image, values):
    page = in_block(image)
    before = get_fingerprint(page)
    get_image_model().objects.filter(pk=image.pk).update(**values)
    assert get_fingerprint(reload(page)) == before


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        # The same file, of which a hash is known only now, or no more.
        (("a.png", ""), ("a.png", "a"), ReviewState.CURRENT),
        (("a.png", "a"), ("a.png", ""), ReviewState.CURRENT),
        # Another file under the same id.
        (("a.png", ""), ("b.png", ""), ReviewState.CHANGED),
        (("a.png", ""), ("b.png", "b"), ReviewState.CHANGED),
        (("a.png", "a"), ("b.png", "b"), ReviewState.CHANGED),
        (("a.png", "a"), ("a.png", "b"), ReviewState.CHANGED),
        # The same file, which was moved.
        (("a.png", "a"), ("b.png", "a"), ReviewState.CURRENT),
    ],
)
def test_without_a_hash_the_name_of_the_file_decides(image, before, after, state):
    def store(name, file_hash):
        get_image_model().objects.filter(pk=image.pk).update(file=name, file_hash=file_hash)

    store(*before)
    page = in_block(image)
    review(page)
    store(*after)
    ReviewStatus.objects.update(needs_check=True)
    assert status_of(page).state == state
    assert reload(page).get_review_state() is state


def test_no_file_is_opened(image, document_file):
    page = page_with(block("section", text=link(document_file) + embed(image)), hero_image=image)
    get_image_model().objects.update(file_hash="")
    with patch.object(FileSystemStorage, "_open", side_effect=AssertionError):
        review(reload(page))
        assert reload(page).get_review_state() is ReviewState.CURRENT


def test_files_of_many_pages_take_as_many_queries_as_those_of_one(
    image, django_assert_max_num_queries
):
    pages = [in_block(image) for _ in range(4)]
    from ketamine_pages.reviews.fingerprints import get_fingerprints

    with django_assert_max_num_queries(6):
        get_fingerprints(pages)


@pytest.mark.parametrize("text", ['<embed embedtype="image" id="x"/>', '<a linktype="old" id="1">'])
def test_what_an_import_has_left_behind_is_no_error(text):
    page = page_with()
    page.body = json.dumps([block("section", text=text)])
    assert get_fingerprint(page)
