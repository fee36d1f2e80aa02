"""Outcomes: one decides, another approves, and both sides are told by letter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from backend.access.models import Role
from backend.access.policy import require
from backend.access.roles import has_role
from backend.audit.actions import declare
from backend.audit.recorded import keep, keep_all
from backend.cases.actions.progress import discharge, owe
from backend.cases.actions.progress import lifecycle as case_lifecycle
from backend.cases.citing import refuse_citing
from backend.cases.models import Case, CaseParty
from backend.cases.vocabulary import CaseState, PartyRole
from backend.deadlines.actions import least_after, meet_all, start_for
from backend.deadlines.models import Deadline
from backend.decisions.letters import outcome_to_complainant, outcome_to_respondent
from backend.decisions.models import Comparator, Outcome, OutcomeFactor, OutcomeKind
from backend.decisions.queries.priors import counting_outcomes, next_rung, rung_of
from backend.decisions.queries.standing import approved_outcome, standing_findings
from backend.decisions.queries.told import was_told
from backend.decisions.vocabulary import GRAVEST, NEEDS_FINDING, WARNINGS, Factor
from backend.documents.actions.issuing import issue
from backend.documents.models import Document
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("outcome.decide", "decided the outcome", kind="change")
declare("outcome.weigh", "weighed a point for the outcome", kind="change")
declare("outcome.compare", "compared the outcome with another matter", kind="change")
declare("outcome.return", "returned the outcome to the decision maker", kind="change")
declare("outcome.view", "read an outcome", kind="read")
declare("outcome.tell", "told the parties the outcome", kind="document")

LETTERS_OWED = "outcome.letters"
WINDOW = "appeal.file"
LEAST_FACTORS = 3


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A similar matter: how it is called, what followed in it, and what is different here. It names nobody."""

    matter: str
    followed: str
    difference: str


def decide_outcome(
    case: Case,
    *,
    actor: User,
    reason: str,
    kinds: Sequence[str],
    weighed: Mapping[str, str],
    factors: str = "",
    compared: Sequence[Compared] = (),
    comparators: str = "",
    live_until: date | None = None,
    skip_reason: str = "",
    legal_review: str = "",
) -> Outcome:
    """Decide what follows from the findings; it takes effect when a second person approves it.

    At least three of the twelve points are weighed in words. Similar matters are named, or where one looked for them. A rung of the
    ladder that is left out needs a reason, and earlier discipline that still counts needs a legal review.
    """
    require(actor, "outcome.decide", case)
    if case.state != CaseState.FINDINGS_DECIDED:
        raise Refused("Confirm the findings first.", code="wrong-state")
    if Outcome.objects.filter(case=case, approved_at=None, returned_at=None, overturned_at=None).exists():
        raise Refused("An outcome is waiting for approval already.", code="outcome-waiting")
    said = {code: text.strip() for code, text in weighed.items() if text.strip()}
    refuse_citing(reason=reason, weighed=" ".join(said.values()), factors=factors, skip_reason=skip_reason)
    _check_weighing(case, kinds, said, compared, comparators)
    _check_consequences(case, kinds, live_until, skip_reason, legal_review)
    respondent = CaseParty.objects.filter(case=case, role=PartyRole.RESPONDENT).select_related("person").first()
    outcome = Outcome(
        case=case,
        respondent=respondent.person if respondent else None,
        kinds=list(kinds),
        reasons=reason.strip(),
        factors=factors.strip(),
        comparators=comparators.strip(),
        live_until=live_until,
        skip_reason=skip_reason.strip(),
        legal_review=legal_review.strip(),
        decided_by=actor,
        decided_at=clock.now(),
    )
    with transaction.atomic():
        keep(outcome, "outcome.decide", actor=actor, reason=reason, ctx={"kinds": list(kinds)})
        points = [OutcomeFactor(case=case, outcome=outcome, code=code, text=text) for code, text in said.items()]
        others = [
            Comparator(
                case=case,
                outcome=outcome,
                matter=each.matter.strip(),
                followed=each.followed.strip(),
                difference=each.difference.strip(),
            )
            for each in compared
        ]
        keep_all(points, "outcome.weigh", actor=actor, reason=reason)
        keep_all(others, "outcome.compare", actor=actor, reason=reason)
        meet_all(case, "outcome.decide", actor=actor)
    return outcome


@case_lifecycle.move(
    "approve",
    {CaseState.FINDINGS_DECIDED},
    CaseState.OUTCOME_DECIDED,
    past="approved the outcome",
    noun="outcome",
    label="Approve the outcome",
)
def approve_outcome(case: Case, *, actor: User) -> None:
    """Approve the outcome as a second person; from now on letters and agreements may be drawn up from it."""
    outcome = _waiting(case)
    if outcome.decided_by_id == actor.pk:
        raise Refused("You decided this outcome; somebody else approves it.", code="second-person")
    grave = GRAVEST & set(outcome.kinds) or outcome.legal_review
    if grave and not has_role(actor, Role.DECISION_MAKER, Role.EXECUTIVE):
        raise Refused(
            "A dismissal, a last chance, or a repeated matter is approved by a decision maker or an executive.",
            code="higher-approver",
        )
    outcome.approved_by, outcome.approved_at = actor, clock.now()
    keep(outcome, "outcome.decide", actor=actor, reason="Approved.", ctx={"kinds": outcome.kinds})
    owe(case, LETTERS_OWED, "Tell both sides the outcome by letter", actor=actor, reason="Follows from the decision.")
    start_for(case, WINDOW, actor=actor)


def return_outcome(case: Case, *, actor: User, reason: str) -> Outcome:
    """Return an outcome to the decision maker, with reasons."""
    require(actor, "outcome.return", case)
    with transaction.atomic():
        outcome = _waiting(case)
        outcome.returned_at = clock.now()
        start_for(case, "outcome.decide", actor=actor)
        return keep(outcome, "outcome.return", actor=actor, reason=reason)


def tell_outcome(case: Case, *, actor: User, reason: str, appeal_until: date, appeal_to: str) -> list[Document]:
    """Issue the outcome letters: D9 to the respondent, D8 to the complainant, who is told nothing of discipline."""
    require(actor, "outcome.tell", case)
    outcome = approved_outcome(case)
    if outcome is None:
        raise Refused("The outcome is not approved yet.", code="outcome-missing")
    if appeal_until < clock.today(actor.zone):
        raise Invalid({"appeal_until": ["This day is over. Leave both sides time to appeal."]})
    if was_told(outcome):
        raise Refused(
            "The outcome letters were sent. If something in one has to change, withdraw it first.", code="outcome-told"
        )
    appeal_until = appeal_day(case, appeal_until)
    with transaction.atomic():
        letters = [
            issue(
                outcome_to_respondent(outcome, by=actor, appeal_until=appeal_until, appeal_to=appeal_to),
                about=outcome,
                recipient=outcome.respondent,
                actor=actor,
                reason=reason,
            )
        ]
        for party in CaseParty.objects.filter(case=case, role=PartyRole.COMPLAINANT).select_related("person__site"):
            letter = outcome_to_complainant(
                outcome, to=party.person, by=actor, appeal_until=appeal_until, appeal_to=appeal_to
            )
            letters.append(issue(letter, about=case, recipient=party.person, actor=actor, reason=reason))
        _run_window(case, appeal_until, actor=actor)
        discharge(case, LETTERS_OWED, actor=actor, note="The outcome letters were issued.")
        for event in ("letters.outcome", "inquiry.report"):
            meet_all(case, event, actor=actor)
        meet_all(case, "case.update", actor=actor, reason="Both sides were told the outcome.")
        for link in case.report_links.select_related("report"):
            meet_all(link.report, "report.feedback", actor=actor)
    return letters


def appeal_day(case: Case, wanted: date | None = None) -> date:
    """Give the day until which both sides may appeal, as their letters name it: never one before the policy’s or the law’s.

    It counts from the approval; where the letters go out after that time, it counts from them.
    """
    running = _window(case)
    floor = running.due_on if running else least_after(case, WINDOW, clock.now()).on
    return max(wanted or floor, floor)


def _window(case: Case) -> Deadline | None:
    running = Deadline.objects.about(case).pending().filter(kind=WINDOW, due_at__gt=clock.now())
    return running.order_by("-due_at").first()


def _run_window(case: Case, until: date, *, actor: User) -> None:
    """Let the time to appeal run as long as the letters say, where that is longer than the policy’s."""
    running = _window(case)
    if until > clock.today() and (running is None or running.due_on < until):
        start_for(case, WINDOW, actor=actor, due_on=until)


def _waiting(case: Case) -> Outcome:
    outcome = Outcome.objects.filter(case=case, approved_at=None, returned_at=None, overturned_at=None).first()
    if outcome is None:
        raise Refused("No outcome is waiting for approval.", code="outcome-missing")
    return outcome


def _check_weighing(
    case: Case, kinds: Sequence[str], weighed: Mapping[str, str], compared: Sequence[Compared], comparators: str
) -> None:
    problems = _check_kinds(kinds)
    strange = [code for code in weighed if code not in Factor.values]
    if strange:
        problems["weighed"] = [f"“{strange[0]}” is not in the list."]
    elif len(weighed) < LEAST_FACTORS:
        problems["weighed"] = ["Weigh at least three of the points in words, for and against."]
    if any(not (each.matter.strip() and each.followed.strip() and each.difference.strip()) for each in compared):
        problems["compared"] = ["Say for each similar matter which it is, what followed, and what is different here."]
    elif not compared and not comparators.strip():
        problems["comparators"] = ["Name similar matters and their outcomes, or say where you looked and found none."]
    if problems:
        raise Invalid(problems)
    if NEEDS_FINDING & set(kinds) and not standing_findings(case):
        raise Refused(
            "Nothing was substantiated: this can't follow from it.", code="nothing-substantiated", field="kinds"
        )


def _check_kinds(kinds: Sequence[str]) -> dict[str, list[str]]:
    if not kinds or any(kind not in OutcomeKind.values for kind in kinds):
        return {"kinds": ["Choose what follows."]}
    if OutcomeKind.NO_ACTION in kinds and set(kinds) - {OutcomeKind.NO_ACTION, OutcomeKind.ORG_REMEDY}:
        return {"kinds": ["“No action” stands alone, or with a change in the organisation."]}
    return {}


def _check_consequences(
    case: Case, kinds: Sequence[str], live_until: date | None, skip_reason: str, legal_review: str
) -> None:
    problems: dict[str, list[str]] = {}
    earlier = counting_outcomes(case)
    if WARNINGS & set(kinds) and live_until is None:
        problems["live_until"] = ["Say until when the warning counts."]
    if rung_of(kinds) > next_rung(earlier) and not skip_reason.strip():
        problems["skip_reason"] = ["A milder step is left out: say why it would not do."]
    if earlier and NEEDS_FINDING & set(kinds) and not legal_review.strip():
        problems["legal_review"] = ["Earlier discipline still counts: say who reviewed this in law, and when."]
    if problems:
        raise Invalid(problems)
