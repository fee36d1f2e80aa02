"""Which paper an offer is: the agreement itself, or the change of one that is in force; and what is said of a signature on paper."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from backend.agreements.letters.agreement import AccountabilityAgreement, agreement_letter, local_time
from backend.agreements.letters.amendment import Amendment, ClauseChange, ObligationChange
from backend.agreements.models import (
    Agreement,
    AgreementAmendment,
    CarriedObligation,
    Meaning,
    PaperRecord,
    Signature,
)
from backend.agreements.obligation_words import both_in_words, duty_words, in_words
from backend.documents.letters import SignedLine
from backend.documents.phrasing import day_in, say
from backend.documents.queries import contact, frame
from backend.kernel.errors import Refused
from backend.people.models import User

ON_PAPER: Final = "{answer}. This is not a signature on screen."
WITNESS: Final = "{name} ({role}), witness"
RECORDED: Final = "{name}, who recorded the signed pages on {when}"


def offered_letter(agreement: Agreement, *, by: User) -> AccountabilityAgreement | Amendment:
    """Write what is offered: the agreement (D12), or every difference of its changed version (D16)."""
    change = AgreementAmendment.objects.filter(agreement=agreement).select_related("earlier").first()
    return amendment_letter(agreement, change, by=by) if change else agreement_letter(agreement, by=by)


def amendment_letter(agreement: Agreement, change: AgreementAmendment, *, by: User) -> Amendment:
    """Write the change (D16): each changed clause and obligation beside what it was, and why; nothing changes that is not listed."""
    if agreement.offer_expires_at is None:
        raise Refused("The change has no time to consider yet.", code="offer-missing")
    earlier = change.earlier
    reason = change.reason if not change.extension_reason else f"{change.reason}\n\n{change.extension_reason}"
    return Amendment(
        **frame(Amendment, to=agreement.person, by=by, language=agreement.language)
        | {"signatory": contact(agreement.officer)},
        matter=agreement.case.reference,
        agreement=earlier.reference,
        version=agreement.version,
        signed_on=signed_on(earlier),
        reason=reason,
        effective_on=change.effective_on,
        ends_on=agreement.ends_on,
        ended_before_on=earlier.ends_on if earlier.ends_on != agreement.ends_on else None,
        offer_expires_on=agreement.offer_expires_at.astimezone(ZoneInfo(agreement.person.zone)).date(),
        clauses=clause_changes(agreement, earlier),
        obligations=obligation_changes(agreement),
        officer=contact(agreement.officer),
    )


def clause_changes(agreement: Agreement, earlier: Agreement) -> tuple[ClauseChange, ...]:
    """List the clauses whose words differ from the version before, each with both."""
    was = {clause.code: clause for clause in earlier.clauses.order_by("seq")}
    now = {clause.code: clause for clause in agreement.clauses.order_by("seq")}
    codes = [*now, *(code for code in was if code not in now)]
    return tuple(
        ClauseChange(
            code=code,
            heading=(now.get(code) or was[code]).heading,
            was=was[code].text if code in was else "",
            becomes=now[code].text if code in now else "",
        )
        for code in codes
        if (was[code].text if code in was else "") != (now[code].text if code in now else "")
    )


def obligation_changes(agreement: Agreement) -> tuple[ObligationChange, ...]:
    """List the obligations that differ from the version before, in words: changed, new or taken out."""
    rows = CarriedObligation.objects.filter(agreement=agreement).select_related("earlier__verifier", "later__verifier")
    carried = {row.later_id: row.earlier for row in rows if row.later_id}
    told, language = [], agreement.language
    for duty in agreement.obligations.select_related("verifier").order_by("seq"):
        before = carried.get(duty.pk)
        if before is None or duty_words(before) != duty_words(duty):
            was, now = both_in_words(before, duty, language)
            told.append(ObligationChange(was=was, becomes=now, due=duty.due, verifier=duty.verifier.name))
    gone = [row.earlier for row in rows if row.later_id is None]
    return (*told, *(ObligationChange(was=in_words(duty, language), due=duty.due) for duty in gone))


def signed_on(agreement: Agreement) -> date:
    """Tell on which day the last signature under an agreement was given."""
    last = Signature.objects.filter(agreement=agreement, meaning=Meaning.COUNTERSIGN).order_by("-pk").first()
    if last is None:
        raise Refused("The version before was never signed.", code="signature-missing")
    return last.signed_at.astimezone(ZoneInfo(last.zone)).date()


def paper_lines(records: Iterable[PaperRecord], language: str) -> tuple[SignedLine, ...]:
    """Write an answer on paper as what it is: pages that two people saw being signed and somebody recorded, and no signature on screen."""
    return tuple(
        SignedLine(
            name=record.agreement.person.name,
            role=record.agreement.person.job_title,
            meaning=say(ON_PAPER, language, answer=say(str(record.get_answer_display()), language)),
            at=f"{day_in(record.signed_on, language)}, {record.place}",
            sha256=record.sha256,
            confirmed_by=(
                say(WITNESS, language, name=record.first_witness, role=record.first_witness_role),
                say(WITNESS, language, name=record.second_witness, role=record.second_witness_role),
                say(
                    RECORDED,
                    language,
                    name=record.recorded_by.name,
                    when=local_time(record.recorded_at, record.recorded_by.zone, language),
                ),
            ),
            comment=record.comment,
            on_paper=True,
        )
        for record in records
    )
