"""What is offered names people as they are on that day: earlier names are brought up to date, and nobody unfit is offered at all."""

from typing import Final

from backend.agreements.lines import line_of, line_sha256
from backend.agreements.models import Agreement, AgreementAmendment, AgreementClause, AgreementObligation
from backend.agreements.named import outdated_names, people_in, unfit_in, with_names_of_today
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.kernel.errors import Refused
from backend.people.models import User

declare("agreement.update_name", "brought a name in the agreement up to date", kind="change")

LONGEST: Final = 300  # characters of the alternative
RENAMED: Final = "Somebody whom it names goes by another name now."


def name_people_of_today(agreement: Agreement, *, actor: User) -> None:
    """Bring names up to date before the offer, so that its digest is over what is true; refuse where somebody no longer fits."""
    told = unfit_in(agreement)
    if told:
        is_change = AgreementAmendment.objects.filter(agreement=agreement).exists()
        way = (
            "End this change, and propose it anew." if is_change else "Take the agreement back, and name somebody else."
        )
        raise Refused(f"{' '.join(told)} {way}", code="names-unfit")
    names = outdated_names(people_in(agreement))
    if not names:
        return
    for clause in AgreementClause.objects.filter(agreement=agreement).order_by("seq"):
        _rename_clause(clause, names, actor=actor)
    for duty in AgreementObligation.objects.filter(agreement=agreement).select_related("verifier").order_by("seq"):
        _rename_duty(duty, names, actor=actor)
    agreement.alternative = with_names_of_today(agreement.alternative, names)[:LONGEST]


def _rename_clause(clause: AgreementClause, names: dict[str, str], *, actor: User) -> None:
    text = with_names_of_today(clause.text, names)
    if text == clause.text:
        return
    clause.text = text
    clause.given = {name: with_names_of_today(str(value), names) for name, value in clause.given.items()}
    keep(clause, "agreement.update_name", actor=actor, reason=RENAMED, ctx={"code": clause.code})


def _rename_duty(duty: AgreementObligation, names: dict[str, str], *, actor: User) -> None:
    for name in ("what", "due", "proof"):
        setattr(duty, name, with_names_of_today(getattr(duty, name), names))
    digest = line_sha256(line_of(duty))
    if duty.sha256 and digest != duty.sha256:
        duty.sha256 = digest
        keep(duty, "agreement.update_name", actor=actor, reason=RENAMED, ctx={"number": duty.seq})
