"""Proposing a safeguard, and its owner’s word that it is in place."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from backend.access.policy import require
from backend.agreements.models import Agreement, AgreementState
from backend.audit.actions import declare
from backend.audit.recorded import keep
from backend.cases.models import Case
from backend.cases.vocabulary import PartyRole
from backend.deadlines.actions import cancel_all, meet_all, start_for
from backend.decisions.queries.standing import standing_findings
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.kernel.references import new_reference
from backend.people.models import Person, User
from backend.safeguards.models import SettingSafeguard
from backend.safeguards.queries.standing import CONFIRM, REVIEW, latest_review
from backend.safeguards.vocabulary import SITUATION_LABELS, Falls, SafeguardState
from backend.safeguards.wording import wrong_with
from backend.workflow.lifecycle import Lifecycle

lifecycle = Lifecycle(SettingSafeguard, "safeguard")

declare("safeguard.propose", "proposed a safeguard in the setting", kind="change")
declare("safeguard.view", "read a safeguard", kind="read")
declare("safeguard.list", "listed safeguards", kind="read")
declare("safeguard.see_own", "read what changes around them", kind="read")
declare("safeguard.note_review", "noted a look at a safeguard", kind="change")
declare("safeguard.hand_over", "gave a safeguard to somebody else to see to", kind="change")

ENDED_AGREEMENTS = (AgreementState.VOIDED, AgreementState.DECLINED, AgreementState.EXPIRED, AgreementState.COMPLETED)


@dataclass(frozen=True, kw_only=True)
class Control:
    """What is done about which situation, on whom it falls, who sees to it, and from when to when."""

    situation: str
    control: str
    falls_on: str
    owner: Person
    starts_on: date
    review_on: date | None = None
    ends_on: date | None = None
    person: Person | None = None
    agreement: Agreement | None = None


def propose_safeguard(case: Case, wanted: Control, *, actor: User, reason: str) -> SettingSafeguard:
    """Propose a change of a setting; it is in place when its owner says so. What changes around an employee rests on a finding."""
    require(actor, "safeguard.propose", case)
    if not reason.strip():
        raise Refused("Give a reason.", code="reason-missing", field="reason")
    _check(case, wanted)
    if wanted.person and not standing_findings(case):
        raise Refused(
            "Nothing was substantiated: what changes around an employee rests on a finding. The organisation may still change its own.",
            code="nothing-substantiated",
            field="person",
        )
    row = SettingSafeguard(
        reference=new_reference("SFG", clock.today()),
        case=case,
        person=wanted.person,
        agreement=wanted.agreement,
        situation=wanted.situation,
        control=wanted.control.strip(),
        falls_on=wanted.falls_on,
        owner=wanted.owner,
        starts_on=wanted.starts_on,
        review_on=wanted.review_on or latest_review(case, wanted.starts_on),
        ends_on=wanted.ends_on,
        proposed_by=actor,
        proposed_at=clock.now(),
    )
    with transaction.atomic():
        keep(row, "safeguard.propose", actor=actor, reason=reason.strip(), ctx={"situation": row.situation})
        start_for(row, CONFIRM, actor=actor)
    return row


@lifecycle.move(
    "confirm",
    {SafeguardState.PROPOSED},
    SafeguardState.IN_PLACE,
    past="confirmed that a safeguard is in place",
    label="Confirm that it is in place",
)
def confirm_safeguard(safeguard: SettingSafeguard, *, actor: User) -> None:
    """Say, as its owner, that the safeguard is in place; from then on it is looked at again by its day."""
    safeguard.confirmed_at = clock.now()
    if safeguard.review_on < clock.today():
        safeguard.review_on = latest_review(safeguard.case, clock.today())
    meet_all(safeguard, CONFIRM, actor=actor)
    start_for(safeguard, REVIEW, actor=actor, due_on=safeguard.review_on)


@lifecycle.move(
    "withdraw",
    {SafeguardState.PROPOSED},
    SafeguardState.NOT_TAKEN,
    past="took a proposed safeguard back",
    label="Take the proposal back",
)
def withdraw_safeguard(safeguard: SettingSafeguard, *, actor: User) -> None:
    """Take a proposal back that was not put in place."""
    cancel_all(safeguard, actor=actor, reason="The proposal was taken back.")


def hand_over_safeguard(safeguard: SettingSafeguard, *, owner: Person, actor: User, reason: str) -> SettingSafeguard:
    """Give a safeguard to somebody else to see to: the one who did has moved or left, and what protects people goes on."""
    with transaction.atomic():
        row = lifecycle.locked(safeguard)
        require(actor, "safeguard.hand_over", row)
        if row.state in {SafeguardState.NOT_TAKEN, SafeguardState.ENDED}:
            raise Refused("This safeguard is over.", code="safeguard-over")
        if not reason.strip():
            raise Refused("Give a reason.", code="reason-missing", field="reason")
        if told := _wrong_owner(row.case, owner):
            raise Invalid({"owner": [told]})
        row.owner = owner
        return keep(row, "safeguard.hand_over", actor=actor, reason=reason)


def _check(case: Case, wanted: Control) -> None:
    latest = latest_review(case, wanted.starts_on)
    respondents = set(case.parties.filter(role=PartyRole.RESPONDENT).values_list("person_id", flat=True))
    named = [wanted.person.name] if wanted.person else []
    agreement, review = wanted.agreement, wanted.review_on
    told = {
        "situation": wanted.situation not in SITUATION_LABELS and "Choose one of the situations.",
        "control": wrong_with(wanted.control, case, named=named),
        "falls_on": wanted.falls_on not in Falls.values and "Say on whom it falls.",
        "person": (
            (wanted.falls_on == Falls.EMPLOYEE and wanted.person is None and "Name the employee on whom it falls.")
            or (wanted.person and wanted.person.pk not in respondents and "It falls on the respondent, or on nobody.")
        ),
        "owner": _wrong_owner(case, wanted.owner),
        "agreement": agreement
        and (agreement.case_id != case.pk or agreement.state in ENDED_AGREEMENTS)
        and "Choose an agreement of this case that is not over.",
        "review_on": review
        and not max(wanted.starts_on, clock.today()) <= review <= latest
        and f"Look at it again between its first day and {latest:%-d %B %Y}.",
        "ends_on": wanted.ends_on and wanted.ends_on < wanted.starts_on and "The last day lies before the first.",
    }
    problems = {name: [str(words)] for name, words in told.items() if words}
    if problems:
        raise Invalid(problems)


def _wrong_owner(case: Case, owner: Person) -> str:
    if case.parties.filter(person=owner).exists():
        return "Somebody who is no party to the case sees to it."
    return ""
