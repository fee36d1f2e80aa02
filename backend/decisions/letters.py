"""What the outcome letters say, to the respondent and to the complainant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.cases.letters import Meeting
from backend.decisions.models import Finding, Outcome, OutcomeKind, Remedy
from backend.decisions.vocabulary import RemedyState
from backend.documents.letters import Contact, Letter
from backend.documents.phrasing import day_in, say
from backend.documents.queries import contact, frame, support_for
from backend.intake.vocabulary import Conduct
from backend.kernel.errors import Invalid, Refused
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
    template: ClassVar[str] = "decisions/outcome_respondent/v2"
    earlier: ClassVar[tuple[str, ...]] = ("decisions/outcome_respondent/v1",)
    titles: ClassVar[Mapping[str, str]] = {"de": "Entscheidung und Folgen"}

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
    template: ClassVar[str] = "decisions/outcome_complainant/v2"
    earlier: ClassVar[tuple[str, ...]] = ("decisions/outcome_complainant/v1",)
    titles: ClassVar[Mapping[str, str]] = {"de": "Ergebnis zu Ihrer Meldung"}

    title: str = "Outcome of your complaint"
    findings: tuple[FindingTold, ...]
    steps_taken: bool
    measures: tuple[str, ...] = ()
    check_ins: tuple[date, ...] = ()
    appeal: AppealRoute
    outside: tuple[Contact, ...] = ()
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DisclosureAddendum(Letter):
    """D8a: tells the complainant what a disclosure decision lets them know of the outcome, and why.

    It holds what that decision names, and nothing else. It asks for no silence.
    """

    kind: ClassVar[str] = "D8a"
    template: ClassVar[str] = "decisions/disclosure_addendum/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Ergänzende Auskunft zum Ergebnis"}

    title: str = "Further information on the outcome"
    outcome_letter: str  # the reference of the letter (D8) that this one adds to
    disclosure_decision: str  # the reference of the decision that lets this be told
    disclosed: tuple[str, ...]
    reasons: str
    decided_by: Contact
    decided_on: date
    other_told_on: date | None = None  # when the person whom it concerns was told of it
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Misconduct:
    """One thing a person did, in one line: the finding it rests on and the rule it broke. No story, and nobody else's."""

    reference: str
    conduct: str
    policy_clause: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """What has to be different, and from when or by when."""

    what: str
    timescale: str


@dataclass(frozen=True, kw_only=True)
class DisciplinaryWarning(Letter):
    """D10: a disciplinary warning to the respondent, for the personnel file.

    It states conduct, the change, the time for it, what may follow, until when it counts and the appeal. What another
    person experienced has no place in it.
    """

    kind: ClassVar[str] = "D10"
    template: ClassVar[str] = "decisions/warning/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Abmahnung"}

    title: str = "Written warning"
    is_final: bool
    misconduct: tuple[Misconduct, ...]
    changes: tuple[Change, ...]
    consequence: str
    live_until: date
    review_on: date | None = None
    help: tuple[str, ...] = ()
    removal: str
    appeal: AppealRoute
    support: tuple[Contact, ...] = ()


APPEAL_RESULTS = ("dismissed", "varied", "overturned", "remitted")


@dataclass(frozen=True, kw_only=True)
class AppealAcknowledgement(Letter):
    """D20: tells one party that an appeal was received, who decides it and by when.

    Each party has a letter of their own. It holds no evidence and no view on the appeal.
    """

    kind: ClassVar[str] = "D20"
    template: ClassVar[str] = "decisions/appeal_acknowledgement/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Eingang einer Beschwerde gegen die Entscheidung"}

    title: str = "Appeal received"
    by_recipient: bool  # else the other party has appealed
    received_on: date
    grounds: tuple[str, ...]
    reviewer: Contact
    independence: tuple[str, ...]
    meeting: Meeting | None = None
    comment_until: date
    decision_by: date
    meanwhile: tuple[str, ...] = ()
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GroundAnswered:
    """One ground of an appeal, what became of it, and why."""

    ground: str
    result: str
    reasons: str


@dataclass(frozen=True, kw_only=True)
class AppealDecision(Letter):
    """D20: tells one party what was decided on an appeal, why, and what it changes for that party.

    Each party has a letter of their own: the effects are those on the recipient. It rests on nothing that one party
    could not see.
    """

    kind: ClassVar[str] = "D20"
    template: ClassVar[str] = "decisions/appeal_decision/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Entscheidung über die Beschwerde"}

    title: str = "Decision on the appeal"
    by_recipient: bool
    appeal_on: date
    result: str  # one of APPEAL_RESULTS
    grounds: tuple[GroundAnswered, ...]
    independence: tuple[str, ...]
    new_material: tuple[str, ...] = ()  # each seen by both parties, who could comment
    effects: tuple[str, ...] = ()
    is_final: bool = True
    outside: tuple[Contact, ...] = ()
    support: tuple[Contact, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a result that the letter has no words for."""
        if self.result not in APPEAL_RESULTS:
            raise Invalid({"result": [f"Choose one of {', '.join(APPEAL_RESULTS)}."]})


GROUNDS = (
    "The procedure was not followed, and that mattered.",
    "There is new evidence.",
    "Someone who decided was not impartial.",
    "The finding does not follow from the evidence.",
    "The outcome is out of proportion.",
)
STANDARD = "the balance of probabilities"


def outcome_to_respondent(outcome: Outcome, *, by: User, appeal_until: date, appeal_to: str) -> OutcomeToRespondent:
    """Write the decision letter (D9): findings, outcome, reasons, until when it counts, and the appeal."""
    to = outcome.respondent
    if to is None:
        raise Refused("The respondent is not known.", code="no-respondent")
    framed = frame(OutcomeToRespondent, to=to, by=by)
    language = framed["language"]
    return OutcomeToRespondent(
        **framed | {"signatory": contact(outcome.decided_by or by)},
        matter=outcome.case.reference,
        standard=say(STANDARD, language),
        findings=_findings_told(outcome, language),
        outcomes=tuple(
            OutcomeTold(what=say(what, language), until=_until(outcome, what, language)) for what in outcome.labels
        ),
        reasons=outcome.reasons,
        factors=_factors(outcome, language),
        appeal=_appeal(appeal_until, appeal_to, GROUNDS, language),
        support=support_for(OutcomeToRespondent, to),
    )


def outcome_to_complainant(
    outcome: Outcome, *, to: Person, by: User, appeal_until: date, appeal_to: str
) -> OutcomeToComplainant:
    """Write the outcome letter (D8): each finding, and that steps were taken, without what they are."""
    framed = frame(OutcomeToComplainant, to=to, by=by)
    return OutcomeToComplainant(
        **framed,
        matter=outcome.case.reference,
        findings=_findings_told(outcome, framed["language"]),
        steps_taken=OutcomeKind.NO_ACTION not in outcome.kinds,
        measures=_put_right(outcome, to),
        appeal=_appeal(appeal_until, appeal_to, GROUNDS[:4], framed["language"]),
        support=support_for(OutcomeToComplainant, to),
    )


def _put_right(outcome: Outcome, person: Person) -> tuple[str, ...]:
    """List what is put right for this person: their own remedies, and nobody else's."""
    mine = Remedy.objects.filter(case=outcome.case_id, person=person).exclude(state=RemedyState.DROPPED)
    return tuple(remedy.what for remedy in mine.order_by("due_on", "pk"))


def _factors(outcome: Outcome, language: str) -> tuple[str, ...]:
    points = [f"{say(point.get_code_display(), language)}: {point.text}" for point in outcome.weighed.order_by("pk")]
    return (*points, *(line.strip() for line in outcome.factors.splitlines() if line.strip()))


def _appeal(until: date, to: str, grounds: Sequence[str], language: str) -> AppealRoute:
    return AppealRoute(until=until, to=Contact(name=to), grounds=tuple(say(ground, language) for ground in grounds))


def _findings_told(outcome: Outcome, language: str) -> tuple[FindingTold, ...]:
    rows = Finding.objects.filter(
        allegation__case=outcome.case, adopted_at__isnull=False, overturned_at=None
    ).select_related("allegation")
    return tuple(
        FindingTold(
            reference=f"A{row.allegation.seq}",
            subject=", ".join(say(str(Conduct(code).label), language) for code in row.allegation.conduct)
            or say("The allegation as put", language),
            finding=say(row.get_factual_display(), language),
            reasons=row.summary,
        )
        for row in rows.order_by("allegation__seq")
    )


def _until(outcome: Outcome, what: str, language: str) -> str:
    if outcome.live_until is None or "warning" not in what.lower():
        return ""
    return say("live until {day}", language, day=day_in(outcome.live_until, language))
