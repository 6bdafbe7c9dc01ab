"""Templates of a site that uses the package, in front of the package's own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.test import override_settings

TREATMENT = "ketamine_pages/pages/treatment_page.html"
PAGE = "ketamine_pages/pages/page.html"
NOTICE = "ketamine_pages/library/safety_notice.html"
PANEL = "ketamine_pages/site/crisis_panel.html"


def emptied(template: str, *blocks: str) -> dict[str, str]:
    """``template`` with some of its blocks empty."""
    cleared = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in blocks)
    return {template: f'{{% extends "{template}" %}}{cleared}'}


@contextmanager
def host_templates(templates: Mapping[str, str]) -> Iterator[None]:
    """The site has these templates."""
    with TemporaryDirectory() as folder:
        for name, source in templates.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(source)
        engines = deepcopy(settings.TEMPLATES)
        engines[0]["DIRS"] = [folder]
        with override_settings(TEMPLATES=engines):
            yield
