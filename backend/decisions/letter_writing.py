"""Writing the letters about disclosures (D8a) and appeals (D20) from their records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from backend.decisions.letters import (
    AppealAcknowledgement,
    AppealDecision,
    DisclosureAddendum,
    GroundAnswered,
)
from backend.decisions.models import Appeal, Disclosure
from backend.decisions.vocabulary import AppealGround, AppealSide
from backend.documents.phrasing import say
from backend.documents.queries import contact, frame, support_for
from backend.people.models import Person, User

INDEPENDENCE = (
    "The reviewer took no part in the investigation or in the decision.",
    "The reviewer does not report to anybody who decided.",
    "The reviewer stands in no reporting line of either side.",
)
SAFETY_STAYS = "Measures that keep people safe stay in force."
STAYED = "What was decided for you is not put into effect until the appeal is decided."
NOT_STAYED = "What was decided goes on while the appeal is looked at."
ELSEWHERE = "A part of the decision that concerns the other party alone."


@dataclass(frozen=True)
class Answered:
    """One ground with what was decided on it."""

    ground: str
    reasons: str
    upheld: bool


def disclosure_to_complainant(disclosure: Disclosure, *, outcome_letter: str, by: User) -> DisclosureAddendum:
    """Write what a disclosure decision lets a complainant know (D8a)."""
    return DisclosureAddendum(
        **frame(DisclosureAddendum, to=disclosure.to, by=by),
        matter=disclosure.case.reference,
        outcome_letter=outcome_letter,
        disclosure_decision=disclosure.reference,
        disclosed=disclosure.lines,
        reasons=disclosure.reasons,
        decided_by=contact(disclosure.decided_by),
        decided_on=_day(disclosure.decided_at, disclosure.to),
        support=support_for(DisclosureAddendum, disclosure.to),
    )


def appeal_received(appeal: Appeal, *, to: Person, by: User, decision_by: date) -> AppealAcknowledgement:
    """Write to one party that an appeal was received, who decides it, and until when one may comment (D20)."""
    framed = frame(AppealAcknowledgement, to=to, by=by)
    language, mine = framed["language"], to.pk == appeal.appellant_id
    meanwhile = [say(SAFETY_STAYS, language)]
    if mine or appeal.side == AppealSide.COMPLAINANT:
        meanwhile.append(say(STAYED if appeal.stays_effects else NOT_STAYED, language))
    return AppealAcknowledgement(
        **framed,
        matter=appeal.case.reference,
        by_recipient=mine,
        received_on=_day(appeal.filed_at, to),
        grounds=tuple(say(each.ground, language) for each in _grounds_for(appeal, to)),
        reviewer=contact(appeal.reviewer or by),
        independence=tuple(say(fact, language) for fact in INDEPENDENCE),
        comment_until=_day(appeal.comment_until or appeal.filed_at, to),
        decision_by=decision_by,
        meanwhile=tuple(meanwhile),
        support=support_for(AppealAcknowledgement, to),
    )


def appeal_decided(appeal: Appeal, *, to: Person, by: User, effects: Sequence[str], result: str = "") -> AppealDecision:
    """Write to one party what was decided on an appeal, ground by ground, and what changes for that party (D20)."""
    framed = frame(AppealDecision, to=to, by=by)
    language = framed["language"]
    return AppealDecision(
        **framed,
        matter=appeal.case.reference,
        by_recipient=to.pk == appeal.appellant_id,
        appeal_on=_day(appeal.filed_at, to),
        result=result or appeal.result,
        grounds=tuple(
            GroundAnswered(
                ground=say(each.ground, language),
                result=say("upheld" if each.upheld else "not upheld", language),
                reasons=each.reasons,
            )
            for each in _grounds_for(appeal, to)
        ),
        independence=tuple(say(fact, language) for fact in INDEPENDENCE),
        new_material=(appeal.material_told,) if appeal.material_told else (),
        effects=tuple(say(effect, language) for effect in effects),
        support=support_for(AppealDecision, to),
    )


def _grounds_for(appeal: Appeal, to: Person) -> list[Answered]:
    """List the grounds with their answers as a party may know them: what follows for one side is not told to the other (I20)."""
    others = appeal.side == AppealSide.RESPONDENT and to.pk != appeal.appellant_id
    told = [
        Answered(
            str(AppealGround(code).label), **appeal.answers.get(code, {"upheld": False, "reasons": appeal.admission})
        )
        for code in appeal.grounds
        if not (others and code == AppealGround.DISPROPORTIONATE)
    ]
    return told or [Answered(ELSEWHERE, reasons="It changes nothing of what you were told.", upheld=False)]


def _day(moment: datetime, person: Person) -> date:
    return moment.astimezone(ZoneInfo(person.zone)).date()
