"""Plain values for the tests of rules."""

from dataclasses import replace
from datetime import date

from ketamine_pages.rules.findings import Spot
from ketamine_pages.rules.judging import judge_item, judge_page
from ketamine_pages.rules.page_facts import (
    Ground,
    ItemFacts,
    NoticeFacts,
    PageFacts,
    Passage,
    SourceFacts,
    Statement,
    StatementKind,
    Text,
    TreatmentFacts,
)

TODAY = date(2026, 11, 22)
TRIAL = SourceFacts("A trial", "randomised-trial", has_identifier=True)
REVIEW = SourceFacts("A review", "systematic-review", has_identifier=True)
GUIDELINE = SourceFacts("A guideline", "guideline", has_address=True)
DRAFT = replace(TRIAL, is_public=False)
WITHDRAWN = replace(TRIAL, title="A retracted trial", is_withdrawn=True)
AGAINST = replace(TRIAL, supports=False)

OFF_LABEL = TreatmentFacts("ketamine", "ketamine infusion", "off-label")
COMPOUNDED = TreatmentFacts("lozenge", "ketamine lozenges", "compounded")
APPROVED = TreatmentFacts("spravato", "Spravato", "approved")
SAFETY = Passage(notices=(NoticeFacts("common-effects", frozenset({"ketamine"})),))
BENEFIT = Statement(StatementKind.BENEFIT, "Less pain", (TRIAL,), "limited", treatment=OFF_LABEL)
BENEFITS = Passage(spot=Spot(block="benefits"), statements=(BENEFIT,))
TEXT = Passage(texts=(Text("We listen."),))
BOXED = NoticeFacts("boxed-warning", frozenset({"spravato"}))
HARD = (
    "Dissociation, hypertension and sedation necessitate continuous multidisciplinary monitoring "
    "throughout administration, notwithstanding considerable interindividual variability. "
) * 5
EASY = "You may feel sick. A nurse stays with you. You can stop at any time. " * 5


def page(*passages, treatment=None, is_untended=False, **values):
    """A page that prints the risks in its passages."""
    covered = {key for p in passages if p.is_printed for n in p.notices for key in n.covers}
    boxed = {
        key
        for each in passages
        for notice in each.notices
        if notice.kind == "boxed-warning"
        for key in notice.covers
    }
    ground = Ground(
        treatment,
        covered=frozenset(covered),
        warned=frozenset(boxed),
        is_untended=is_untended,
    )
    return PageFacts(passages=passages, today=TODAY, ground=ground, **values)


def item(passage, **values):
    return ItemFacts(passage=passage, today=TODAY, **values)


def codes(facts):
    judge = judge_page if isinstance(facts, PageFacts) else judge_item
    return [finding.code for finding in judge(facts)]


def stating(*sources, kind=StatementKind.BENEFIT, level="limited"):
    return item(Passage(statements=(Statement(kind, "Less pain", sources, level),)))
