"""The gate: errors stop publishing, whatever path it takes.

Wagtail has no single place to ask before publishing. Forms (``gate.form``) put errors at the
fields, ``publish()`` covers revisions, and ``save()`` is what every other path has in common: the
admin API, copies, ``add_child(live=True)``. Drafts always save.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Model
from django.utils.functional import classproperty
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Revision

from ketamine_pages.conf import conf
from ketamine_pages.gate import judged
from ketamine_pages.gate.form import gated_form, get_message
from ketamine_pages.gate.scheduled import SCHEDULED, hold_back
from ketamine_pages.rules.findings import Finding, Severity

ENFORCE = "enforce"


class PublishBlocked(ValidationError):
    """Publishing ``instance`` was refused. ``findings`` are the errors that stand in its way.

    The messages are a dict under ``__all__``, which both of Wagtail's APIs answer as bad input.
    """

    def __init__(self, instance: PublishGateMixin, findings: Iterable[Finding]) -> None:
        self.instance = instance
        self.findings = list(findings)
        super().__init__({NON_FIELD_ERRORS: [get_message(found) for found in self.findings]})


def get_errors(instance: Model) -> list[Finding]:
    """The findings that stop a page or library item, as it is in memory, from being published.

    None for what has no findings, and none for aliases, which show what another page says.
    """
    if not isinstance(instance, PublishGateMixin) or _is_alias(instance):
        return []
    return _errors(instance.get_publish_findings())


def _errors(findings: Iterable[Finding]) -> list[Finding]:
    return [found for found in findings if found.severity is Severity.ERROR]


def _is_alias(instance: Model) -> bool:
    return bool(getattr(instance, "alias_of_id", None))


def _refuse(instance: PublishGateMixin, errors: list[Finding]) -> None:
    if errors:
        raise PublishBlocked(instance, errors)


class PublishGateMixin(models.Model):
    """A page or library item that cannot be published while there are errors about it.

    Stands before Wagtail's classes among the bases.
    """

    if TYPE_CHECKING:
        # Of the classes of Wagtail's that stand behind it.
        live: bool
        has_unpublished_changes: bool
        serializable_data: Callable[[], dict[str, Any]]
        get_latest_revision_as_object: Callable[[], Self]

    class Meta:
        abstract = True

    @classproperty
    def base_form_class(cls) -> type:
        """The form class of the classes further up, with errors where the editor can mend them."""
        return gated_form(getattr(super(), "base_form_class", WagtailAdminModelForm))

    def get_findings(self, severities: Mapping[str, str] | None = None) -> list[Finding]:
        """What is wrong with the object as it is in memory, errors first."""
        raise NotImplementedError

    def get_publish_findings(self, severities: Mapping[str, str] | None = None) -> list[Finding]:
        """The findings that decide on publishing: those that cost more to find included."""
        return self.get_findings(severities)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        restored: Self = super().with_content_json(content)  # type: ignore[misc]
        judged.hand_on(self, restored)
        return restored

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._is_going_live(kwargs.get("update_fields")):
            # ``publish()`` has asked already, or nobody has.
            is_known = judged.is_judged(self)
            _refuse(self, _errors(judged.judge(self)) if is_known else get_errors(self))
            judged.forget(self)
        super().save(*args, **kwargs)

    def publish(
        self, revision: Revision, *args: Any, log_action: str | bool = True, **kwargs: Any
    ) -> None:
        if conf.publish_gate == ENFORCE:
            if log_action == SCHEDULED:
                candidate = revision.as_object()
                # An error would end the run, and every page that is due after this one.
                if findings := get_errors(candidate):
                    hold_back(candidate, revision, findings)
                    return
            else:
                self._judge_revision(revision)
        super().publish(revision, *args, log_action=log_action, **kwargs)  # type: ignore[misc]

    def _judge_revision(self, revision: Revision) -> None:
        """Refuse a revision with errors; what Wagtail makes of it next knows what was found."""
        if _is_alias(self):
            return
        findings = judged.recall(self, revision.content)
        if findings is None:
            candidate: Self = revision.as_object()
            findings = judged.judge(candidate)
            judged.hand_on(candidate, self)
        _refuse(self, _errors(findings))

    def _is_going_live(self, update_fields: Iterable[str] | None) -> bool:
        if conf.publish_gate != ENFORCE or not self.live:
            return False
        if update_fields is not None and "live" not in update_fields:
            return False
        manager: Any = type(self)._base_manager
        # Every publication has a time of its own, also that of a live revision which was written
        # over meanwhile, as autosave does.
        columns = ("live", "live_revision_id", "last_published_at")
        stored = manager.filter(pk=self.pk).values_list(*columns).first()
        return stored != tuple(getattr(self, name) for name in columns)
