"""The package's first app: everything except concrete page types."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KetaminePagesConfig(AppConfig):
    """Library, mixins, blocks, templates and admin."""

    name = "ketamine_pages"
    label = "ketamine_pages"
    verbose_name = _("Ketamine pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.apps import apps
        from wagtail import permissions
        from wagtail.models import ReferenceIndex

        from ketamine_pages import checks, signal_handlers
        from ketamine_pages.enquiries.permissions import policy
        from ketamine_pages.enquiries.records import Enquiry
        from ketamine_pages.library import upwards as library
        from ketamine_pages.locations import upwards as locations
        from ketamine_pages.pages import upwards as pages
        from ketamine_pages.reviews import upwards as reviews
        from ketamine_pages.site import upwards as site
        from ketamine_pages.site.settings import ClinicSettings

        checks.register_checks()
        for room in (site, reviews, library, pages, locations):
            room.register_ways()
        signal_handlers.register_signal_handlers()
        # Wagtail does so for pages and snippets only: what the footer links to, and the logo.
        ReferenceIndex.register_model(ClinicSettings)
        if apps.is_installed("wagtail_localize"):
            from ketamine_pages.localize import setup as localize

            localize.register()
        # Wagtail 7.4 has no such registry; the views name their policy anyway.
        if hasattr(permissions, "register_permission_policy"):
            permissions.register_permission_policy(Enquiry, policy)
