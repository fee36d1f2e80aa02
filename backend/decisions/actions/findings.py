"""Findings: one proposes, another adopts, changes or sends back; every earlier version stays readable."""

from collections.abc import Sequence

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.cases.actions.allegations import lifecycle as allegation_lifecycle
from backend.cases.actions.progress import lifecycle as case_lifecycle
from backend.cases.citing import refuse_citing
from backend.cases.models import Allegation, Assignment, Case
from backend.cases.vocabulary import AllegationState, CaseRole, CaseState, Standard
from backend.deadlines.actions import meet_all, start_for
from backend.decisions.actions.reporting import the_report
from backend.decisions.models import Finding, FindingExhibit, FindingVersion, SimilarFactRequest
from backend.decisions.queries.standing import standing_findings
from backend.decisions.vocabulary import STANDS, Factual, PolicyResult, Severity, SimilarFactState, VersionOf
from backend.investigation.actions.measures import end_measures
from backend.investigation.models import EvidenceItem
from backend.investigation.queries.credibility import lacks_assessment
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import User

declare("finding.view", "read a finding", kind="read")
declare("finding.view_version", "read an earlier version of a finding", kind="read")
declare("finding.record", "recorded the finding", kind="change")
declare("finding.cite", "cited evidence in the finding", kind="change")
declare("finding.view_exhibit", "read which evidence a finding cites", kind="read")
declare("finding.keep_version", "kept an earlier version of the finding", kind="change")
declare("case.change_standard", "changed the standard of proof", kind="change")

BEFORE_REVIEW = (
    CaseState.OPENED,
    CaseState.CONFLICT_CLEARED,
    CaseState.ASSIGNED,
    CaseState.PLANNING,
    CaseState.INVESTIGATING,
    CaseState.STAYED,
)
SETTLED = (AllegationState.AFFIRMED, AllegationState.VARIED, AllegationState.OVERTURNED, AllegationState.FINAL)


@allegation_lifecycle.move(
    "propose",
    {AllegationState.EXAMINED},
    AllegationState.PROPOSED,
    past="proposed a finding",
    noun="finding",
    label="Propose a finding",
)
def propose_finding(
    allegation: Allegation,
    *,
    actor: User,
    factual: str,
    policy: str,
    reasons: str,
    summary: str,
    severity: int | None = None,
    why_undetermined: str = "",
    exhibits: Sequence[int] = (),
) -> None:
    """Propose a finding on an allegation that was put to the respondent and answered, or whose time to answer has passed."""
    check_finding(factual, policy, reasons, summary, severity, why_undetermined)
    if lacks_assessment(allegation):
        raise Refused(
            "The respondent contests this. Weigh a contested fact first, by something other than demeanour.",
            code="credibility-missing",
        )
    cited = _cited(allegation.case, exhibits)
    finding = Finding.objects.filter(allegation=allegation).first() or Finding(allegation=allegation)
    remitted = FindingVersion.objects.filter(finding=finding, what=VersionOf.REMITTED) if finding.pk else None
    if remitted is not None and remitted.filter(by=actor).exists():
        raise Refused(
            "You proposed the finding that the appeal sent back; somebody else looks into it again.",
            code="different-investigator",
        )
    finding.factual, finding.policy, finding.severity_anchor = factual, policy, severity
    finding.reasons, finding.summary = reasons.strip(), summary.strip()
    finding.why_undetermined = why_undetermined.strip()
    finding.standard = allegation.case.standard
    finding.proposed_by, finding.proposed_at = actor, clock.now()
    _record(finding, actor=actor, reason="Proposed.")
    _cite(finding, cited, actor=actor)


@allegation_lifecycle.move(
    "adopt",
    {AllegationState.PROPOSED},
    AllegationState.ADOPTED,
    past="adopted the finding",
    noun="finding",
    label="Adopt the finding",
)
def adopt_finding(allegation: Allegation, *, actor: User) -> None:
    """Adopt the proposed finding, as a different person than the one who proposed it and than everybody who ever investigated."""
    finding = _adoptable(allegation, actor)
    finding.adopted_by, finding.adopted_at = actor, clock.now()
    _record(finding, actor=actor, reason="Adopted.")


@allegation_lifecycle.move(
    "vary",
    {AllegationState.PROPOSED},
    AllegationState.ADOPTED,
    past="adopted the finding in changed form",
    noun="finding",
    label="Adopt with a change",
)
def vary_finding(
    allegation: Allegation,
    *,
    actor: User,
    factual: str,
    policy: str,
    summary: str,
    why: str,
    severity: int | None = None,
    why_undetermined: str = "",
) -> None:
    """Adopt a proposed finding in changed form, with the reasons for the change; what was proposed stays readable."""
    finding = _adoptable(allegation, actor)
    if not why.strip():
        raise Invalid({"why": ["Say what you weigh differently, and why."]})
    refuse_citing(why=why)
    check_finding(factual, policy, finding.reasons, summary, severity, why_undetermined)
    if (factual, policy, severity) == (finding.factual, finding.policy, finding.severity_anchor):
        raise Refused("Nothing is changed: adopt the finding as it is proposed.", code="nothing-changed")
    keep_version(finding, VersionOf.PROPOSED, actor=actor, why=why)
    finding.factual, finding.policy, finding.severity_anchor = factual, policy, severity
    finding.summary, finding.why_undetermined = summary.strip(), why_undetermined.strip()
    finding.adopted_by, finding.adopted_at, finding.adoption_reasons = actor, clock.now(), why.strip()
    _record(finding, actor=actor, reason="Adopted in changed form.")


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
    keep_version(Finding.objects.get(allegation=allegation), VersionOf.SENT_BACK, actor=actor, why="Sent back.")
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
    """Confirm that every finding is adopted; only now may an outcome be considered, and earlier discipline be seen."""
    if case.allegations.exclude(state__in=[AllegationState.ADOPTED, *SETTLED]).exists():
        raise Refused("Adopt or send back every proposed finding first.", code="finding-open")
    meet_all(case, "finding.decide", actor=actor)
    for event in ("outcome.decide", "letters.outcome"):
        start_for(case, event, actor=actor)
    if not standing_findings(case):
        end_measures(case, actor=actor, reason="Nothing was substantiated.", keep_supportive=True)


def change_standard(case: Case, *, actor: User, reason: str, standard: str) -> Case:
    """Change the standard of proof, as counsel, with a reason, and only before the evidence review."""
    require(actor, "case.change_standard", case)
    if standard not in Standard.values or standard == Standard.UNKNOWN:
        raise Invalid({"standard": ["Choose the standard of proof."]})
    if case.state not in BEFORE_REVIEW:
        raise Refused(
            "The evidence was put together under this standard; it can’t be changed any more.", code="standard-fixed"
        )
    if standard == case.standard:
        raise Refused("This is the standard already.", code="nothing-changed", field="standard")
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    with transaction.atomic():
        held = case_lifecycle.locked(case)
        before, held.standard = held.standard, standard
        keep(held, "case.change_standard", actor=actor, reason=reason, ctx={"before": before, "after": standard})
    return held


def check_finding(
    factual: str, policy: str, reasons: str, summary: str, severity: int | None, why_undetermined: str
) -> None:
    """Refuse a finding that is incomplete, contradicts itself, or cites what no decision may rest on."""
    refuse_citing(reasons=reasons, summary=summary, why_undetermined=why_undetermined)
    problems = {
        "factual": [] if factual in Factual.values else ["Choose the finding of fact."],
        "policy": [] if policy in PolicyResult.values else ["Choose whether it breaks the policy."],
        "reasons": [] if reasons.strip() else ["Write the reasons: what shows it, what speaks against it."],
        "summary": []
        if summary.strip()
        else ["Write the reasons as both sides will be told them, without names or private details."],
        "severity": [] if severity is None or severity in Severity.values else ["Choose one of the four, or none."],
        "why_undetermined": [],
    }
    if policy == PolicyResult.BREACH and factual not in STANDS:
        problems["policy"] = ["What was not substantiated cannot be a breach of policy."]
    if severity is not None and factual not in STANDS:
        problems["severity"] = ["Only what was found to have happened has a gravity."]
    if factual == Factual.UNDETERMINED and not why_undetermined.strip():
        problems["why_undetermined"] = ["Say why the facts can’t be found out, and what was tried."]
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})


def keep_version(finding: Finding, what: str, *, actor: User, why: str) -> FindingVersion:
    """Keep a finding as it stands, before it is changed."""
    case = finding.allegation.case
    version = FindingVersion(
        case=case,
        finding=finding,
        number=FindingVersion.objects.filter(finding=finding).count() + 1,
        what=what,
        **{
            name: getattr(finding, name)
            for name in ("factual", "policy", "standard", "severity_anchor", "reasons", "summary")
        },
        why=why.strip(),
        by=finding.proposed_by,
        at=finding.adopted_at or finding.proposed_at or clock.now(),
    )
    return keep(version, "finding.keep_version", actor=actor, reason=why)


def _cited(case: Case, numbers: Sequence[int]) -> list[EvidenceItem]:
    """Find the evidence that a finding cites; both sides must have been shown it."""
    items = {
        item.number: item for item in EvidenceItem.objects.filter(case=case, number__in=numbers).select_related("case")
    }
    unknown = [f"E{number}" for number in numbers if number not in items]
    unshown = [item.label for item in items.values() if not item.relied_on]
    if unknown or unshown:
        told = [f"{name} is no evidence in this case." for name in unknown]
        told += [f"{name} is not marked as relied on, so both sides were not shown it." for name in unshown]
        raise Invalid({"exhibits": told})
    return list(items.values())


def _cite(finding: Finding, cited: Sequence[EvidenceItem], *, actor: User) -> None:
    known = {exhibit.item_id: exhibit for exhibit in FindingExhibit.objects.filter(finding=finding)}
    for item in cited:
        if known.pop(item.pk, None) is None:
            exhibit = FindingExhibit(case=finding.allegation.case, finding=finding, item=item)
            keep(exhibit, "finding.cite", actor=actor, reason="Proposed.", ctx={"exhibit": item.label})
    for exhibit in known.values():
        remove(exhibit, "finding.cite", actor=actor, reason="No longer cited.")


def _adoptable(allegation: Allegation, actor: User) -> Finding:
    finding = Finding.objects.get(allegation=allegation)
    if finding.proposed_by_id == actor.pk:
        raise Refused("You proposed this finding; somebody else adopts it.", code="second-person")
    investigated = Assignment.objects.filter(
        case=allegation.case, person=actor.person_id, role=CaseRole.INVESTIGATOR
    )  # ended appointments count
    if investigated.exists():
        raise Refused("You investigated this case; somebody else decides on its findings.", code="investigated-it")
    if allegation.noticed_at is None or not allegation.response:
        raise Refused(
            "The respondent had no notice of this allegation, or no time to answer it.", code="notice-missing"
        )
    if allegation.case.state != CaseState.REPORT_FINAL:
        raise Refused("The investigation report is not final yet.", code="report-not-final")
    the_report(allegation.case)
    if SimilarFactRequest.objects.filter(case=allegation.case, state=SimilarFactState.GRANTED).exists():
        raise Refused(
            "The respondent was not told of the earlier matter that the investigator learnt of.",
            code="similar-fact-undisclosed",
        )
    return finding


def _record(finding: Finding, *, actor: User, reason: str) -> None:
    facts = {"factual": finding.factual, "policy": finding.policy}
    keep(finding, "finding.record", actor=actor, reason=reason, ctx=facts)
