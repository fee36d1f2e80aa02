"""A record, its history row and its event are written together or not at all."""

import json

import pytest
from django.db import connection, transaction

from backend.audit.events import record
from backend.audit.models import Disclosure, Event, Pending
from backend.audit.recorded import UnrecordedWrite, keep
from backend.audit.timeline import entries, history
from backend.kernel import clock
from backend.people.actions import add_unit
from backend.people.models import Unit

pytestmark = pytest.mark.django_db


def newest():
    return Event.objects.order_by("-id").first()


def test_row_history_and_event_agree_on_who_why_and_when(cast):
    unit = add_unit("lab", "Laboratory", actor=cast.sam, reason="New laboratory.")

    row, event = unit.history.get(), newest()
    [entry] = entries([event])
    assert (row.history_user_id, row.history_change_reason, row.history_date) == (
        cast.sam.uid,
        "New laboratory.",
        event.at,
    )
    assert (event.actor, event.action, event.obj) == (cast.sam.uid, "unit.add", unit.key)
    assert entry.reason == "New laboratory."
    assert entry.facts["history"] == ["people_historicalunit", row.history_id, "+"]


def test_a_change_tells_old_and_new_value_and_a_save_without_change_tells_nothing(cast):
    unit = add_unit("lab", "Laboratory", actor=cast.sam, reason="New.")
    unit.name = "Instrument laboratory"
    keep(unit, "unit.add", actor=cast.sam, reason="Renamed.")
    [entry] = entries([newest()])
    assert entry.diff == {"name": ("Laboratory", "Instrument laboratory")}
    assert entry.facts["fields"] == ["name"]

    before = Event.objects.count()
    keep(unit, "unit.add", actor=cast.sam, reason="Again.")
    assert Event.objects.count() == before
    assert unit.history.count() == 2


def test_values_are_salted_so_that_the_event_alone_does_not_give_them_away(cast):
    add_unit("lab", "Laboratory of secrets", actor=cast.sam, reason="Because of a secret.")
    event = newest()
    assert "secret" not in event.body
    assert set(json.loads(event.body)["sd"]) == {"diff", "reason"}
    add_unit("lab2", "Laboratory of secrets", actor=cast.sam, reason="Because of a secret.")
    assert json.loads(newest().body)["sd"]["reason"] != json.loads(event.body)["sd"]["reason"]


def test_nothing_is_left_when_the_transaction_fails(cast):
    before = Event.objects.count(), Unit.objects.count(), Unit.history.count(), Disclosure.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 - the block is what is tested
        add_unit("lab", "Laboratory", actor=cast.sam, reason="New.")
        raise RuntimeError
    assert (Event.objects.count(), Unit.objects.count(), Unit.history.count(), Disclosure.objects.count()) == before


def test_no_event_no_row(cast):
    """An undeclared action is refused before anything stays behind."""
    with pytest.raises(LookupError), transaction.atomic():
        keep(Unit(code="x", name="X"), "unit.invent", actor=cast.sam, reason="No.")
    assert not Unit.objects.filter(code="x").exists()


@pytest.mark.parametrize(
    "write",
    [
        lambda unit: unit.save(),
        lambda unit: unit.delete(),
        lambda unit: Unit.objects.create(code="y", name="Y"),
        lambda unit: Unit.objects.filter(pk=unit.pk).update(name="Z"),
        lambda unit: Unit.objects.filter(pk=unit.pk).delete(),
        lambda unit: Unit.objects.bulk_create([Unit(code="y", name="Y")]),
        lambda unit: Unit.objects.bulk_update([unit], ["name"]),
        lambda unit: Unit.objects.get_or_create(code="y", defaults={"name": "Y"}),
    ],
    ids=["save", "delete", "create", "update", "queryset delete", "bulk create", "bulk update", "get or create"],
)
def test_there_is_no_unrecorded_way_to_write(cast, write):
    unit = add_unit("lab", "Laboratory", actor=cast.sam, reason="New.")
    with pytest.raises(UnrecordedWrite):
        write(unit)
    assert Unit.objects.get(pk=unit.pk).name == "Laboratory"
    assert not Unit.objects.filter(code="y").exists()


def test_a_partly_loaded_row_can_not_be_changed(cast):
    add_unit("lab", "Laboratory", actor=cast.sam, reason="New.")
    partly = Unit.objects.only("code").get(code="lab")
    with pytest.raises(UnrecordedWrite, match="whole"):
        keep(partly, "unit.add", actor=cast.sam, reason="No.")


def test_every_event_waits_to_be_sealed(cast):
    add_unit("lab", "Laboratory", actor=cast.sam, reason="New.")
    assert Pending.objects.filter(event_id=newest().pk).exists()
    assert Pending.objects.count() == Event.objects.count()


def test_the_event_tells_the_time_of_the_product_and_of_the_database(cast):
    then = clock.now().replace(year=2020)
    with clock.at(then):
        add_unit("lab", "Laboratory", actor=cast.sam, reason="New.")
    assert newest().at == then
    assert newest().db_at.year > 2020


def test_a_case_answers_with_everything_in_its_stream_and_a_part_with_its_own(cast, a_case):
    case = a_case("investigating")
    allegation = case.allegations.order_by("seq").first()
    told = {event.action for event in history(case)}
    assert {"case.open", "case.add_party", "allegation.notice", "document.issue", "case.start"} <= told
    assert {event.action for event in history(allegation)} == {"allegation.frame", "allegation.notice"}


def test_an_event_is_inserted_with_one_statement_on_postgresql(cast, django_assert_num_queries):
    actor = cast.sam
    with django_assert_num_queries(1 if connection.vendor == "postgresql" else 3):
        record("unit.add", None, actor=actor, reason="Because.", private={"x": 1})
