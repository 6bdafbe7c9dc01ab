from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """How a site extends the package: a page type and a block of its own."""

    name = "example_site.programs"
    default_auto_field = "django.db.models.BigAutoField"
