"""A suspected breach: facts, notice, time to answer, and a decision by somebody else; then what follows, and the appeal."""

from datetime import timedelta

import pytest

from backend.access.policy import can
from backend.agreements.actions.obligations import excuse_duty, verify_duty
from backend.agreements.actions.signing import complete_agreement
from backend.agreements.actions.voiding import void_agreement
from backend.agreements.letters.breach import BreachDetermination, BreachNotice
from backend.cases.actions.appointments import appoint
from backend.cases.models import Obligation
from backend.deadlines.clockwork import sweep
from backend.deadlines.models import Deadline
from backend.decisions.own_appeals import AppealAnswer
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.monitoring.actions.breaches import (
    Seen,
    drop_breach,
    extend_response,
    notice_breach,
    respond_to_breach,
    suspect_breach,
)
from backend.monitoring.actions.determining import (
    appeal_breach,
    close_breach,
    decide_breach_appeal,
    decide_consequence,
    determine_breach,
)
from backend.monitoring.models import Breach
from backend.monitoring.queries.ladder import ladder_of, next_step
from tests.monitoring.scenes import DAY, WHY, answered, determined, facts, noticed, suspected, the_duty

pytestmark = pytest.mark.django_db
DECISION = {"weighed": "Read and weighed.", "reasons": "The entry is missing.", "appeal_to": "Helen Marsh"}


def appoint_reviewer(breach, cast):
    appoint(
        breach.case, cast.wanda, "appeal_reviewer", declaration="None.", told=["earlier"], actor=cast.omar, reason=WHY
    )
    return cast.wanda


def owed(breach):
    open_ones = Obligation.objects.filter(case=breach.case, discharged_at=None, kind__startswith="agreement.")
    return set(open_ones.values_list("kind", flat=True)) - {"agreement.complete"}


def test_facts_are_reported_by_the_monitor_and_nobody_decides_yet(cast, an_agreement, last_event):
    agreement = an_agreement("active")
    for name in ("martin", "erin", "noor", "ines", "ruth", "sam"):
        with pytest.raises(Forbidden):
            suspected(agreement, cast, actor=getattr(cast, name))
    breach = suspected(agreement, cast)
    assert (breach.state, breach.result) == ("suspected", "")
    assert last_event(breach)[:2] == ("agreement_breach.report", "joan")
    assert breach.owed_as in owed(breach)
    assert not can(cast.martin, "agreement_breach.view", breach)
    assert not can(cast.joan, "agreement_breach.view", breach)
    with pytest.raises(Refused) as again:
        suspected(agreement, cast)
    assert again.value.code == "breach-reported"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"facts": {"seen": []}}, "seen"),
        ({"facts": {"seen": [Seen(when="Monday", what="He is a predator.")]}}, "seen"),
        ({"facts": {"seen": [Seen(when="", what="The entry is missing.")]}}, "seen"),
        ({"due_on": clock.today() + 9 * DAY}, "due_on"),
        ({"facts": {"asked_on": clock.today() + 9 * DAY}}, "asked_on"),
    ],
)
def test_facts_only(cast, an_agreement, told, field):
    inputs = {**told, **({"facts": facts(**told["facts"])} if "facts" in told else {})}
    with pytest.raises(Invalid) as refused:
        suspected(an_agreement("active"), cast, **inputs)
    assert field in refused.value.errors


def test_the_question_what_got_in_the_way_comes_first(cast, an_agreement):
    agreement = an_agreement("active")
    with pytest.raises(Refused) as early:
        suspected(agreement, cast, facts=facts(asked_on=clock.today()))
    assert early.value.code == "barrier-open"
    assert suspected(agreement, cast, facts=facts(asked_on=clock.today(), was_answered=True)).was_answered


def test_the_notice_gives_five_working_days_and_asks(cast, an_agreement):
    breach = suspected(an_agreement("active"), cast)
    for name in ("joan", "ruth", "martin"):
        with pytest.raises(Forbidden):
            notice_breach(breach, actor=getattr(cast, name), reason=WHY, respond_by=clock.today() + 20 * DAY)
    with pytest.raises(Invalid) as short:
        notice_breach(breach, actor=cast.daniel, reason=WHY, respond_by=clock.today() + 3 * DAY)
    assert "respond_by" in short.value.errors
    breach = notice_breach(breach, actor=cast.daniel, reason=WHY, respond_by=clock.today() + 14 * DAY)
    letter = letter_of(breach.notice)
    assert isinstance(letter, BreachNotice)
    assert letter.consequences == tuple(ladder_of(breach.agreement))
    assert letter.decision_maker.name == cast.ruth.name
    assert cast.erin.name not in str(letter)
    assert cast.joan.name not in str(letter)
    assert can(cast.martin, "agreement_breach.view", breach)
    assert not can(cast.erin, "agreement_breach.view", breach)


def test_a_notice_names_nobody_who_told_and_can_be_worded_anew(cast, an_agreement):
    named = [Seen(when="Monday", what=f"{cast.erin.name} saw that the list is empty.")]
    breach = suspected(an_agreement("active"), cast, facts=facts(seen=named))
    until = clock.today() + 14 * DAY
    with pytest.raises(Invalid) as refused:
        notice_breach(breach, actor=cast.daniel, reason=WHY, respond_by=until)
    assert "seen" in refused.value.errors
    anew = [Seen(when="Monday", what="The list is empty.")]
    assert notice_breach(breach, actor=cast.daniel, reason=WHY, respond_by=until, seen=anew).state == "noticed"


def test_nothing_is_decided_before_the_answer_or_the_end_of_its_time(cast, an_agreement):
    """I12."""
    breach = noticed(an_agreement("active"), cast)
    with pytest.raises(Refused):
        determine_breach(breach, actor=cast.ruth, reason=WHY, result="none", **DECISION)
    with clock.at(breach.respond_by + timedelta(minutes=1)):
        sweep(as_of=clock.now())
        breach.refresh_from_db()
        assert breach.state == "no_response"
        late = respond_to_breach(breach, actor=cast.martin, words="I was travelling.")
        assert late.state == "responded"
        assert determine_breach(late, actor=cast.ruth, reason=WHY, result="none", **DECISION).result == "none"


def test_more_time_to_answer_takes_a_lapse_back(cast, an_agreement):
    breach = noticed(an_agreement("active"), cast)
    with clock.at(breach.respond_by + timedelta(minutes=1)):
        sweep(as_of=clock.now())
        breach.refresh_from_db()
        with pytest.raises(Invalid):
            extend_response(breach, actor=cast.daniel, reason=WHY, respond_by=clock.today() - DAY)
        breach = extend_response(breach, actor=cast.daniel, reason="Asked for it.", respond_by=clock.today() + 7 * DAY)
        assert (breach.state, breach.lapsed_at) == ("noticed", None)


def test_only_the_employee_answers_and_in_words_of_their_own(cast, an_agreement):
    breach = noticed(an_agreement("active"), cast)
    for name in ("joan", "daniel", "ruth", "erin"):
        with pytest.raises(Forbidden):
            respond_to_breach(breach, actor=getattr(cast, name), words="Not mine.")
    with pytest.raises(Invalid):
        respond_to_breach(breach, actor=cast.martin, words=" ")
    breach = respond_to_breach(breach, actor=cast.martin, words="No train ran.")
    breach = respond_to_breach(breach, actor=cast.martin, words="Here is the timetable.")
    assert breach.response == "No train ran.\n\nHere is the timetable."


def test_whoever_reported_never_decides(cast, an_agreement):
    """I12: a decision maker who is the HR partner of the same case reports, and another decides."""
    agreement = an_agreement("active")
    appoint(agreement.case, cast.ruth, "hr_partner", declaration="None.", told=["earlier"], actor=cast.omar, reason=WHY)
    breach = suspected(agreement, cast, actor=cast.ruth)
    breach = notice_breach(breach, actor=cast.daniel, reason=WHY, respond_by=clock.today() + 14 * DAY)
    breach = respond_to_breach(breach, actor=cast.martin, words="No train ran.")
    with pytest.raises(Refused) as own:
        determine_breach(breach, actor=cast.ruth, reason=WHY, result="none", **DECISION)
    assert own.value.code == "second-person"
    for name in ("joan", "daniel", "clara", "martin", "erin"):
        with pytest.raises(Forbidden):
            determine_breach(breach, actor=getattr(cast, name), reason=WHY, result="none", **DECISION)


def test_a_breach_that_is_found_names_a_step_of_this_agreement(cast, an_agreement):
    breach = answered(an_agreement("active"), cast)
    for told, field in (
        ({"result": "grave"}, "result"),
        ({"result": "minor"}, "step"),
        ({"result": "minor", "step": 99}, "step"),
        ({"result": "none", "reasons": " "}, "reasons"),
        ({"result": "none", "weighed": ""}, "weighed"),
        ({"result": "none", "reasons": f"{cast.erin.name} says so."}, "reasons"),
    ):
        with pytest.raises(Invalid) as refused:
            determine_breach(breach, actor=cast.ruth, reason=WHY, **{**DECISION, **told})
        assert field in refused.value.errors
    breach = determine_breach(breach, actor=cast.ruth, reason=WHY, result="minor", step=1, **DECISION)
    letter = letter_of(breach.determination)
    assert isinstance(letter, BreachDetermination)
    assert (letter.result, letter.notice_reference) == ("minor", breach.notice.reference)
    assert letter.appeal.to.name == "Helen Marsh"
    assert next_step(breach.agreement) == min(2, len(ladder_of(breach.agreement)))


def test_a_material_breach_owes_the_case_a_new_decision(cast, an_agreement):
    breach = determined(an_agreement("active"), cast, result="material")
    assert breach.outcome_owed_as in owed(breach)
    with pytest.raises(Refused) as open_window:
        decide_consequence(breach, actor=cast.ruth, reason=WHY, consequence="A final warning.")
    assert open_window.value.code == "appeal-window-open"
    with clock.at(breach.appeal_until + timedelta(minutes=1)):
        with pytest.raises(Refused):
            close_breach(breach, actor=cast.ruth, reason=WHY)
        breach = decide_consequence(
            breach, actor=cast.ruth, reason=WHY, consequence="A final warning, by letter of today."
        )
        breach = close_breach(breach, actor=cast.ruth, reason=WHY)
    assert (breach.state, owed(breach)) == ("closed", set())


def test_without_a_breach_nothing_follows(cast, an_agreement):
    breach = determined(an_agreement("active"), cast, result="excused")
    assert (breach.step, breach.step_reason) == (None, "")
    with clock.at(breach.appeal_until + timedelta(minutes=1)):
        with pytest.raises(Refused):
            decide_consequence(breach, actor=cast.ruth, reason=WHY, consequence="A warning.")
        assert close_breach(breach, actor=cast.ruth, reason=WHY).state == "closed"


def test_an_appeal_holds_back_what_follows_and_never_makes_it_worse(cast, an_agreement):
    breach = determined(an_agreement("active"), cast)
    with pytest.raises(Forbidden):
        appeal_breach(breach, actor=cast.erin, grounds=["new_evidence"], words="Mine.")
    with pytest.raises(Invalid):
        appeal_breach(breach, actor=cast.martin, grounds=[], words="")
    breach = appeal_breach(breach, actor=cast.martin, grounds=["new_evidence"], words="Here is my ticket.")
    assert breach.appeal_owed_as in owed(breach)
    with clock.at(breach.appeal_until + timedelta(minutes=1)), pytest.raises(Refused) as waits:
        decide_consequence(breach, actor=cast.ruth, reason=WHY, consequence="A talk.")
    assert waits.value.code == "appeal-open"
    with pytest.raises(Forbidden):
        decide_breach_appeal(breach, actor=cast.ruth, reason=WHY, answer="confirmed", reasons="It stands.")
    appoint_reviewer(breach, cast)
    with pytest.raises(Invalid):
        decide_breach_appeal(
            breach, actor=cast.wanda, reason=WHY, answer="varied", reasons="Graver.", result="material", step=1
        )
    breach = decide_breach_appeal(
        breach, actor=cast.wanda, reason=WHY, answer="overturned", reasons="A ticket shows it."
    )
    assert (breach.appeal_state, breach.state, next_step(breach.agreement)) == ("overturned", "determined", 1)
    letter = letter_of(breach.appeal_answer)
    assert isinstance(letter, AppealAnswer)
    assert (letter.result, letter.decision_letter) == ("overturned", breach.determination.reference)
    assert letter.recipient.name == cast.martin.name
    assert can(cast.martin, "document.open", breach.appeal_answer)
    assert not can(cast.joan, "document.open", breach.appeal_answer)
    assert cast.erin.name not in str(letter)
    assert close_breach(breach, actor=cast.ruth, reason=WHY).state == "closed"
    assert owed(breach) == set()


def test_the_letter_on_an_appeal_says_what_stands_now(cast, an_agreement):
    breach = determined(an_agreement("active"), cast, result="material")
    breach = appeal_breach(breach, actor=cast.martin, grounds=["disproportionate"], words="It was one train.")
    appoint_reviewer(breach, cast)
    answer = {"answer": "varied", "result": "minor", "step": 1}
    with pytest.raises(Invalid) as named:
        decide_breach_appeal(breach, actor=cast.wanda, reason=WHY, reasons="Erin Lindqvist says so.", **answer)
    assert set(named.value.errors) == {"reasons"}
    breach = decide_breach_appeal(breach, actor=cast.wanda, reason=WHY, reasons="It happened once.", **answer)
    letter = letter_of(breach.appeal_answer)
    assert isinstance(letter, AppealAnswer)
    assert (letter.result, letter.effects[0]) == ("varied", "It counts as: a minor breach.")
    assert letter.effects[1] in ladder_of(breach.agreement)


def test_nobody_answers_an_appeal_who_took_part(cast, an_agreement, monkeypatch):
    """Neither whoever monitors, nor whoever investigated; and nobody in the employee’s line."""
    breach = determined(an_agreement("active"), cast)
    breach = appeal_breach(breach, actor=cast.martin, grounds=["new_evidence"], words="Here is my ticket.")
    for involved in (cast.ines, cast.joan):
        with pytest.raises((Refused, Forbidden)):
            decide_breach_appeal(breach, actor=involved, reason=WHY, answer="confirmed", reasons="It stands.")
    appoint_reviewer(breach, cast)
    monkeypatch.setattr("backend.monitoring.actions.determining.line_of", lambda person, on: [cast.wanda.person_id])
    with pytest.raises(Refused) as inside:
        decide_breach_appeal(breach, actor=cast.wanda, reason=WHY, answer="confirmed", reasons="It stands.")
    assert inside.value.code == "in-the-line"
    breach.refresh_from_db()
    assert (breach.appeal_state, breach.appeal_answer) == ("filed", None)


def test_a_late_appeal_needs_a_good_cause_on_both_sides(cast, an_agreement):
    """Also after it was closed: whoever was kept from appealing is heard, as about a return to work."""
    breach = determined(an_agreement("active"), cast)
    mine = {"actor": cast.martin, "grounds": ["new_evidence"], "words": "Here is my ticket."}
    with clock.at(breach.appeal_until + timedelta(minutes=1)):
        breach = decide_consequence(breach, actor=cast.ruth, reason=WHY, consequence="A talk on Monday.")
        breach = close_breach(breach, actor=cast.ruth, reason=WHY)
        for silent in ("", "x" * 4001):
            with pytest.raises(Invalid) as told:
                appeal_breach(breach, **mine, late_reason=silent)
            assert set(told.value.errors) == {"late_reason"}
        breach = appeal_breach(breach, **mine, late_reason="I lay in hospital.")
        assert (breach.state, breach.closed_at, breach.appeal_is_late) == ("determined", None, True)
        reviewer = appoint_reviewer(breach, cast)
        answer = {"actor": reviewer, "reason": WHY, "answer": "overturned", "reasons": "A ticket shows it."}
        for cause in ("", "Erin Lindqvist confirms it."):
            with pytest.raises(Invalid) as missing:
                decide_breach_appeal(breach, **answer, good_cause=cause)
            assert set(missing.value.errors) == {"good_cause"}
        breach = decide_breach_appeal(breach, **answer, good_cause="The hospital confirms the days.")
        letter = letter_of(breach.appeal_answer)
        assert isinstance(letter, AppealAnswer)
        assert (letter.result, letter.good_cause) == ("overturned", "The hospital confirms the days.")
        assert close_breach(breach, actor=cast.ruth, reason=WHY).state == "closed"
    assert owed(breach) == set()


def test_a_late_appeal_without_a_good_cause_is_not_admitted_and_changes_nothing(cast, an_agreement):
    breach = determined(an_agreement("active"), cast)
    with clock.at(breach.appeal_until + timedelta(minutes=1)):
        breach = decide_consequence(breach, actor=cast.ruth, reason=WHY, consequence="A talk on Monday.")
        breach = appeal_breach(
            breach, actor=cast.martin, grounds=["disproportionate"], words="No.", late_reason="I forgot the day."
        )
        with pytest.raises(Refused) as open_still:
            close_breach(breach, actor=cast.ruth, reason=WHY)
        assert open_still.value.code == "appeal-open"
        breach = decide_breach_appeal(
            breach,
            actor=appoint_reviewer(breach, cast),
            reason=WHY,
            answer="not_admitted",
            reasons="To forget it is no good cause.",
            good_cause="Not kept: it was not admitted.",
        )
        letter = letter_of(breach.appeal_answer)
        assert isinstance(letter, AppealAnswer)
        assert (letter.result, letter.good_cause, breach.appeal_good_cause) == ("not_admitted", "", "")
        assert (breach.result, breach.consequence) == ("minor", "A talk on Monday.")
        assert close_breach(breach, actor=cast.ruth, reason=WHY).state == "closed"


def test_a_suspicion_can_be_explained_and_counts_for_nothing(cast, an_agreement):
    breach = drop_breach(suspected(an_agreement("active"), cast), actor=cast.daniel, reason="The list was incomplete.")
    assert (breach.state, owed(breach)) == ("dropped", set())
    assert next_step(breach.agreement) == 1


@pytest.mark.parametrize("state", ["signed", "offered"])
def test_an_agreement_that_is_not_in_force_has_no_breach(cast, an_agreement, state):
    """I27."""
    agreement = an_agreement(state)
    with pytest.raises(Forbidden):
        suspected(agreement, cast)
    with pytest.raises(Refused) as refused:
        suspected(agreement, cast, actor=cast.system)
    assert refused.value.code == "agreement-not-in-force"


def test_an_excused_obligation_is_no_breach(cast, an_agreement):
    agreement = an_agreement("active")
    excuse_duty(the_duty(agreement), actor=cast.ruth, excuse="provider_failure", note="The provider closed.")
    with pytest.raises(Refused):
        suspected(agreement, cast)


def test_a_voided_agreement_ends_every_breach(cast, an_agreement):
    breach = determined(an_agreement("active"), cast, result="material")
    void_agreement(breach.agreement, actor=cast.ruth, reason="A defect in law was found.")
    breach.refresh_from_db()
    assert (breach.state, owed(breach)) == ("ended", set())
    assert not Deadline.objects.pending().filter(subject=breach.key).exists()
    with pytest.raises(Refused):
        suspect_breach(
            the_duty(breach.agreement), due_on=clock.today() - 2 * DAY, facts=facts(), actor=cast.system, reason=WHY
        )


def test_nothing_is_completed_while_a_suspicion_is_open(cast, an_agreement):
    agreement = an_agreement("active")
    breach = suspected(agreement, cast)
    for duty in agreement.obligations.select_related("agreement__case"):
        verify_duty(duty, actor=cast.joan, reason=WHY, note="Seen.")
    with clock.at(clock.now() + (agreement.ends_on - clock.today()) + DAY):
        with pytest.raises(Refused) as waits:
            complete_agreement(agreement, actor=cast.ruth, reason=WHY)
        assert waits.value.code == "breach-open"
        drop_breach(breach, actor=cast.daniel, reason="Explained.")
        assert complete_agreement(agreement, actor=cast.ruth, reason=WHY).state == "completed"
    assert not Breach.objects.filter(agreement=agreement).exclude(state="dropped").exists()
