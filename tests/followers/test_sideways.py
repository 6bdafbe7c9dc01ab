"""What changes elsewhere is in the report, and ends reviews, at once: also by way of lists."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from ketamine_pages.models import ReviewStatus, StoredFinding
from ketamine_pages.targets import target_of
from tests import factories
from tests.reviews.making import block, page_with, picks, reload, review, status_of

pytestmark = pytest.mark.django_db


class World:
    """Three reviewed pages: a list of benefits, one that reuses it, one about the treatment."""

    def __init__(self) -> None:
        self.treatment = factories.TreatmentFactory()
        self.elsewhere = factories.TreatmentFactory()
        self.source = factories.SourceFactory()
        self.benefit = factories.BenefitFactory(sources=[self.source], evidence_level="strong")
        self.notice = factories.SafetyNoticeFactory(treatments=[self.treatment])
        self.condition = factories.ConditionFactory()
        self.indication = factories.IndicationFactory(
            treatment=self.treatment, condition=self.condition, sources=[self.source]
        )
        self.listing = factories.BenefitListPageFactory(
            benefits=json.dumps(picks("benefit", self.benefit)),
            treatment=self.treatment,
            body=json.dumps([block("safety")]),
        )
        self.reusing = page_with(
            block("benefits", list_page=self.listing.pk), block("safety"), treatment=self.treatment
        )
        self.about = page_with(
            block("conditions", conditions=picks("condition", self.condition)),
            block("safety"),
            treatment=self.treatment,
        )
        self.pages = self.listing, self.reusing, self.about


def untick(world: World) -> None:
    notice = reload(world.notice)
    notice.treatments.set([world.elsewhere])
    notice.save_revision().publish()


def tick(world: World) -> None:
    notice = factories.SafetyNoticeFactory(treatments=[world.elsewhere])
    notice = reload(notice)
    notice.treatments.add(world.treatment)
    notice.save_revision().publish()


def delete_notice(world: World) -> None:
    reload(world.notice).delete()


def unpublish(name: str) -> Callable[[World], None]:
    return lambda world: reload(getattr(world, name)).unpublish()


def change(name: str, **values: Any) -> Callable[[World], None]:
    def publish(world: World) -> None:
        instance = reload(getattr(world, name))
        for field, value in values.items():
            setattr(instance, field, value(world) if callable(value) else value)
        with factories.gate_off():
            instance.save_revision().publish()

    return publish


def longer_list(world: World) -> None:
    approved = factories.TreatmentFactory(product=True)
    factories.SafetyNoticeFactory(treatments=[approved], kind="boxed-warning")
    benefit = factories.BenefitFactory(treatment=approved, sources=[world.source])
    change("listing", benefits=json.dumps(picks("benefit", world.benefit, benefit)))(world)


ABOUT = ("listing", "reusing", "about")
CASES = {
    "a source is of another kind": (change("source", kind="observational"), ABOUT),
    "a source is withdrawn": (
        change("source", withdrawn_on=lambda _: timezone.localdate(), withdrawn_reason="Why."),
        ABOUT,
    ),
    "a source is unpublished": (unpublish("source"), ABOUT),
    "a notice is unpublished": (unpublish("notice"), ABOUT),
    "a notice is deleted": (delete_notice, ABOUT),
    "a notice loses its treatment": (untick, ABOUT),
    "another notice gets the treatment": (tick, ABOUT),
    "a treatment has another status": (
        change("treatment", regulatory_status="compounded"),
        # A list of benefits prints no status.
        ("reusing", "about"),
    ),
    "a treatment is unpublished": (unpublish("treatment"), ABOUT),
    "an indication is moved": (
        change("indication", treatment=lambda world: world.elsewhere),
        ("about",),
    ),
    "a list gets another benefit": (longer_list, ("listing", "reusing")),
    "a list is unpublished": (unpublish("listing"), ("reusing",)),
    "a benefit is unpublished": (unpublish("benefit"), ("listing", "reusing")),
}


@pytest.mark.parametrize("case", CASES)
def test_report_and_reviews_are_right_at_once(case, django_capture_on_commit_callbacks):
    make, reached = CASES[case]
    with django_capture_on_commit_callbacks(execute=True), factories.gate_off():
        world = World()
        for page in world.pages:
            review(page)
            status_of(page)
    with django_capture_on_commit_callbacks(execute=True):
        make(world)
    ended = set()
    for name in ABOUT:
        page = reload(getattr(world, name))
        stored = StoredFinding.objects.filter(**target_of(page), version="published")
        fresh = page.get_findings() if page.live else []
        assert sorted(stored.values_list("code", flat=True)) == sorted(f.code for f in fresh)
        status = ReviewStatus.objects.filter(**target_of(page)).first()
        if status is None:
            assert not page.live
            continue
        assert status.review_state == page.get_review_state()
        if status.review_state == "changed":
            ended.add(name)
    assert ended == {name for name in reached if reload(getattr(world, name)).live}
