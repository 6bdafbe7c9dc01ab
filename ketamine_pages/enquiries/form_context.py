"""What a template prints of an enquiry form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms import BoundField
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import AbstractPage

from ketamine_pages.enquiries.forms import CONSENT, TOKEN, EnquiryForm, get_form_class
from ketamine_pages.enquiries.guards import render_guards
from ketamine_pages.enquiries.tokens import digest_of, make_token, read_token
from ketamine_pages.locations.page import LocationPageMixin

if TYPE_CHECKING:
    from ketamine_pages.enquiries.page import EnquiryPageMixin

# Set on a request whose answer has a form, so that no cache keeps it.
SHOWS_FORM = "_ketamine_pages_enquiry_forms"


@dataclass(frozen=True)
class ShownForm:
    """A form on a page. ``number`` tells several on one page apart; ids begin with ``prefix``.

    ``action`` is where it is sent to, empty for a sample that is not saved.
    """

    form: EnquiryForm
    page: Any
    action: str
    number: int
    token: str
    csrf_token: str
    hidden_location: tuple[str, str] | None

    token_name = TOKEN

    @property
    def prefix(self) -> str:
        return f"kp-enquiry-{self.number}"

    @property
    def fields(self) -> list[Any]:
        """The bound fields but for consent, which comes last."""
        return [field for field in self.form if field.name != CONSENT]

    @property
    def consent(self) -> Any:
        """The bound field of the consent."""
        return self.form[CONSENT]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Id of the input, label and message for each mistake, in the order of the form."""
        fields = [*self.fields, self.consent]
        of_fields = [
            (first_id(field), str(field.label), str(error))
            for field in fields
            for error in field.errors
        ]
        return [("", "", str(error)) for error in self.form.non_field_errors()] + of_fields

    def guards(self) -> SafeString:
        """The markup of all guards for this form. Each guard escapes its own."""
        return mark_safe("".join(render_guards(self.token)))  # noqa: S308


def first_id(field: BoundField) -> str:
    """The id of the input of a bound field, of the first one where there are several."""
    widget = field.field.widget
    is_several = getattr(widget, "input_type", "") in ("radio", "checkbox") and hasattr(
        widget, "choices"
    )
    return f"{field.auto_id}_0" if is_several else field.auto_id


def show_form(
    page: EnquiryPageMixin,
    request: HttpRequest,
    bound: EnquiryForm | None = None,
    on: AbstractPage | None = None,
) -> ShownForm:
    """The form of an enquiry page for a template.

    ``bound`` is one that was sent with mistakes. ``on`` is the page that shows the form; where that
    is a location, it is the one that the form offers first.
    """
    number = getattr(request, SHOWS_FORM, 0) + 1
    setattr(request, SHOWS_FORM, number)
    if bound is None:
        here = str(on.pk) if isinstance(on, LocationPageMixin) else ""
        wanted = request.GET.get("location") or here
        bound = get_form_class(page, request, wanted)(initial={"location": wanted}, page=page)
    bound.auto_id = f"kp-enquiry-{number}-%s"
    is_asked = "location" in bound.fields
    return ShownForm(
        form=bound,
        page=page,
        action=(page.get_url(request) or "") if page.pk else "",
        number=number,
        token=_token_for(page, bound),
        csrf_token=get_token(request),
        hidden_location=bound.locations[0] if bound.locations and not is_asked else None,
    )


def _token_for(page: EnquiryPageMixin, form: EnquiryForm) -> str:
    # Whoever mends a mistake has not opened the form a second ago.
    sent = form.data.get(TOKEN, "")
    token = read_token(sent, page.pk)
    if token is not None and token.consent_digest == digest_of(page.consent_text):
        return sent
    return make_token(page.pk, page.consent_text)
