"""Findings and outcomes: one proposes, another adopts; one decides, another approves."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.allegations import lifecycle as allegation_lifecycle
from backend.cases.actions.progress import discharge, owe
from backend.cases.actions.progress import lifecycle as case_lifecycle
from backend.cases.models import Allegation, Case, CaseParty
from backend.cases.vocabulary import AllegationState, CaseState, PartyRole
from backend.deadlines.actions import meet_all, start_for
from backend.decisions.letters import outcome_to_complainant, outcome_to_respondent
from backend.decisions.models import NEEDS_FINDING, STANDS, Factual, Finding, Outcome, OutcomeKind, PolicyResult
from backend.documents.actions import issue
from backend.documents.models import Document
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("finding.view", "read a finding", kind="read")
declare("finding.record", "recorded the finding", kind="change")
declare("outcome.decide", "decided the outcome", kind="change")
declare("outcome.return", "returned the outcome to the decision maker", kind="change")
declare("outcome.view", "read an outcome", kind="read")
declare("outcome.tell", "told the parties the outcome", kind="document")

LETTERS_OWED = "outcome.letters"


@allegation_lifecycle.move(
    "propose",
    {AllegationState.EXAMINED},
    AllegationState.PROPOSED,
    past="proposed a finding",
    noun="finding",
    label="Propose a finding",
)
def propose_finding(
    allegation: Allegation, *, actor: User, factual: str, policy: str, reasons: str, summary: str
) -> None:
    """Propose a finding on an allegation that was put to the respondent and answered, or whose time to answer has passed."""
    problems = {
        "factual": [] if factual in Factual.values else ["Choose the finding of fact."],
        "policy": [] if policy in PolicyResult.values else ["Choose whether it breaks the policy."],
        "reasons": [] if reasons.strip() else ["Write the reasons: what shows it, what speaks against it."],
        "summary": []
        if summary.strip()
        else ["Write the reasons as both sides will be told them, without names or private details."],
    }
    if policy == PolicyResult.BREACH and factual not in STANDS:
        problems["policy"] = ["What was not substantiated cannot be a breach of policy."]
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    finding = Finding.objects.filter(allegation=allegation).first() or Finding(allegation=allegation)
    finding.factual, finding.policy = factual, policy
    finding.reasons, finding.summary = reasons.strip(), summary.strip()
    finding.standard = allegation.case.standard
    finding.proposed_by, finding.proposed_at = actor, clock.now()
    keep(finding, "finding.record", actor=actor, reason="Proposed.", ctx={"factual": factual, "policy": policy})


@allegation_lifecycle.move(
    "adopt",
    {AllegationState.PROPOSED},
    AllegationState.ADOPTED,
    past="adopted the finding",
    noun="finding",
    label="Adopt the finding",
)
def adopt_finding(allegation: Allegation, *, actor: User) -> None:
    """Adopt the proposed finding, as a different person than the one who proposed it."""
    finding = Finding.objects.get(allegation=allegation)
    if finding.proposed_by_id == actor.pk:
        raise Refused("You proposed this finding; somebody else adopts it.", code="second-person")
    if allegation.noticed_at is None or not allegation.response:
        raise Refused(
            "The respondent had no notice of this allegation, or no time to answer it.", code="notice-missing"
        )
    if allegation.case.state != CaseState.REPORT_FINAL:
        raise Refused("The investigation report is not final yet.", code="report-not-final")
    finding.adopted_by, finding.adopted_at = actor, clock.now()
    keep(
        finding,
        "finding.record",
        actor=actor,
        reason="Adopted.",
        ctx={"factual": finding.factual, "policy": finding.policy},
    )


@allegation_lifecycle.move(
    "remit",
    {AllegationState.PROPOSED},
    AllegationState.EXAMINED,
    past="sent the finding back",
    noun="finding",
    label="Send back",
)
def remit_finding(allegation: Allegation, *, actor: User) -> None:
    """Send a proposed finding back to the investigator for more work."""
    if allegation.case.state != CaseState.REPORT_FINAL:
        raise Refused("The investigation report is not final yet.", code="report-not-final")
    reopen_report(allegation.case, actor=actor, reason="A finding was sent back.")


@case_lifecycle.move(
    "reopen_report",
    {CaseState.REPORT_FINAL, CaseState.EVIDENCE_REVIEW},
    CaseState.EVIDENCE_REVIEW,
    past="reopened the report",
)
def reopen_report(case: Case, *, actor: User) -> None:
    """Open the report again after a finding was sent back."""


@case_lifecycle.move(
    "decide_findings",
    {CaseState.REPORT_FINAL},
    CaseState.FINDINGS_DECIDED,
    past="decided the findings",
    label="Confirm the findings",
)
def decide_findings(case: Case, *, actor: User) -> None:
    """Confirm that every finding is adopted; only now may an outcome be considered."""
    if case.allegations.exclude(state=AllegationState.ADOPTED).exists():
        raise Refused("Adopt or send back every proposed finding first.", code="finding-open")
    meet_all(case, "finding.decide", actor=actor)
    start_for(case, "letters.outcome", actor=actor)


def decide_outcome(
    case: Case,
    *,
    actor: User,
    reason: str,
    kinds: Sequence[str],
    factors: str,
    comparators: str,
    live_until: date | None = None,
) -> Outcome:
    """Decide what follows from the findings; it takes effect when a second person approves it."""
    require(actor, "outcome.decide", case)
    if case.state != CaseState.FINDINGS_DECIDED:
        raise Refused("Confirm the findings first.", code="wrong-state")
    if Outcome.objects.filter(case=case, approved_at=None, returned_at=None).exists():
        raise Refused("An outcome is waiting for approval already.", code="outcome-waiting")
    _check_outcome(case, kinds, factors, comparators, live_until)
    respondent = CaseParty.objects.filter(case=case, role=PartyRole.RESPONDENT).select_related("person").first()
    outcome = Outcome(
        case=case,
        respondent=respondent.person if respondent else None,
        kinds=list(kinds),
        reasons=reason.strip(),
        factors=factors.strip(),
        comparators=comparators.strip(),
        live_until=live_until,
        decided_by=actor,
        decided_at=clock.now(),
    )
    return keep(outcome, "outcome.decide", actor=actor, reason=reason, ctx={"kinds": list(kinds)})


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
    outcome.approved_by, outcome.approved_at = actor, clock.now()
    keep(outcome, "outcome.decide", actor=actor, reason="Approved.", ctx={"kinds": outcome.kinds})
    owe(case, LETTERS_OWED, "Tell both sides the outcome by letter", actor=actor, reason="Follows from the decision.")
    start_for(case, "appeal.file", actor=actor)


def return_outcome(case: Case, *, actor: User, reason: str) -> Outcome:
    """Return an outcome to the decision maker, with reasons."""
    require(actor, "outcome.return", case)
    with transaction.atomic():
        outcome = _waiting(case)
        outcome.returned_at = clock.now()
        return keep(outcome, "outcome.return", actor=actor, reason=reason)


def tell_outcome(case: Case, *, actor: User, reason: str, appeal_until: date, appeal_to: str) -> list[Document]:
    """Issue the outcome letters: D9 to the respondent, D8 to the complainant, who is told nothing of discipline."""
    require(actor, "outcome.tell", case)
    outcome = approved_outcome(case)
    if outcome is None:
        raise Refused("The outcome is not approved yet.", code="outcome-missing")
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
        discharge(case, LETTERS_OWED, actor=actor, note="The outcome letters were issued.")
        meet_all(case, "letters.outcome", actor=actor)
        for link in case.report_links.select_related("report"):
            meet_all(link.report, "report.feedback", actor=actor)
    return letters


def approved_outcome(case: Case) -> Outcome | None:
    """Find the outcome in effect: the latest that a second person approved."""
    return Outcome.objects.filter(case=case, approved_at__isnull=False).order_by("-pk").first()


def standing_findings(case: Case) -> list[Finding]:
    """List the adopted findings that something happened; without one there is no warning, agreement or mandatory referral."""
    found = Finding.objects.filter(allegation__case=case, adopted_at__isnull=False, factual__in=STANDS)
    return list(found.select_related("allegation__case").order_by("allegation__seq"))


def _waiting(case: Case) -> Outcome:
    outcome = Outcome.objects.filter(case=case, approved_at=None, returned_at=None).first()
    if outcome is None:
        raise Refused("No outcome is waiting for approval.", code="outcome-missing")
    return outcome


def _check_outcome(case: Case, kinds: Sequence[str], factors: str, comparators: str, live_until: date | None) -> None:
    problems: dict[str, list[str]] = {}
    if not kinds or any(kind not in OutcomeKind.values for kind in kinds):
        problems["kinds"] = ["Choose what follows."]
    elif OutcomeKind.NO_ACTION in kinds and len(kinds) > 1:
        problems["kinds"] = ["“No action” stands alone."]
    if not factors.strip():
        problems["factors"] = ["Write the factors that were weighed, for and against."]
    if not comparators.strip():
        problems["comparators"] = ["Name similar matters and their outcomes, or say that there is none."]
    if {OutcomeKind.WRITTEN_WARNING, OutcomeKind.FINAL_WARNING} & set(kinds) and live_until is None:
        problems["live_until"] = ["Say until when the warning counts."]
    if problems:
        raise Invalid(problems)
    if NEEDS_FINDING & set(kinds) and not standing_findings(case):
        raise Refused(
            "Nothing was substantiated: this can't follow from it.", code="nothing-substantiated", field="kinds"
        )
