"""Only where wagtail-localize is installed: ``make localize-test``."""

from django.conf import settings

collect_ignore_glob = [] if "wagtail_localize" in settings.INSTALLED_APPS else ["test_*.py"]
