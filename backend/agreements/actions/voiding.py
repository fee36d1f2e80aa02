"""The end of an agreement whose basis is gone: its obligations are cancelled, and whoever monitors it learns only that it ended."""

from backend.agreements.actions.dates import cancel_occurrences
from backend.agreements.actions.drafting import ANSWER_OWED, lifecycle
from backend.agreements.actions.ends import cancel_duty
from backend.agreements.actions.signing import COMPLETION_OWED
from backend.agreements.kinds import asked_by
from backend.agreements.models import (
    ALTERNATIVE_OWED,
    Agreement,
    AgreementAmendment,
    AgreementObligation,
    AgreementState,
    ObligationState,
)
from backend.cases.actions.progress import discharge
from backend.deadlines.actions import cancel_all
from backend.decisions.dependents import SetAside, depends_on_decision
from backend.people.actions import system_user
from backend.people.models import User

LIVE = (
    AgreementState.DRAFTING,
    AgreementState.LEGAL_REVIEWED,
    AgreementState.APPROVED,
    AgreementState.OFFERED,
    AgreementState.SIGNED,
    AgreementState.ACTIVE,
    AgreementState.SUSPENDED,
)


@lifecycle.move("void", LIVE, AgreementState.VOIDED, past="ended the agreement because its basis is gone", label="Void")
def void_agreement(agreement: Agreement, *, actor: User) -> None:
    """Void an agreement whose basis is gone, or that has a defect in law: every obligation is cancelled, and none counts as missed."""
    planned = AgreementObligation.objects.filter(
        agreement=agreement, state__in=[ObligationState.PLANNED, ObligationState.SCHEDULED]
    )
    for duty in planned.select_related("agreement__case").order_by("seq"):
        cancel_duty(duty, actor=system_user(), reason="The agreement was ended.")
    cancel_occurrences(agreement)
    cancel_all(agreement, actor=actor, reason="The agreement was ended.")
    for amended in Agreement.objects.filter(amendment__earlier=agreement, state__in=LIVE).select_related("case"):
        void_agreement(amended, actor=system_user(), reason="The version before was ended.")
    for kind in _owed_for(agreement):
        discharge(agreement.case, kind, actor=actor, note=f"{agreement.reference} was ended.")


def _owed_for(agreement: Agreement) -> tuple[str, ...]:
    """Name what the case owes no more: a change that never came into force leaves what its earlier version owes."""
    change = AgreementAmendment.objects.filter(agreement=agreement).first()
    if change and change.took_effect_at is None:
        return (ANSWER_OWED,)
    return (ANSWER_OWED, COMPLETION_OWED, ALTERNATIVE_OWED)


@depends_on_decision("agreements")
def void_agreements(aside: SetAside) -> int:
    """Take down the agreements of a case whose decision was set aside, but for the kinds that the changed outcome still asks for."""
    rows = Agreement.objects.filter(case=aside.case, state__in=LIVE).select_related("case").order_by("-pk")
    ended = [row for row in rows if asked_by(row.kind).isdisjoint(aside.keeping)]
    for agreement in ended:
        void_agreement(agreement, actor=aside.actor, reason=aside.reason)
    for kind in (ALTERNATIVE_OWED,) if not aside.keeping else ():
        discharge(aside.case, kind, actor=aside.actor, note="The decision was set aside.")
    return len(ended)
