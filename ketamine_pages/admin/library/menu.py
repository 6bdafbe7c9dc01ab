"""The “Treatment library” in the admin menu: the one list of what belongs to it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from ketamine_pages.admin.library.benefit import BenefitViewSet
from ketamine_pages.admin.library.clinician import ClinicianViewSet
from ketamine_pages.admin.library.condition import ConditionViewSet, IndicationViewSet
from ketamine_pages.admin.library.safety_notice import SafetyNoticeViewSet
from ketamine_pages.admin.library.site_wording import SiteWordingViewSet
from ketamine_pages.admin.library.source import SourceViewSet
from ketamine_pages.admin.library.treatment import TreatmentViewSet
from ketamine_pages.conf import conf


class LibraryViewSetGroup(SnippetViewSetGroup):
    """All library items under one menu item."""

    items = (
        TreatmentViewSet,
        ConditionViewSet,
        IndicationViewSet,
        BenefitViewSet,
        SafetyNoticeViewSet,
        SourceViewSet,
        ClinicianViewSet,
        SiteWordingViewSet,
    )
    menu_label = _("Treatment library")
    menu_name = "treatment-library"
    menu_icon = "kp-library"

    @property
    def menu_order(self) -> int:
        return conf.library_menu_order
