"""What is kept as a draft where it may not be published, instead of being refused.

Some programs save and publish in one go, and take no for an answer badly: an error of ours would be
swallowed, or end what they do for other languages. What they manage is kept: the version that
visitors read stays as it was, and the new one waits as a draft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Model
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry
from wagtail.models import Revision

from ketamine_pages.rules.findings import Finding

KEPT = "ketamine_pages.publish.kept"

_listening: ContextVar[list[tuple[Model, list[Finding]]] | None] = ContextVar(
    "ketamine_pages_kept", default=None
)
_keepers: list[Callable[[Model], bool]] = []
_MARK = "_ketamine_pages_kept_as_draft"


def register_keeper(keeper: Callable[[Model], bool]) -> None:
    """Ask ``keeper`` of an object with errors whether it is to be kept as a draft."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def is_to_be_kept(instance: Model) -> bool:
    """Whether ``instance`` belongs to one of those programs."""
    return any(keeper(instance) for keeper in _keepers)


def note_kept(instance: Model, draft: Revision | None = None) -> None:
    """``instance`` is not what the database has, though somebody has saved it; ``draft`` is."""
    instance.__dict__[_MARK] = draft


def is_kept(instance: Model) -> bool:
    """Whether the last save of ``instance`` has left the stored version as it was."""
    return _MARK in instance.__dict__


def get_kept_draft(instance: Model) -> Revision | None:
    """The draft that the last save of ``instance`` has become, if it may not be published."""
    draft: Revision | None = instance.__dict__.get(_MARK)
    return draft


def forget_kept(instance: Model) -> None:
    """``instance`` is about to be saved again."""
    instance.__dict__.pop(_MARK, None)


def keep(instance: Model, revision: Revision, findings: Iterable[Finding]) -> None:
    """Say in the history why ``revision`` was not published, and to whoever listens."""
    findings = list(findings)
    log_kept(instance, revision, findings)
    if (heard := _listening.get()) is not None:
        heard.append((instance, findings))


def log_kept(instance: Model, revision: Revision, findings: Iterable[Finding]) -> None:
    """Say in the history why ``revision`` was not published; once, as some save before."""
    history = log_registry.get_logs_for_instance(instance)
    if not history.filter(action=KEPT, revision=revision).exists():
        codes = [str(finding.code) for finding in findings]
        log(instance, KEPT, revision=revision, data={"findings": codes})


@contextmanager
def listening() -> Iterator[list[tuple[Model, list[Finding]]]]:
    """Collects what is kept meanwhile, and why, for those who have asked for a publication."""
    heard: list[tuple[Model, list[Finding]]] = []
    token = _listening.set(heard)
    try:
        yield heard
    finally:
        _listening.reset(token)
