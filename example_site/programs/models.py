"""A page type of the site's own, made from one of the package's mixins."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from example_site.programs.blocks import ProgramBody
from ketamine_pages.fields import StreamField
from ketamine_pages.models import TreatmentPageMixin


class ProgramPage(TreatmentPageMixin, Page):
    """A treatment together with the therapy sessions around it."""

    weeks = models.PositiveSmallIntegerField(
        _("weeks"), help_text=_("From the first visit to the last follow-up.")
    )
    body = StreamField(ProgramBody(), blank=True, verbose_name=_("content"))

    page_description = _("A treatment with the therapy that goes with it, and what it costs.")
    page_panels = ["weeks", *TreatmentPageMixin.page_panels]
    parent_page_types = ["ketamine_page_types.TreatmentIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("program page")
        verbose_name_plural = _("program pages")
