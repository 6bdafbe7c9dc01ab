"""A small clinic in which everything is shown in every way that there is."""

import json
from typing import Any

from django.core.files.base import ContentFile
from django.test import TestCase
from wagtail.documents import get_document_model
from wagtail.models import Locale, Site

from ketamine_pages.models import ClinicSettings
from tests import factories
from tests.purging.recording import CDN
from tests.reviews.making import block, picks, reload, review


def translate(item: Any, locale: Any) -> Any:
    """A published translation of a library item."""
    copy = item.copy_for_translation(locale)
    copy.live = True
    copy.save()
    return copy


class WorldTestCase(TestCase):
    """``pages``, by what they do with the entries, and ``items``, each with a translation.

    The library: a benefit, an indication and a notice, all of one treatment and by one source.
    ``benefits`` and ``reusing`` tell the risks by another notice. The page ``direct`` names
    everything itself and ``alias`` is its alias; ``spanish`` names what has been translated;
    ``reusing`` reuses the lists, and so does ``about``, which is about the treatment. The clinic
    offers the treatment.
    """

    pages: dict[str, Any]
    items: dict[str, Any]

    @classmethod
    def setUpTestData(cls) -> None:
        with CDN, cls.captureOnCommitCallbacks(execute=True):
            cls.make_library()
            cls.make_pages()
        with CDN, cls.captureOnCommitCallbacks(execute=True):
            other = factories.ClinicianFactory()
            for name in cls.pages:
                by = cls.items["clinician"] if name == "direct" else other
                review(reload(cls.pages[name]), by)

    @classmethod
    def make_library(cls) -> None:
        cls.spanish_locale = Locale.objects.create(language_code="es")
        source = factories.SourceFactory()
        treatment = factories.TreatmentFactory()
        cls.elsewhere = factories.TreatmentFactory()
        indication = factories.IndicationFactory(treatment=treatment, sources=[source])
        cls.items = {
            "source": source,
            "treatment": treatment,
            "indication": indication,
            "condition": indication.condition,
            "benefit": factories.BenefitFactory(treatment=treatment, sources=[source]),
            "notice": factories.SafetyNoticeFactory(treatments=[treatment], sources=[source]),
            "clinician": factories.ClinicianFactory(),
        }
        cls.risks = factories.SafetyNoticeFactory(treatments=[treatment])
        cls.translations = {
            name: translate(item, cls.spanish_locale) for name, item in cls.items.items()
        }
        cls.items["image"] = factories.ImageFactory()
        document = get_document_model()(title="Leaflet")
        document.file.save("leaflet.txt", ContentFile(b"Read this."))
        cls.items["document"] = document

    @classmethod
    def make_pages(cls) -> None:
        linked = factories.TreatmentIndexPageFactory(title="Linked")
        clinics = factories.LocationIndexPageFactory(title="Clinics")
        clinic = factories.LocationPageFactory(
            parent=clinics, title="Phoenix", treatments=[cls.items["treatment"]]
        )
        risks = block("safety", notices=picks("notice", cls.risks))
        benefits = factories.BenefitListPageFactory(
            title="Benefits",
            benefits=json.dumps(picks("benefit", cls.items["benefit"])),
            body=json.dumps([risks]),
        )
        conditions = factories.ConditionListPageFactory(
            title="Conditions", conditions=json.dumps(picks("condition", cls.items["condition"]))
        )
        reused = [
            block("benefits", list_page=benefits.pk),
            block("conditions", list_page=conditions.pk),
        ]
        direct = cls.make_page(
            "Direct",
            *cls.named_blocks(),
            cls.linking_block(linked),
            block("location_cards", mode="chosen", locations=picks("location", clinic)),
            hero_image=cls.items["image"],
        )
        cls.pages = {
            "linked": linked,
            "clinics": clinics,
            "clinic": clinic,
            "benefits": benefits,
            "conditions": conditions,
            "direct": direct,
            "alias": direct.create_alias(update_slug="alias"),
            "spanish": cls.make_page("Spanish", *cls.named_blocks(), locale=cls.spanish_locale),
            "reusing": cls.make_page("Reusing", *reused, risks),
            "about": cls.make_page(
                "About", *reused[1:], block("safety"), treatment=cls.items["treatment"]
            ),
        }
        site = Site.objects.get(is_default_site=True)
        cls.items["setting"] = ClinicSettings.for_site(site)
        cls.items["setting"].save()

    @classmethod
    def make_page(cls, title: str, *blocks: Any, **values: Any) -> Any:
        body = json.dumps(list(blocks))
        return factories.TreatmentPageFactory(title=title, body=body, **values)

    @classmethod
    def named_blocks(cls) -> list[Any]:
        items = cls.items
        return [
            block("section", text="<p>So.</p>", sources=picks("source", items["source"])),
            block("benefits", benefits=picks("benefit", items["benefit"])),
            block("safety", notices=picks("notice", items["notice"])),
            block("conditions", conditions=picks("condition", items["condition"])),
            block("at_a_glance", treatment=items["treatment"].pk),
        ]

    @classmethod
    def linking_block(cls, page: Any) -> Any:
        document = cls.items["document"]
        return block(
            "section",
            text=f'<p><a linktype="page" id="{page.pk}">Page</a> and '
            f'<a linktype="document" id="{document.pk}">leaflet</a></p>',
        )

    def names(self, pks: Any) -> set[str]:
        """What these pages are called here; the front page has no name."""
        return {name for name, page in self.pages.items() if page.pk in pks}
