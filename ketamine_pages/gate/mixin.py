"""The gate: errors stop publishing, whatever path it takes.

Wagtail has no single place to ask before publishing. Forms (``gate.form``) put errors at the
fields, ``publish()`` covers revisions, and ``save()`` is what every other path has in common: the
admin API, copies, ``add_child(live=True)``. Drafts always save.

A save of what is published is judged where it changes what visitors read. Only errors that they do
not read already stop it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Model
from django.utils.functional import classproperty
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Revision

from ketamine_pages.conf import conf
from ketamine_pages.delivery.aliases import is_alias
from ketamine_pages.gate import judged
from ketamine_pages.gate.form import gated_form, get_message
from ketamine_pages.gate.keeping import (
    forget_kept,
    get_kept_draft,
    is_kept,
    is_to_be_kept,
    keep,
    log_kept,
    note_kept,
)
from ketamine_pages.gate.scheduled import SCHEDULED, hold_back
from ketamine_pages.gate.stored import (
    get_errors_of,
    may_publish,
    publishes,
    stored_version,
    weigh,
    with_fields,
)
from ketamine_pages.rules.findings import Finding

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
    """All errors of a page or library item as it is in memory; none for what has no findings."""
    if not isinstance(instance, PublishGateMixin):
        return []
    return get_errors_of(instance.get_publish_findings())


def get_obstacles(instance: Model) -> list[Finding]:
    """The errors that stop a page or library item, as it is in memory, from being published.

    Those that visitors read already do not, and an alias follows its original whatever that says.
    """
    if not isinstance(instance, PublishGateMixin) or is_alias(instance):
        return []
    return instance.get_obstacles()


class PublishGateMixin(models.Model):
    """A page or library item that cannot be published while there are errors about it.

    Stands before Wagtail's classes among the bases.
    """

    # Fields whose change is no other content, such as the place in a list that editors drag.
    unjudged_fields: ClassVar[Sequence[str]] = ()

    # Fields that translations take over as they are, such as a phone, for wagtail-localize.
    same_in_all_languages: ClassVar[Sequence[str]] = ()

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

    def get_obstacles(self, severities: Mapping[str, str] | None = None) -> list[Finding]:
        """The errors that would stop the object, as it is in memory, from being published."""
        return weigh(self, self.get_publish_findings(severities), severities)[0]

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
        forget_kept(self)
        errors: list[Finding] = []
        if conf.publish_gate == ENFORCE:
            fields = kwargs.get("update_fields")
            errors = self._find_obstacles(None if fields is None else frozenset(fields))
            if errors and not self._becomes_draft(is_validated=kwargs.get("clean", True)):
                raise PublishBlocked(self, errors)
            if is_kept(self):
                # Django writes nothing then, and tells nobody.
                kwargs["update_fields"] = ()
        super().save(*args, **kwargs)
        if is_kept(self):
            # Whoever does no more than save would lose what was written.
            draft = self.save_revision(clean=False)
            log_kept(self, draft, errors)
            note_kept(self, draft)

    def save_revision(self, user: Any = None, *args: Any, **kwargs: Any) -> Revision:
        draft = get_kept_draft(self)
        if draft is not None and not args and "overwrite_revision" not in kwargs:
            # Programs that save first make one draft all the same.
            draft.user = user
            kwargs["overwrite_revision"] = draft
        revision: Revision = super().save_revision(user, *args, **kwargs)  # type: ignore[misc]
        return revision

    def publish(
        self, revision: Revision, *args: Any, log_action: str | bool = True, **kwargs: Any
    ) -> None:
        if conf.publish_gate == ENFORCE and (errors := self._judge_revision(revision)):
            if log_action == SCHEDULED:
                # An error would end the run, and every page that is due after this one.
                hold_back(revision.as_object(), revision, errors)
            elif not args and kwargs.get("user") is None and is_to_be_kept(self):
                keep(self, revision, errors)
            else:
                raise PublishBlocked(self, errors)
            return
        super().publish(revision, *args, log_action=log_action, **kwargs)  # type: ignore[misc]

    def _judge_revision(self, revision: Revision) -> list[Finding]:
        """What stops a revision; what Wagtail makes of it next knows what was found."""
        if is_alias(self):
            return []
        findings, candidate = judged.recall(self, revision.content), self
        if findings is None:
            candidate = revision.as_object()
            findings = judged.judge(candidate)
            judged.hand_on(candidate, self)
        elif get_errors_of(findings):
            candidate = revision.as_object()
        return weigh(candidate, findings)[0]

    def _find_obstacles(self, fields: frozenset[str] | None) -> list[Finding]:
        """What stops a save of ``fields``, or of all: nothing where it publishes nothing new."""
        if not (self.live if fields is None else may_publish(self, fields)):
            return []
        stored = stored_version(self)
        saved = self if fields is None or stored is None else with_fields(self, stored, fields)
        if not saved.live or not publishes(saved, stored):
            return []
        if saved is self and judged.is_judged(self):
            # ``publish()`` has asked already.
            findings = judged.judge(self)
        else:
            findings = saved.get_publish_findings()
        judged.forget(self)
        return weigh(saved, findings)[0]

    def _becomes_draft(self, *, is_validated: bool) -> bool:
        """Whether what has errors is saved as a draft instead of being refused."""
        if is_alias(self) and self._state.adding:
            # Whole trees are made at once, and one page with a mistake must not keep the others
            # from being made. Wagtail publishes it with the next version of its original.
            self.live, self.has_unpublished_changes = False, True
            return True
        if not is_validated or not is_to_be_kept(self):
            return False
        stored = stored_version(self)
        if stored is not None and stored.live:
            note_kept(self)
        else:
            self.live, self.has_unpublished_changes = False, True
        return True
