"""Rows, history rows and events agree both ways, whatever was done to one of them behind the product."""

import pytest

from backend.audit import spill
from backend.audit.agreeing import altered
from backend.audit.bulk import Bundle, keep_many
from backend.audit.coverage import Claims, all_claims, uncovered
from backend.audit.recorded import keep, remove
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.verifying import verify_log
from backend.audit.timeline import history
from backend.cases.models import CaseGrant
from backend.people.actions import add_unit
from backend.people.models import Unit
from tests.audit.attacks import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(cast):
    """Give a unit that was added and renamed."""
    unit = add_unit("lab", "Laboratory", actor=cast.sam, reason="New.")
    unit.name = "Instrument laboratory"
    return keep(unit, "unit.add", actor=cast.sam, reason="Renamed.")


def codes():
    seal_now()
    return {finding.code for finding in verify_log().findings}


def test_whatever_the_product_does_agrees(cast, a_case, unit):
    a_case("implementing")
    grant = CaseGrant.objects.order_by("pk").first()
    remove(grant, "access.revoke", actor=cast.sam, reason="Over.")
    keep_many(
        [Bundle(row, [row]) for row in (Unit(code="a"), Unit(code="b"))], "unit.add", actor=cast.sam, reason="In."
    )
    assert codes() == set()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("name", "Another"),
        ("code", "other"),
        ("parent_id", 1),
        ("history_change_reason", "Another reason."),
        ("history_user_id", None),
        ("history_date", "2020-01-01 00:00:00+00:00"),
    ],
    ids=["what was changed", "what was not changed", "a relation", "the reason", "the person", "the time"],
)
def test_a_history_row_that_was_edited(unit, column, value):
    row = unit.history.first()
    run(f"UPDATE people_historicalunit SET {column} = %s WHERE history_id = %s", value, row.history_id)  # noqa: S608
    result = codes()
    assert "row-differs" in result
    assert result <= {"row-differs", "record-differs"}


def test_a_row_of_a_bundle_that_was_edited(cast):
    [one, other] = [Unit(code="a", name="A"), Unit(code="b", name="B")]
    keep_many([Bundle(one, [one, other])], "unit.add", actor=cast.sam, reason="In.")
    assert codes() == set()
    run("UPDATE people_historicalunit SET history_user_id = NULL WHERE id = %s", other.pk)
    assert codes() == {"row-differs"}
    assert list(altered(history(one))) == []
    run("UPDATE people_historicalunit SET name = 'X' WHERE id = %s", other.pk)
    assert codes() == {"row-differs", "record-differs"}
    assert list(altered(history(one))) == [history(one).get()]


def test_a_history_row_that_was_added_or_removed(unit):
    row = unit.history.first()
    run("DELETE FROM people_historicalunit WHERE history_id = %s", row.history_id)
    assert codes() == {"row-missing", "record-differs"}
    row.pk = None
    row.save(force_insert=True)
    assert {(gap.code, gap.number) for gap in uncovered()} >= {("row-unnamed", row.pk)}


def test_a_record_that_was_edited_past_its_history(unit):
    run("UPDATE people_unit SET name = 'Quietly' WHERE id = %s", unit.pk)
    assert codes() == {"record-differs"}


def test_a_record_that_was_removed_or_added_past_its_history(unit):
    run("DELETE FROM people_unit WHERE id = %s", unit.pk)
    assert codes() == {"record-gone"}
    unit.pk = unit.pk + 1000
    run("INSERT INTO people_unit (id, uid, code, name) VALUES (%s, %s, 'x', 'X')", unit.pk, unit.uid.hex)
    assert codes() == {"record-gone", "record-unrecorded"}


def test_a_row_that_is_written_while_the_events_are_read_is_no_gap(cast, unit):
    early = all_claims()
    add_unit("shed", "Shed", actor=cast.sam, reason="New.")
    assert [gap.code for gap in uncovered(early, Claims)] == ["row-unnamed"]
    assert list(uncovered(early, all_claims)) == []


def test_claims_beyond_what_memory_holds_come_back_in_order(monkeypatch):
    monkeypatch.setattr(spill, "RUN", 7)
    kept = spill.Spill(2)
    numbers = [(number * 37 % 101, number) for number in range(500)]
    for pair in numbers:
        kept.add(*pair)
    assert list(kept) == sorted(numbers)
    assert list(kept) == sorted(numbers)


def test_everything_is_found_with_little_memory_too(monkeypatch, cast, a_case, unit):
    monkeypatch.setattr(spill, "RUN", 3)
    a_case("implementing")
    assert codes() == set()
    run("DELETE FROM people_historicalunit WHERE history_id = (SELECT max(history_id) FROM people_historicalunit)")
    assert "row-missing" in codes()
