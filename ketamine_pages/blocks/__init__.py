"""StreamField blocks. Everything named here is public and documented in docs/reference."""

from ketamine_pages.blocks.base import (
    ContentBlock,
    LibraryChooserBlock,
    MixinPageChooserBlock,
    PicksBlock,
)
from ketamine_pages.blocks.body import BodyBlock
from ketamine_pages.blocks.enquiry import EnquiryBlock
from ketamine_pages.blocks.enquiry_fields import EnquiryFields
from ketamine_pages.blocks.evidence import AtAGlanceBlock, SafetyBlock, StatisticBlock
from ketamine_pages.blocks.facts import WithoutWords
from ketamine_pages.blocks.links import CallToActionBlock, FooterLinks, LinkBlock
from ketamine_pages.blocks.lists import (
    BenefitsBlock,
    ConditionsBlock,
    DosAndDontsBlock,
    QuestionsBlock,
    StepsBlock,
)
from ketamine_pages.blocks.locations import LocationCardsBlock, LocationPicks, prepare_cards
from ketamine_pages.blocks.picks import BenefitPicks, ConditionPicks, SafetyNoticePicks, SourcePicks
from ketamine_pages.blocks.quote import QuoteBlock
from ketamine_pages.blocks.text import (
    CalloutBlock,
    CaptionedImageBlock,
    SectionBlock,
    TableBlock,
    VideoBlock,
)
from ketamine_pages.delivery.visibility import visible_pages
from ketamine_pages.shown.brings import (
    Asks,
    Cites,
    Lists,
    ListsConditions,
    Notices,
    States,
    TreatmentFacts,
)
from ketamine_pages.shown.declares import Brings
from ketamine_pages.shown.visitors import Shown, Visitors

__all__ = [
    "Asks",
    "AtAGlanceBlock",
    "BenefitPicks",
    "BenefitsBlock",
    "BodyBlock",
    "Brings",
    "CallToActionBlock",
    "CalloutBlock",
    "CaptionedImageBlock",
    "Cites",
    "ConditionPicks",
    "ConditionsBlock",
    "ContentBlock",
    "DosAndDontsBlock",
    "EnquiryBlock",
    "EnquiryFields",
    "FooterLinks",
    "LibraryChooserBlock",
    "LinkBlock",
    "Lists",
    "ListsConditions",
    "LocationCardsBlock",
    "LocationPicks",
    "MixinPageChooserBlock",
    "Notices",
    "PicksBlock",
    "QuestionsBlock",
    "QuoteBlock",
    "SafetyBlock",
    "SafetyNoticePicks",
    "SectionBlock",
    "Shown",
    "SourcePicks",
    "States",
    "StatisticBlock",
    "StepsBlock",
    "TableBlock",
    "TreatmentFacts",
    "VideoBlock",
    "Visitors",
    "WithoutWords",
    "prepare_cards",
    "visible_pages",
]
