"""The sentences about regulatory status."""

import itertools

import pytest
from django.utils.translation import override

from ketamine_pages.models import IndicationStatus, RegulatoryStatus
from ketamine_pages.rules.disclosures import indication_disclosure, treatment_disclosure

OFF_LABEL = (
    "Esketamine is not approved by the FDA to treat PTSD; your clinician may prescribe it "
    "off-label."
)
COMPOUNDED = (
    "Esketamine is a compounded medicine. The FDA has not approved it for any use, PTSD included."
)


@pytest.mark.parametrize(
    ("status", "approved_for", "printed"),
    [
        ("approved", "depression", "Ketamine is approved by the FDA for depression."),
        ("approved", " depression. ", "Ketamine is approved by the FDA for depression."),
        ("approved", "", ""),
        (
            "off-label",
            "general anaesthesia",
            "The medicine used in Ketamine is approved by the FDA for general anaesthesia, and for "
            "no other use. A clinician may prescribe it off-label.",
        ),
        (
            "off-label",
            "",
            "Ketamine is not approved by the FDA for the uses described here. A clinician may "
            "prescribe it off-label.",
        ),
        (
            "compounded",
            "general anaesthesia",
            "Ketamine is made by a compounding pharmacy. The FDA has not approved it or checked "
            "its safety, quality or effect.",
        ),
        ("", "general anaesthesia", ""),
    ],
)
def test_a_treatment_says_what_the_regulator_says(status, approved_for, printed):
    assert treatment_disclosure("Ketamine", status, approved_for) == printed


@pytest.mark.parametrize(
    ("status", "product_status", "printed"),
    [
        ("approved", "approved", "Esketamine is approved by the FDA to treat PTSD."),
        ("approved", "off-label", "Esketamine is approved by the FDA to treat PTSD."),
        ("approved", "compounded", COMPOUNDED),
        ("off-label", "approved", OFF_LABEL),
        ("off-label", "off-label", OFF_LABEL),
        ("off-label", "compounded", COMPOUNDED),
        ("off-label", "", OFF_LABEL),
        ("", "approved", OFF_LABEL),
    ],
)
def test_an_indication_says_what_the_regulator_says(status, product_status, printed):
    assert indication_disclosure("Esketamine", "PTSD", status, product_status) == printed


def test_nothing_is_called_approved_while_the_status_of_the_product_is_unknown():
    assert "is approved" not in treatment_disclosure("Ketamine", "", "anaesthesia")
    assert "is approved" not in indication_disclosure("Ketamine", "PTSD", "approved", "")


@pytest.mark.parametrize("status", ["rumoured", "Approved", "approved ", "None"])
def test_an_unknown_status_is_never_taken_for_approval(status):
    assert treatment_disclosure("Ketamine", status, "anaesthesia") == ""
    assert "is not approved" in indication_disclosure("Ketamine", "PTSD", status, "approved")


@pytest.mark.parametrize("name", ["100 % ketamine", "%(use)s", "{name}", "<b>Ketamine</b>"])
def test_names_are_printed_as_they_are(name):
    statuses = itertools.product(IndicationStatus.values, RegulatoryStatus.values)
    for status, product_status in statuses:
        assert indication_disclosure(name, "PTSD", status, product_status).startswith(f"{name} is")
        assert f"{name} is" in treatment_disclosure(name, product_status, "pain")


def test_a_language_without_translation_gets_the_sentence_rather_than_nothing():
    with override("xx"):
        assert indication_disclosure("Esketamine", "PTSD", "off-label", "approved") == OFF_LABEL
