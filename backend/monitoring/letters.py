"""Writing the papers of what follows an agreement (D14, D17) from its records; what was agreed is quoted as it stands in the agreement."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from backend.agreements.languages import letter_language
from backend.agreements.letters.breach import BreachDetermination, BreachNotice, Observed, Shown
from backend.agreements.letters.monitoring import MonitorBriefing, Watched
from backend.agreements.models import Agreement
from backend.decisions.letters import AppealRoute
from backend.decisions.own_appeals import OWN_GROUNDS, Answered, AppealAnswer, answer_letter, ground_words
from backend.documents.letters import Contact
from backend.documents.phrasing import day_in, say
from backend.documents.queries import contact, frame, support
from backend.kernel.errors import Refused
from backend.monitoring.models import Breach
from backend.monitoring.plan import rhythm
from backend.monitoring.queries.ladder import clause_words, ladder_of
from backend.monitoring.queries.people import decision_maker_of, partner_of
from backend.monitoring.vocabulary import BreachAppealState, Result
from backend.people.models import User

AGAINST = "the decision about an obligation under your agreement"
STANDS = "The decision stands as you were told it."
NOTHING_STANDS = "What was decided counts for nothing: no breach stands, and no step of the ladder follows."
GOES_ON = "The agreement goes on as it is."
RESULTS = {
    BreachAppealState.NOT_ADMITTED: "not_admitted",
    BreachAppealState.CONFIRMED: "dismissed",
    BreachAppealState.VARIED: "varied",
    BreachAppealState.OVERTURNED: "overturned",
}
REPORT_WITHIN = "two working days"
ASKED = "On {day} we asked you what got in the way. {came}"
ANSWERED = "You answered, and that did not settle it."
NO_ANSWER = "No answer has reached us yet."
DECIDED_ANEW = "What follows is decided anew, with reasons, a hearing and an appeal of its own."
NO_DATE_CHANGES = "The agreement goes on as it is, and no date changes."


def briefing(agreement: Agreement, *, first_on: date | None, return_by: date) -> MonitorBriefing:
    """Write to the monitor (D14), in their language, what to watch and how to report, and nothing of the reasons.

    The obligations are quoted as they stand in the agreement.
    """
    partner = partner_of(agreement)
    framed = frame(MonitorBriefing, to=agreement.monitor, by=partner)
    language = framed["language"]
    duties = agreement.obligations.order_by("seq")
    return MonitorBriefing(
        **framed,
        matter=agreement.reference,
        employee=agreement.person.name,
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        obligations=tuple(Watched(what=duty.what, due=duty.due, observe=duty.proof) for duty in duties),
        check_ins=say(rhythm().words, language),
        first_check_in_on=first_on,
        report_to=contact(partner),
        report_within=say(REPORT_WITHIN, language),
        return_by=return_by,
    )


def notice_letter(breach: Breach, *, by: User, respond_by: date, meeting: str = "") -> BreachNotice:
    """Write to the employee (D17), in their language, which obligation may not have been kept, on which facts, and how to answer.

    The obligation and the steps that may follow are quoted as they were signed.
    """
    agreement, duty = breach.agreement, breach.obligation
    language = letter_language(BreachNotice, agreement.person, agreement.language)
    return BreachNotice(
        **frame(BreachNotice, to=agreement.person, by=by, language=language),
        matter=agreement.case.reference,
        agreement=agreement.reference,
        clause=clause_words(duty, language),
        obligation=duty.what,
        due=duty.due if duty.due_on == breach.due_on else day_in(breach.due_on, language),
        facts=tuple(Observed(when=fact["when"], what=fact["what"]) for fact in breach.facts),
        exhibits=tuple(Shown(**each) for each in breach.exhibits),
        asked_before=_asked(breach, language),
        respond_by=respond_by,
        meeting=meeting,
        decision_maker=contact(decision_maker_of(agreement)),
        consequences=tuple(ladder_of(agreement)),
        support=support(agreement.person.jurisdiction, language),
    )


def determination_letter(
    breach: Breach, *, by: User, appeal_until: date, what_next: Sequence[str] = ()
) -> BreachDetermination:
    """Write to the employee (D17) what was decided, how their answer was weighed, what follows and how to appeal."""
    agreement, duty, notice = breach.agreement, breach.obligation, breach.notice
    if notice is None or breach.noticed_at is None:
        raise Refused("The employee was not given notice yet.", code="notice-missing")
    language = letter_language(BreachDetermination, agreement.person, agreement.language)
    return BreachDetermination(
        **frame(BreachDetermination, to=agreement.person, by=by, language=language),
        matter=agreement.case.reference,
        agreement=agreement.reference,
        notice_reference=notice.reference,
        notice_on=breach.noticed_at.astimezone(ZoneInfo(agreement.person.zone)).date(),
        clause=clause_words(duty, language),
        obligation=duty.what,
        result=breach.result,
        response=breach.weighed,
        reasons=breach.reasons,
        consequence=_consequence(breach),
        what_next=tuple(what_next)
        or (say(DECIDED_ANEW if breach.result == "material" else NO_DATE_CHANGES, language),),
        appeal=AppealRoute(
            until=appeal_until, to=Contact(name=breach.appeal_to), grounds=ground_words(list(OWN_GROUNDS), language)
        ),
        support=support(agreement.person.jurisdiction, language),
    )


def appeal_letter(breach: Breach, *, by: User) -> AppealAnswer:
    """Write to the employee what was decided on their appeal about one obligation, and what stands now (D20)."""
    agreement, letter = breach.agreement, breach.determination
    if letter is None or breach.appealed_at is None:
        raise Refused("No appeal is open.", code="wrong-state")
    answer = BreachAppealState(breach.appeal_state)
    told = Answered(
        matter=breach.case.reference,
        against=AGAINST,
        decision_letter=letter.reference,
        appeal_on=breach.appealed_at.astimezone(ZoneInfo(agreement.person.zone)).date(),
        grounds=breach.appeal_grounds,
        result=RESULTS[answer],
        reasons=breach.appeal_reasons,
        effects=_effects(breach, answer),
        good_cause=breach.appeal_good_cause,
    )
    return answer_letter(told, to=agreement.person, by=by)


def step_words(breach: Breach) -> str:
    """Say which step of the agreement’s ladder was decided."""
    steps = ladder_of(breach.agreement)
    return steps[breach.step - 1] if breach.step and breach.step <= len(steps) else ""


def _effects(breach: Breach, answer: BreachAppealState) -> list[str]:
    if answer in {BreachAppealState.NOT_ADMITTED, BreachAppealState.CONFIRMED}:
        return [STANDS]
    if answer == BreachAppealState.OVERTURNED:
        return [NOTHING_STANDS, GOES_ON]
    label = Result(breach.result).label
    return [f"It counts as: {label[0].lower()}{label[1:]}.", *filter(None, [step_words(breach)]), GOES_ON]


def _asked(breach: Breach, language: str) -> str:
    came = say(ANSWERED if breach.was_answered else NO_ANSWER, language)
    return say(ASKED, language, day=day_in(breach.asked_on, language), came=came)


def _consequence(breach: Breach) -> str:
    words = step_words(breach)
    return f"{words}\n\n{breach.step_reason}" if words and breach.step_reason else words
