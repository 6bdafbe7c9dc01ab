"""Models. Everything named here is public and documented in docs/reference."""

from .base import LibraryItem
from .benefit import Benefit
from .choices import (
    AccessFeature,
    CodeSystem,
    ControlledSchedule,
    EvidenceLevel,
    IndicationStatus,
    NewPatients,
    NoticeKind,
    RegulatoryStatus,
    Route,
    SourceKind,
    SpokenLanguage,
    Stance,
)
from .citing import BenefitSource, IndicationSource, SafetyNoticeSource, SourceLink
from .condition import Condition, Indication
from .content_version import ContentVersion, raise_version
from .enquiry import (
    ConsentWording,
    Enquiry,
    EnquiryNotification,
    EnquiryStatus,
    EnquiryTally,
    SuspicionReason,
)
from .enquiry_handling import EnquiryAccess, EnquiryAction, EnquiryNote, GroupEnquiryPermission
from .enquiry_page import EnquiryPageMixin
from .gate import PublishBlocked, PublishGateMixin
from .gate_form import GateFormMixin
from .location import LocationPageMixin
from .location_index import LocationIndexPageMixin
from .page_types import (
    BenefitListPageMixin,
    ConditionListPageMixin,
    TreatmentIndexPageMixin,
    TreatmentPageMixin,
)
from .pages import EditorialPageMixin
from .postal_place import PostalPlace
from .review import ClinicalReview, ReviewOutcome, ReviewStatus
from .review_task import ClinicalReviewTask
from .reviewer import Reviewer
from .safety import SafetyNotice
from .settings import ClinicSettings
from .source import Source
from .stored_finding import StoredFinding
from .treatment import Treatment
from .visit import mark_personal, start_visit

__all__ = [
    "AccessFeature",
    "Benefit",
    "BenefitListPageMixin",
    "BenefitSource",
    "ClinicSettings",
    "ClinicalReview",
    "ClinicalReviewTask",
    "CodeSystem",
    "Condition",
    "ConditionListPageMixin",
    "ConsentWording",
    "ContentVersion",
    "ControlledSchedule",
    "EditorialPageMixin",
    "Enquiry",
    "EnquiryAccess",
    "EnquiryAction",
    "EnquiryNote",
    "EnquiryNotification",
    "EnquiryPageMixin",
    "EnquiryStatus",
    "EnquiryTally",
    "EvidenceLevel",
    "GateFormMixin",
    "GroupEnquiryPermission",
    "Indication",
    "IndicationSource",
    "IndicationStatus",
    "LibraryItem",
    "LocationIndexPageMixin",
    "LocationPageMixin",
    "NewPatients",
    "NoticeKind",
    "PostalPlace",
    "PublishBlocked",
    "PublishGateMixin",
    "RegulatoryStatus",
    "ReviewOutcome",
    "ReviewStatus",
    "Reviewer",
    "Route",
    "SafetyNotice",
    "SafetyNoticeSource",
    "Source",
    "SourceKind",
    "SourceLink",
    "SpokenLanguage",
    "Stance",
    "StoredFinding",
    "SuspicionReason",
    "Treatment",
    "TreatmentIndexPageMixin",
    "TreatmentPageMixin",
    "mark_personal",
    "raise_version",
    "start_visit",
]
