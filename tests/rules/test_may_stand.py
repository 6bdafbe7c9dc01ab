"""What may stand: for all sources and all pages that there may be."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ketamine_pages.rules.may_stand import (
    AGAINST,
    LEVELS,
    Reason,
    get_allowed_level,
    get_printed_level,
    get_reasons,
)
from ketamine_pages.rules.page_facts import (
    Ground,
    SourceFacts,
    Statement,
    StatementKind,
    TreatmentFacts,
)

KINDS = ["randomised-trial", "systematic-review", "observational", "guideline", "product-label"]

sources = st.lists(
    st.builds(
        SourceFacts,
        title=st.just("A source"),
        kind=st.sampled_from([*KINDS, "regulator", "other", ""]),
        is_public=st.booleans(),
        is_withdrawn=st.booleans(),
        supports=st.booleans(),
        has_identifier=st.booleans(),
        has_address=st.booleans(),
    ),
    max_size=5,
).map(tuple)
treatments = st.builds(
    TreatmentFacts,
    key=st.sampled_from(["ketamine", "spravato"]),
    name=st.just("A treatment"),
    regulatory_status=st.sampled_from(["approved", "off-label", "compounded", ""]),
)
statements = st.builds(
    Statement,
    kind=st.sampled_from(StatementKind),
    title=st.just("Less pain"),
    sources=sources,
    evidence_level=st.sampled_from([*LEVELS, "", "rumoured"]),
    treatment=st.none() | treatments,
    has_hidden_treatment=st.booleans(),
    is_whole=st.booleans(),
)
grounds = st.builds(
    Ground,
    treatment=st.none() | treatments,
    hides_treatment=st.booleans(),
    covered=st.frozensets(st.sampled_from(["ketamine", "spravato"])),
    is_untended=st.booleans(),
)


@given(st.sampled_from([*LEVELS, "", "rumoured"]), sources)
def test_the_printed_level_promises_no_more_than_editor_and_sources(chosen, found):
    printed, allowed = get_printed_level(chosen, found), get_allowed_level(found)
    if not any(source.holds for source in found):
        assert printed == ""
    elif not any(source.holds and source.supports for source in found):
        assert printed == AGAINST
    elif chosen in LEVELS:
        assert LEVELS.index(printed) == min(LEVELS.index(chosen), LEVELS.index(allowed))
    else:
        assert printed == ""


@given(sources, sources)
def test_one_more_source_that_does_not_hold_changes_nothing(found, more):
    useless = tuple(source for source in more if not source.holds)
    assert get_allowed_level(found + useless) == get_allowed_level(found)


@given(sources)
def test_strong_needs_a_trial_that_can_be_found(found):
    if get_allowed_level(found) == "strong":
        assert any(
            source.holds
            and source.supports
            and source.has_identifier
            and source.kind in {"randomised-trial", "systematic-review"}
            for source in found
        )


@given(statements, grounds)
def test_what_stands_has_a_source_a_known_treatment_and_its_risks(statement, ground):
    if get_reasons(statement, ground):
        return
    about = statement.treatment or ground.treatment
    assert any(source.holds for source in statement.sources)
    assert statement.is_whole
    assert not statement.has_hidden_treatment
    assert statement.treatment or not ground.hides_treatment
    assert about.key in ground.covered if about else ground.covered
    if about and ground.treatment and about.key != ground.treatment.key:
        assert "compounded" not in {about.regulatory_status, ground.treatment.regulatory_status}
    assert not (ground.is_untended and statement.kind is StatementKind.STATISTIC)


@given(statements, grounds)
def test_less_to_stand_on_never_lets_more_stand(statement, ground):
    less = replace(ground, covered=frozenset(), is_untended=True)
    assert set(get_reasons(statement, ground)) <= {*get_reasons(statement, less), Reason.NO_SAFETY}


@given(statements)
def test_in_the_library_a_statement_is_judged_by_itself(statement):
    assert set(get_reasons(statement, None)) <= {Reason.NO_SOURCE, Reason.NO_WHOLE}
