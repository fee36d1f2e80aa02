"""Easing: a stretch that was kept is put before the decision maker as a fact; a person decides, and the employee is told."""

from datetime import date

from django.db import transaction

from backend.agreements.models import Agreement, AgreementState
from backend.agreements.named import check_monitor
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.deadlines.profiles import place_of
from backend.deadlines.rules import Rule
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.monitoring.actions.check_ins import cancel_agreement_check_in, plan_on
from backend.monitoring.models import AgreementCheckIn, Easing
from backend.monitoring.plan import days_every, earning, is_rarer, step_of
from backend.monitoring.queries.kept import has_open_breach, kept_in
from backend.monitoring.vocabulary import CheckInState, EasingKind, EasingState
from backend.people.actions import system_user
from backend.people.models import User
from backend.people.telling import ask_to_sign_in
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(Easing, "agreement_easing")

declare("agreement_easing.propose", "noted that a stretch of an agreement was kept", kind="system")
declare("agreement_easing.view", "read an easing of an agreement", kind="read")
declare("agreement_easing.list", "listed easings of agreements", kind="read")


def propose_easing(agreement: Agreement, *, actor: User) -> Easing | None:
    """Put a stretch that was wholly kept before the decision maker, as a fact; nothing follows from it by itself."""
    if agreement.state != AgreementState.ACTIVE or has_open_breach(agreement):
        return None
    if Easing.objects.filter(agreement=agreement, state=EasingState.PROPOSED).exists():
        return None
    found, earned = kept_in(agreement), earning()
    if not found.is_whole or found.kept < earned.kept or found.since + step_of(earned.over) > clock.today():
        return None
    row = Easing(
        reference=new_reference("EAS", clock.today()),
        agreement=agreement,
        kept=found.kept,
        asked=found.asked,
        since_on=found.since,
        proposed_at=clock.now(),
    )
    facts = f"{found.kept} of {found.asked} kept since {found.since.isoformat()}."
    return keep(row, "agreement_easing.propose", actor=actor, reason=facts)


def propose_easings() -> int:
    """Look at every agreement in force; tell how many stretches were put before somebody."""
    system, told = system_user(), 0
    for agreement in Agreement.objects.filter(state=AgreementState.ACTIVE).select_related("case").order_by("pk"):
        with transaction.atomic():
            told += propose_easing(agreement, actor=system) is not None
    return told


@lifecycle.move(
    "grant", {EasingState.PROPOSED}, EasingState.GRANTED, past="eased an agreement that was kept", label="Grant"
)
def grant_easing(
    easing: Easing,
    *,
    actor: User,
    kind: str,
    reasons: str,
    every: str = "",
    what: str = "",
    review_on: date | None = None,
) -> None:
    """Grant an easing: check-ins less often, or an earlier look at a safeguard. It is recorded and the employee is told."""
    if not reasons.strip():
        raise Invalid({"reasons": ["Say what was kept; the employee reads it."]})
    if told := check_monitor(easing.agreement.case, easing.agreement.monitor, easing.agreement.person):
        raise Refused(
            f"{told['monitor'][0]} What was kept rests on the monitor’s word: name somebody else first, by a change.",
            code="monitor-conflict",
        )
    if kind == EasingKind.FEWER_CHECK_INS:
        easing.every = str(_rarer(easing.agreement, every))
        _plan_anew(easing, actor=actor)
    elif kind == EasingKind.SAFEGUARD_REVIEW:
        if not what.strip() or review_on is None or not clock.today() <= review_on <= easing.agreement.ends_on:
            raise Invalid({"review_on": ["Name the safeguard, and a day before the agreement ends."]})
        easing.what, easing.review_on = what.strip()[:300], review_on
    else:
        raise Invalid({"kind": ["Choose what becomes easier."]})
    easing.kind, easing.reasons = kind, reasons.strip()
    easing.decided_by, easing.decided_at = actor, clock.now()
    ask_to_sign_in(easing.agreement.person)


@lifecycle.move(
    "refuse", {EasingState.PROPOSED}, EasingState.NOT_NOW, past="left an agreement as it is", label="Leave it as it is"
)
def refuse_easing(easing: Easing, *, actor: User, reasons: str) -> None:
    """Leave the agreement as it is, with reasons; a new stretch is counted from today."""
    if not reasons.strip():
        raise Invalid({"reasons": ["Give the reasons."]})
    easing.reasons, easing.decided_by, easing.decided_at = reasons.strip(), actor, clock.now()


@lifecycle.move(
    "end",
    {EasingState.PROPOSED, EasingState.GRANTED},
    EasingState.ENDED,
    past="ended an easing with its agreement",
)
def end_easing(easing: Easing, *, actor: User) -> None:
    """End an easing together with the agreement."""


def steps_from(agreement: Agreement) -> list[Rule]:
    """List the rhythms that are rarer than the one at present: easing never tightens."""
    now = _distance(agreement)
    return [rule for rule in earning().steps if now is None or is_rarer(rule, now)]


def _rarer(agreement: Agreement, every: str) -> Rule:
    known = {str(rule): rule for rule in steps_from(agreement)}
    if every not in known:
        raise Invalid({"every": ["Choose a rhythm that is rarer than now."]})
    return known[every]


def _distance(agreement: Agreement) -> Rule | None:
    """Tell how far apart the next check-ins are planned."""
    planned = AgreementCheckIn.objects.filter(agreement=agreement, state=CheckInState.PLANNED).order_by("planned_on")
    days = list(planned.values_list("planned_on", flat=True)[:2])
    if len(days) < 2:
        return None
    apart = (days[1] - days[0]).days
    return min(earning().steps, key=lambda rule: abs((days[0] + step_of(rule) - days[0]).days - apart))


def _plan_anew(easing: Easing, *, actor: User) -> None:
    """Keep the next check-in, take the later ones off the plan, and plan them anew, further apart."""
    agreement = easing.agreement
    planned = AgreementCheckIn.objects.filter(agreement=agreement, state=CheckInState.PLANNED)
    rows = list(planned.order_by("due_on", "number"))
    if not rows:
        raise Refused("No check-in is planned any more.", code="nothing-planned")
    for later in rows[1:]:
        cancel_agreement_check_in(later, actor=system_user(), reason="They meet less often.")
    days = days_every(Rule.parse(easing.every), rows[0].due_on, agreement.ends_on, place_of(agreement).working_days)
    plan_on(agreement, days, easing.every, actor=actor, reason="They meet less often.")
