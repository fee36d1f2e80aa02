"""Canonical JSON: one text for one value, or a refusal."""

import json
import math

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.canonical import canonical

texts = st.text(st.characters(exclude_categories=["Cs"]))
keys = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53 - 1), 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_a_canonical_text_reads_back_as_the_same_value_and_writes_as_the_same_text(value):
    text = canonical(value)
    assert json.loads(text) == value
    assert canonical(json.loads(text)) == text
    assert "\n" not in text


@given(values)
def test_it_is_rfc_8785(value):
    """The leaf's profile is a part of that standard: another's implementation of it is the oracle."""
    assert canonical(value).encode() == rfc8785.dumps(value)


def test_keys_stand_in_one_order_without_space():
    assert canonical({"b": 1, "a": [True, None, "ü"]}) == '{"a":[true,null,"ü"],"b":1}'


@pytest.mark.parametrize("strange", [1.5, math.nan, b"x", {1: "x"}, {"ü": 1}, 2**53, "\ud800", {"a": {2.0}}])
def test_what_has_no_canonical_form_is_refused(strange):
    with pytest.raises(ValueError, match=r"."):
        canonical(strange)
