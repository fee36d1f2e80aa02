"""Setting aside: everything that depended on a finding goes in one transaction, and everybody who was told is told again."""

from collections.abc import Collection
from typing import Final

from backend.audit.actions import declare
from backend.audit.events import record
from backend.audit.recorded import keep
from backend.cases.actions.allegations import lifecycle as allegation_lifecycle
from backend.cases.actions.progress import discharge
from backend.cases.actions.progress import lifecycle as case_lifecycle
from backend.cases.models import Allegation, Case
from backend.cases.vocabulary import ENDED, AllegationState, CaseState
from backend.deadlines.actions import cancel_all
from backend.decisions.actions.findings import keep_version
from backend.decisions.actions.outcomes import LETTERS_OWED
from backend.decisions.actions.remedies import drop_remedy
from backend.decisions.dependents import DEPENDENTS, SetAside
from backend.decisions.models import Finding, Outcome, Remedy
from backend.decisions.policy import RESTS_ON_FINDINGS
from backend.decisions.queries.standing import standing_findings
from backend.decisions.vocabulary import RemedyState, VersionOf
from backend.documents.actions.withdrawing import withdraw_document
from backend.documents.models import Document
from backend.investigation.actions.measures import end_measures
from backend.kernel import clock
from backend.people.actions import system_user
from backend.people.models import User

declare("finding.overturn", "set the finding aside", kind="change")
declare("outcome.overturn", "set the outcome aside", kind="change")
declare("decision.take_down", "took down what rested on the decision", kind="change")

CHALLENGED: Final = (  # under appeal, or decided in the other side's appeal while this one goes on
    AllegationState.APPEALED,
    AllegationState.AFFIRMED,
    AllegationState.VARIED,
)
ENDED_FOR_MONITOR: Final = "What this document asked of you has ended."  # and no reason
WHY: Final = "The decision that this document rests on was set aside on appeal."
WHY_CHANGED: Final = "The decision that this document rests on was changed on appeal."
OPEN_STAGES: Final = (
    CaseState.FINDINGS_DECIDED,
    CaseState.OUTCOME_DECIDED,
    CaseState.IMPLEMENTING,
    CaseState.MONITORING,
)


@allegation_lifecycle.move(
    "appeal", {AllegationState.ADOPTED}, AllegationState.APPEALED, past="put the finding under appeal"
)
def put_under_appeal(allegation: Allegation, *, actor: User) -> None:
    """Put an adopted finding under appeal: it goes on to hold until the appeal is decided."""


@allegation_lifecycle.move(
    "affirm", {AllegationState.APPEALED}, AllegationState.AFFIRMED, past="affirmed the finding on appeal"
)
def affirm_finding(allegation: Allegation, *, actor: User) -> None:
    """Affirm a finding: the appeal against it was dismissed."""


@allegation_lifecycle.move("change", CHALLENGED, AllegationState.VARIED, past="changed the finding on appeal")
def change_finding(
    allegation: Allegation, *, actor: User, factual: str, policy: str, summary: str, why: str, by: User
) -> None:
    """Change a finding on appeal; how it stood before stays readable."""
    finding = Finding.objects.get(allegation=allegation)
    keep_version(finding, VersionOf.ADOPTED, actor=by, why=why)
    finding.factual, finding.policy, finding.summary = factual, policy, summary
    keep(finding, "finding.record", actor=by, reason=why, ctx={"factual": factual, "policy": policy})


@allegation_lifecycle.move("overturn", CHALLENGED, AllegationState.OVERTURNED, past="set the finding aside on appeal")
def overturn_finding(allegation: Allegation, *, actor: User, why: str, by: User) -> None:
    """Set a finding aside: from now on it counts nowhere as substantiated, and the record is kept as of a matter without a finding."""
    finding = Finding.objects.get(allegation=allegation)
    finding.overturned_at = clock.now()
    keep(finding, "finding.overturn", actor=by, reason=why, ctx={"kept_as": "not_substantiated"})


@allegation_lifecycle.move("reexamine", CHALLENGED, AllegationState.EXAMINED, past="sent the allegation back on appeal")
def reexamine_allegation(allegation: Allegation, *, actor: User, why: str, by: User) -> None:
    """Send an allegation back to be looked into again: its finding is open, and how it stood stays readable."""
    finding = Finding.objects.get(allegation=allegation)
    keep_version(finding, VersionOf.REMITTED, actor=by, why=why)
    finding.adopted_by, finding.adopted_at, finding.adoption_reasons = None, None, ""
    keep(finding, "finding.record", actor=by, reason=why)


@allegation_lifecycle.move(
    "settle",
    {AllegationState.ADOPTED, AllegationState.AFFIRMED, AllegationState.VARIED},
    AllegationState.FINAL,
    past="noted that the finding is final",
)
def settle_finding(allegation: Allegation, *, actor: User) -> None:
    """Note that a finding is final: the time to appeal has passed, or the appeal has ended. One that was set aside stays so."""


@case_lifecycle.move(
    "reconsider", OPEN_STAGES, CaseState.FINDINGS_DECIDED, past="put the case back to deciding the outcome"
)
def reconsider_outcome(case: Case, *, actor: User) -> None:
    """Put the case back to where its outcome is decided: some findings still stand, and the outcome no longer does."""


@case_lifecycle.move(
    "send_back",
    {*OPEN_STAGES, CaseState.CLOSED},
    CaseState.EVIDENCE_REVIEW,
    past="put the case back to the investigation",
)
def send_case_back(case: Case, *, actor: User) -> None:
    """Put the case back to the investigation, by a different investigator, after an appeal."""
    case.closed_at, case.closure_reason = None, ""


def take_down(
    case: Case, *, actor: User, reason: str, keeping: Collection[str] = (), changed: bool = False
) -> list[Outcome]:
    """Take down what rested on a decision: outcome, warnings, letters, agreements with their obligations, remedies still owed.

    With `keeping`, agreements of those kinds go on (the outcome was changed and still asks for one). The caller holds the transaction.
    """
    fallen = list(Outcome.objects.filter(case=case, overturned_at=None, returned_at=None))
    for outcome in fallen:
        outcome.overturned_at = clock.now()
        keep(outcome, "outcome.overturn", actor=actor, reason=reason, ctx={"kinds": outcome.kinds})
    aside = SetAside(case=case, actor=actor, reason=reason, keeping=tuple(keeping))
    ended = {name: end(aside) for name, end in DEPENDENTS.items()}
    withdrawn = _withdraw_letters(case, actor=actor, reason=reason, keeping=keeping, changed=changed)
    dropped = [] if standing_findings(case) else list(Remedy.objects.filter(case=case, state=RemedyState.OWED))
    for remedy in dropped:
        drop_remedy(remedy, actor=system_user(), reason="The finding that it rests on was set aside.")
    if not standing_findings(case):
        end_measures(case, actor=actor, reason=reason, keep_supportive=True)
    discharge(case, LETTERS_OWED, actor=actor, note="The outcome was set aside on appeal.")
    for event in ("outcome.decide", "letters.outcome"):
        cancel_all(case, actor=actor, reason="The outcome was set aside on appeal.", event=event)
    facts = {"outcomes": len(fallen), "letters": withdrawn, "remedies": len(dropped), **ended}
    record("decision.take_down", case, actor=actor, reason=reason, ctx=facts)
    return fallen


def go_on_without(case: Case, *, actor: User, reason: str) -> None:
    """Let an open case go on after its outcome fell: back to deciding the outcome, which may now be that nothing follows."""
    now = Case.objects.get(pk=case.pk)
    if now.state not in ENDED and now.state != CaseState.FINDINGS_DECIDED:
        reconsider_outcome(now, actor=system_user(), reason=reason)


def _withdraw_letters(case: Case, *, actor: User, reason: str, keeping: Collection[str], changed: bool) -> int:
    kinds = [kind for kind in RESTS_ON_FINDINGS if not (keeping and kind in OF_AN_AGREEMENT)]
    letters = Document.objects.current().filter(
        matter_stream=case.key, kind__in=kinds, redacts=None, completes=None, recipient__isnull=False
    )
    number = 0
    for letter in letters.select_related("recipient__site").order_by("pk"):
        told = ENDED_FOR_MONITOR if letter.kind == MONITOR_BRIEFING else WHY_CHANGED if changed else WHY
        withdraw_document(letter, actor=actor, reason=reason, why=told)
        number += 1
    return number


MONITOR_BRIEFING: Final = "D14"
OF_AN_AGREEMENT: Final = ("D12", "D14", "D16", "D17")
