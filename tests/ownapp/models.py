"""A clinic's site from before the package: it has taken the names that the package uses.

Every model that is tied to a model of Wagtail's or Django's is named as one of the package, with
the accessors that Django and Wagtail give by default.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import AbstractGroupApprovalTask, LockableMixin, Page, RevisionMixin
from wagtail.snippets.models import register_snippet

from ketamine_pages.models import TreatmentIndexPageMixin
from ketamine_pages.page_types import models as page_types


class LocationPage(Page):
    city = models.CharField(max_length=80)

    content_panels = [*Page.content_panels, "city"]


class LocationIndexPage(Page):
    pass


class TreatmentPage(Page):
    pass


class TreatmentIndexPage(TreatmentIndexPageMixin, Page):
    """Of the package's parts."""

    subpage_types = None


class BenefitListPage(Page):
    pass


class ConditionListPage(Page):
    pass


class EnquiryPage(Page):
    pass


class RetreatPage(page_types.TreatmentPage):
    """A subclass of one of the package's own types."""

    nights = models.PositiveSmallIntegerField(default=1)


class Item(LockableMixin, RevisionMixin, models.Model):
    title = models.CharField(max_length=80)

    class Meta:
        abstract = True


@register_snippet
class Benefit(Item):
    pass


@register_snippet
class Clinician(Item):
    pass


@register_snippet
class Condition(Item):
    pass


@register_snippet
class Indication(Item):
    pass


@register_snippet
class SafetyNotice(Item):
    pass


@register_snippet
class Source(Item):
    pass


@register_snippet
class Treatment(Item):
    pass


@register_setting
class ClinicSettings(BaseSiteSetting):
    motto = models.CharField(max_length=80)


class ClinicalReviewTask(AbstractGroupApprovalTask):
    pass


class Enquiry(models.Model):
    page = models.ForeignKey(Page, on_delete=models.CASCADE)
    answered_by = models.ForeignKey(get_user_model(), null=True, on_delete=models.SET_NULL)


class EnquiryPermission(models.Model):
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="enquiry_permissions")
