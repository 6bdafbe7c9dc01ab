"""The body of a page."""

from __future__ import annotations

from .enquiry import EnquiryBlock
from .evidence import AtAGlanceBlock, SafetyBlock, StatisticBlock
from .gathering import GatheringStreamBlock
from .links import CallToActionBlock
from .lists import BenefitsBlock, ConditionsBlock, DosAndDontsBlock, QuestionsBlock, StepsBlock
from .locations import LocationCardsBlock
from .text import (
    CalloutBlock,
    CaptionedImageBlock,
    QuoteBlock,
    SectionBlock,
    TableBlock,
    VideoBlock,
)


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
