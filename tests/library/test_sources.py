"""Sources."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.utils import timezone

from ketamine_pages.models import Benefit, BenefitSource, Source
from tests.checking import refused
from tests.factories import BenefitFactory, SourceFactory


def clean(**values):
    """A source as it is after an editor's form has been accepted."""
    source = SourceFactory.build(locale=None, **values)
    source.full_clean(exclude=["locale"])
    return source


def refused_fields(**values):
    return refused(SourceFactory.build(locale=None, **values))


class SourceValidationTests(TestCase):
    def test_a_pasted_link_is_stored_as_the_identifier(self):
        source = clean(
            doi="https://doi.org/10.1056/NEJMoa2302399",
            pmid="https://pubmed.ncbi.nlm.nih.gov/37224232/",
        )
        self.assertEqual((source.doi, source.pmid), ("10.1056/NEJMoa2302399", "37224232"))

    def test_wrong_values_are_refused_at_their_field(self):
        wrong = {
            "doi": ["NEJMoa2302399", "https://example.com/10.1056/x", "<script>alert(1)</script>"],
            "pmid": ["PMC10223232", "0", "123456789"],
            "year": [0, 1799, timezone.localdate().year + 2, 99999],
            "url": ["javascript:alert(1)", "ftp://example.com/", "example.com", "data:text/html,x"],
            "kind": ["", "blog"],
            "title": ["", "x" * 501],
            "participants": [-1],
        }
        for field, values in wrong.items():
            for value in values:
                with self.subTest(field=field, value=value):
                    self.assertEqual(refused_fields(**{field: value}), {field})

    def test_years_from_printed_journals_to_next_year_are_accepted(self):
        for year in [1800, 2023, timezone.localdate().year + 1, None]:
            with self.subTest(year=year):
                self.assertEqual(clean(year=year).year, year)

    def test_a_message_about_an_identifier_shows_what_one_looks_like(self):
        with pytest.raises(ValidationError, match=r"“nonsense” is not a DOI\. .* 10\.1056/NEJM"):
            clean(doi="nonsense")
        with pytest.raises(ValidationError, match="“nonsense” is not a PubMed ID"):
            clean(pmid="nonsense")

    def test_a_withdrawal_needs_a_date_and_a_reason(self):
        today = timezone.localdate()
        self.assertEqual(refused_fields(withdrawn_on=today), {"withdrawn_reason"})
        self.assertEqual(refused_fields(withdrawn_reason="Retracted."), {"withdrawn_on"})
        self.assertTrue(clean(withdrawn_on=today, withdrawn_reason="Retracted.").is_withdrawn)


@pytest.mark.parametrize(("days", "withdrawn"), [(-1, True), (0, True), (1, False)])
def test_a_source_is_withdrawn_from_its_date_on(days, withdrawn):
    date = timezone.localdate() + timedelta(days=days)
    assert Source(withdrawn_on=date).is_withdrawn is withdrawn


def test_a_source_without_a_date_is_not_withdrawn():
    assert Source().is_withdrawn is False


@pytest.mark.parametrize(
    ("values", "link"),
    [
        (
            {"doi": "10.1056/x", "pmid": "1", "url": "https://example.com/"},
            "https://doi.org/10.1056/x",
        ),
        ({"pmid": "1", "url": "https://example.com/"}, "https://pubmed.ncbi.nlm.nih.gov/1/"),
        ({"url": "https://example.com/"}, "https://example.com/"),
        ({}, ""),
        (
            {"doi": "10.1002/(SICI)1<1::A>3.0;2-2"},
            "https://doi.org/10.1002/(SICI)1%3C1::A%3E3.0;2-2",
        ),
        ({"doi": "10.1002/a#b?c%d"}, "https://doi.org/10.1002/a%23b%3Fc%25d"),
    ],
)
def test_a_source_links_to_its_most_lasting_address(values, link):
    assert Source(**values).link == link


def test_api_clients_learn_that_a_source_was_withdrawn():
    source = Source(title="A trial", withdrawn_on=timezone.localdate(), url="https://example.com/")
    data = source.get_api_data()
    assert data["withdrawn"] is True
    assert (data["title"], data["url"]) == ("A trial", "https://example.com/")


class WithdrawalTests(TestCase):
    def test_a_withdrawn_source_no_longer_supports_anything(self):
        benefit = BenefitFactory(sources=[])
        source = SourceFactory()
        BenefitSource.objects.create(item=benefit, source=source)
        self.assertEqual(benefit.supporting_sources, [source])
        Source.objects.update(withdrawn_on=timezone.localdate(), withdrawn_reason="Retracted.")
        self.assertEqual(Benefit.objects.get().cited_sources, [])
