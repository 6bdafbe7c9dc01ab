"""The lists “Enquiries” and “Possible spam”. They show nothing that a visitor wrote."""

from __future__ import annotations

from typing import Any

import django_filters
import swapper
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    DateColumn,
    StatusTagColumn,
    TitleColumn,
)
from wagtail.admin.views import generic

from ketamine_pages.admin.enquiries.addresses import ICON, address_of, url_name
from ketamine_pages.admin.enquiries.bulk import buttons_for
from ketamine_pages.admin.enquiries.exporting import export_response
from ketamine_pages.admin.enquiries.forms import status_choices
from ketamine_pages.admin.enquiries.notices import count_waiting, get_notices
from ketamine_pages.answers import AnswersUnreadable
from ketamine_pages.enquiries.handling import name_of
from ketamine_pages.enquiries.permissions import ACTIONS, policy, visible_enquiries
from ketamine_pages.enquiries.records import Enquiry, EnquiryStatus

SPAM = Q(is_suspected=True) | Q(status=EnquiryStatus.SPAM)
# In the words of the list; a visitor's own words stand only where opening them is recorded.
WAYS = {"phone": _("Phone"), "email": _("E-mail")}


def locations_for(request: HttpRequest) -> QuerySet[Any]:
    """The locations of the enquiries that a user may see."""
    known = visible_enquiries(request.user).exclude(location=None).order_by()
    pages = swapper.load_model("wagtailcore", "Page").objects
    return pages.filter(pk__in=known.values("location")).order_by("title")


def assignees_for(request: HttpRequest) -> QuerySet[Any]:
    """Those to whom enquiries are assigned that a user may see."""
    known = visible_enquiries(request.user).exclude(assignee=None).order_by()
    users = get_user_model()._default_manager.filter(pk__in=known.values("assignee"))
    return users.order_by(get_user_model().USERNAME_FIELD)


class EnquiryFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=status_choices, empty_label=_("All")
    )
    location = django_filters.ModelChoiceFilter(
        label=_("Location"), queryset=locations_for, empty_label=_("All")
    )
    assignee = django_filters.ModelChoiceFilter(
        label=_("Assigned to"),
        queryset=assignees_for,
        empty_label=_("All"),
        null_label=_("Nobody"),
    )
    submitted_at = django_filters.DateFromToRangeFilter(
        label=_("Received"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Enquiry
        fields: list[str] = []


def get_ways(enquiry: Enquiry) -> str:
    """How the visitor can be reached: that there is a number, not the number."""
    try:
        kinds = {answer.kind for answer in enquiry.answers if answer.text}
    except AnswersUnreadable:
        return gettext("Cannot be read")
    return ", ".join(str(label) for kind, label in WAYS.items() if kind in kinds)


class EnquiryIndexView(generic.IndexView):
    """The inbox: enquiries of people, newest first."""

    model = Enquiry
    permission_policy = policy
    any_permission_required = list(ACTIONS)
    page_title = _("Enquiries")
    header_icon = ICON
    index_url_name = url_name("index")
    index_results_url_name = url_name("index_results")
    template_name = "ketamine_pages/admin/enquiries/index.html"
    results_template_name = "ketamine_pages/admin/enquiries/index_results.html"
    filterset_class = EnquiryFilterSet
    default_ordering = "-submitted_at"
    paginate_by = 50
    is_searchable = True
    # Nothing else can be searched: it is sealed, and what is typed stands in the address.
    search_fields = ["reference"]
    search_backend_name = None
    folder = ~SPAM
    empty_text = _(
        "No enquiries. What visitors send with the form of an enquiry page comes here, and stays "
        "for as long as that page says."
    )

    @cached_property
    def columns(self) -> list[Any]:
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="item"),
            TitleColumn(
                "reference",
                label=_("Reference"),
                get_url=address_of,
                get_title_id=lambda enquiry: f"item_{enquiry.pk}_title",
                classname="title kp-title",
            ),
            DateColumn("submitted_at", label=_("Received"), sort_key="submitted_at"),
            Column("location_title", label=_("Location"), sort_key="location_title"),
            StatusTagColumn(
                "status",
                label=_("Status"),
                accessor=lambda enquiry: capfirst(enquiry.get_status_display()),
                primary=lambda enquiry: enquiry.status == EnquiryStatus.NEW,
                sort_key="status",
            ),
            Column(
                "assignee", label=_("Assigned to"), accessor=lambda each: name_of(each.assignee)
            ),
            Column("ways", label=_("Can be reached by"), accessor=get_ways),
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_search_form(self) -> SearchForm:
        data = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(data, placeholder=gettext("Search by reference"))

    def get_base_queryset(self) -> QuerySet[Enquiry]:
        enquiries = (
            policy.instances_user_has_permission_for(self.request.user, "export")
            if self.is_export
            else visible_enquiries(self.request.user)
        )
        return enquiries.filter(self.folder).select_related("assignee", "consent")

    @cached_property
    def show_export_buttons(self) -> bool:
        return bool(policy.user_has_permission(self.request.user, "export"))

    def as_spreadsheet(self, queryset: QuerySet[Enquiry], spreadsheet_format: str) -> HttpResponse:
        if not self.show_export_buttons:
            raise PermissionDenied
        return export_response(queryset, self.request.user, spreadsheet_format)

    def get_folders(self) -> list[dict[str, Any]]:
        """The two lists, with how many new enquiries are in each."""
        return [
            {
                "label": view.page_title,
                "address": reverse(view.index_url_name),
                "number": number,
                "is_current": view.page_title == self.page_title,
            }
            for view, number in zip(
                (EnquiryIndexView, SpamIndexView), count_waiting(self.request.user), strict=True
            )
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            *args,
            notices=[] if self.results_only else get_notices(self.request.user),
            folders=[] if self.results_only else self.get_folders(),
            bulk_buttons=buttons_for(self.request.user),
            empty_text=self.empty_text,
            **kwargs,
        )


class SpamIndexView(EnquiryIndexView):
    """What may be spam, and what somebody said is: nothing is thrown away unread."""

    page_title = _("Possible spam")
    header_icon = "warning"
    index_url_name = url_name("spam")
    index_results_url_name = url_name("spam_results")
    folder = SPAM
    empty_text = _("Nothing looks like spam.")

    def get_breadcrumbs_items(self) -> list[Any]:
        home, *rest = super().get_breadcrumbs_items()
        return [home, {"url": reverse(url_name("index")), "label": _("Enquiries")}, *rest]
