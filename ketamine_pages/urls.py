"""URLs that a host site includes once, anywhere before Wagtail's own."""

from django.urls import path

from ketamine_pages.locations.finder.views import locations_json
from ketamine_pages.site import brand as views

app_name = "ketamine_pages"

urlpatterns = [
    # The digest changes with the colours, so the answer can be cached for ever.
    path("brand-<slug:digest>.css", views.brand_stylesheet, name="brand_stylesheet"),
    path("locations/<int:index_id>.json", locations_json, name="locations_json"),
]
