"""Identifiers of publications, as people paste them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketamine_pages.rules.identifiers import is_doi, is_pmid, normalise_doi, normalise_pmid

DOI = "10.1056/NEJMoa2302399"
WILEY_DOI = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"
SUFFIX = st.text("abcXYZ019-._;()/:<>", min_size=1).filter(lambda text: text[-1] not in ".;:")


@pytest.mark.parametrize(
    "pasted",
    [
        DOI,
        f" {DOI}\n",
        f"https://doi.org/{DOI}",
        f"http://dx.doi.org/{DOI}",
        f"HTTPS://DOI.ORG/{DOI}",
        f"https://www.doi.org/{DOI}",
        f"doi.org/{DOI}",
        f"doi:{DOI}",
        f"DOI: {DOI}",
        f"doi {DOI}",
        f"{DOI}.",
        f"https://doi.org/{DOI},",
    ],
)
def test_a_pasted_doi_is_reduced_to_the_doi(pasted):
    assert is_doi(pasted)
    assert normalise_doi(pasted) == DOI


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NEJMoa2302399",
        "10.1056",
        "10.1056/",
        "10.12/short",
        "11.1056/NEJMoa2302399",
        "10.1056/two words",
        "https://example.com/10.1056/NEJMoa2302399",
        "javascript:10.1056/x",
        "10.١٠٥٦/x",
        "10.1056/NEJM\x00oa",
    ],
)
def test_what_is_no_doi_is_refused(text):
    assert not is_doi(text)


def test_a_doi_keeps_its_brackets_and_capitals():
    assert normalise_doi(WILEY_DOI) == WILEY_DOI
    assert is_doi(WILEY_DOI)


@given(st.integers(1000, 999_999_999), SUFFIX, st.sampled_from(["", "doi:", "https://doi.org/"]))
def test_every_doi_is_known_again_with_and_without_a_prefix(registrant, suffix, prefix):
    doi = f"10.{registrant}/{suffix}"
    assert is_doi(prefix + doi)
    assert normalise_doi(prefix + doi) == doi


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    assert normalise_doi(normalise_doi(text)) == normalise_doi(text)
    assert normalise_pmid(normalise_pmid(text)) == normalise_pmid(text)


@pytest.mark.parametrize(
    "pasted",
    [
        "37224232",
        " 37224232 ",
        "PMID: 37224232",
        "pmid 37224232",
        "PMID37224232",
        "https://pubmed.ncbi.nlm.nih.gov/37224232",
        "https://pubmed.ncbi.nlm.nih.gov/37224232/",
        "https://www.ncbi.nlm.nih.gov/pubmed/37224232",
    ],
)
def test_a_pasted_pubmed_id_is_reduced_to_its_digits(pasted):
    assert is_pmid(pasted)
    assert normalise_pmid(pasted) == "37224232"


@pytest.mark.parametrize(
    "text", ["", "0", "0123", "PMC10223232", "123456789", "12 34", "-5", "1.5", "1٢٣", "１２３"]
)
def test_what_is_no_pubmed_id_is_refused(text):
    assert not is_pmid(text)


@given(st.integers(1, 99_999_999))
def test_every_number_of_up_to_eight_digits_is_a_pubmed_id(number):
    assert is_pmid(str(number))
    assert normalise_pmid(f"https://pubmed.ncbi.nlm.nih.gov/{number}/") == str(number)
