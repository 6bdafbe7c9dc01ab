"""A site with a rule of its own: the one of docs/how-to/add-a-rule.md, as it is printed there."""

import re
import sys
from collections.abc import Iterator
from importlib import invalidate_caches
from pathlib import Path

import pytest
from django.apps import AppConfig

from ketamine_pages.rules import registry

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "add-a-rule.md"
MODULE = re.compile(r"```python\n# (myclinic/\w+\.py)\n(.*?)```", re.DOTALL)


@pytest.fixture
def rules(monkeypatch) -> None:
    """What a test registers is gone after it."""
    monkeypatch.setattr(registry, "_rules", dict(registry._rules))


@pytest.fixture
def myclinic(rules, tmp_path, monkeypatch) -> Iterator[None]:
    """The app of the how-to is installed, and Django has started."""
    modules = dict(MODULE.findall(HOW_TO.read_text()))
    for name, code in {"myclinic/__init__.py": "", **modules}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    invalidate_caches()
    AppConfig.create("myclinic.apps.MyClinicConfig").ready()
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "myclinic"]:
        del sys.modules[name]
