"""Fingerprints of plain values."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketamine_pages.rules.fingerprint import LENGTH, make_fingerprint, says_nothing

texts = st.text(max_size=8)
scalars = st.none() | st.booleans() | st.integers() | texts
plain = st.recursive(
    scalars,
    lambda children: st.lists(children, max_size=4) | st.dictionaries(texts, children, max_size=4),
    max_leaves=12,
)


@given(plain)
def test_the_same_content_has_the_same_fingerprint(content):
    assert make_fingerprint(content) == make_fingerprint(content)
    assert len(make_fingerprint(content)) == LENGTH


@given(st.dictionaries(texts, plain, max_size=6))
def test_the_order_of_keys_does_not_matter(content):
    turned = dict(reversed(content.items()))
    assert make_fingerprint(turned) == make_fingerprint(content)


@given(st.lists(texts, min_size=1, max_size=6))
def test_the_order_of_a_set_does_not_matter(content):
    turned = dict.fromkeys(reversed(content))
    assert make_fingerprint(turned.keys() | set()) == make_fingerprint(set(content))


@given(st.lists(texts, unique=True, min_size=2, max_size=6))
def test_the_order_of_a_list_matters(content):
    assert make_fingerprint(content[::-1]) != make_fingerprint(content)


@given(texts, texts)
def test_another_text_has_another_fingerprint(one, other):
    def plain_lines(text):
        return text.replace("\r\n", "\n")

    same = plain_lines(one) == plain_lines(other)
    assert (make_fingerprint({"text": one}) == make_fingerprint({"text": other})) is same


@given(st.dictionaries(texts, plain, max_size=4), texts, plain)
def test_a_key_that_says_something_changes_the_fingerprint(content, key, value):
    without = {name: each for name, each in content.items() if name != key}
    changed = make_fingerprint({**without, key: value}) != make_fingerprint(without)
    if says_nothing(value):
        assert not changed
    elif isinstance(value, str | int):
        assert changed


@pytest.mark.parametrize("nothing", [None, False, "", [], {}, set(), {"inner": ""}])
def test_an_empty_value_is_as_good_as_none(nothing):
    assert make_fingerprint({"a": 1, "b": nothing}) == make_fingerprint({"a": 1})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (0, None),
        (0, ""),
        (1, "1"),
        (["a", "b"], ["ab"]),
        ({"a": "b"}, ["a", "b"]),
        (date(2024, 1, 2), date(2024, 2, 1)),
    ],
    ids=str,
)
def test_different_things_are_told_apart(one, other):
    assert make_fingerprint({"value": one}) != make_fingerprint({"value": other})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a\r\nb", "a\nb"),
        (Decimal("1.50"), Decimal("1.5")),
        (date(2024, 1, 2), "2024-01-02"),
        ((1, 2), [1, 2]),
    ],
    ids=str,
)
def test_what_is_only_written_in_another_way_is_the_same(one, other):
    assert make_fingerprint([one]) == make_fingerprint([other])


def test_what_is_no_plain_value_is_refused():
    with pytest.raises(TypeError, match="object is no plain value"):
        make_fingerprint({"value": object()})
