"""What a site makes of the package: page types of its own, with blocks of its own."""

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.models import Page

from ketamine_pages.blocks import (
    BenefitPicks,
    BenefitsBlock,
    BodyBlock,
    Cites,
    ConditionsBlock,
    ContentBlock,
    Lists,
    QuestionsBlock,
    SafetyBlock,
    SectionBlock,
    SourcePicks,
    StatisticBlock,
)
from ketamine_pages.fields import StreamField
from ketamine_pages.models import (
    Benefit,
    Condition,
    EditorialPageMixin,
    SafetyNotice,
    TreatmentPageMixin,
)


class PriceBlock(ContentBlock):
    """What a treatment costs, and who says so."""

    heading = blocks.CharBlock()
    amount = blocks.IntegerBlock(min_value=0)
    sources = SourcePicks(required=False)
    # What it is paid for.
    benefits = BenefitPicks(required=False)

    brings = (Cites("sources"), Lists("benefits"))

    class Meta:
        icon = "tag"
        template = "testapp/price.html"
        preview_value = {"heading": "One session", "amount": 450}


class ProgrammeBody(BodyBlock):
    """The body of the package, and prices."""

    price = PriceBlock()


class ProgrammePage(TreatmentPageMixin, Page):
    """A treatment page that can say what the treatment costs."""

    body = StreamField(ProgrammeBody(), blank=True)

    subpage_types: list[str] = []


class ColumnBlock(blocks.StreamBlock):
    """Blocks of the package, inside of another one."""

    benefits = BenefitsBlock()
    conditions = ConditionsBlock()
    questions = QuestionsBlock()
    safety = SafetyBlock()
    section = SectionBlock()
    statistic = StatisticBlock()


class ColumnsBlock(blocks.StructBlock):
    """Columns, made of Wagtail's blocks alone."""

    title = blocks.CharBlock(required=False)
    columns = blocks.ListBlock(ColumnBlock())

    class Meta:
        template = "testapp/columns.html"


class GuideBody(BodyBlock):
    """The body of the package, and columns of the same."""

    columns = ColumnsBlock()


class GuidePage(EditorialPageMixin, Page):
    """A page that names library entries in fields of its own and declares nothing of it."""

    body = StreamField(GuideBody(), blank=True)
    benefit = models.ForeignKey(
        Benefit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    conditions = models.ManyToManyField(Condition, blank=True, related_name="+")
    notices = ParentalManyToManyField(SafetyNotice, blank=True, related_name="+")

    page_template = "ketamine_pages/pages/page.html"
    subpage_types: list[str] = []
