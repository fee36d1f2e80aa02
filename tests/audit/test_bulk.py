"""Rows by the thousand keep the promise of one: row, history row and event, together or not at all."""

import json

import pytest
from django.db import IntegrityError, connection, transaction

from backend.audit.agreeing import altered
from backend.audit.bulk import Bundle, keep_many
from backend.audit.coverage import uncovered
from backend.audit.models import Event, Pending, Subject
from backend.audit.recorded import UnrecordedWrite, keep
from backend.audit.timeline import entries, history
from backend.cases.models import Allegation, Case, CaseParty
from backend.decisions.models import Finding
from backend.kernel import clock
from backend.people.models import Person, Unit

pytestmark = pytest.mark.django_db
WHY = "Brought in."


def units(*codes):
    return [Unit(code=code, name=f"Unit {code}") for code in codes]


def singly(rows, cast):
    keep_many([Bundle(row, [row]) for row in rows], "unit.add", actor=cast.sam, reason=WHY)
    return rows


def a_file(number=1):
    """Make a case with rows that point at one another and are not saved yet."""
    person = Person(reference=f"PER-2026-AAAAA{number}", name="Employee 7", source="old", source_ref=str(number))
    case = Case(
        reference=f"CASE-2026-AAAAA{number}", title="Language", kind="conduct", opened_at=clock.now(), state="opened"
    )
    party = CaseParty(case=case, person=person, role="respondent", label="Respondent 1")
    first = Allegation(
        case=case, seq=1, particulars="“Quoted”, \\ and\nlines", conduct=["stalking"], source_ref="1", state="adopted"
    )
    second = Allegation(case=case, seq=2, particulars="Another", source_ref="2", state="historic", respondent=person)
    finding = Finding(allegation=first, factual="unfounded", policy="no_breach", standard="unknown", reasons="Because.")
    return case, [person, case, party, first, finding, second]


def values(row, *without):
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if one.name not in without}


def test_the_rows_and_their_history_are_those_that_keep_would_write(cast, frozen):
    case, rows = a_file(1)
    keep_many([Bundle(case, rows)], "case.open", actor=cast.omar, reason=WHY)
    other, singles = a_file(2)
    for row in singles:
        keep(row, "case.open", actor=cast.omar, reason=WHY)

    for bulk, single in zip(rows, singles, strict=True):
        keys = [one.name for one in bulk._meta.concrete_fields if one.is_relation]
        own = ("id", "uid", "reference", "source_ref", *keys)
        assert values(type(bulk).objects.get(pk=bulk.pk), *own) == values(type(bulk).objects.get(pk=single.pk), *own)
        assert values(bulk.history.get(), *own, "history_id") == values(single.history.get(), *own, "history_id")
        assert bulk.history.get().uid == bulk.uid
    assert Finding.objects.get(pk=rows[4].pk).allegation.case == case
    assert other.allegations.count() == case.allegations.count() == 2


def test_one_event_names_every_history_row_of_its_bundle(cast):
    case, rows = a_file()
    keep_many(
        [Bundle(case, rows, {"source": "old"}, [(rows[0].uid, "respondent")])], "case.open", actor=cast.omar, reason=WHY
    )

    [entry] = entries(history(case))
    allegations = [row.history.get().history_id for row in (rows[3], rows[5])]
    assert ["cases_historicalallegation", *allegations, "+"] in entry.facts["history"]
    assert (entry.actor, entry.reason, entry.facts["source"]) == (cast.omar.uid, WHY, "old")
    assert Subject.objects.filter(person_id=rows[0].uid, role="respondent").count() == 1
    assert Pending.objects.filter(pk=entry.number).exists()
    assert list(uncovered()) == []
    assert list(altered(history(case))) == []


def test_values_stay_out_of_the_event(cast):
    case, rows = a_file()
    keep_many([Bundle(case, rows)], "case.open", actor=cast.omar, reason=WHY)
    body = history(case).get().body
    assert "Quoted" not in body
    assert WHY not in body
    assert set(json.loads(body)["sd"]) == {"rows", "reason"}


def test_a_history_row_that_no_event_names_is_found(cast):
    [unit] = singly(units("a"), cast)
    row = unit.history.get()
    row.pk = None
    row.save(force_insert=True)
    assert [(gap.table, gap.number) for gap in uncovered()] == [("people_historicalunit", row.pk)]


def test_a_row_that_two_events_name_is_found(cast):
    [unit] = singly(units("a"), cast)
    event = history(unit).get()
    event.pk, event.uid = None, cast.sam.uid
    event.save(force_insert=True)
    assert [gap.number for gap in uncovered()] == [unit.history.get().history_id]


def test_a_history_row_changed_behind_the_guards_no_longer_has_its_digest(cast):
    [unit, other] = singly(units("a", "b"), cast)
    with connection.cursor() as cursor:
        on = " ON people_historicalunit" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER people_historicalunit_no_update{on}")
        cursor.execute("UPDATE people_historicalunit SET name = 'Other' WHERE id = %s", [unit.pk])
    assert [event.obj for event in altered(Event.objects.filter(obj__in=[unit.key, other.key]))] == [unit.key]


def test_when_one_row_is_refused_nothing_of_the_batch_is_there(cast):
    singly(units("a"), cast)
    before = Event.objects.count(), Unit.history.count()
    with pytest.raises(IntegrityError), transaction.atomic():
        singly(units("b", "a"), cast)
    assert not Unit.objects.filter(code="b").exists()
    assert (Event.objects.count(), Unit.history.count()) == before


def test_keys_go_on_where_they_stood(cast):
    first = keep(Unit(code="a", name="A"), "unit.add", actor=cast.sam, reason=WHY)
    bulk = singly(units("b", "c"), cast)
    last = keep(Unit(code="d", name="D"), "unit.add", actor=cast.sam, reason=WHY)
    assert first.pk < bulk[0].pk < bulk[1].pk < last.pk
    assert last.history.get().history_id > bulk[1].history.get().history_id


def test_only_new_rows_are_taken_and_each_once(cast):
    [unit] = singly(units("a"), cast)
    with pytest.raises(UnrecordedWrite, match="inserts"):
        singly([unit], cast)
    [new] = units("b")
    with pytest.raises(UnrecordedWrite, match="one bundle"):
        keep_many([Bundle(new, [new]), Bundle(new, [new])], "unit.add", actor=cast.sam, reason=WHY)
    new = Unit.objects.get(pk=unit.pk)
    new.name = "Changed"
    assert keep(new, "unit.add", actor=cast.sam, reason=WHY).history.count() == 2
