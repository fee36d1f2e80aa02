"""An agreement travels: a new manager reads what to see to and no reason; whoever led before reads it no longer; others hear of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.access.policy import can
from backend.audit.timeline import history
from backend.cases.actions.opening import add_party
from backend.cases.vocabulary import PartyRole
from backend.jobs.models import Job
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Refused
from backend.people.actions import add_line, end_line, move_person
from backend.safeguards.actions.travelling import acknowledge_extract, settle_managers
from backend.safeguards.models import ManagerExtract
from backend.safeguards.queries.extracts import changes_to_know, extracts_to_read, managers_told, told_to_manager
from backend.safeguards.queries.leading import led_anew as led_anew_ones
from backend.safeguards.queries.leading import travelling
from tests.bench.keeping import raise_agreements
from tests.builders import WHY
from tests.safeguards.scenes import in_place, led_anew

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_new_manager_reads_what_to_see_to_and_no_reason(cast, a_case):
    case = a_case("active")
    row, later = (
        in_place(case, cast),
        in_place(case, cast, starts_on=clock.today() + 9 * DAY, control="A host is named."),
    )
    assert not ManagerExtract.objects.exists()
    sent = Job.objects.filter(kind="access.send_notices").count()
    extract = led_anew(case, cast)
    assert (extract.manager, extract.before) == (cast.person("oliver"), cast.person("helen"))
    assert (
        Job.objects.filter(kind="access.send_notices").count() == sent + 3
    )  # the manager, the monitor, the HR partner
    told = told_to_manager(extract)
    assert list(told.controls) == [row]
    assert later not in told.controls
    assert told.ask == cast.daniel.name
    words = str(told)
    for hidden in ("Lindqvist", case.reference, "substantiated", "finding"):
        assert hidden not in words
    assert list(extracts_to_read(cast.oliver)) == [extract]
    for stranger in (cast.helen, cast.neil, cast.erin, cast.martin, cast.noor, cast.ruth):
        assert not can(stranger, "manager_extract.view", extract)
        with pytest.raises(Forbidden):
            acknowledge_extract(extract, actor=stranger)
    acknowledge_extract(extract, actor=cast.oliver)
    extract.refresh_from_db()
    with pytest.raises(Refused) as twice:
        acknowledge_extract(extract, actor=cast.oliver)
    assert twice.value.code == "extract-confirmed"
    assert list(extracts_to_read(cast.oliver)) == []
    assert history(case).filter(action="manager_extract.give").exists()
    assert [row.manager for row in managers_told(cast.daniel, case)] == [extract.manager]
    assert managers_told(cast.ines, case) == []


def test_monitor_and_hr_partner_hear_of_it_for_a_week(cast, a_case):
    extract = led_anew(a_case("active"), cast)
    for told in (cast.joan, cast.daniel):
        assert changes_to_know(told) == [extract]
    for other in (cast.oliver, cast.ines, cast.erin, cast.noor):
        assert changes_to_know(other) == []
    with clock.at(clock.now() + 8 * DAY):
        assert changes_to_know(cast.daniel) == []


def test_the_former_manager_reads_it_no_longer_from_that_day(cast, a_case):
    case = a_case("active")
    first = led_anew(case, cast)
    line = first.agreement.person.lines_up.get(manager=first.manager)
    end_line(line, on=clock.today() + 3 * DAY, actor=cast.system, reason="A day was named.")
    add_line(
        first.agreement.person, cast.person("ian"), starts_on=clock.today() + 4 * DAY, actor=cast.system, reason=WHY
    )
    assert can(cast.oliver, "manager_extract.view", first)
    with clock.at(clock.now() + 4 * DAY):
        assert not can(cast.oliver, "manager_extract.view", first)  # also before the night's look
        settle_managers()
        settle_managers()
        second = ManagerExtract.objects.get(ended_at=None)
        assert (second.manager, second.before) == (cast.person("ian"), first.manager)
        assert can(cast.ian, "manager_extract.view", second)
        first.refresh_from_db()
        assert first.ended_at is not None


def test_the_nightly_look_asks_as_much_for_many_agreements_as_for_a_few(cast, a_case, monkeypatch):
    extract = led_anew(a_case("active"), cast)
    with CaptureQueriesContext(connection) as few:
        settle_managers()
    raise_agreements(30)
    with CaptureQueriesContext(connection) as many:
        settle_managers()
    assert len(many) == len(few) <= 4
    monkeypatch.setattr("backend.safeguards.queries.leading.BATCH", 10)
    end_line(
        extract.agreement.person.lines_up.get(manager=extract.manager), on=clock.today(), actor=cast.system, reason=WHY
    )
    with clock.at(clock.now() + DAY):
        with CaptureQueriesContext(connection) as batches:
            assert [each.pk for each in led_anew_ones()] == [extract.agreement_id]
        assert len(batches) == 3 * -(-travelling().count() // 10) + 1
        settle_managers()
        extract.refresh_from_db()
        assert extract.ended_at is not None
        assert list(led_anew_ones()) == []


def test_whoever_comes_back_is_led_with_the_agreement(cast, a_case):
    """Re-hire: the agreement is still in force, and whoever leads the employee now is told."""
    case = a_case("active")
    martin = cast.person("martin")
    for line in martin.lines_up.filter(kind="solid", ends_on=None):
        end_line(line, on=clock.today(), actor=cast.system, reason="He leaves.")
    with clock.at(clock.now() + 30 * DAY):
        settle_managers()
        assert not ManagerExtract.objects.exists()
        add_line(martin, cast.person("oliver"), starts_on=clock.today(), actor=cast.system, reason="He is hired again.")
        assert ManagerExtract.objects.get(agreement__case=case).manager == cast.person("oliver")


def test_a_manager_with_a_tie_to_the_case_is_told_nothing(cast, a_case):
    case = a_case("active")
    add_party(case, cast.person("oliver"), PartyRole.WITNESS, actor=cast.omar, reason=WHY)
    extract = led_anew(case, cast)
    assert extract.is_kept_out
    assert not can(cast.oliver, "manager_extract.view", extract)
    assert list(extracts_to_read(cast.oliver)) == []
    assert changes_to_know(cast.daniel) == [extract]


def test_what_names_somebody_affected_is_left_out(cast, a_case, monkeypatch):
    case = a_case("active")
    row = in_place(case, cast)
    extract = led_anew(case, cast)
    monkeypatch.setattr(
        "backend.safeguards.queries.extracts.named_in", lambda text, names: [text] if text == row.control else []
    )
    told = told_to_manager(extract)
    assert (told.controls, told.left_out) == ((), 1)


def test_a_change_that_leaves_the_manager_tells_nobody(cast, a_case):
    a_case("active")
    move_person(cast.person("martin"), cast.person("erin").unit, actor=cast.system, reason=WHY)
    settle_managers()
    assert not ManagerExtract.objects.exists()
