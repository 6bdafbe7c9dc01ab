"""What the fictional clinic says about itself, and who reads its pages."""

from __future__ import annotations

from datetime import date

from wagtail.models import Site

from example_site.home.demo.clinic_name import CLINIC, PHONE, REVIEWER, WEBSITE
from example_site.home.demo.pictures import picture
from ketamine_pages.library.starter import default_locale
from ketamine_pages.models import Clinician, ClinicSettings, SiteWording

OFF_LABEL = (
    "<p>The FDA has approved ketamine as an anesthetic. Any other use of ketamine on these pages "
    "is off-label: the FDA has not approved that use, but a clinician may prescribe it.</p>"
)
GENERAL = (
    "<p>These pages inform you in general. They do not replace a talk with your own clinician."
    "</p><p>This is a demonstration. The clinic and the people named here do not exist.</p>"
)
FOOTER = {
    "Privacy notice": "privacy",
    "Consumer health data notice": "health-data",
    "Nondiscrimination notice": "nondiscrimination",
    "Language help": "languages",
}


def describe_clinic(site: Site) -> bool:
    """Fill in the clinic details of ``site`` unless it has some; returns whether it did."""
    clinic = ClinicSettings.for_site(site)
    if clinic.organisation_name:
        return False
    clinic.organisation_name = CLINIC
    clinic.legal_name = f"{CLINIC} (a fictional clinic)"
    clinic.logo = picture("mark")
    clinic.main_phone = PHONE
    clinic.booking_url = f"{WEBSITE}/book"
    clinic.counts_in_words = True
    clinic.brand_colour = "#1d6b66"
    clinic.brand_colour_dark = "#7fd1c7"
    clinic.default_social_image = picture("share")
    clinic.footer_links = [
        ("link", {"text": text, "url": f"{WEBSITE}/{path}"}) for text, path in FOOTER.items()
    ]
    clinic.full_clean()
    clinic.save()
    return True


def choose_wording(site: Site) -> bool:
    """Publish a wording and choose it for ``site`` unless there is one; returns whether it did."""
    clinic = ClinicSettings.for_site(site)
    if clinic.wording is not None or SiteWording.objects.exists():
        return False
    wording = SiteWording(
        name=f"Wording of {CLINIC}",
        crisis_reviewed_on=date(2026, 11, 22),
        off_label_disclaimer=OFF_LABEL,
        general_disclaimer=GENERAL,
        locale=default_locale(),
        live=False,
    )
    wording.full_clean()
    wording.save()
    wording.save_revision(log_action="wagtail.create").publish()
    clinic.wording = wording
    clinic.save()
    return True


def introduce_clinician() -> bool:
    """Publish the reviewer unless the site has one of that name; returns whether it did."""
    if Clinician.objects.filter(name=REVIEWER).exists():
        return False
    reviewer = Clinician(
        name=REVIEWER,
        credentials="MD, board-certified in psychiatry",
        role="Medical director (a fictional person)",
        profile_url=f"{WEBSITE}/team/alex-example",
        photo=picture("portrait"),
        locale=default_locale(),
        live=False,
    )
    reviewer.full_clean()
    reviewer.save()
    reviewer.save_revision(log_action="wagtail.create").publish()
    return True
