"""What all library items share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Self
from uuid import uuid5

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest
from django.utils.functional import classproperty
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import (
    DraftStateMixin,
    Locale,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index

from ketamine_pages.gate.facts import judge_item_facts, read_item
from ketamine_pages.gate.mixin import PublishGateMixin
from ketamine_pages.gate.panel import ChecksPanel
from ketamine_pages.library.starter_keys import STARTER_NAMESPACE
from ketamine_pages.reviews.mixin import ReviewedMixin
from ketamine_pages.rules.findings import Finding, Spot
from ketamine_pages.rules.page_facts import Passage
from ketamine_pages.shown.kinds import LibraryEntry
from ketamine_pages.shown.shelf import Shelf


class LibraryItem(
    LibraryEntry,
    ReviewedMixin,
    PublishGateMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    index.Indexed,
    ClusterableModel,
):
    """A fact that is entered once and shown by every page that refers to it.

    Subclasses name the field that holds their title in ``title_field`` and give a
    ``preview_template`` that shows the item as it looks on a page.
    """

    needs_confirmation = models.BooleanField(
        _("starter content, to be confirmed by a clinician"),
        default=False,
        help_text=_(
            "This entry came with the starter library. Untick the box when a clinician of yours "
            "has read it and agrees with every word."
        ),
    )
    # Wagtail's field but for the accessor, which it names after the class alone: a site may have a
    # lockable Treatment of its own.
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=LockableMixin._meta.get_field("locked_by").verbose_name,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    locked_by.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )
    _workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )

    title_field: ClassVar[str] = "title"
    preview_template: ClassVar[str]

    # The field that editors fill by dragging in the list; new items come last.
    sort_order_field: ClassVar[str | None] = None

    @classproperty
    def unjudged_fields(cls) -> Sequence[str]:
        return [cls.sort_order_field] if cls.sort_order_field else []

    publishing_panels = [FieldPanel("needs_confirmation"), ChecksPanel()]

    base_search_fields = [
        index.FilterField("id"),
        index.FilterField("locale"),
        index.FilterField("live"),
        index.FilterField("needs_confirmation"),
    ]

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(getattr(self, self.title_field))

    def save(self, *args: Any, **kwargs: Any) -> None:
        field = self.sort_order_field
        if field and self._state.adding and getattr(self, field) is None:
            highest = type(self)._default_manager.aggregate(highest=models.Max(field))["highest"]
            setattr(self, field, (highest or 0) + 1)
        super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        restored = super().with_content_json(content)
        # The order belongs to the list and to no revision: publishing must not undo a move.
        if field := self.sort_order_field:
            setattr(restored, field, getattr(self, field))
        return restored

    def get_admin_display_title(self) -> str:
        """The title as choosers show it, with what keeps the item off pages or is to be done."""
        if not self.live:
            return gettext("%(title)s (draft)") % {"title": self}
        if not self.is_public:
            return gettext("%(title)s (out of date)") % {"title": self}
        if self.needs_confirmation:
            return gettext("%(title)s (unconfirmed)") % {"title": self}
        return str(self)

    @property
    def revisions(self) -> Any:
        return self._revisions

    @property
    def workflow_states(self) -> Any:
        return self._workflow_states

    @classmethod
    def starter_translation_key(cls, slug: str) -> Any:
        """The translation key (UUID) of the starter entry ``slug`` of this model.

        Derived from the slug, so that ``load_library`` finds its own entries again and never
        makes a second copy, whatever an editor has renamed.
        """
        return uuid5(STARTER_NAMESPACE, f"{cls._meta.model_name}:{slug}")

    @classmethod
    def sample(cls) -> Self:
        """An unsaved item with example content, for block previews on an empty site."""
        raise NotImplementedError

    @classmethod
    def prefetch_facts(cls, items: Iterable[Self]) -> None:
        """Fetch what ``get_facts`` needs beyond what pages print, in bulk."""
        saved = [item for item in items if item.pk]
        if saved and cls.facts_prefetch:
            models.prefetch_related_objects(saved, *cls.facts_prefetch)

    def get_facts(self, where: Spot | None = None) -> Passage:
        """What the item says, for the rules: alone, or as a page shows it at ``where``."""
        return read_item(self, where)

    @property
    def lacks_status(self) -> bool:
        """Whether the item should have a regulatory status and has none."""
        return False

    def get_withheld(self) -> tuple[str, ...]:
        """A sentence for each place that has chosen the item and prints something else instead."""
        return ()

    def get_findings(self, severities: Mapping[str, str] | None = None) -> list[Finding]:
        """What is wrong with the item as it is in memory, errors first.

        ``severities`` go before those of the setting ``FINDING_SEVERITY``.
        """
        return judge_item_facts(self, severities)

    @classmethod
    def localise(cls, items: Sequence[Self], locale_id: int | None) -> list[Self]:
        """``items`` with each one replaced by its published translation in a locale, if any.

        One query, and none where all match.
        """
        return Shelf().localise(items, locale_id)

    @classmethod
    def ready_for_page(cls, items: Iterable[Self], locale_id: int | None = None) -> list[Self]:
        """``items`` as a page in a locale shows them: only public ones, translated, each once.

        What pages print with them is fetched in bulk: the number of queries does not grow with
        the number of items.
        """
        return Shelf().ready(items, locale_id)

    @classmethod
    def published_for(cls, *locale_ids: int) -> models.QuerySet[Self]:
        """Published items in some locales, and those of the site's default language to stand in.

        For what is looked up rather than picked: translations share their relations, so that a
        page would find each item once in every language.
        """
        default = get_supported_content_language_variant(settings.LANGUAGE_CODE)
        in_locale = models.Q(locale__in=locale_ids) | models.Q(locale__language_code=default)
        return cls._default_manager.filter(in_locale, live=True)

    def copy_for_translation(self, locale: Locale, *args: Any, **kwargs: Any) -> Self:
        copy: Self = super().copy_for_translation(locale, *args, **kwargs)
        # Wagtail copies the latest draft and leaves the copy as public as the original: text that
        # nobody has translated, or even published, would be on the pages of the other language.
        copy.live = False
        copy.has_unpublished_changes = False
        copy.live_revision = None
        copy.first_published_at = copy.last_published_at = None
        copy.go_live_at = copy.expire_at = None
        copy.locked, copy.locked_at, copy.locked_by = False, None, None
        return copy

    @property
    def is_public(self) -> bool:
        """Whether visitors may see the item. Pages leave out items that are not public."""
        return bool(self.live)

    def get_api_data(self) -> dict[str, Any]:
        """The item as plain values for the API: at least ``id``, ``type`` and ``title``."""
        return {"id": self.pk, "type": self._meta.label, "title": str(self)}

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return self.preview_template

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), "item": self, "in_preview": True}
