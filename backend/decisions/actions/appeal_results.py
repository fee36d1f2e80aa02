"""The four results of an appeal: dismissed, changed, set aside, sent back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.audit.recorded import keep
from backend.cases.actions.appointments import relieve
from backend.cases.actions.progress import owe
from backend.cases.citing import refuse_citing
from backend.cases.models import Assignment, Case
from backend.cases.vocabulary import AllegationState, CaseRole
from backend.deadlines.actions import meet_all
from backend.decisions.actions.appeals import appealed, lifecycle
from backend.decisions.actions.findings import check_finding
from backend.decisions.actions.outcomes import LETTERS_OWED
from backend.decisions.actions.overturning import (
    CHALLENGED,
    affirm_finding,
    change_finding,
    go_on_without,
    overturn_finding,
    reexamine_allegation,
    send_case_back,
    take_down,
)
from backend.decisions.models import Appeal, AppealComment, AppealFile, Finding, Outcome
from backend.decisions.queries.standing import standing_findings
from backend.decisions.vocabulary import NEEDS_FINDING, STANDS, WARNINGS, AppealState, OutcomeKind
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import User


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One finding as it stands after an appeal: the number of its allegation, and what it says now."""

    seq: int
    factual: str
    policy: str
    summary: str


@lifecycle.move(
    "dismiss",
    {AppealState.UNDER_REVIEW},
    AppealState.DISMISSED,
    past="dismissed the appeal",
    label="Dismiss the appeal",
)
def dismiss_appeal(appeal: Appeal, *, actor: User, answers: Mapping[str, str]) -> None:
    """Dismiss an appeal: every ground is answered with reasons, and the decision stands."""
    _decide(appeal, AppealState.DISMISSED, answers, (), actor=actor)
    for allegation in appealed(appeal, AllegationState.APPEALED):
        affirm_finding(allegation, actor=system_user(), reason=f"{appeal.reference} was dismissed.")


@lifecycle.move(
    "vary",
    {AppealState.UNDER_REVIEW},
    AppealState.VARIED,
    past="changed the decision on appeal",
    label="Change the decision",
)
def vary_decision(
    appeal: Appeal,
    *,
    actor: User,
    answers: Mapping[str, str],
    upheld: Sequence[str],
    changes: Sequence[Changed] = (),
    kinds: Sequence[str] = (),
    live_until: date | None = None,
) -> None:
    """Change findings, the outcome, or both; letters that rest on what is changed are withdrawn, and the rest stands."""
    _check_changes(appeal, changes, kinds, live_until)
    _decide(appeal, AppealState.VARIED, answers, upheld, actor=actor)
    why = f"Changed on appeal ({appeal.reference})."
    by_number = {change.seq: change for change in changes}
    for allegation in appealed(appeal, *CHALLENGED):
        change = by_number.get(allegation.seq)
        if change is None and allegation.state == AllegationState.APPEALED:
            affirm_finding(allegation, actor=system_user(), reason=f"Not changed by {appeal.reference}.")
        elif change is not None:
            change_finding(
                allegation,
                actor=system_user(),
                reason=why,
                factual=change.factual,
                policy=change.policy,
                summary=change.summary.strip(),
                why=why,
                by=actor,
            )
    if kinds:
        _replace_outcome(appeal, kinds, live_until, actor=actor, why=why)
    elif not standing_findings(appeal.case):
        take_down(appeal.case, actor=actor, reason=why)
        go_on_without(appeal.case, actor=actor, reason=why)


@lifecycle.move(
    "overturn",
    {AppealState.UNDER_REVIEW},
    AppealState.OVERTURNED,
    past="set the decision aside on appeal",
    label="Set the decision aside",
)
def overturn_decision(appeal: Appeal, *, actor: User, answers: Mapping[str, str], upheld: Sequence[str]) -> None:
    """Set findings aside, and with them everything that depended on them, in one transaction; everybody who was told is told again."""
    found = appealed(appeal, *CHALLENGED)
    if appeal.findings and not found:
        raise Refused("The findings that this appeal is against are decided already.", code="wrong-state")
    _decide(appeal, AppealState.OVERTURNED, answers, upheld, actor=actor)
    why = f"Set aside on appeal ({appeal.reference})."
    for allegation in found:
        overturn_finding(allegation, actor=system_user(), reason=why, why=why, by=actor)
    take_down(appeal.case, actor=actor, reason=why)
    go_on_without(appeal.case, actor=actor, reason=why)


@lifecycle.move(
    "remit",
    {AppealState.UNDER_REVIEW},
    AppealState.REMITTED,
    past="sent the matter back on appeal",
    label="Send it back",
)
def remit_appeal(appeal: Appeal, *, actor: User, answers: Mapping[str, str], upheld: Sequence[str]) -> None:
    """Send findings back to a different investigator; the outcome that rested on them no longer holds."""
    found = appealed(appeal, *CHALLENGED)
    if not found:
        raise Refused("Only findings can be sent back; an outcome is changed or set aside.", code="nothing-to-remit")
    _decide(appeal, AppealState.REMITTED, answers, upheld, actor=actor)
    why = f"Sent back on appeal ({appeal.reference})."
    for allegation in found:
        reexamine_allegation(allegation, actor=system_user(), reason=why, why=why, by=actor)
    take_down(appeal.case, actor=actor, reason=why)
    send_case_back(Case.objects.get(pk=appeal.case_id), actor=system_user(), reason=why)
    for assignment in Assignment.objects.filter(case=appeal.case, role=CaseRole.INVESTIGATOR, ends_on=None):
        relieve(assignment, actor=system_user(), reason="After an appeal, a different person investigates.")


def _decide(appeal: Appeal, result: str, answers: Mapping[str, str], upheld: Sequence[str], *, actor: User) -> None:
    said = {code: text.strip() for code, text in answers.items() if text.strip()}
    problems = {
        "answers": []
        if set(said) == set(appeal.grounds)
        else ["Answer every ground of the appeal with reasons, and no other."],
        "upheld": []
        if set(upheld) <= set(appeal.grounds) and bool(upheld) == (result != AppealState.DISMISSED)
        else ["Say which grounds are upheld: at least one, unless the appeal is dismissed."],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    refuse_citing(answers=" ".join(said.values()))
    if appeal.reviewer_id != actor.pk:
        raise Refused("Whoever admitted the appeal decides it.", code="other-reviewer")
    heard = AppealComment.objects.filter(appeal=appeal).exists()
    shown = AppealFile.objects.filter(appeal=appeal, shown_at__isnull=False).exists()
    if (appeal.material_told or shown) and not heard and appeal.comment_until and clock.now() < appeal.comment_until:
        raise Refused(
            "The other side has not commented on the new material, and still has time to.", code="other-side-unheard"
        )
    appeal.answers = {code: {"upheld": code in upheld, "reasons": text} for code, text in said.items()}
    appeal.result, appeal.decided_at = result, clock.now()
    meet_all(appeal, "appeal.decide", actor=actor)


def _check_changes(appeal: Appeal, changes: Sequence[Changed], kinds: Sequence[str], live_until: date | None) -> None:
    problems: dict[str, list[str]] = {}
    if not changes and not kinds:
        problems["changes"] = ["Say what is changed: a finding, the outcome, or both."]
    if {change.seq for change in changes} - set(appeal.findings):
        problems["changes"] = ["Only findings that were appealed can be changed."]
    if kinds and not appeal.against_outcome:
        problems["kinds"] = ["This appeal is not against the outcome."]
    elif any(kind not in OutcomeKind.values for kind in kinds):
        problems["kinds"] = ["Choose what follows."]
    if WARNINGS & set(kinds) and live_until is None:
        problems["live_until"] = ["Say until when the warning counts."]
    if problems:
        raise Invalid(problems)
    for change in changes:
        reasons = Finding.objects.values_list("reasons", flat=True).get(
            allegation__case=appeal.case, allegation__seq=change.seq
        )
        check_finding(change.factual, change.policy, reasons, change.summary, None, change.summary)


def _replace_outcome(appeal: Appeal, kinds: Sequence[str], live_until: date | None, *, actor: User, why: str) -> None:
    """Put the outcome as the appeal changes it in the place of the earlier one; the reviewer is its second person."""
    earlier = appeal.outcome
    if NEEDS_FINDING & set(kinds) and not _stands_after(appeal.case):
        raise Refused("Nothing stands that this could follow from.", code="nothing-substantiated", field="kinds")
    take_down(appeal.case, actor=actor, reason=why, keeping=kinds, changed=True)
    changed = Outcome(
        case=appeal.case,
        respondent=earlier.respondent,
        kinds=list(kinds),
        reasons=f"{earlier.reasons}\n\n{why}",
        factors=earlier.factors,
        comparators=earlier.comparators,
        live_until=live_until,
        decided_by=earlier.decided_by,
        decided_at=earlier.decided_at,
        approved_by=actor,
        approved_at=clock.now(),
    )
    keep(changed, "outcome.decide", actor=actor, reason=why, ctx={"kinds": list(kinds)})
    if appeal.case.is_open:
        owe(appeal.case, LETTERS_OWED, "Tell both sides the changed outcome by letter", actor=actor, reason=why)


def _stands_after(case: Case) -> bool:
    return any(finding.factual in STANDS for finding in standing_findings(case))
