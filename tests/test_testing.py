"""The helper that sites call in tests of their own."""

import pytest
from django.core.cache import cache
from django.test import Client, TestCase
from wagtail.models import Page

from ketamine_pages.models import ClinicSettings
from ketamine_pages.testing import assert_page_is_honest, find_problems
from tests.blocks.making import picks
from tests.factories import (
    BenefitFactory,
    BenefitListPageFactory,
    ConditionListPageFactory,
    IndicationFactory,
    SafetyNoticeFactory,
    SourceFactory,
    TreatmentFactory,
    TreatmentIndexPageFactory,
    TreatmentPageFactory,
)
from tests.pages.host import NOTICE, PAGE, PANEL, TREATMENT, emptied, host_templates
from tests.pages.making import make_full_body

pytestmark = pytest.mark.django_db

GLANCE = "ketamine_pages/library/at_a_glance.html"
INDICATION = "ketamine_pages/library/indication.html"
BENEFIT = "ketamine_pages/library/benefit.html"
REFERENCES = "ketamine_pages/pages/references.html"
HEAD = "ketamine_pages/search_engines/head.html"
SAFETY = "ketamine_pages/blocks/safety.html"


def make_page(**values):
    """About an approved product, with everything that a page can be asked for."""
    source = SourceFactory(title="A small trial")
    treatment = TreatmentFactory(product=True)
    SafetyNoticeFactory(
        title="Sedation",
        kind="boxed-warning",
        text="<p>Stay for two hours.</p>",
        treatments=[treatment],
        sources=[source],
    )
    IndicationFactory(treatment=treatment, approval=True)
    indication = IndicationFactory(treatment=treatment, sources=[source])
    conditions = [indication.condition]
    body = [
        ("benefits", {"heading": "Hope", "benefits": picks("benefit", [make_benefit(source)])}),
        (
            "conditions",
            {"heading": "For", "conditions": picks("condition", conditions)},
        ),
        ("section", {"heading": "How", "text": "<p>So.</p>", "sources": picks("source", [source])}),
    ]
    values = {"parent": TreatmentIndexPageFactory(), "treatment": treatment, "body": body, **values}
    return TreatmentPageFactory(**values)


def make_benefit(source):
    return BenefitFactory(title="Better sleep", sources=[source])


def test_a_page_as_it_comes_is_honest():
    assert_page_is_honest(Client(), make_page())


def test_a_page_with_everything_is_honest():
    index = TreatmentIndexPageFactory()
    for page in (
        index,
        TreatmentPageFactory(parent=index, body=make_full_body(2)),
        BenefitListPageFactory(parent=index, body=make_full_body(1)),
        ConditionListPageFactory(parent=index, body=make_full_body(1)),
    ):
        assert_page_is_honest(Client(), page)


UNHIDDEN = f'{{% extends "{TREATMENT}" %}}{{% block kp_safety %}}'
DISHONEST = {
    "the notices left out": (emptied(TREATMENT, "kp_safety"), "“Sedation” cannot be read"),
    "a notice without its text": ({NOTICE: "{{ notice.title }}"}, "“Sedation” cannot be read"),
    "notices hidden": (
        {TREATMENT: f"{UNHIDDEN}<div hidden>{{{{ block.super }}}}</div>{{% endblock %}}"},
        "“Sedation” cannot be read",
    ),
    "notices in a comment": (
        {TREATMENT: f"{UNHIDDEN}<!-- {{{{ block.super }}}} -->{{% endblock %}}"},
        "“Sedation” cannot be read",
    ),
    "structured data only": (
        {TREATMENT: f"{UNHIDDEN}<template>{{{{ block.super }}}}</template>{{% endblock %}}"},
        "Search engines are told of a risk that visitors cannot read: “Sedation”",
    ),
    "benefits without any": (
        emptied(TREATMENT, "kp_safety"),
        "“Better sleep” stands",
    ),
    "no panel": (emptied(TREATMENT, "kp_crisis"), "link to tel:988"),
    "a panel without its number": ({PANEL: "Call somebody."}, "link to tel:988"),
    "no disclosure of the treatment": ({GLANCE: ""}, "is approved by the FDA to treat"),
    "no disclosure of a condition": (
        {INDICATION: "{{ indication.statement }}"},
        "What the regulator",
    ),
    "no references": (emptied(PAGE, "kp_references"), "“A small trial” is cited"),
    "numbers that lead nowhere": (emptied(PAGE, "kp_references"), "leads to #kp-ref-1"),
    "no canonical address": ({HEAD: ""}, "canonical address is “”"),
}


@pytest.mark.parametrize(("templates", "problem"), DISHONEST.values(), ids=DISHONEST)
def test_a_template_that_leaves_something_out_is_found(templates, problem):
    page = make_page()
    with host_templates(templates), pytest.raises(AssertionError) as caught:
        assert_page_is_honest(Client(), page)
    assert problem in str(caught.value)
    assert page.full_url in str(caught.value)
    cache.clear()
    assert_page_is_honest(Client(), page)


def test_notices_of_a_block_are_asked_for():
    notice = SafetyNoticeFactory(title="Dizziness")
    body = [("safety", {"heading": "Risks", "notices": picks("notice", [notice])})]
    page = BenefitListPageFactory(body=body)
    assert_page_is_honest(Client(), page)
    cache.clear()
    with host_templates({SAFETY: ""}):
        assert any("Dizziness" in each for each in find_problems(Client(), page))


def test_a_panel_that_is_switched_off_is_not_asked_for():
    page = make_page()
    clinic = ClinicSettings.for_site(page.get_site())
    clinic.crisis_panel = False
    clinic.save()
    assert_page_is_honest(Client(), page)


def test_what_visitors_cannot_open_is_told():
    page = make_page()
    page.unpublish()
    assert list(find_problems(Client(), page)) == ["It answers with status 404 instead of 200."]


def test_a_page_of_another_kind_is_told():
    [problem] = find_problems(Client(), Page.objects.get(depth=2))
    assert "nothing can be checked" in problem


class AsATestCase(TestCase):
    def test_it_works_in_one(self):
        page = make_page()
        assert_page_is_honest(self.client, page)
        with host_templates(emptied(TREATMENT, "kp_safety")), self.assertRaises(AssertionError):
            cache.clear()
            assert_page_is_honest(self.client, page)
