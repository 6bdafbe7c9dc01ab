"""What editors read about each kind of finding: why it matters, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ketamine_pages.rules.findings import NOWHERE, Code, Finding, Spot, get_severity


class Advice(NamedTuple):
    """One code in words: ``title`` for filters, ``why`` in one sentence, ``what_to_do``."""

    title: str | Promise
    why: str | Promise
    what_to_do: str | Promise


ADVICE: Mapping[Code, Advice] = {
    Code.BENEFIT_WITHOUT_SOURCE: Advice(
        _("No source"),
        _("Readers, and the authorities, may ask where a statement about an effect comes from."),
        _("Add a published source that supports it, or take the statement off."),
    ),
    Code.BENEFITS_WITHOUT_SAFETY: Advice(
        _("Benefits without risks"),
        _("People can only decide if they read about the risks where they read about benefits."),
        _("Add safety information before the benefits or right after them."),
    ),
    Code.EVIDENCE_OVERSTATED: Advice(
        _("Evidence too strong"),
        _("Readers take “strong” and “moderate” to mean that good trials support it."),
        _("Add a randomised trial or a systematic review, or choose “limited” or “early”."),
    ),
    Code.SOURCE_WITHDRAWN: Advice(
        _("Withdrawn source"),
        _("A source that was retracted or replaced supports nothing any more."),
        _("Remove the source, and check whether the words still hold without it."),
    ),
    Code.APPROVAL_UNNAMED: Advice(
        _("Approval of nothing named"),
        _("Without the name of an approved product, the approval seems to cover everything here."),
        _("Name the approved product and what it is approved for, or leave the approval out."),
    ),
    Code.STATUS_MISSING: Advice(
        _("Regulatory status missing"),
        _("Visitors must be able to see whether a use is approved, off-label or not approved."),
        _("Choose a published treatment, and choose its regulatory status in the library."),
    ),
    Code.LABEL_NOTICE_MISSING: Advice(
        _("Boxed warning missing"),
        _("Wherever an approved product is shown, its boxed warning belongs beside it."),
        _("Publish a boxed warning for it in the library, and show its safety information here."),
    ),
    Code.PLACEHOLDER_LEFT: Advice(
        _("Placeholder left"),
        _("Visitors would read words that were meant to be replaced."),
        _("Write the real text, or delete the placeholder."),
    ),
    Code.REVIEW_MISSING: Advice(
        _("Never reviewed"),
        _("Medical texts should be read by a clinician before visitors rely on them."),
        _("Submit it for clinical review."),
    ),
    Code.REVIEW_OVERDUE: Advice(
        _("Review overdue"),
        _("What is known about treatments changes, and this text may be out of date."),
        _("Ask a reviewer to read it again, even if nothing has to be changed."),
    ),
    Code.CHANGED_SINCE_REVIEW: Advice(
        _("Changed since review"),
        _("The reviewer has agreed with other words than those that stand here now."),
        _("Submit the new version for clinical review."),
    ),
    Code.FACT_EXPIRED: Advice(
        _("Out of date"),
        _("It was true until a date that is over."),
        _("Find out what holds now, correct the text, and set a new date or none."),
    ),
    Code.FACT_EXPIRES_SOON: Advice(
        _("Soon out of date"),
        _("It will no longer be true after that date."),
        _("Find out what will hold then, and plan the change."),
    ),
    Code.ITEM_UNPUBLISHED: Advice(
        _("Not shown"),
        _("Visitors see only what is published, so something that you chose is left out."),
        _("Publish it in the library, or choose something else."),
    ),
    Code.IMAGE_MISSING: Advice(
        _("Image file missing"),
        _("The image is in the library but its file is gone, so the page leaves it out."),
        _("Upload the file again in the image’s form, or choose another image."),
    ),
    Code.PHRASE: Advice(
        _("Listed phrase"),
        _("Such words often promise too much or play down a risk."),
        _("Read the sentence again. If it is right as it stands, leave it."),
    ),
    Code.READING_LEVEL: Advice(
        _("Hard to read"),
        _("Many patients stop reading above grade 8; names of medicines can raise the figure."),
        _("Try shorter sentences and everyday words."),
    ),
}


def make_finding(
    code: Code,
    message: str,
    spot: Spot = NOWHERE,
    *,
    why: str = "",
    what_to_do: str = "",
) -> Finding:
    """A finding with the default severity and advice of its code."""
    advice = ADVICE[code]
    severity = get_severity(code)
    assert severity is not None  # noqa: S101 (no default is "off")
    return Finding(
        code,
        severity,
        message,
        why or str(advice.why),
        what_to_do or str(advice.what_to_do),
        spot,
    )
