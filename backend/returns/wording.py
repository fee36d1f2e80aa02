"""The letters on a return, written from the record, and what their words must not tell the other side."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from backend.decisions.letters import AppealAcknowledgement, AppealRoute
from backend.decisions.own_appeals import OWN_GROUNDS, UNINVOLVED, Answered, AppealAnswer, answer_letter, ground_words
from backend.documents.guard.reading import forbid
from backend.documents.letters import Contact
from backend.documents.phrasing import say
from backend.documents.queries import contact, frame, support_for
from backend.kernel.errors import Invalid
from backend.people.models import Person, User
from backend.returns.letters import FollowUp, ReturnDecision, SafetyNotice
from backend.returns.models import FollowUpStep, ReturnAppeal, ReturnToWork
from backend.returns.queries.gate import affected_by
from backend.returns.vocabulary import ReturnAppealState, ReturnState
from backend.safeguards.queries.standing import in_place_for

INDEPENDENT: Final = "{name} decided this, and stands in no reporting line of yours."
AGAINST: Final = "the decision on your return to work"
MEANWHILE: Final = "Until then it stays as it is today."
EFFECTS: Final = {
    ReturnAppealState.OVERTURNED: (
        "Somebody else decides on your return now. You get a new letter.",
        "Until then it stays as it is today.",
    ),
    ReturnState.REFUSED: ("The decision stands as you were told it.", "You may ask to come back again at any time."),
    ReturnState.DEFERRED: (
        "The decision stands as you were told it.",
        "It is decided again on the day that your letter names.",
    ),
}
# What a notice to somebody affected never says: discipline, agreement and care are the other's (I20).
NOT_FOR_OTHERS: Final = re.compile(
    r"\b(warn\w*|disciplin\w*|sanction\w*|agreement\w*|obligation\w*|(?<!of )(?<!in the )course|training"
    r"|coaching|provider\w*|therap\w*|counsel+ing"
    r"|refer(?:red|ral)\w*|treatment|suspen\w*|dismiss\w*|demot\w*|leave of absence|return to work"
    r"|abmahn\w*|vereinbarung\w*|kurs|schulung\w*|fachstelle\w*|zuweisung\w*|therapie\w*|behandlung\w*|auflagen?|freistell\w*)\b",
    re.IGNORECASE,
)


def decision_letter(rtw: ReturnToWork, result: str, *, by: User, steps: Sequence[FollowUpStep] = ()) -> ReturnDecision:
    """Write to the employee what was decided (D19). It names nobody who was affected, and no provider's view."""
    framed = frame(ReturnDecision, to=rtw.person, by=by)
    language = framed["language"]
    letter = ReturnDecision(
        **framed,
        matter=rtw.case.reference,
        result=result,
        returns_on=rtw.returns_on if result == "approved" else None,
        place=rtw.place if result == "approved" else "",
        reasons=rtw.reasons,
        independence=say(INDEPENDENT, language, name=by.name),
        conditions=tuple(rtw.conditions),
        safeguards=tuple(row.control for row in in_place_for(rtw.case, on=rtw.returns_on).filter(person=rtw.person_id))
        if result == "approved"
        else (),
        follow_up=tuple(FollowUp(on=step.due_on, what=step.what, with_whom=step.holder.name) for step in steps),
        plan_ends_on=rtw.plan_ends_on,
        decided_again_on=rtw.decided_again_on,
        needed=tuple(rtw.needed),
        appeal=AppealRoute(
            until=rtw.appeal_until or framed["dated"],
            to=Contact(name=rtw.appeal_to),
            grounds=ground_words(list(OWN_GROUNDS), language),
        ),
        support=support_for(ReturnDecision, rtw.person),
    )
    forbid(letter, unnamed=[person.name for person in affected_by(rtw.case)])
    return letter


def appeal_received(appeal: ReturnAppeal, *, by: User, decision_by: date) -> AppealAcknowledgement:
    """Write to the employee that their appeal is looked at: by whom, until when they may add to it, and by when it is answered (D20)."""
    to = appeal.rtw.person
    framed = frame(AppealAcknowledgement, to=to, by=by)
    language = framed["language"]
    return AppealAcknowledgement(
        **framed,
        matter=appeal.case.reference,
        by_recipient=True,
        received_on=_day(appeal),
        grounds=ground_words(appeal.grounds, language),
        reviewer=contact(by),
        independence=tuple(say(fact, language) for fact in UNINVOLVED),
        comment_until=appeal.comment_until or decision_by,
        decision_by=decision_by,
        meanwhile=(say(MEANWHILE, language),),
        support=support_for(AppealAcknowledgement, to),
    )


def appeal_answered(appeal: ReturnAppeal, result: ReturnAppealState, *, by: User) -> AppealAnswer:
    """Write to the employee what was decided on their appeal, and what happens with their return now (D20)."""
    told = Answered(
        matter=appeal.case.reference,
        against=AGAINST,
        decision_letter=appeal.decision_letter.reference,
        appeal_on=_day(appeal),
        grounds=appeal.grounds,
        result=result,
        reasons=appeal.reasons,
        effects=EFFECTS[result] if result in EFFECTS else EFFECTS[ReturnState(appeal.decision)],
        good_cause=appeal.good_cause,
    )
    return answer_letter(told, to=appeal.rtw.person, by=by)


def safety_letter(
    rtw: ReturnToWork,
    *,
    to: Person,
    by: User,
    protections: Sequence[str],
    check_ins: Sequence[date],
    phone: str,
) -> SafetyNotice:
    """Write to somebody affected (D19) from which day the other is at work, where, and what protects them. Nothing else."""
    for name, words in (("place", [rtw.place]), ("protections", list(protections))):
        for line in words:
            if found := NOT_FOR_OTHERS.search(line):
                told = f"Say what protects the reader. “{found.group()}” may tell of discipline, an agreement or care."
                raise Invalid({name: [told]})
    assert rtw.returns_on is not None  # noqa: S101 - the action looked
    return SafetyNotice(
        **frame(SafetyNotice, to=to, by=by),
        matter=rtw.case.reference,
        person=rtw.person.name,
        returns_on=rtw.returns_on,
        place=rtw.place,
        protections=tuple(protections),
        check_ins=tuple(check_ins),
        urgent=replace(contact(by), phone=phone.strip()),
        support=support_for(SafetyNotice, to),
    )


def _day(appeal: ReturnAppeal) -> date:
    return appeal.filed_at.astimezone(ZoneInfo(appeal.rtw.person.zone)).date()
