"""The start of an investigation: an approved plan, and notice of every allegation, or a recorded reason why it waits and until when."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.actions.progress import lifecycle
from backend.cases.models import Case
from backend.cases.queries import leads_of
from backend.cases.vocabulary import AllegationState, CaseRole, CaseState
from backend.deadlines.actions import meet_all, start_for
from backend.investigation.actions.tasks import set_task
from backend.investigation.inquiry_vocabulary import DeferralGround, PlanState
from backend.investigation.models import InvestigationPlan, NoticeDeferral
from backend.investigation.queries.inquiry import live_deferral, workers_on
from backend.investigation.reckoned import reach_of
from backend.jobs.queue import submit
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.actions import system_user
from backend.people.models import User

declare("case.defer_notice", "let the notice to the respondent wait", kind="change")
declare("case.end_deferral", "noted that the notice may wait no longer", kind="system")
declare("deferral.view", "read why a notice waits", kind="read")

DEFERRAL = "notice.deferral"
UPDATE = "case.update"
GIVE_NOTICE = "Give the respondent notice of the allegations, or record why it must wait longer"


@lifecycle.move(
    "start",
    {CaseState.PLANNING},
    CaseState.INVESTIGATING,
    past="started the investigation",
    label="Start the investigation",
)
def start_case(case: Case, *, actor: User) -> None:
    """Start the investigation: its plan is approved, and the respondent has notice of every allegation or it is on record why not yet."""
    if not case.allegations.exists():
        raise Refused("Frame at least one allegation first.", code="no-allegation")
    if not InvestigationPlan.objects.filter(case=case, state=PlanState.APPROVED).exists():
        raise Refused("The plan of the investigation must be approved first.", code="plan-not-approved")
    if case.allegations.filter(state=AllegationState.FRAMED).exists() and live_deferral(case) is None:
        raise Refused(
            "Give the respondent notice of every allegation first, or record why the notice must wait.",
            code="notice-missing",
        )
    start_for(case, f"case.investigate.tier{case.tier}", actor=actor)
    start_for(case, UPDATE, actor=actor)
    meet_all(case, "resolution.begin", actor=actor)


def defer_notice(
    case: Case, *, ground: str, why: str, expires_at: datetime, actor: User, reason: str
) -> NoticeDeferral:
    """Let the notice wait because evidence or somebody's safety is at risk; it ends by the notice, or with its time."""
    require(actor, "case.defer_notice", case)
    _check(case, ground, why, expires_at)
    with transaction.atomic():
        earlier = NoticeDeferral.objects.filter(case=case, replaced_by=None).order_by("-pk").first()
        deferral = NoticeDeferral(
            case=case,
            ground=ground,
            why=why.strip(),
            decided_by=actor,
            starts_at=clock.now(),
            expires_at=expires_at,
            replaces=earlier,
        )
        keep(deferral, "case.defer_notice", actor=actor, reason=reason, ctx={"ground": ground})
        start_for(case, DEFERRAL, actor=actor, due_at=expires_at)
        set_task(
            case,
            GIVE_NOTICE,
            owner=actor,
            actor=system_user(),
            reason="A notice that waits is looked at again.",
            due_on=expires_at.astimezone(ZoneInfo(actor.zone)).date(),
        )
    return deferral


def lapse_deferral(deferral: NoticeDeferral, *, as_of: datetime) -> None:
    """Note that the notice may wait no longer, and tell those who lead the case and its intake."""
    if deferral.lapsed_at or deferral.expires_at > as_of:
        return
    deferral.lapsed_at = as_of
    keep(deferral, "case.end_deferral", actor=system_user(), reason="The time for which the notice could wait is over.")
    told = {user.uid: user for user in (*leads_of(deferral.case), *workers_on(deferral.case, CaseRole.INTAKE))}
    submit("access.send_notices", actor=None, users=[str(uid) for uid in told])


def _check(case: Case, ground: str, why: str, expires_at: datetime) -> None:
    if case.state not in {CaseState.PLANNING, CaseState.INVESTIGATING}:
        raise Refused("A notice can wait only while the case is planned or investigated.", code="wrong-state")
    if not case.allegations.filter(state=AllegationState.FRAMED).exists():
        raise Refused("There is no allegation that still needs notice.", code="nothing-to-notice")
    if ground not in DeferralGround.values:
        raise Invalid({"ground": ["Choose why the notice must wait."]})
    if not why.strip():
        raise Invalid({"why": ["Say what in this case is at risk, and how."]})
    furthest = reach_of(case, DEFERRAL)
    if expires_at <= clock.now():
        raise Invalid({"expires_at": ["Name a time that is still to come."]})
    if expires_at > furthest.at:
        raise Invalid({"expires_at": [f"At most {furthest.rule.length}; after that, look at it again."]})
