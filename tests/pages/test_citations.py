"""Numbers of citations on one page."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from ketamine_pages.pages.citations import Citations


@dataclass(frozen=True)
class Paper:
    """What the citations need to know of a source."""

    pk: int | None
    translation_key: UUID


def make_papers(count):
    return [Paper(number, uuid4()) for number in range(1, count + 1)]


def numbers(citations):
    return [citation.number for citation in citations]


def test_sources_are_numbered_by_first_appearance():
    first, second, third = make_papers(3)
    citations = Citations()
    assert numbers(citations.cite([second])) == [1]
    assert numbers(citations.cite([first, third])) == [2, 3]
    assert [reference.source for reference in citations.references] == [second, first, third]


def test_a_source_keeps_its_number_when_it_is_cited_again():
    first, second = make_papers(2)
    citations = Citations()
    citations.cite([first, second])
    assert numbers(citations.cite([second])) == [2]
    assert len(citations.references) == 2


def test_the_numbers_at_one_place_rise():
    first, second = make_papers(2)
    citations = Citations()
    citations.cite([first, second])
    assert numbers(citations.cite([second, first])) == [1, 2]


def test_a_place_prints_the_number_of_a_source_once_however_often_it_names_it():
    [paper] = make_papers(1)
    citations = Citations()
    assert numbers(citations.cite([paper, paper])) == [1]
    assert len(citations.references[0].citations) == 1


def test_two_translations_of_a_source_are_one_source():
    key = uuid4()
    citations = Citations()
    assert numbers(citations.cite([Paper(1, key)])) == [1]
    assert numbers(citations.cite([Paper(2, key)])) == [1]


def test_unsaved_sources_are_told_apart():
    citations = Citations()
    samples = [Paper(None, uuid4()), Paper(None, uuid4())]
    assert numbers(citations.cite(samples)) == [1, 2]


def test_a_citation_leads_to_its_reference_and_back():
    first, second = make_papers(2)
    citations = Citations()
    [_, there] = citations.cite([first, second])
    [again] = citations.cite([second])
    reference = citations.references[1]
    assert there.target == again.target == reference.anchor
    assert reference.citations == [there, again]
    assert there.anchor != again.anchor


def test_a_page_without_sources_has_no_references():
    citations = Citations()
    assert citations.cite([]) == []
    assert citations.references == []


@given(st.lists(st.lists(st.integers(0, 6), max_size=5), max_size=8))
def test_every_citation_has_one_way_there_and_one_way_back(places):
    papers = make_papers(7)
    citations = Citations()
    printed = [c for place in places for c in citations.cite([papers[i] for i in place])]
    references = citations.references
    back_links = [c for reference in references for c in reference.citations]
    anchors = [c.anchor for c in printed] + [reference.anchor for reference in references]
    assert sorted(printed, key=repr) == sorted(back_links, key=repr)
    assert len(set(anchors)) == len(anchors)
    assert [r.number for r in references] == list(range(1, len(references) + 1))
    assert {r.source for r in references} == {papers[i] for place in places for i in place}
