from django.db import models
from wagtail.models import AbstractPage


class BasePage(AbstractPage):
    """A base page with a field of the site's own."""

    campaign = models.CharField(max_length=50, blank=True)

    promote_panels = [*AbstractPage.promote_panels, "campaign"]
