"""A suspected breach: facts by whoever saw them, the notice, time to answer in one’s own words. Nothing is decided here."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from django.db import transaction

from backend.access.policy import require
from backend.agreements.models import AgreementObligation, AgreementState, Meaning, ObligationState
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import discharge, owe
from backend.deadlines.actions import cancel_all, least_after, meet_all, start_for
from backend.deadlines.profiles import place_of
from backend.deadlines.reckoning import end_of_day
from backend.decisions.queries.standing import refuse_while_stayed
from backend.documents.actions.issuing import issue
from backend.documents.guard.texts import blocked_in, named_in
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.monitoring.letters import notice_letter
from backend.monitoring.models import Breach
from backend.monitoring.queries.people import never_named
from backend.monitoring.vocabulary import BREACH_OPEN, TO_BE_DETERMINED, BreachAppealState, BreachState
from backend.people.actions import system_user
from backend.people.models import User
from backend.people.telling import ask_to_sign_in
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(Breach, "agreement_breach")

declare("agreement_breach.report", "reported a suspected breach of an agreement", kind="change")
declare("agreement_breach.view", "read a suspected breach of an agreement", kind="read")
declare("agreement_breach.list", "listed suspected breaches of agreements", kind="read")

NOTICE: Final = "duty.breach_notice"
RESPONSE: Final = "duty.breach_response"
DECISION: Final = "duty.breach_decision"
BARRIER: Final = "duty.barrier"
NOT_A_FACT: Final = ("guilt", "character", "diagnosis", "clinical", "motive")
LONGEST: Final = 4000
FACT: Final = 300


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One thing that somebody saw, and when."""

    when: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Exhibit:
    """One piece of evidence, and where the employee can see it."""

    reference: str
    what: str
    where: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What was seen, by which evidence, and when the employee was asked what got in the way, and whether they answered."""

    seen: Sequence[Seen]
    asked_on: date
    was_answered: bool = False
    exhibits: Sequence[Exhibit] = ()


def suspect_breach(obligation: AgreementObligation, *, due_on: date, facts: Facts, actor: User, reason: str) -> Breach:
    """Report, on facts alone, that one obligation may not have been kept.

    Only of a signed agreement in force, and only after the employee was asked what got in the way and answered, or had time to.
    """
    require(actor, "agreement_breach.report", obligation)
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    _refuse_unless_in_force(obligation)
    _check_facts(obligation, due_on, facts)
    breach = Breach(
        reference=new_reference("BRE", clock.today()),
        agreement=obligation.agreement,
        obligation=obligation,
        due_on=due_on,
        facts=[asdict(each) for each in facts.seen],
        exhibits=[asdict(each) for each in facts.exhibits],
        asked_on=facts.asked_on,
        was_answered=facts.was_answered,
        reported_by=actor,
        reported_at=clock.now(),
    )
    with transaction.atomic():
        AgreementObligation._base_manager.select_for_update().get(pk=obligation.pk)
        if Breach.objects.filter(obligation=obligation, due_on=due_on).exclude(state=BreachState.DROPPED).exists():
            raise Refused("This was reported already.", code="breach-reported")
        keep(breach, "agreement_breach.report", actor=actor, reason=reason.strip())
        start_for(breach, NOTICE, actor=actor)
        owe(
            breach.case,
            breach.owed_as,
            f"Decision on {breach.reference}",
            actor=system_user(),
            reason="It was reported.",
        )
    return breach


@lifecycle.move(
    "notice",
    {BreachState.SUSPECTED},
    BreachState.NOTICED,
    past="gave notice of a suspected breach",
    label="Give notice to the employee",
    kind="document",
)
def notice_breach(
    breach: Breach, *, actor: User, respond_by: date, meeting: str = "", seen: Sequence[Seen] = ()
) -> None:
    """Give the employee notice (D17): the facts, the evidence, at least five working days to answer, and a companion at any talk."""
    refuse_while_stayed(breach.case)
    if seen:
        breach.facts = [asdict(each) for each in seen]
        _check_seen(seen)
    _refuse_names(breach)
    floor = least_after(breach, RESPONSE, clock.now())
    if respond_by < floor.on:
        raise Invalid({"respond_by": [f"Give at least until {floor.on.day} {floor.on:%B %Y}: five working days."]})
    letter = notice_letter(breach, by=actor, respond_by=respond_by, meeting=meeting.strip())
    breach.notice = issue(
        letter,
        about=breach,
        recipient=breach.agreement.person,
        actor=actor,
        reason="An obligation may not have been kept.",
    )
    breach.noticed_at = clock.now()
    breach.respond_by = start_for(breach, RESPONSE, actor=actor, due_on=respond_by).due_at
    meet_all(breach, NOTICE, actor=actor)
    ask_to_sign_in(breach.agreement.person)


@lifecycle.move(
    "extend",
    {BreachState.NOTICED, BreachState.NO_RESPONSE},
    BreachState.NOTICED,
    past="gave more time to answer",
    label="Give more time to answer",
)
def extend_response(breach: Breach, *, actor: User, respond_by: date) -> None:
    """Give the employee more time to answer."""
    until = end_of_day(respond_by, place_of(breach).clock)
    if (breach.respond_by and until <= breach.respond_by) or until <= clock.now():
        raise Invalid({"respond_by": ["Name a later day than the one that was given."]})
    breach.lapsed_at = None
    cancel_all(breach, actor=actor, reason="There is more time to answer.")
    breach.respond_by = start_for(breach, RESPONSE, actor=actor, due_on=respond_by).due_at


@lifecycle.move(
    "respond",
    {BreachState.NOTICED, BreachState.NO_RESPONSE, BreachState.RESPONDED},
    BreachState.RESPONDED,
    past="answered a notice about an obligation",
    label="Answer",
    because="The employee answered.",
)
def respond_to_breach(breach: Breach, *, actor: User, words: str) -> None:
    """Answer, as the employee, in one’s own words. A late answer is taken, and an answer can be added to, until it is decided."""
    said = words.strip()
    if not said:
        raise Invalid({"words": ["Write what happened and what got in the way."]})
    whole = f"{breach.response}\n\n{said}" if breach.response else said
    if len(whole) > LONGEST:
        raise Invalid({"words": [f"Write at most {LONGEST:,} characters. You can send papers to your contact."]})
    breach.response, breach.responded_at = whole, breach.responded_at or clock.now()
    meet_all(breach, RESPONSE, actor=actor)
    if breach.state not in TO_BE_DETERMINED:
        start_for(breach, DECISION, actor=system_user())


@lifecycle.move(
    "lapse",
    {BreachState.NOTICED},
    BreachState.NO_RESPONSE,
    past="noted that the time to answer a notice passed",
    because="The time to answer passed. Silence is no admission.",
)
def lapse_response(breach: Breach, *, actor: User) -> None:
    """Note that the time to answer passed. Silence is no admission, and a late answer is still taken."""
    if breach.respond_by is None or clock.now() <= breach.respond_by:
        raise Refused("The time to answer has not passed yet.", code="answer-open")
    breach.lapsed_at = clock.now()
    start_for(breach, DECISION, actor=actor)


@lifecycle.move(
    "drop",
    {BreachState.SUSPECTED, BreachState.NOTICED, BreachState.RESPONDED, BreachState.NO_RESPONSE},
    BreachState.DROPPED,
    past="did not follow up a suspected breach",
    label="Do not follow it up",
)
def drop_breach(breach: Breach, *, actor: User) -> None:
    """Do not follow a suspicion up: it is explained. It counts for nothing."""
    _over(breach, actor, "It was not followed up.")


@lifecycle.move("end", BREACH_OPEN, BreachState.ENDED, past="ended a suspected breach with its agreement")
def end_breach(breach: Breach, *, actor: User) -> None:
    """End a suspected or determined breach together with the agreement that it rests on."""
    _over(breach, actor, "The agreement ended.")
    if breach.appeal_state == BreachAppealState.FILED:
        breach.appeal_state = BreachAppealState.OVERTURNED


def _over(breach: Breach, actor: User, note: str) -> None:
    breach.closed_at = clock.now()
    cancel_all(breach, actor=actor, reason=note)
    for kind in (breach.owed_as, breach.outcome_owed_as, breach.appeal_owed_as):
        discharge(breach.case, kind, actor=actor, note=note)


def _refuse_unless_in_force(obligation: AgreementObligation) -> None:
    """I27: of an agreement that was declined, never signed or ended, there is no breach."""
    agreement = obligation.agreement
    signed = agreement.signatures.filter(signer__person=agreement.person).exclude(meaning=Meaning.DECLINE)
    if agreement.state != AgreementState.ACTIVE or not signed.exists():
        raise Refused("The agreement is not in force: nothing of it can be broken.", code="agreement-not-in-force")
    if obligation.state in {ObligationState.PLANNED, ObligationState.EXCUSED, ObligationState.CANCELLED}:
        raise Refused("The obligation is not in force, or was excused.", code="obligation-not-in-force")


def _check_facts(obligation: AgreementObligation, due_on: date, facts: Facts) -> None:
    problems: dict[str, list[str]] = {}
    if due_on >= obligation.agreement.today:
        problems["due_on"] = ["Its day has not passed yet."]
    if facts.asked_on > clock.today():
        problems["asked_on"] = ["Give the day on which the employee was asked what got in the way."]
    if problems:
        raise Invalid(problems)
    _check_seen(facts.seen)
    if found := _not_facts([each.what for each in facts.exhibits]):
        raise Invalid({"exhibits": [found]})
    asked_at = end_of_day(facts.asked_on, place_of(obligation.agreement).clock)
    if not facts.was_answered and clock.now() <= least_after(obligation.agreement, BARRIER, asked_at).at:
        raise Refused(
            "The employee was asked what got in the way and still has time to answer.",
            code="barrier-open",
            field="asked_on",
        )


def _check_seen(seen: Sequence[Seen]) -> None:
    if not seen or not all(each.when.strip() and each.what.strip() for each in seen):
        raise Invalid({"seen": ["Say what was seen, and when; one fact at least."]})
    if any(len(each.what) > FACT or len(each.when) > FACT for each in seen):
        raise Invalid({"seen": [f"One fact has at most {FACT} characters."]})
    if found := _not_facts([each.what for each in seen]):
        raise Invalid({"seen": [found]})


def _not_facts(texts: Sequence[str]) -> str:
    found = [each for text in texts for each in blocked_in(text, *NOT_A_FACT)]
    return f"“{found[0][0]}”: {found[0][1].why} {found[0][1].instead}" if found else ""


def _refuse_names(breach: Breach) -> None:
    told = "\n".join([*(each["what"] for each in breach.facts), *(each["what"] for each in breach.exhibits)])
    if found := named_in(told, never_named(breach.agreement)):
        raise Invalid({"seen": [f"The notice must not name {found[0]}. Word the fact without the name."]})
