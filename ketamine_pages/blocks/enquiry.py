"""The form of an enquiry page on any other page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BlockGroup, StructValue

from ketamine_pages.blocks.base import ContentBlock, HeadingBlock, MixinPageChooserBlock
from ketamine_pages.blocks.texts import TextBlock
from ketamine_pages.delivery.visibility import visible_pages

if TYPE_CHECKING:
    from wagtail.models import AbstractPage


def make_sample(model: type[AbstractPage]) -> Any:
    """An unsaved page with the form that new pages have, for previews on a site without one."""
    page = model(title=gettext("Ask for a call or a tour"))
    page.form_fields = page.get_form_outline()
    return page


class EnquiryBlock(ContentBlock):
    """The form of a chosen enquiry page, sent to that page."""

    heading = HeadingBlock()
    introduction = TextBlock(label=_("Introduction"), required=False, max_length=600, rows=2)
    page = MixinPageChooserBlock(
        "EnquiryPageMixin",
        label=_("Enquiry page"),
        help_text=_("Its form is shown here; what is sent is treated as if it were sent there."),
    )

    class Meta:
        icon = "form"
        group = _("Action")
        label = _("Enquiry form")
        description = _("The form of an enquiry page, right here; enquiries arrive in one inbox.")
        template = "ketamine_pages/blocks/enquiry.html"
        label_format = "{heading}"
        form_layout = BlockGroup(children=["heading", "introduction", "page"])

    def get_context(
        self, value: StructValue, parent_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        context["form_page"] = self.get_form_page(
            value, context.get("request"), getattr(context.get("page"), "locale_id", None)
        )
        return context

    def get_form_page(
        self, value: StructValue, request: HttpRequest | None, locale_id: int | None
    ) -> Any:
        """The chosen page, or its translation in this locale, as everybody may see it; or
        ``None``."""
        chosen = value.get("page")
        if chosen is None or chosen.pk is None:
            # Only previews on a site without a form have a page that is not saved.
            return chosen
        for model in self.child_blocks["page"].target_models:
            pages = model._default_manager.filter(translation_key=chosen.translation_key)
            if found := visible_pages(pages, request, locale_id).first():
                return found
        return None

    def get_preview_value(self) -> Any:
        models = self.child_blocks["page"].target_models
        pages = [visible_pages(model._default_manager.order_by("path")).first() for model in models]
        samples = [page for page in pages if page] or [make_sample(model) for model in models[:1]]
        return self.normalize(
            {"heading": _("Ask for a call or a tour"), "page": samples[0] if samples else None}
        )
