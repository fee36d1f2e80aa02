"""Whatever file a stranger brings: ours is told from what is not, and from what was changed."""

import os
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.documents.sealing.checking import RANGE, SealCheck, check_seal
from backend.documents.sealing.keys import own_path
from backend.documents.sealing.pades import seal
from backend.documents.sealing.probing import empty_page


@pytest.fixture
def sealed():
    """Give a sealed page."""
    return seal(empty_page()).content


def hole(content):
    """Tell where the signature itself stands."""
    return tuple(map(int, RANGE.search(content).groups()[1:3]))


def test_a_sealed_file_is_ours_and_another_organisations_is_intact_and_not_ours(sealed, settings, tmp_path):
    checked = check_seal(sealed)
    assert replace(checked, fingerprint="", signed_at=None) == SealCheck(
        present=True, intact=True, covers_whole_file=True, is_ours=True, level="B-B"
    )
    settings.SEAL_DIR = tmp_path / "elsewhere"
    assert check_seal(sealed) == replace(checked, is_ours=False)
    assert not own_path().exists()  # nothing is made to answer a stranger


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"/ByteRange [5 1 2 3]", b"/ByteRange [0 1" * 9])
def test_a_file_without_a_seal_has_none(content):
    assert check_seal(content) == SealCheck()
    assert check_seal(empty_page() + content) == SealCheck()


def test_what_is_added_behind_a_seal_is_told(sealed):
    checked = check_seal(sealed + b"\n% a remark\n")
    assert (checked.intact, checked.is_ours, checked.covers_whole_file) == (True, True, False)


def test_nothing_can_be_hidden_in_the_signatures_own_place(sealed):
    begin, end = hole(sealed)
    for place, what in ((begin, b"("), (end - 1, b" "), (end - 2, b"1"), (end - 4, b">>"), (begin + 1, b"  ")):
        changed = sealed[:place] + what + sealed[place + len(what) :]
        assert not check_seal(changed).is_ours
        assert check_seal(changed).present
    letter = next(at for at in range(begin + 1, end) if sealed[at : at + 1].isalpha())
    changed = (
        sealed[:letter] + sealed[letter : letter + 1].lower() + sealed[letter + 1 :]
    )  # the same number, another byte
    assert not check_seal(changed).is_ours


def test_a_byte_range_that_leaves_out_more_is_no_seal_of_ours(sealed):
    begin, end = hole(sealed)
    numbers = RANGE.search(sealed)
    for first, second in ((begin - 1, end), (begin, end + 1), (begin - 10, end + 10)):
        told = f"/ByteRange [0 {first} {second} {len(sealed) - second}]".encode()
        told += b" " * (len(numbers[0]) - len(told))
        assert not check_seal(sealed[: numbers.start()] + told + sealed[numbers.end() :]).is_ours


def test_a_signature_of_ours_over_other_bytes_is_not_intact(sealed):
    one, other = (seal(empty_page()).content for _ in range(2))
    begin, end = hole(one)
    assert hole(other) == (begin, end)
    forged = check_seal(one[:begin] + other[begin:end] + one[end:])
    assert (forged.present, forged.intact, forged.is_ours) == (True, False, False)


def test_false_seals_behind_ours_do_not_cover_it_up(sealed):
    false = b"".join(b"\n/ByteRange [0 %d %d 5]" % (len(sealed) + 20, len(sealed) + 30) for _ in range(4))
    checked = check_seal(sealed + false + bytes(100))
    assert (checked.is_ours, checked.covers_whole_file) == (True, False)


@cache
def to_damage():
    return seal(empty_page()).content


@given(st.binary(max_size=300), st.integers(0, 10_000), st.integers(0, 3))
def test_no_damage_makes_the_check_fail_or_believe(noise, place, way):
    content = to_damage()
    at = place % len(content)
    changed = [content[:at] + noise, noise + content[at:], content[:at] + noise + content[at + len(noise) :], noise][
        way
    ]
    checked = check_seal(changed)
    assert checked.is_ours == changed.startswith(content) or changed == content


def test_a_signature_that_is_no_signature_is_present_and_not_intact():
    for inside in (
        b"00" * 50,
        os.urandom(40).hex().encode(),
        b"30" * 5000,
        b"3080" * 20_000,
        b"30820200" + b"a0" * 300,
    ):
        body = b"%PDF-1.7\n/ByteRange [0 60 " + b"%d 4]" % (62 + len(inside))
        content = body.ljust(60) + b"<" + inside + b">" + b"\n>>\n"
        assert check_seal(content) == SealCheck(present=True, covers_whole_file=True)
