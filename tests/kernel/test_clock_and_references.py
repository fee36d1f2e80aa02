"""The clock can be held; references tell nothing."""

from datetime import UTC, date, datetime

import pytest

from backend.kernel import clock
from backend.kernel.references import ALPHABET, new_reference, new_uid, without_suffix


def test_time_stands_still_inside_the_block_only():
    then = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    with clock.at(then):
        assert clock.now() == then
        with clock.at(then.replace(hour=23, minute=30)):
            assert clock.today("Europe/Berlin") == date(2026, 3, 3)
        assert clock.now() == then
    assert clock.now() > then


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"), clock.at(datetime(2026, 3, 2)):  # noqa: DTZ001
        pass


def test_references_are_random_and_easy_to_read_aloud():
    made = {new_reference("CASE", date(2026, 3, 2)) for _ in range(500)}
    assert len(made) == 500
    assert all(reference.startswith("CASE-2026-") and set(reference[10:]) <= set(ALPHABET) for reference in made)
    assert not set("ILOU") & set(ALPHABET)


@pytest.mark.parametrize("made", ["AGR-2026-VC1QCH", "AGR-2026-V2V2V2", "AGR-2026-7KQ4MZ"])
def test_a_version_is_named_after_the_whole_reference_whatever_its_letters(made: str):
    assert [without_suffix(f"{made}{suffix}") for suffix in ("", "-V2", "-V2-3", "-V12")] == [made] * 4


def test_lasting_identifiers_are_ordered_by_time():
    made = [new_uid() for _ in range(50)]
    assert {uid.version for uid in made} == {7}
    assert len(set(made)) == 50
