"""A block of the site's own, added to those of the package."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ketamine_pages.blocks import BodyBlock, ContentBlock


class PriceBlock(blocks.StructBlock):
    """One line of a price list."""

    name = blocks.CharBlock(label=_("What"), max_length=120)
    price = blocks.DecimalBlock(label=_("US dollars"), min_value=0, decimal_places=2)


class PricesBlock(ContentBlock):
    """What things cost, since people ask and few clinics say."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    prices = blocks.ListBlock(PriceBlock(), label=_("Prices"), min_num=1)
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=250)

    class Meta:
        icon = "tag"
        group = _("Lists")
        label = _("Prices")
        description = _("What a visit costs, line by line.")
        template = "programs/blocks/prices.html"
        label_format = "{heading}"
        preview_value = {
            "heading": _("What it costs"),
            "prices": [
                {"name": _("First visit"), "price": 180},
                {"name": _("One session"), "price": 420},
            ],
            "note": _("Insurance rarely pays for off-label treatment."),
        }


class ProgramBody(BodyBlock):
    """The package's blocks and ours."""

    prices = PricesBlock()
