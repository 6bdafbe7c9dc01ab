"""Pictures for every screen, and pages whose image files are gone."""

import re

import pytest
from wagtail.images.models import Image

from ketamine_pages.images.pictures import find_renditions, make_social_image
from ketamine_pages.models import ClinicSettings
from tests.blocks.making import picks
from tests.factories import (
    ConditionFactory,
    ConditionListPageFactory,
    ImageFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)
from tests.rendering import render, render_block

pytestmark = pytest.mark.django_db

PICTURE = '{% picture image "400 800" "50vw" alt=alt %}'


@pytest.fixture
def image():
    return ImageFactory(file__width=640, file__height=480, title="A room")


@pytest.fixture
def lost(image):
    image.file.storage.delete(image.file.name)
    return image


def test_a_picture_has_three_formats_and_its_size(image):
    html = render(PICTURE, image=image, alt="Two chairs")
    assert re.findall(r'<source[^>]* type="([^"]+)"', html) == ["image/avif", "image/webp"]
    assert ".jpg" in html
    assert 'width="400"' in html
    assert 'height="300"' in html
    assert 'alt="Two chairs"' in html
    assert html.count('sizes="50vw"') == 3


def test_a_picture_is_never_offered_larger_than_it_is(image):
    html = render('{% picture image "400 800 1200 1600" %}', image=image)
    assert re.findall(r" (\d+)w", html) == ["400", "640"] * 3


def test_pictures_wait_until_they_are_near_the_screen(image):
    assert 'loading="lazy"' in render(PICTURE, image=image)
    first = render('{% picture image "400" priority=True %}', image=image)
    assert "loading" not in first
    assert 'fetchpriority="high"' in first


def test_an_empty_text_alternative_is_kept(image):
    assert 'alt=""' in render(PICTURE, image=image, alt="")


def test_the_editors_description_is_used_where_no_other_is_given(image):
    image.contextual_alt_text, image.decorative = "Light falls in", False
    assert 'alt="Light falls in"' in render('{% picture image "400" %}', image=image)
    image.decorative = True
    assert 'alt=""' in render('{% picture image "400" %}', image=image)


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_image_is_no_picture(nothing):
    assert render(PICTURE, image=nothing) == ""
    assert render('{% plain_image image "max-10x10" %}', image=nothing) == ""


def test_a_logo_keeps_its_format_and_needs_no_description():
    logo = ImageFactory(file__format="PNG", file__filename="logo.png")
    html = render('{% plain_image image "max-40x40" %}', image=logo)
    assert html.startswith("<img")
    assert ".png" in html
    assert 'alt=""' in html


def test_a_drawing_stays_a_drawing(image, monkeypatch):
    monkeypatch.setattr(Image, "is_svg", lambda self: True)
    specs = []
    monkeypatch.setattr(Image, "get_renditions", lambda self, *names: specs.extend(names) or {})
    render(PICTURE, image=image)
    assert all("preserve-svg" in spec for spec in specs)
    assert make_social_image(image, "") is None


class TestMissingFiles:
    def test_an_image_without_its_file_is_left_out_and_logged(self, lost, caplog):
        assert render(PICTURE, image=lost) == ""
        assert f"Image {lost.pk}" in caplog.text

    def test_a_file_that_is_no_image_is_left_out(self, image):
        with image.file.storage.open(image.file.name, "wb") as file:
            file.write(b"not an image")
        assert render(PICTURE, image=image) == ""

    def test_copies_whose_files_are_gone_are_left_out(self, image, caplog):
        [rendition] = find_renditions(image, ["width-100"]).values()
        rendition.file.storage.delete(rendition.file.name)
        assert find_renditions(image, ["width-100"]) == {}
        assert "lacks files" in caplog.text

    def test_remote_files_are_not_asked_for(self, image, monkeypatch):
        class RemoteStorage:
            def exists(self, name):
                raise AssertionError

        [rendition] = find_renditions(image, ["width-100"]).values()
        monkeypatch.setattr(type(rendition.file), "storage", RemoteStorage(), raising=False)
        monkeypatch.setattr(image, "get_renditions", lambda *filters: {filters[0].spec: rendition})
        rendition.file.storage = RemoteStorage()
        assert find_renditions(image, ["width-100"]) == {"width-100": rendition}

    def test_pages_answer_without_them(self, lost, client):
        clinic = ClinicSettings.for_site(TreatmentIndexPageFactory().get_site())
        clinic.logo = clinic.default_social_image = lost
        clinic.save()
        index = TreatmentIndexPageFactory()
        block = ("image", {"image": lost, "caption": "Nobody can see it"})
        page = TreatmentPageFactory(parent=index, hero_image=lost, body=[block])
        conditions = picks("condition", [ConditionFactory(image=lost)])
        for listed in (page, index, ConditionListPageFactory(conditions=conditions)):
            html = client.get(listed.url).content.decode()
            assert "<img" not in html
            assert "not-found" not in html
            assert "og:image" not in html
            assert "Nobody can see it" not in html

    def test_a_block_without_its_image_prints_nothing(self, lost):
        assert render_block("image", image=lost, caption="Nobody can see it") == ""


class TestTheHero:
    def test_its_preload_asks_for_what_the_picture_shows(self, image):
        link = render("{% preload_hero image %}", image=image)
        picture = render("{% hero_picture image %}", image=image)
        [wanted] = re.findall(r'imagesrcset="([^"]+)" imagesizes="([^"]+)"', link)
        [shown] = re.findall(r'<source sizes="([^"]+)" srcset="([^"]+)" type="image/avif"', picture)
        assert wanted == shown[::-1]
        assert 'type="image/avif"' in link
        assert 'fetchpriority="high"' in link

    def test_without_a_file_nothing_is_asked_for(self, lost):
        assert render("{% preload_hero image %}", image=lost) == ""
        assert render("{% preload_hero image %}", image=None) == ""

    def test_it_stands_in_the_head_before_the_stylesheets(self, image, client):
        page = TreatmentPageFactory(parent=TreatmentIndexPageFactory(), hero_image=image)
        html = client.get(page.url).content.decode()
        head, body = html.split("</head>")
        assert head.index('rel="preload"') < head.index('rel="stylesheet"')
        assert 'fetchpriority="high"' in body
