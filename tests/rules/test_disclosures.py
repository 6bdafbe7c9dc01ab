"""The sentences about regulatory status."""

import itertools
from dataclasses import replace

import pytest
from django.utils.text import capfirst
from django.utils.translation import override

from ketamine_pages.models import IndicationStatus, RegulatoryStatus
from ketamine_pages.rules.disclosures import (
    Approval,
    indication_disclosure,
    treatment_disclosure,
)

OFF_LABEL = (
    "Esketamine is not approved by the FDA to treat PTSD; your clinician may prescribe it "
    "off-label."
)
COMPOUNDED = (
    "Esketamine is a compounded medicine. The FDA has not approved it for any use, PTSD included."
)


IN_FULL = Approval("treatment-resistant depression", "adults", "with an oral antidepressant")
SAID = "treatment-resistant depression in adults, with an oral antidepressant"
INCOMPLETE = [
    replace(IN_FULL, use=""),
    replace(IN_FULL, use=" "),
    replace(IN_FULL, population=""),
    replace(IN_FULL, population=" "),
]


@pytest.mark.parametrize(
    ("status", "medicine_use", "printed"),
    [
        ("approved", "depression", ""),
        (
            "off-label",
            "general anaesthesia",
            "The medicine used in ketamine is approved by the FDA for general anaesthesia, and for "
            "no other use. A clinician may prescribe it off-label.",
        ),
        (
            "off-label",
            " general anaesthesia. ",
            "The medicine used in ketamine is approved by the FDA for general anaesthesia, and for "
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
def test_a_treatment_says_what_the_regulator_says(status, medicine_use, printed):
    assert treatment_disclosure("ketamine", status, medicine_use, has_address=True) == printed


def test_what_the_medicine_is_approved_for_can_be_looked_up():
    said = treatment_disclosure("ketamine", "off-label", "anything and everything")
    assert "anything" not in said
    assert said.startswith("Ketamine is not approved by the FDA")


@pytest.mark.parametrize(
    ("approvals", "has_label", "printed"),
    [
        ([IN_FULL], True, f"Spravato is approved by the FDA to treat {SAID}."),
        (
            [IN_FULL, Approval("another thing.", "children")],
            True,
            f"Spravato is approved by the FDA to treat {SAID}; another thing in children.",
        ),
        ([INCOMPLETE[0], IN_FULL], True, f"Spravato is approved by the FDA to treat {SAID}."),
        ([IN_FULL], False, ""),
        ([], True, ""),
        *[([approval], True, "") for approval in INCOMPLETE],
    ],
)
def test_a_product_is_approved_for_what_its_indications_say(approvals, has_label, printed):
    said = treatment_disclosure("Spravato", "approved", approvals=approvals, has_label=has_label)
    assert said == printed


@pytest.mark.parametrize("status", ["off-label", "compounded", "", "rumoured"])
def test_no_other_treatment_is(status):
    said = treatment_disclosure("Spravato", status, approvals=[IN_FULL], has_label=True)
    assert SAID not in said


@pytest.mark.parametrize(
    ("status", "product_status", "printed"),
    [
        ("approved", "approved", f"Esketamine is approved by the FDA to treat {SAID}."),
        ("approved", "off-label", OFF_LABEL),
        ("approved", "compounded", COMPOUNDED),
        ("approved", "", ""),
        ("off-label", "approved", OFF_LABEL),
        ("off-label", "off-label", OFF_LABEL),
        ("off-label", "compounded", COMPOUNDED),
        ("off-label", "", OFF_LABEL),
        ("not-approved", "compounded", COMPOUNDED),
        ("not-approved", "approved", "Esketamine is not approved by the FDA to treat PTSD."),
        ("", "approved", OFF_LABEL),
    ],
)
def test_an_indication_says_what_the_regulator_says(status, product_status, printed):
    said = indication_disclosure(
        "esketamine", "PTSD", status, product_status, approval=IN_FULL, has_label=True
    )
    assert said == printed


@pytest.mark.parametrize(
    ("approval", "has_label"),
    [(IN_FULL, False), (None, True), *[(approval, True) for approval in INCOMPLETE]],
)
def test_of_an_approval_that_is_not_known_in_full_nothing_is_said(approval, has_label):
    said = indication_disclosure(
        "esketamine", "PTSD", "approved", "approved", approval=approval, has_label=has_label
    )
    assert said == ""


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
        said = indication_disclosure(
            name, "PTSD", status, product_status, approval=IN_FULL, has_label=True
        )
        assert said.startswith(f"{capfirst(name)} is")
        said = treatment_disclosure(
            name, product_status, "pain", approvals=[IN_FULL], has_label=True
        )
        assert f"{name} is" in said or said.startswith(f"{capfirst(name)} is")


def test_a_language_without_translation_gets_the_sentence_rather_than_nothing():
    with override("xx"):
        assert indication_disclosure("Esketamine", "PTSD", "off-label", "approved") == OFF_LABEL
