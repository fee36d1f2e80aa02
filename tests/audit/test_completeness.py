"""A statement says that nothing is missing only when everything was checked, and names what was not."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from backend.audit.completeness import statement
from backend.audit.events import record
from backend.audit.models import Checkpoint, Event, Identity, Leaf
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.verifying import verify_and_tell, verify_log
from backend.kernel import clock
from backend.people.actions import add_unit
from tests.audit.attacks import run, unguarded

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def unit(cast):
    unit = add_unit("lab", "Laboratory", actor=cast.sam, reason="New.")
    seal_now()
    return unit


def told(**options):
    now = clock.now()
    return statement(now - DAY, now + DAY, **options)


def test_nothing_is_missing_when_everything_was_checked(cast, unit):
    verify_and_tell(actor=cast.system)
    seal_now()
    result = told()
    assert (result.events, result.sealed, result.unsealed) == (result.sealed, result.events, 0)
    assert (result.verifications, result.failed_verifications, result.unchecked) == (1, 0, ())
    assert result.nothing_missing
    assert result.sentences[-1] == "Everything named here was checked. Nothing is missing."


def test_silence_is_no_answer(cast, unit):
    result = told()
    assert not result.nothing_missing
    assert len(result.unchecked) == 2
    assert "because not everything was checked" in result.sentences[-1]
    checked = verify_log(rows=False)
    result = told(checked=checked)
    assert result.unchecked == ("whether records were edited past their history",)
    record("event.list", None, actor=cast.lena)
    seal_now()
    result = told(checked=checked)
    assert result.unreached == 1
    assert "1 entry of the period was added after that." in result.sentences


def test_an_edit_past_the_history(cast, unit):
    run("UPDATE people_unit SET name = 'Quietly' WHERE id = %s", unit.pk)
    result = told(checked=verify_log())
    assert result.bypassed == 1
    assert not result.nothing_missing
    assert "see above" in result.sentences[-1]


def test_a_record_without_a_creation(cast, unit):
    row = unit.history.get()
    run("UPDATE people_historicalunit SET history_type = '~' WHERE history_id = %s", row.pk)
    assert told().records_without_creation == 1


def test_an_actor_without_a_name(cast, unit):
    with unguarded():
        Identity.objects.filter(actor=cast.sam.uid).delete()
    assert (told().actors_without_identity, told().erased_identities) == (1, 0)


def test_gaps_in_the_numbering(cast, unit):
    for _ in range(3):
        record("event.list", None, actor=cast.lena)
    seal_now()
    leaf = Leaf.objects.order_by("-leaf_index")[1]
    run("DELETE FROM audit_leaf WHERE leaf_index = %s", leaf.leaf_index)
    result = told(checked=verify_log())
    assert (result.missing_entries, result.broken_streams) == (1, 1)
    unused = result.unused_numbers
    run("DELETE FROM audit_event WHERE id = %s", leaf.event_id)
    result = told(checked=verify_log())
    assert result.unused_numbers == unused + 1
    assert any("Nothing is missing because of" in sentence for sentence in result.sentences)


def test_what_should_have_been_sealed_and_is_not(cast, unit):
    record("event.list", None, actor=cast.lena)
    assert told().unsealed == 0
    newest = Event.objects.order_by("-pk")[0]
    run("UPDATE audit_event SET db_at = %s WHERE id = %s", "2020-01-01 00:00:00+00:00", newest.pk)
    assert told().unsealed == 1


def test_a_clock_that_went_back_and_one_that_is_wrong(cast, unit):
    moment = clock.now()
    with clock.at(moment - timedelta(hours=2)):
        record("event.list", None, actor=cast.lena)
    record("event.list", None, actor=cast.lena)
    seal_now()
    result = told()
    assert (result.clock_steps, result.clock_drifts) == (1, 1)


def test_the_longest_time_without_a_checkpoint(cast, unit):
    first = Checkpoint.objects.order_by("size")[0]
    record("event.list", None, actor=cast.lena)
    seal_now()
    second = Checkpoint.objects.order_by("-size")[0]
    moment = clock.now().replace(microsecond=0)
    Checkpoint.objects.filter(pk=first.pk).update(sealed_at=moment - timedelta(hours=3))
    Checkpoint.objects.filter(pk=second.pk).update(sealed_at=moment - timedelta(hours=1))
    result = told()
    assert abs(result.longest_pause - timedelta(hours=2)) < timedelta(seconds=1)
    assert abs(result.longest_pause_from - (moment - timedelta(hours=3))) < timedelta(seconds=1)


def test_the_command_says_it_in_words_and_in_its_exit_code(cast, unit, capsys):
    today = clock.today().isoformat()
    call_command("audit_verify", since=clock.today() - DAY)
    out = capsys.readouterr().out
    assert "The history holds" in out
    assert "Everything named here was checked. Nothing is missing." in out
    with pytest.raises(CommandError) as refusal:
        call_command("audit_verify", until=clock.today())
    assert refusal.value.returncode == 2
    with pytest.raises(CommandError, match="ends before"):
        call_command("audit_verify", since=clock.today(), until=clock.today() - DAY)
    with pytest.raises(CommandError, match="invalid day value"):
        call_command("audit_verify", f"--since=not-{today}")
    run("UPDATE people_unit SET name = 'Quietly' WHERE id = %s", unit.pk)
    with pytest.raises(SystemExit) as leaving:
        call_command("audit_verify", no_event=True)
    assert leaving.value.code == 1
    assert "FOUND: A record differs from its newest history row" in capsys.readouterr().out
    call_command("audit_verify", no_event=True, no_rows=True)
