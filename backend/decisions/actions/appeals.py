"""Appeals: filed by either side, admitted and decided by somebody who took no part, told to both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import discharge, owe
from backend.cases.models import Allegation, Case, CaseParty
from backend.cases.vocabulary import AllegationState, PartyRole
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.deadlines.models import Deadline
from backend.decisions.actions.independence import refuse_involved
from backend.decisions.actions.overturning import CHALLENGED, put_under_appeal, settle_finding
from backend.decisions.letter_writing import appeal_decided, appeal_received
from backend.decisions.models import Appeal, AppealComment, AppealDraft, AppealFile, Outcome
from backend.decisions.vocabulary import DECIDED_APPEALS, AppealGround, AppealSide, AppealState
from backend.documents.actions.issuing import issue
from backend.kernel import clock
from backend.kernel.canonical import Json
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.actions import system_user
from backend.people.models import Person, User
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(Appeal, "appeal")

declare("appeal.file", "appealed", kind="change")
declare("appeal.view", "read an appeal", kind="read")
declare("appeal.follow", "read how an appeal stands", kind="read")
declare("appeal.list", "listed appeals", kind="read")
declare("appeal.comment", "commented on the appeal", kind="change")
declare("appeal.view_comment", "read a comment on an appeal", kind="read")

OPEN = frozenset(AppealState.values) - {AppealState.FINAL}


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What somebody appeals against, on which grounds, in their words, and what is new."""

    grounds: Sequence[str]
    text: str
    findings: Sequence[int] = ()
    against_outcome: bool = False
    material: str = ""
    late_reason: str = ""


def file_appeal(outcome: Outcome, claim: Claim, *, actor: User, reason: str = "") -> Appeal:
    """Appeal, as complainant or respondent, against findings or the outcome; after the time for it only with a good cause."""
    require(actor, "appeal.file", outcome)
    case, person, side = outcome.case, actor.person, _side_of(outcome, actor)
    if person is None or Appeal.objects.filter(case=case, appellant=person, state__in=OPEN).exists():
        raise Refused(
            "Your appeal is being looked at already. You can add to it by writing to the reviewer.", code="appeal-open"
        )
    if Appeal.objects.filter(
        case=case, appellant=person, result__in=[AppealState.DISMISSED, AppealState.VARIED]
    ).exists():
        raise Refused("Your appeal was decided, and the decision is final here.", code="appeal-used")
    late = is_late(case)
    _check_claim(outcome, claim, side, late)
    appeal = Appeal(
        reference=new_reference("APL", clock.today()),
        case=case,
        outcome=outcome,
        appellant=person,
        side=side,
        findings=sorted(set(claim.findings)),
        against_outcome=claim.against_outcome,
        grounds=list(claim.grounds),
        text=claim.text.strip(),
        material=claim.material.strip(),
        late_reason=claim.late_reason.strip() if late else "",
        filed_at=clock.now(),
        is_late=late,
    )
    with transaction.atomic():
        facts: dict[str, Json] = {"side": side, "grounds": [*claim.grounds], "late": late}
        keep(appeal, "appeal.file", actor=actor, reason=reason, ctx=facts, subjects=[(person.uid, "appellant")])
        AppealDraft.objects.filter(outcome=outcome, person=person).delete()
        if case.is_open:
            owe(
                case,
                appeal.owed_as,
                f"Decision on the appeal {appeal.reference}",
                actor=system_user(),
                reason="An appeal was filed.",
            )
        start_for(appeal, "appeal.admit", actor=actor)
    return appeal


def keep_draft(outcome: Outcome, given: Mapping[str, Any], *, actor: User) -> AppealDraft:
    """Keep what a party has written of an appeal so far; nobody else reads it, and no history holds it."""
    require(actor, "appeal.file", outcome)
    draft = AppealDraft.objects.filter(outcome=outcome, person=actor.person).first() or AppealDraft(
        outcome=outcome, person=actor.person
    )
    draft.given, draft.saved_at = dict(given), clock.now()
    draft.save()
    return draft


@lifecycle.move(
    "admit", {AppealState.FILED}, AppealState.ADMISSIBLE, past="admitted the appeal", label="Admit the appeal"
)
def admit_appeal(
    appeal: Appeal,
    *,
    actor: User,
    comment_until: datetime,
    stays_effects: bool = False,
    material_told: str = "",
    good_cause: str = "",
) -> None:
    """Admit an appeal: both sides are told who decides it, on which grounds, and until when they may comment."""
    refuse_involved(appeal.case, actor)
    problems = {
        "comment_until": [] if comment_until > clock.now() else ["Leave both sides time to comment."],
        "material_told": []
        if material_told.strip() or not brings_something_new(appeal)
        else ["Say what the other side is shown of the new material: nothing counts that only one side has seen."],
        "good_cause": []
        if good_cause.strip() or not appeal.is_late
        else ["It came after the time for it: say which good cause excuses that, or do not admit it."],
    }
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})
    appeal.reviewer, appeal.admission = actor, good_cause.strip()
    appeal.comment_until, appeal.stays_effects = comment_until, stays_effects
    appeal.material_told = material_told.strip()
    for allegation in appealed(appeal, AllegationState.ADOPTED):
        put_under_appeal(allegation, actor=system_user(), reason=f"{appeal.reference} was admitted.")
    meet_all(appeal, "appeal.admit", actor=actor)
    deadline = start_for(appeal, "appeal.decide", actor=actor)
    for person in both_sides(appeal.case):
        letter = appeal_received(appeal, to=person, by=actor, decision_by=deadline.due_on)
        issue(letter, about=appeal, recipient=person, actor=actor, reason=f"{appeal.reference} was admitted.")


@lifecycle.move(
    "refuse", {AppealState.FILED}, AppealState.INADMISSIBLE, past="did not admit the appeal", label="Do not admit it"
)
def refuse_appeal(appeal: Appeal, *, actor: User, grounds_missing: str) -> None:
    """Do not admit an appeal: too late without good cause, or on no ground; its author is told why by letter."""
    refuse_involved(appeal.case, actor)
    if not grounds_missing.strip():
        raise Invalid({"grounds_missing": ["Say why it is not admitted: its author reads this."]})
    appeal.reviewer, appeal.admission, appeal.decided_at = actor, grounds_missing.strip(), clock.now()
    meet_all(appeal, "appeal.admit", actor=actor)
    letter = appeal_decided(
        appeal, to=appeal.appellant, by=actor, effects=["The decision stands as you were told it."], result="dismissed"
    )
    issue(letter, about=appeal, recipient=appeal.appellant, actor=actor, reason=f"{appeal.reference} was not admitted.")


@lifecycle.move(
    "review",
    {AppealState.ADMISSIBLE},
    AppealState.UNDER_REVIEW,
    past="began to review the appeal",
    label="Begin the review",
)
def review_appeal(appeal: Appeal, *, actor: User) -> None:
    """Begin to review an admitted appeal."""


def comment_on_appeal(appeal: Appeal, *, actor: User, text: str, reason: str = "") -> AppealComment:
    """Comment, as the other side, on an appeal and on what is new in it."""
    require(actor, "appeal.comment", appeal)
    if appeal.state not in {AppealState.ADMISSIBLE, AppealState.UNDER_REVIEW}:
        raise Refused("The appeal is decided already.", code="wrong-state")
    if not text.strip():
        raise Invalid({"text": ["Write what you want to say."]})
    comment = AppealComment(
        case=appeal.case, appeal=appeal, person=actor.person, text=text.strip(), made_at=clock.now()
    )
    with transaction.atomic():
        return keep(comment, "appeal.comment", actor=actor, reason=reason)


@lifecycle.move(
    "communicate",
    DECIDED_APPEALS,
    AppealState.COMMUNICATED,
    past="told both sides the decision on the appeal",
    label="Send the decision to both sides",
    kind="document",
)
def communicate_decision(appeal: Appeal, *, actor: User) -> None:
    """Send the decision on an appeal to both sides, each in a letter of their own (D20)."""
    for person in both_sides(appeal.case):
        letter = appeal_decided(appeal, to=person, by=actor, effects=_effects(appeal, person))
        issue(letter, about=appeal, recipient=person, actor=actor, reason=f"{appeal.reference} was decided.")


@lifecycle.move(
    "conclude",
    {AppealState.COMMUNICATED, AppealState.INADMISSIBLE},
    AppealState.FINAL,
    past="concluded the appeal",
    label="Conclude the appeal",
)
def conclude_appeal(appeal: Appeal, *, actor: User) -> None:
    """Conclude an appeal whose author was told the decision: the findings are final, and the case no longer waits for it."""
    discharge(appeal.case, appeal.owed_as, actor=actor, note=f"{appeal.reference} is concluded.")
    cancel_all(appeal, actor=actor, reason="The appeal is concluded.")
    others = (
        Appeal.objects.filter(case=appeal.case, state__in=OPEN).exclude(pk=appeal.pk).values_list("findings", flat=True)
    )
    still_open = {seq for findings in others for seq in findings}
    for allegation in appealed(appeal, AllegationState.AFFIRMED, AllegationState.VARIED):
        if allegation.seq in still_open:
            continue
        settle_finding(allegation, actor=system_user(), reason=f"{appeal.reference} is concluded.")


def brings_something_new(appeal: Appeal) -> bool:
    """Tell whether an appeal comes with new material, in words or in files."""
    return bool(appeal.material) or AppealFile.objects.filter(appeal=appeal).exists()


def settle_window(case: Case, *, reason: str) -> int:
    """Note that the findings are final: the time to appeal has passed without an appeal that is open."""
    if Appeal.objects.filter(case=case, state__in=OPEN).exists():
        return 0
    found = list(case.allegations.filter(state=AllegationState.ADOPTED).select_related("case"))
    for allegation in found:
        settle_finding(allegation, actor=system_user(), reason=reason)
    return len(found)


def appealed(appeal: Appeal, *states: str) -> list[Allegation]:
    """List the allegations whose finding an appeal is against, in these states."""
    rows = Allegation.objects.filter(case=appeal.case, seq__in=appeal.findings, state__in=states)
    return list(rows.select_related("case").order_by("seq"))


def appealable_findings(case: Case) -> list[Allegation]:
    """List the allegations whose finding can be appealed: adopted, or in the other side's appeal already."""
    rows = Allegation.objects.filter(case=case, state__in=[AllegationState.ADOPTED, *CHALLENGED])
    return list(rows.select_related("case").order_by("seq"))


def both_sides(case: Case) -> list[Person]:
    """List complainants and respondent, each once."""
    rows = CaseParty.objects.filter(case=case, role__in=[PartyRole.COMPLAINANT, PartyRole.RESPONDENT])
    return list(
        {party.person_id: party.person for party in rows.select_related("person__site").order_by("pk")}.values()
    )


def is_late(case: Case) -> bool:
    """Tell whether the time to appeal has passed, as the outcome letters named it."""
    last = Deadline.objects.about(case).filter(kind="appeal.file", cancelled_at=None).order_by("-due_at").first()
    return last is None or last.due_at < clock.now()


def _side_of(outcome: Outcome, actor: User) -> str:
    return AppealSide.RESPONDENT if outcome.respondent_id == actor.person_id else AppealSide.COMPLAINANT


def _check_claim(outcome: Outcome, claim: Claim, side: str, late: bool) -> None:  # noqa: FBT001 - one of two facts
    strange = [code for code in claim.grounds if code not in AppealGround.values]
    known = {row.seq for row in appealable_findings(outcome.case)}
    problems = {
        "grounds": [] if claim.grounds and not strange else ["Choose at least one ground from the list."],
        "text": [] if claim.text.strip() else ["Say in your own words why."],
        "findings": [] if set(claim.findings) <= known else ["Choose findings that can be appealed."],
        "late_reason": []
        if claim.late_reason.strip() or not late
        else [
            "The time to appeal has passed. Say what kept you from it; the reviewer decides whether that excuses it."
        ],
    }
    if not claim.findings and not claim.against_outcome:
        problems["findings"] = ["Choose what you appeal against."]
    if side == AppealSide.COMPLAINANT and claim.against_outcome:
        problems["against_outcome"] = ["You can appeal against the findings. What follows for others is not told."]
    if any(problems.values()):
        raise Invalid({name: told for name, told in problems.items() if told})


def _effects(appeal: Appeal, person: Person) -> list[str]:
    mine = person.pk == appeal.outcome.respondent_id
    return {
        AppealState.DISMISSED: ["The decision stands as you were told it."],
        AppealState.VARIED: [
            "The findings that were changed hold as they stand now.",
            *(["What follows for you is changed: you get it in writing."] if mine and appeal.against_outcome else []),
        ],
        AppealState.OVERTURNED: [
            "The findings that were appealed no longer hold and count nowhere.",
            *(["Nothing that followed from them applies to you any more."] if mine else []),
            "Letters that rest on them are withdrawn; you get a notice for each that you received.",
        ],
        AppealState.REMITTED: [
            "A different investigator looks into the points again. You hear from us before that begins."
        ],
    }[AppealState(appeal.result)]
