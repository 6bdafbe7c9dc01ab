"""The package's second app: concrete page types for sites with Wagtail's own base page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KetaminePageTypesConfig(AppConfig):
    """Thin subclasses of the mixins."""

    name = "ketamine_pages.page_types"
    label = "ketamine_page_types"
    verbose_name = _("Ketamine page types")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ketamine_pages.page_types.checks import register_checks

        register_checks()
