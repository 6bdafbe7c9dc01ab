"""StreamField blocks. Everything named here is public and documented in docs/reference."""

from .base import ContentBlock, LibraryChooserBlock, MixinPageChooserBlock, PicksBlock
from .body import BodyBlock
from .enquiry import EnquiryBlock
from .enquiry_fields import EnquiryFields
from .evidence import AtAGlanceBlock, SafetyBlock, StatisticBlock
from .links import CallToActionBlock, FooterLinks, LinkBlock
from .lists import BenefitsBlock, ConditionsBlock, DosAndDontsBlock, QuestionsBlock, StepsBlock
from .locations import LocationCardsBlock, LocationPicks, prepare_cards
from .picks import BenefitPicks, ConditionPicks, SafetyNoticePicks, SourcePicks
from .text import (
    CalloutBlock,
    CaptionedImageBlock,
    QuoteBlock,
    SectionBlock,
    TableBlock,
    VideoBlock,
)
from .visibility import visible_pages

__all__ = [
    "AtAGlanceBlock",
    "BenefitPicks",
    "BenefitsBlock",
    "BodyBlock",
    "CallToActionBlock",
    "CalloutBlock",
    "CaptionedImageBlock",
    "ConditionPicks",
    "ConditionsBlock",
    "ContentBlock",
    "DosAndDontsBlock",
    "EnquiryBlock",
    "EnquiryFields",
    "FooterLinks",
    "LibraryChooserBlock",
    "LinkBlock",
    "LocationCardsBlock",
    "LocationPicks",
    "MixinPageChooserBlock",
    "PicksBlock",
    "QuestionsBlock",
    "QuoteBlock",
    "SafetyBlock",
    "SafetyNoticePicks",
    "SectionBlock",
    "SourcePicks",
    "StatisticBlock",
    "StepsBlock",
    "TableBlock",
    "VideoBlock",
    "prepare_cards",
    "visible_pages",
]
