"""What a site makes of the package: a page type of its own, with a block of its own."""

from wagtail import blocks
from wagtail.models import Page

from ketamine_pages.blocks import BenefitPicks, BodyBlock, Cites, ContentBlock, Lists, SourcePicks
from ketamine_pages.fields import StreamField
from ketamine_pages.models import TreatmentPageMixin


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
