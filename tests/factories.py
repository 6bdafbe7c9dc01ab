"""Library items, pages and images for tests: valid, published, and all different.

Publishing them asks no gate: sites hold content that was published before a source was withdrawn,
and tests need it too. Whatever else a test does runs with the gate as it is set.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import factory
import wagtail_factories
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import override_settings
from factory.django import DjangoModelFactory
from wagtail.models import Collection, Locale, Site

from ketamine_pages import models
from ketamine_pages.answers import Answer, Answers
from ketamine_pages.page_types import models as page_types
from tests.testapp.models import GuidePage, ProgrammePage


def gate_off() -> override_settings:
    """For what was published before, and could not be published now."""
    configured = getattr(settings, "KETAMINE_PAGES", {})
    return override_settings(KETAMINE_PAGES={**configured, "PUBLISH_GATE": "off"})


class LibraryItemFactory(DjangoModelFactory):
    """A published item in the site's default language."""

    # Wagtail would set it as well, but only after a factory has used what it depends on.
    locale = factory.LazyFunction(Locale.get_default)

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(live=False)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with gate_off():
            return super()._create(model_class, *args, **kwargs)


class SourceFactory(LibraryItemFactory):
    title = factory.Sequence("Trial {}".format)
    authors = "Doe J et al."
    publisher = "Journal of Examples"
    year = 2023
    kind = models.SourceKind.RANDOMISED_TRIAL
    doi = factory.Sequence("10.1000/example.{}".format)

    class Meta:
        model = models.Source


class TreatmentFactory(LibraryItemFactory):
    name = factory.Sequence("Treatment {}".format)
    summary = "A medicine that is given at a clinic."
    route = models.Route.INTRAVENOUS
    regulatory_status = models.RegulatoryStatus.OFF_LABEL
    approved_for = "general anaesthesia"
    label_url = "https://label.example/"

    class Meta:
        model = models.Treatment

    class Params:
        product = factory.Trait(
            regulatory_status=models.RegulatoryStatus.APPROVED,
            approved_for="",
            label_url="https://label.example/",
            label_date=date(2024, 3, 1),
        )


class ConditionFactory(LibraryItemFactory):
    name = factory.Sequence("Condition {}".format)
    summary = "Something that people seek help for."

    class Meta:
        model = models.Condition


class CitingFactory(LibraryItemFactory):
    """An item with sources: ``sources=[…]`` speak for it, ``against=[…]`` against it.

    Without either it has one that speaks for it, as pages print nothing without.
    """

    class Meta:
        abstract = True

    @factory.post_generation
    def sources(item: Any, create: bool, sources: Iterable[Any] | None, **kwargs: Any) -> None:
        if create and sources is None:
            is_approved = getattr(item, "status", "") == models.IndicationStatus.APPROVED
            label = {"kind": models.SourceKind.PRODUCT_LABEL, "url": "https://label.example/"}
            sources = [SourceFactory(**(label if is_approved else {}))]
        _cite(item, sources, models.Stance.SUPPORTS)

    @factory.post_generation
    def against(item: Any, create: bool, sources: Iterable[Any] | None, **kwargs: Any) -> None:
        _cite(item, sources, models.Stance.OPPOSES)


def _cite(item: Any, sources: Iterable[Any] | None, stance: str) -> None:
    if not sources:
        return
    for source in sources:
        position = item.source_links.count()
        item.source_links.add(
            item.source_links.model(source=source, stance=stance, sort_order=position)
        )
    with gate_off():
        item.save()


class IndicationFactory(CitingFactory):
    treatment = factory.SubFactory(TreatmentFactory)
    condition = factory.SubFactory(ConditionFactory)
    status = models.IndicationStatus.OFF_LABEL
    evidence_level = models.EvidenceLevel.MODERATE
    statement = "Some people had fewer symptoms for a while."

    class Meta:
        model = models.Indication

    class Params:
        # Its sources lack the label, unless they are given.
        approval = factory.Trait(
            treatment=factory.SubFactory(TreatmentFactory, product=True),
            status=models.IndicationStatus.APPROVED,
            approved_use="low mood",
            population="adults",
        )


class BenefitFactory(CitingFactory):
    title = factory.Sequence("Benefit {}".format)
    text = "Some people felt better for a while."
    evidence_level = models.EvidenceLevel.LIMITED

    class Meta:
        model = models.Benefit


class SafetyNoticeFactory(CitingFactory):
    title = factory.Sequence("Notice {}".format)
    kind = models.NoticeKind.COMMON_EFFECTS
    text = "<p>Blood pressure rises for a while.</p>"

    class Meta:
        model = models.SafetyNotice

    @factory.post_generation
    def treatments(
        item: Any, create: bool, treatments: Iterable[Any] | None, **kwargs: Any
    ) -> None:
        if treatments:
            item.treatments.set(treatments)
            with gate_off():
                item.save()


def with_risks(body: Any) -> Any:
    """``body``, as blocks or as JSON, and a block with the notices of the page's treatment."""
    risks = {"heading": "Risks"}
    if isinstance(body, str):
        return json.dumps([*json.loads(body), {"type": "safety", "value": risks}])
    return [*body, ("safety", risks)]


class ClinicianFactory(LibraryItemFactory):
    name = factory.Sequence("Clinician {}".format)
    credentials = "MD"

    class Meta:
        model = models.Clinician


class SiteWordingFactory(LibraryItemFactory):
    """Leaves everything to the package, but for what a test says."""

    name = factory.Sequence("Wording {}".format)

    class Meta:
        model = models.SiteWording


class PageFactory(wagtail_factories.PageFactory):
    """A published page below the front page of the default site, unless ``parent`` is given.

    With ``tells_risks=True`` it is about a treatment (a new one unless it is given), and its body
    ends with a safety notice of it: pages print no statement about a treatment without.
    """

    title = factory.Sequence("Page {}".format)

    @classmethod
    def _create_instance(cls, model_class: Any, parent: Any, kwargs: Any) -> Any:
        parent = parent or Site.objects.get(is_default_site=True).root_page
        if kwargs.pop("tells_risks", False):
            treatment = kwargs.setdefault("treatment", None) or TreatmentFactory()
            SafetyNoticeFactory(treatments=[treatment])
            kwargs |= {"treatment": treatment, "body": with_risks(kwargs.get("body") or [])}
        with gate_off():
            return super()._create_instance(model_class, parent, kwargs)


class TreatmentIndexPageFactory(PageFactory):
    title = factory.Sequence("Treatments {}".format)

    class Meta:
        model = page_types.TreatmentIndexPage


class TreatmentPageFactory(PageFactory):
    title = factory.Sequence("About treatment {}".format)
    treatment = factory.SubFactory(TreatmentFactory)

    class Meta:
        model = page_types.TreatmentPage


class BenefitListPageFactory(PageFactory):
    title = factory.Sequence("Benefits {}".format)

    class Meta:
        model = page_types.BenefitListPage


class ConditionListPageFactory(PageFactory):
    title = factory.Sequence("Conditions {}".format)

    class Meta:
        model = page_types.ConditionListPage


class LocationIndexPageFactory(PageFactory):
    title = factory.Sequence("Clinics {}".format)

    class Meta:
        model = page_types.LocationIndexPage


class LocationPageFactory(PageFactory):
    """In Phoenix, with an address but no point on the map and no hours."""

    title = factory.Sequence("Clinic {}".format)
    street = factory.Sequence("{} Ocotillo Lane".format)
    city = "Phoenix"
    region = "AZ"
    postal_code = "85004"
    phone = "+16025550142"
    time_zone = "America/Phoenix"

    class Meta:
        model = page_types.LocationPage
        skip_postgeneration_save = True

    @factory.post_generation
    def treatments(
        page: Any, create: bool, treatments: Iterable[Any] | None, **kwargs: Any
    ) -> None:
        if treatments:
            page.treatments.set(treatments)
            with gate_off():
                page.save()


class EnquiryPageFactory(PageFactory):
    """With the fields that a form starts with."""

    title = factory.Sequence("Contact {}".format)
    recipients = "desk@clinic.example"

    class Meta:
        model = page_types.EnquiryPage

    @factory.lazy_attribute
    def form_fields(self) -> Any:
        return page_types.EnquiryPage().get_form_outline()


class ConsentWordingFactory(DjangoModelFactory):
    digest = factory.Sequence("{:064d}".format)
    text = "<p>You may answer me.</p>"

    class Meta:
        model = models.ConsentWording


class EnquiryFactory(DjangoModelFactory):
    """As stored, with ``answers=…`` of Jane Roe unless given; no notification."""

    page = factory.SubFactory(EnquiryPageFactory)
    page_title = factory.SelfAttribute("page.title")
    language = "en"
    idempotency_key = factory.Sequence("key-{}".format)
    consent = factory.SubFactory(ConsentWordingFactory)
    answers = factory.LazyFunction(
        lambda: Answers(
            [
                Answer("name", "name", "Your name", "Jane Roe"),
                Answer("email", "email", "E-mail", "jane@example.com"),
            ]
        )
    )

    class Meta:
        model = models.Enquiry


class ProgrammePageFactory(PageFactory):
    title = factory.Sequence("Programme {}".format)
    treatment = factory.SubFactory(TreatmentFactory)

    class Meta:
        model = ProgrammePage


class GuidePageFactory(PageFactory):
    title = factory.Sequence("Guide {}".format)

    class Meta:
        model = GuidePage


class ImageFactory(wagtail_factories.ImageFactory):
    title = factory.Sequence("Image {}".format)
    # The parent class would make another root collection for each image.
    collection = factory.LazyFunction(Collection.get_first_root_node)


class UserFactory(DjangoModelFactory):
    username = factory.Sequence("user{}".format)

    class Meta:
        model = get_user_model()

    class Params:
        admin = factory.Trait(is_superuser=True, is_staff=True)
