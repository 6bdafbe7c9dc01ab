"""The body of a page."""

from __future__ import annotations

from ketamine_pages.blocks.enquiry import EnquiryBlock
from ketamine_pages.blocks.evidence import AtAGlanceBlock, SafetyBlock, StatisticBlock
from ketamine_pages.blocks.links import CallToActionBlock
from ketamine_pages.blocks.lists import (
    BenefitsBlock,
    ConditionsBlock,
    DosAndDontsBlock,
    QuestionsBlock,
    StepsBlock,
)
from ketamine_pages.blocks.locations import LocationCardsBlock
from ketamine_pages.blocks.quote import QuoteBlock
from ketamine_pages.blocks.text import (
    CalloutBlock,
    CaptionedImageBlock,
    SectionBlock,
    TableBlock,
    VideoBlock,
)
from ketamine_pages.shown.gathering import GatheringStreamBlock


class BodyBlock(GatheringStreamBlock):
    """Everything that can stand in the body of a page.

    A site adds its own blocks in a subclass and gives that to the ``body`` of its page type.
    """

    section = SectionBlock()
    callout = CalloutBlock()
    image = CaptionedImageBlock()
    quote = QuoteBlock()
    table = TableBlock()
    video = VideoBlock()
    benefits = BenefitsBlock()
    conditions = ConditionsBlock()
    steps = StepsBlock()
    questions = QuestionsBlock()
    dos_and_donts = DosAndDontsBlock()
    statistic = StatisticBlock()
    safety = SafetyBlock()
    at_a_glance = AtAGlanceBlock()
    location_cards = LocationCardsBlock()
    call_to_action = CallToActionBlock()
    enquiry = EnquiryBlock()
