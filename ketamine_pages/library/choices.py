"""The closed lists that editors choose from.

The stored values are stable: :mod:`ketamine_pages.rules` decides on them and API clients
read them. Labels are wording and may change.
"""

from functools import lru_cache

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def label_of(choices: type[models.TextChoices], value: str) -> str:
    """The label of one of ``choices``, or ``value`` where it is none.

    Django's ``get_FOO_display`` translates all choices to find one.
    """
    return _labels(choices, get_language()).get(value, value)


# A page prints dozens, and Django asks all catalogues for what none of them translates.
@lru_cache(maxsize=256)
def _labels(choices: type[models.TextChoices], _language: str | None) -> dict[str, str]:
    return {choice.value: str(choice.label) for choice in choices}


class Route(models.TextChoices):
    """How a treatment is given."""

    INTRAVENOUS = "iv", _("Intravenous infusion (into a vein)")
    INTRAMUSCULAR = "im", _("Intramuscular injection (into a muscle)")
    NASAL = "nasal", _("Nasal spray")
    ORAL = "oral", _("By mouth or under the tongue")
    OTHER = "other", _("Other")


class RegulatoryStatus(models.TextChoices):
    """What the regulator has said about a product as it is used here."""

    APPROVED = "approved", _("FDA-approved product")
    OFF_LABEL = "off-label", _("Off-label: not FDA-approved for this use")
    COMPOUNDED = "compounded", _("Compounded: not FDA-approved")


class ControlledSchedule(models.TextChoices):
    """US controlled-substance schedule."""

    NONE = "none", _("Not a controlled substance")
    II = "2", _("Schedule II")
    III = "3", _("Schedule III")
    IV = "4", _("Schedule IV")
    V = "5", _("Schedule V")


class IndicationStatus(models.TextChoices):
    """Whether one treatment is approved for one condition."""

    APPROVED = "approved", _("Approved for this condition")
    OFF_LABEL = "off-label", _("Off-label for this condition")
    NOT_APPROVED = "not-approved", _("Not approved")


class EvidenceLevel(models.TextChoices):
    """How well research supports a statement, in words that patients read."""

    STRONG = "strong", _("Strong evidence")
    MODERATE = "moderate", _("Moderate evidence")
    LIMITED = "limited", _("Limited evidence")
    EARLY = "early", _("Early evidence")
    NONE = "none", _("No good evidence")
    AGAINST = "against", _("Evidence against")


class NoticeKind(models.TextChoices):
    """Kinds of safety notice, in the order in which a page prints them."""

    BOXED_WARNING = "boxed-warning", _("Boxed warning")
    COMMON_EFFECTS = "common-effects", _("Common effects")
    LONG_TERM = "long-term", _("Long-term and serious risks")
    NOT_SUITABLE = "not-suitable", _("Not suitable for")
    AFTER_TREATMENT = "after-treatment", _("After treatment")


class SourceKind(models.TextChoices):
    """What kind of document a source is."""

    SYSTEMATIC_REVIEW = "systematic-review", _("Systematic review")
    RANDOMISED_TRIAL = "randomised-trial", _("Randomised trial")
    OBSERVATIONAL = "observational", _("Observational study")
    GUIDELINE = "guideline", _("Guideline")
    PRODUCT_LABEL = "product-label", _("Product label")
    REGULATOR = "regulator", _("Regulator")
    OTHER = "other", _("Other")


#: Kinds of sources that can say what is approved.
LABELS = frozenset({SourceKind.PRODUCT_LABEL, SourceKind.REGULATOR})


class Stance(models.TextChoices):
    """Whether a source speaks for or against the statement that cites it."""

    SUPPORTS = "supports", _("Speaks for it")
    OPPOSES = "opposes", _("Speaks against it")


class CodeSystem(models.TextChoices):
    """Code systems for medical conditions."""

    ICD_10_CM = "icd-10-cm", "ICD-10-CM"
    ICD_11 = "icd-11", "ICD-11"
    SNOMED_CT = "snomed-ct", "SNOMED CT"
    MESH = "mesh", "MeSH"


class NewPatients(models.TextChoices):
    """Whether a location takes on new patients."""

    YES = "yes", _("Accepting new patients")
    WAITLIST = "waitlist", _("Waiting list for new patients")
    NO = "no", _("Not accepting new patients")


class AccessFeature(models.TextChoices):
    """What makes a building usable for everyone."""

    STEP_FREE = "step-free", _("Step-free entrance")
    ELEVATOR = "elevator", _("Elevator")
    RESTROOM = "restroom", _("Accessible restroom")
    PARKING = "parking", _("Accessible parking")
    WIDE_CHAIRS = "wide-chairs", _("Wide chairs")
    QUIET_ROOM = "quiet-room", _("Quiet waiting room")
    HEARING_LOOP = "hearing-loop", _("Hearing loop")
    SERVICE_ANIMALS = "service-animals", _("Service animals welcome")


class SpokenLanguage(models.TextChoices):
    """Languages spoken at a location, the most frequent of the United States first (ISO 639)."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    SIGN = "ase", _("American Sign Language")
    CHINESE = "zh", _("Chinese")
    TAGALOG = "tl", _("Tagalog")
    VIETNAMESE = "vi", _("Vietnamese")
    ARABIC = "ar", _("Arabic")
    FRENCH = "fr", _("French")
    KOREAN = "ko", _("Korean")
    RUSSIAN = "ru", _("Russian")
    PORTUGUESE = "pt", _("Portuguese")
    HAITIAN = "ht", _("Haitian Creole")
    HINDI = "hi", _("Hindi")
    GERMAN = "de", _("German")
    POLISH = "pl", _("Polish")
    ITALIAN = "it", _("Italian")
    URDU = "ur", _("Urdu")
    PERSIAN = "fa", _("Persian")
    TELUGU = "te", _("Telugu")
    JAPANESE = "ja", _("Japanese")
    GUJARATI = "gu", _("Gujarati")
    BENGALI = "bn", _("Bengali")
    TAMIL = "ta", _("Tamil")
    PUNJABI = "pa", _("Punjabi")
    THAI = "th", _("Thai")
    HMONG = "hmn", _("Hmong")
    NAVAJO = "nv", _("Navajo")
    HEBREW = "he", _("Hebrew")
    AMHARIC = "am", _("Amharic")
    SOMALI = "so", _("Somali")
    UKRAINIAN = "uk", _("Ukrainian")
    GREEK = "el", _("Greek")
    DUTCH = "nl", _("Dutch")
