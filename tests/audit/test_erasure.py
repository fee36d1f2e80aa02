"""What is erased is gone for good and on record; every proof of the history holds afterwards."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from backend.audit.disclosures import disclosed
from backend.audit.erasure import ERASE, erase, journal_path, reach, replay
from backend.audit.events import record
from backend.audit.models import Disclosure, Erasure, Event, Identity, Subject
from backend.audit.sealed.sealing import seal_now
from backend.audit.sealed.verifying import verify_log
from backend.audit.timeline import entries, history
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import add_unit
from backend.records.erasing import erase_on_record, of_case, of_event, of_person
from backend.records.holds import issue_hold, release_hold
from backend.records.models import LegalHold
from tests.audit.attacks import run

pytestmark = pytest.mark.django_db
WHY = {"rule": "retention/closed-cases", "basis": "Art. 17 (1) (a) GDPR", "reason": "The time is over."}


@pytest.fixture
def case(cast, a_case):
    case = a_case("implementing")
    seal_now()
    return case


def do(selection, cast):
    found = erase_on_record(selection, actor=cast.priya, approver=cast.hugo, **WHY)
    seal_now()
    return found


def test_the_history_of_a_case_is_erased_and_still_holds(cast, case):
    bodies = list(history(case).values_list("body", flat=True))
    expected = reach(of_case(case.reference))
    assert expected.disclosures
    assert expected.history
    found = do(of_case(case.reference), cast)
    assert found.counts == expected.counts

    assert not Disclosure.objects.filter(event_id__in=history(case).values("pk")).exists()
    assert not Subject.objects.filter(event_id__in=history(case).values("pk")).exists()
    assert list(history(case).values_list("body", flat=True)) == bodies
    row = case.allegations.order_by("seq").first().history.last()
    assert (row.particulars, row.history_change_reason) == ("", None)
    assert {entry.reason for entry in entries(history(case))} == {""}
    assert case.history.last().reference == case.reference
    result = verify_log()
    assert (result.ok, result.findings) == (True, ())


def test_the_event_names_the_digests_and_the_journal_names_the_events(cast, case):
    found = do(of_case(case.reference), cast)
    event = Event.objects.get(action=ERASE)
    ctx = json.loads(event.body)["ctx"]
    assert ctx["digests"] == sorted(digest for _, _, _, digest in found.disclosures)
    assert (ctx["rule"], ctx["basis"], ctx["approved_by"]) == (WHY["rule"], WHY["basis"], str(cast.hugo.uid))
    assert ctx["counts"]["values"] == len(found.disclosures)
    assert (event.stream, event.actor) == ("log", cast.priya.uid)
    assert set(Erasure.objects.values_list("erased_by", flat=True)) == {event.uid}
    [line] = journal_path().read_text().splitlines()
    told = json.loads(line)
    assert told["event"] == str(event.uid)
    assert len(told["disclosures"]) == len(found.disclosures)
    assert "particulars" not in line


def test_a_person_loses_name_and_traces_and_other_people_keep_theirs(cast, case):
    record("session.open", None, actor=cast.martin, stream=f"user:{cast.martin.uid}", reason="Signed in from home.")
    person = cast.martin.person
    assert Subject.objects.filter(person_id=person.uid).exists()
    others = Identity.objects.count()
    do(of_person(person.reference), cast)
    assert not Identity.objects.filter(actor=cast.martin.uid).exists()
    assert Identity.objects.count() == others - 1
    assert not Subject.objects.filter(person_id=person.uid).exists()
    assert person.history.last().name == ""
    assert Disclosure.objects.filter(event_id__in=history(case).values("pk")).exists()
    assert verify_log().findings == ()


def test_one_value_of_one_event(cast):
    unit = add_unit("lab", "Laboratory", actor=cast.sam, reason="Because of Noor.")
    seal_now()
    event = Event.objects.get(obj=unit.key)
    assert reach(of_event(event.pk, "nothing")).counts["values"] == 0
    do(of_event(event.pk, "reason"), cast)
    [told] = Disclosure.objects.filter(event_id=event.pk)
    assert disclosed(told.disclosure)[0] == "diff"
    row = unit.history.get()
    assert (row.name, row.history_change_reason) == ("Laboratory", None)
    assert verify_log().findings == ()
    do(of_event(event.pk), cast)
    assert verify_log().findings == ()


def test_two_people_of_the_right_roles_decide(cast, case):
    selection = of_case(case.reference)
    with pytest.raises(Forbidden, match="Somebody else"):
        erase_on_record(selection, actor=cast.priya, approver=cast.priya, **WHY)
    with pytest.raises(Forbidden, match="privacy officer"):
        erase_on_record(selection, actor=cast.sam, approver=cast.priya, **WHY)
    with pytest.raises(Forbidden, match="approve"):
        erase_on_record(selection, actor=cast.priya, approver=cast.sam, **WHY)
    with pytest.raises(Invalid):
        erase_on_record(selection, actor=cast.priya, approver=cast.hugo, **{**WHY, "basis": " "})
    assert not Erasure.objects.exists()
    assert not journal_path().exists()
    do(selection, cast)
    with pytest.raises(Refused, match="nothing to erase"):
        erase_on_record(selection, actor=cast.priya, approver=cast.hugo, **WHY)


@pytest.mark.parametrize("scope", ["the case", "a party", "everything"])
def test_a_legal_hold_blocks_until_it_is_released(cast, case, scope):
    given = {"the case": {"case": case}, "a party": {"person": cast.martin.person}, "everything": {}}[scope]
    hold = issue_hold(actor=cast.hugo, reason="A claim is announced.", **given)
    newest = Event.objects.filter(stream=case.key).order_by("-pk")[0]
    for selection in (of_case(case.reference), of_person(cast.martin.person.reference), of_event(newest.pk)):
        with pytest.raises(Refused, match=hold.reference):
            erase_on_record(selection, actor=cast.priya, approver=cast.hugo, **WHY)
    assert not Erasure.objects.exists()
    release_hold(hold, actor=cast.priya, reason="The claim was withdrawn.")
    assert do(of_case(case.reference), cast)


def test_a_hold_on_somebody_else_blocks_nothing(cast, case):
    issue_hold(actor=cast.hugo, reason="A claim.", person=cast.petra.person)
    assert do(of_case(case.reference), cast)


def test_counsel_and_privacy_officer_hold_and_release(cast, case):
    with pytest.raises(Forbidden):
        issue_hold(actor=cast.omar, reason="I want to.", case=case)
    with pytest.raises(Invalid):
        issue_hold(actor=cast.priya, reason=" ", case=case)
    with pytest.raises(Invalid):
        issue_hold(actor=cast.priya, reason="Both.", case=case, person=cast.martin.person)
    hold = issue_hold(actor=cast.priya, reason="A claim.", case=case)
    assert hold.covers == f"case {case.reference}"
    with pytest.raises(Forbidden):
        release_hold(hold, actor=cast.lena, reason="No.")
    with pytest.raises(Invalid):
        release_hold(hold, actor=cast.hugo, reason="")
    hold = release_hold(hold, actor=cast.hugo, reason="Over.")
    with pytest.raises(Refused, match="already"):
        release_hold(hold, actor=cast.hugo, reason="Again.")
    assert LegalHold.objects.get().released_by == cast.hugo
    assert [event.action for event in history(hold)] == ["hold.release", "hold.issue"]


def test_a_restored_backup_is_erased_again(cast, case):
    kept = list(Disclosure.objects.filter(event_id__in=history(case).values("pk")))
    found = do(of_case(case.reference), cast)
    lines = journal_path().read_text().splitlines()
    assert replay(lines, actor=cast.system) == 0

    run("DELETE FROM audit_erasure")  # the backup was taken before
    Disclosure.objects.bulk_create(kept)
    assert replay(lines, actor=cast.system) == 1
    assert not Disclosure.objects.filter(event_id__in=history(case).values("pk")).exists()
    newest = Event.objects.filter(action=ERASE).order_by("-pk")[0]
    ctx = json.loads(newest.body)["ctx"]
    assert ctx["digests"] == sorted(digest for _, _, _, digest in found.disclosures)
    assert ctx["replays"] == json.loads(lines[0])["event"]
    seal_now()
    assert verify_log().ok
    assert len(journal_path().read_text().splitlines()) == 1


def test_what_cannot_be_journalled_is_not_erased(cast, case, settings):
    seal_now()
    blocked = settings.AUDIT_DIR / "erasures.ndjson"
    blocked.mkdir()
    with pytest.raises(OSError, match="directory"):
        erase(of_case(case.reference), actor=cast.priya, approver=cast.hugo, **WHY)
    assert not Erasure.objects.exists()
    assert not Event.objects.filter(action=ERASE).exists()


def test_the_command_lists_first_and_erases_when_told(cast, case, capsys):
    who = {"by": cast.priya.email, "approved_by": cast.hugo.email}
    call_command("audit_erase", case=case.reference)
    told = capsys.readouterr().out
    assert "Would be erased" in told
    assert "Nothing was changed" in told
    hold = issue_hold(actor=cast.hugo, reason="A claim.", case=case)
    call_command("audit_erase", case=case.reference)
    assert hold.reference in capsys.readouterr().out
    with pytest.raises(CommandError, match=hold.reference):
        call_command("audit_erase", case=case.reference, yes=True, **who, **WHY)
    release_hold(hold, actor=cast.hugo, reason="Over.")
    with pytest.raises(CommandError, match="--approved-by"):
        call_command("audit_erase", case=case.reference, yes=True, by=cast.priya.email, **WHY)
    with pytest.raises(CommandError, match="no case"):
        call_command("audit_erase", case="CASE-1999-XXXXXX")
    call_command("audit_erase", case=case.reference, yes=True, **who, **WHY)
    assert "Erased: " in capsys.readouterr().out
    call_command("audit_erase", replay="", yes=True)
    assert "0 of 1 erasures" in capsys.readouterr().out


def test_the_command_for_holds(cast, case, capsys):
    call_command("legal_hold", "issue", case=case.reference, by=cast.hugo.email, reason="A claim.")
    hold = LegalHold.objects.get()
    assert f"{hold.reference} holds case {case.reference}." in capsys.readouterr().out
    call_command("legal_hold", "list")
    assert hold.reference in capsys.readouterr().out
    with pytest.raises(CommandError, match="Not yours"):
        call_command("legal_hold", "release", hold.reference, by=cast.omar.email, reason="No.")
    call_command("legal_hold", "release", hold.reference, by=cast.priya.email, reason="Over.")
    call_command("legal_hold", "list")
    assert f"{hold.reference}  " not in capsys.readouterr().out
    with pytest.raises(CommandError, match="what is held"):
        call_command("legal_hold", "issue", by=cast.hugo.email, reason="A claim.")
    with pytest.raises(CommandError, match="no person"):
        call_command("legal_hold", "issue", person="PER-1", by=cast.hugo.email, reason="A claim.")
