"""Interviews are planned with notice, held with everything said beforehand, and heard of by few."""

from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import scope
from backend.cases.actions.labels import relabel_party
from backend.cases.actions.opening import add_party
from backend.cases.actions.progress import close_case
from backend.deadlines.models import Deadline
from backend.documents.composing import COMPOSERS, understood
from backend.investigation.actions.confidentiality import ask_confidentiality, end_confidentiality, end_past_requests
from backend.investigation.actions.interviewing import Arrangement as Planned
from backend.investigation.actions.interviewing import (
    Attendee,
    cancel_interview,
    change_interview,
    hold_interview,
    miss_interview,
)
from backend.investigation.actions.updates import update_parties
from backend.investigation.models import CaseUpdate, ConfidentialityRequest, Interview
from backend.investigation.queries.inquiry import own_requests, own_updates
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.records.timeline import case_history
from tests.builders import a_record, an_interview, ready_to_close

pytestmark = pytest.mark.django_db
WHY = "For this test."
FIRST = ["role", "no_retaliation", "confidentiality_limits"]


def test_an_interview_is_planned_held_or_not(cast, a_case, last_event, frozen):
    case = a_case("investigating")
    erin, martin = cast.person("erin"), cast.person("martin")
    with pytest.raises(Invalid):
        an_interview(case, cast, cast.person("noor"))
    with pytest.raises(Refused) as early:
        an_interview(case, cast, martin, planned_at=frozen + timedelta(hours=1))
    assert (early.value.code, early.value.field) == ("notice-too-late", "planned_at")
    with pytest.raises(Invalid) as wrong:
        an_interview(case, cast, erin, place="", topics=[" "])
    assert set(wrong.value.errors) == {"place", "topics"}
    interview = an_interview(case, cast, erin, planned_at=frozen + timedelta(hours=1))
    assert last_event(interview) == ("interview.plan", "ines", WHY)
    later = Planned(planned_at=frozen - timedelta(minutes=5), place="By call", medium="video", topics=["The evening"])
    interview = change_interview(interview, later, actor=cast.ines, reason=WHY)

    told = {"held_at": frozen, "present": [Attendee(name="Hugo", role="lawyer")], "actor": cast.ines, "reason": WHY}
    for said, more, field in (
        (FIRST[:2], {}, "advisories"),
        (FIRST, {"with_counsel": True}, "advisories"),
        (FIRST, {"held_at": frozen + timedelta(hours=1)}, "held_at"),
        (FIRST, {"recording": "hidden"}, "recording"),
    ):
        with pytest.raises(Invalid) as wrong:
            hold_interview(interview, **{**told, **more}, advisories=said)
        assert set(wrong.value.errors) == {field}
    interview = hold_interview(interview, **told, advisories=[*FIRST, "upjohn"], with_counsel=True)
    assert (interview.state, interview.present) == ("held", [{"name": "Hugo", "role": "lawyer"}])
    with pytest.raises(Refused):
        cancel_interview(interview, actor=cast.ines, reason=WHY)
    other = an_interview(case, cast, martin, planned_at=frozen + timedelta(days=3))
    with pytest.raises(Refused, match="not come yet"):
        miss_interview(other, actor=cast.ines, reason=WHY)
    assert cancel_interview(other, actor=cast.ines, reason="Ill.").state == "cancelled"


def test_an_invitation_begins_with_what_is_planned(cast, a_case):
    case, neil = a_case("investigating"), cast.person("neil")
    add_party(case, neil, "witness", actor=cast.ines, reason=WHY)
    composer = COMPOSERS["invitation_witness"]
    assert composer.begins(case) == {}
    interview = an_interview(case, cast, neil)
    good: dict[str, Any] = {"about": "That evening", "why": "Two more people will be asked about it."}
    ask_confidentiality(case, neil, **good, actor=cast.ines, reason=WHY)
    begun = composer.begins(case)
    assert (begun["place"], begun["subject"]) == (interview.place, "The evening of the conference")
    assert begun["discretion"] == ((good["about"], good["why"], "the case ends"),)
    told = {
        **begun,
        "how_long": "",
        "present": "Inês: asks",
        "notes_by": "",
        "bring": "",
        "recorded": "",
        "has_union": "",
    }
    wrong = {**told, "on": begun["on"] + timedelta(days=1)}
    with pytest.raises(Invalid) as other:
        composer.write(case, to=neil, by=cast.ines, given=understood(composer, wrong))
    assert "planned for" in other.value.errors["on"][0]
    letter: Any = composer.write(case, to=neil, by=cast.ines, given=understood(composer, told))
    assert letter.discretion.about == "That evening"


def test_few_hear_of_what_was_said(cast, a_case):
    case = a_case("investigating")
    a_record(case, cast, cast.person("erin"))
    rows = Interview.objects.filter(case=case)
    sees = {name: scope(getattr(cast, name), "interview.view", rows).exists() for name in (
        "ines", "ruth", "hugo", "omar", "clara", "daniel", "lena", "sam", "erin", "martin", "noor",
    )}  # fmt: skip
    assert {name for name, seen in sees.items() if seen} == {"ines", "ruth", "hugo"}
    told = {name: {event.action for event in case_history(getattr(cast, name), case)} for name in ("ines", "omar")}
    assert {"interview.hold", "statement.write"} <= told["ines"]
    assert not {action for action in told["omar"] if action.startswith(("interview.", "statement."))}


def test_a_request_for_confidentiality_is_narrow_and_ends(cast, a_case, last_event):
    case, erin = a_case("investigating"), cast.person("erin")
    good: dict[str, Any] = {
        "about": "The evening in the hotel bar",
        "why": "Two more people will be asked about that evening.",
    }
    for wrong in (
        {"about": "Anything about this case"},
        {"about": "The investigation"},
        {"why": "Company policy."},
        {"why": "It is our standard practice to ask this of everybody."},
        {"ends_on": clock.today() - timedelta(days=1)},
    ):
        with pytest.raises(Invalid) as refused:
            ask_confidentiality(case, erin, **{**good, **wrong}, actor=cast.ines, reason=WHY)
        assert set(refused.value.errors) == set(wrong)
    request = ask_confidentiality(case, erin, **good, ends_on=clock.today(), actor=cast.ines, reason=WHY)
    assert own_requests(cast.erin) == [request]
    assert own_requests(cast.martin) == []
    with pytest.raises(Forbidden):
        end_confidentiality(request, actor=cast.omar, reason=WHY)
    with clock.at(clock.now() + timedelta(days=2)):
        assert own_requests(cast.erin) == []
        assert end_past_requests(as_of=clock.now()) == 1
    assert last_event(request)[:2] == ("confidentiality.end", "system")


def test_a_request_never_outlives_its_case(cast, a_case, last_event):
    case, erin = a_case("implementing"), cast.person("erin")
    told: dict[str, Any] = {"about": "The letter of the outcome", "why": "The team is told of its own changes first."}
    request = ask_confidentiality(case, erin, **told, actor=cast.ines, reason=WHY)
    early = ask_confidentiality(case, erin, **told, actor=cast.ines, reason=WHY)
    assert end_confidentiality(early, actor=cast.ines, reason="Not needed any more.").end_reason
    case = ready_to_close(case, cast)
    with clock.at(clock.now() + timedelta(days=20)):
        close_case(case, actor=cast.ruth, reason=WHY)
        assert not ConfidentialityRequest.objects.get(pk=request.pk).holds
        assert end_past_requests(as_of=clock.now()) == 1


def test_both_sides_hear_how_it_goes_on_and_nothing_else(cast, a_case, last_event):
    case = a_case("investigating")
    with pytest.raises(Invalid) as named:
        update_parties(case, text="Martin Hale was heard on Monday.", actor=cast.ines, reason=WHY)
    assert "Martin Hale" in named.value.errors["text"][0]
    with pytest.raises(Forbidden):
        update_parties(case, text="The interviews go on.", actor=cast.ruth, reason=WHY)
    before = Deadline.objects.pending().get(subject=case.key, kind="case.update")
    update = update_parties(case, text="The interviews go on until May.", actor=cast.ines, reason=WHY)
    assert last_event(update) == ("case.update_parties", "ines", WHY)
    after = Deadline.objects.pending().get(subject=case.key, kind="case.update")
    assert after.due_at >= before.due_at
    assert after.pk != before.pk
    add_party(case, cast.person("neil"), "witness", actor=cast.ines, reason=WHY)
    assert [own_updates(getattr(cast, name)) for name in ("erin", "martin")] == [[update], [update]]
    assert own_updates(cast.neil) == own_updates(cast.noor) == []
    assert scope(cast.daniel, "update.view", CaseUpdate.objects.all()).count() == 0


def test_a_label_stands_in_place_of_a_name(cast, a_case, last_event):
    case = a_case("investigating")
    party = case.parties.select_related("case", "person").get(role="complainant")
    for wrong in ("", "Erin L", "The victim", "x" * 41):
        with pytest.raises(Invalid):
            relabel_party(party, label=wrong, actor=cast.ines, reason=WHY)
    with pytest.raises(Refused) as taken:
        relabel_party(party, label="respondent 1", actor=cast.ines, reason=WHY)
    assert taken.value.code == "label-taken"
    with pytest.raises(Forbidden):
        relabel_party(party, label="Person A", actor=cast.ruth, reason=WHY)
    assert relabel_party(party, label="Person A", actor=cast.ines, reason=WHY).label == "Person A"
    assert last_event(party) == ("party.relabel", "ines", WHY)
