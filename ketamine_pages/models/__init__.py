"""Models. Everything named here is public and documented in docs/reference."""

from ketamine_pages.delivery.version import ContentVersion, raise_version
from ketamine_pages.delivery.visit import mark_personal, start_visit
from ketamine_pages.due.records import DueJob
from ketamine_pages.enquiries.handling_records import (
    EnquiryAccess,
    EnquiryAction,
    EnquiryNote,
    GroupEnquiryPermission,
)
from ketamine_pages.enquiries.page import EnquiryPageMixin
from ketamine_pages.enquiries.records import (
    ConsentWording,
    Enquiry,
    EnquiryNotification,
    EnquiryStatus,
    EnquiryTally,
    SuspicionReason,
)
from ketamine_pages.findings.stored import StoredFinding
from ketamine_pages.findings.waiting import WaitingJudgement
from ketamine_pages.gate.form import GateFormMixin
from ketamine_pages.gate.mixin import PublishBlocked, PublishGateMixin
from ketamine_pages.library.benefit import Benefit, BenefitSource
from ketamine_pages.library.choices import (
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
from ketamine_pages.library.citing import SourceLink
from ketamine_pages.library.clinician import Clinician
from ketamine_pages.library.condition import Condition, Indication, IndicationSource
from ketamine_pages.library.item import LibraryItem
from ketamine_pages.library.safety_notice import SafetyNotice, SafetyNoticeSource
from ketamine_pages.library.site_wording import SiteWording
from ketamine_pages.library.source import Source
from ketamine_pages.library.treatment import Treatment
from ketamine_pages.locations.finder.index_page import LocationIndexPageMixin
from ketamine_pages.locations.finder.postal_place import PostalPlace
from ketamine_pages.locations.page import LocationPageMixin
from ketamine_pages.pages.editorial import EditorialPageMixin
from ketamine_pages.pages.list_pages import BenefitListPageMixin, ConditionListPageMixin
from ketamine_pages.pages.section_page import TreatmentIndexPageMixin
from ketamine_pages.pages.treatment_page import TreatmentPageMixin
from ketamine_pages.reviews.records import ClinicalReview, ReviewOutcome, ReviewStatus
from ketamine_pages.reviews.task import ClinicalReviewTask
from ketamine_pages.site.settings import ClinicSettings

__all__ = [
    "AccessFeature",
    "Benefit",
    "BenefitListPageMixin",
    "BenefitSource",
    "ClinicSettings",
    "ClinicalReview",
    "ClinicalReviewTask",
    "Clinician",
    "CodeSystem",
    "Condition",
    "ConditionListPageMixin",
    "ConsentWording",
    "ContentVersion",
    "ControlledSchedule",
    "DueJob",
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
    "Route",
    "SafetyNotice",
    "SafetyNoticeSource",
    "SiteWording",
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
    "WaitingJudgement",
    "mark_personal",
    "raise_version",
    "start_visit",
]
