"""What the outcome letters say, to the respondent and to the complainant."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.decisions.models import Finding, Outcome, OutcomeKind
from backend.documents.letters import Contact, Letter
from backend.documents.queries import addressee, contact, day_words, letterhead, support
from backend.intake.vocabulary import Conduct
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.people.models import Person, User


@dataclass(frozen=True, kw_only=True)
class FindingTold:
    """The finding on one allegation, in the words of this place, with plain reasons."""

    reference: str
    subject: str
    finding: str
    reasons: str


@dataclass(frozen=True, kw_only=True)
class OutcomeTold:
    """One outcome with its end: what it is, and until when it counts."""

    what: str
    until: str = ""


@dataclass(frozen=True, kw_only=True)
class AppealRoute:
    """How to appeal: until when, to whom, and on which grounds."""

    until: date
    to: Contact
    grounds: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OutcomeToRespondent(Letter):
    """D9: tells the respondent the findings, the outcome with its reasons and end, and the appeal."""

    kind: ClassVar[str] = "D9"
    template: ClassVar[str] = "decisions/outcome_respondent/v1"

    title: str = "Decision and outcome"
    standard: str = "the balance of probabilities"
    findings: tuple[FindingTold, ...]
    outcomes: tuple[OutcomeTold, ...] = ()
    reasons: str = ""
    factors: tuple[str, ...] = ()
    appeal: AppealRoute
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OutcomeToComplainant(Letter):
    """D8: tells the complainant the findings and what protects them. It says nothing of discipline or treatment."""

    kind: ClassVar[str] = "D8"
    template: ClassVar[str] = "decisions/outcome_complainant/v1"

    title: str = "Outcome of your complaint"
    findings: tuple[FindingTold, ...]
    steps_taken: bool
    measures: tuple[str, ...] = ()
    check_ins: tuple[date, ...] = ()
    appeal: AppealRoute
    outside: tuple[Contact, ...] = ()
    support: tuple[Contact, ...] = ()


GROUNDS = (
    "The procedure was not followed, and that mattered.",
    "There is new evidence.",
    "Someone who decided was not impartial.",
    "The finding does not follow from the evidence.",
    "The outcome is out of proportion.",
)


def outcome_to_respondent(outcome: Outcome, *, by: User, appeal_until: date, appeal_to: str) -> OutcomeToRespondent:
    """Write the decision letter (D9): findings, outcome, reasons, until when it counts, and the appeal."""
    if outcome.respondent is None:
        raise Refused("The respondent is not known.", code="no-respondent")
    return OutcomeToRespondent(
        matter=outcome.case.reference,
        dated=clock.today(outcome.respondent.zone),
        organisation=letterhead(),
        recipient=addressee(outcome.respondent),
        contact=contact(by),
        signatory=contact(outcome.decided_by) if outcome.decided_by else contact(by),
        findings=_findings_told(outcome),
        outcomes=tuple(OutcomeTold(what=what, until=_until(outcome, what)) for what in outcome.labels),
        reasons=outcome.reasons,
        factors=tuple(line.strip() for line in outcome.factors.splitlines() if line.strip()),
        appeal=AppealRoute(until=appeal_until, to=Contact(name=appeal_to), grounds=GROUNDS),
        support=support(),
    )


def outcome_to_complainant(
    outcome: Outcome, *, to: Person, by: User, appeal_until: date, appeal_to: str
) -> OutcomeToComplainant:
    """Write the outcome letter (D8): each finding, and that steps were taken, without what they are."""
    findings = _findings_told(outcome)
    return OutcomeToComplainant(
        matter=outcome.case.reference,
        dated=clock.today(to.zone),
        organisation=letterhead(),
        recipient=addressee(to),
        contact=contact(by),
        signatory=contact(by),
        findings=findings,
        steps_taken=OutcomeKind.NO_ACTION not in outcome.kinds,
        appeal=AppealRoute(until=appeal_until, to=Contact(name=appeal_to), grounds=GROUNDS[:4]),
        support=support(),
    )


def _findings_told(outcome: Outcome) -> tuple[FindingTold, ...]:
    rows = Finding.objects.filter(allegation__case=outcome.case, adopted_at__isnull=False).select_related("allegation")
    return tuple(
        FindingTold(
            reference=f"A{row.allegation.seq}",
            subject=", ".join(str(Conduct(code).label) for code in row.allegation.conduct) or "The allegation as put",
            finding=row.get_factual_display(),
            reasons=row.summary,
        )
        for row in rows.order_by("allegation__seq")
    )


def _until(outcome: Outcome, what: str) -> str:
    warning = "warning" in what.lower()
    return f"live until {day_words(outcome.live_until)}" if outcome.live_until and warning else ""
