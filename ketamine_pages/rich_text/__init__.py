"""Rich text: what an editor may use in it, what is checked, and how it is edited.

``fields.RichTextField`` is the same for a field of a model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise, cached_property
from wagtail import blocks

from ketamine_pages.rich_text.page_links import LinkedRichText
from ketamine_pages.rich_text.validators import LinkValidator, TextLengthValidator

__all__ = [
    "DEFAULT_MAX_LENGTH",
    "FEATURES",
    "INLINE_FEATURES",
    "RichTextBlock",
    "get_editor_widget",
    "get_validators",
    "get_visible_limit",
]

#: For text with paragraphs. No h2: that is the heading of the section which the text is in.
FEATURES = ["h3", "bold", "italic", "link", "ol", "ul"]

#: For text that stands within one paragraph.
INLINE_FEATURES = ["bold", "italic", "link"]

#: Characters of text; tags are not counted.
DEFAULT_MAX_LENGTH = 20_000


def get_editor_widget(editor: str = "default", features: Sequence[str] | None = None) -> Any:
    """The form widget of an editor that ``WAGTAILADMIN_RICH_TEXT_EDITORS`` names.

    Wagtail's Draftail is replaced by ours, which opens any stored text. An editor which the site
    has put in Draftail's place is returned as it is.
    """
    # These import the page model, which may not be loaded yet when blocks and fields are made.
    from wagtail.admin.rich_text import get_rich_text_editor_widget

    from ketamine_pages.rich_text.widgets import replace_draftail

    return replace_draftail(get_rich_text_editor_widget(editor, features=features))


def get_validators(max_length: int | None) -> list[Callable[[str], None]]:
    """The checks of every rich text: its links, and its length unless ``max_length`` is None."""
    if max_length is None:
        return [LinkValidator()]
    return [LinkValidator(), TextLengthValidator(max_length)]


def get_visible_limit(max_length: int | None) -> int | None:
    """The limit that the editor counts towards on screen, if any."""
    # The default is there to stop accidents. A counter would make it look like a length to aim at.
    return None if max_length == DEFAULT_MAX_LENGTH else max_length


class RichTextBlock(blocks.RichTextBlock):
    """Rich text with our features, whose links and length are checked.

    ``features`` defaults to ``FEATURES``, ``max_length`` (characters of text, tags not counted;
    ``None`` for no limit) to ``DEFAULT_MAX_LENGTH``. Other arguments are Wagtail's.

    A link that leads nowhere safe and a text that is too long are refused when a draft is saved,
    too: the form comes back with the message at the field and everything typed still in it, and
    a draft may be shown to others before anyone publishes it.
    """

    def __init__(
        self,
        required: bool = True,
        help_text: str | Promise | None = None,
        *,
        features: Sequence[str] | None = None,
        max_length: int | None = DEFAULT_MAX_LENGTH,
        validators: Iterable[Callable[[str], None]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(
            required=required,
            help_text=help_text,
            features=list(FEATURES if features is None else features),
            validators=[*validators, *get_validators(max_length)],
            **kwargs,
        )
        # Wagtail's adapter hands this to the editor for its counter.
        self.max_length = get_visible_limit(max_length)

    def to_python(self, value: str) -> LinkedRichText:
        """A stored text, whose links to pages can be looked up together with those of others."""
        return LinkedRichText(value)

    @cached_property
    def field(self) -> forms.Field:
        """The form field, with our editor as its widget."""
        return forms.CharField(
            widget=get_editor_widget(self.editor, self.features), **self.field_options
        )


# A site that puts this block into Wagtail's own StreamField freezes it in its migrations. There it
# is Wagtail's block, so that those migrations do not depend on this package.
DECONSTRUCT_ALIASES = {RichTextBlock: "wagtail.blocks.RichTextBlock"}
