"""A referral as its provider sees it: the reason line, what is expected at work, what is asked for and until when. No case, nobody else."""

from dataclasses import dataclass
from datetime import date

from backend.deadlines.models import Deadline
from backend.people.models import User
from backend.referrals.compartment import opened
from backend.referrals.contents import Particulars, ReasonLine
from backend.referrals.models import ProviderContact, Referral
from backend.referrals.releases import active_release
from backend.referrals.reportable import kinds_open
from backend.referrals.vocabulary import ReferralState, ReportKind

ANSWER = "referral.contact"
APPOINTMENT = "referral.first_appointment"


@dataclass(frozen=True, kw_only=True)
class ProviderView:
    """All that a provider reads of a referral."""

    reference: str
    state: str
    employee: str
    employee_email: str
    organisation_contact: str
    organisation_email: str
    service: str
    reasons: tuple[ReasonLine, ...]
    expectations: tuple[str, ...]
    payer: str
    in_working_time: bool
    sent_on: date | None
    answer_by: date | None
    first_appointment_by: date | None
    next_report_on: date | None
    ends_on: date
    release: str
    release_expires_on: date | None
    kinds: tuple[ReportKind, ...]  # which reports are taken now


def contact_of(user: User) -> ProviderContact | None:
    """Find the contact that somebody signs in as, with or without a second step; nobody else has one."""
    found: ProviderContact | None = (
        ProviderContact.objects.filter(user=user, ended_on=None).select_related("provider").first()
    )
    return found


def shown_name(referral: Referral) -> str:
    """Call the employee by first name and initial until the referral was accepted, and then in full."""
    name: str = referral.person.name
    if referral.state != ReferralState.SENT:
        return name
    first, *_, last = [*name.split(), ""] if len(name.split()) == 1 else name.split()
    return f"{first} {last[:1]}." if last else first


def as_provider(referral: Referral) -> ProviderView:
    """Show a referral as its provider sees it; whoever calls this has asked for permission."""
    said = opened(Particulars, referral.sealed, referral)
    accepted = referral.state != ReferralState.SENT
    receiver = referral.coordinator
    due = {deadline.kind: deadline.due_on for deadline in _running([referral])}
    release = active_release(referral)
    return ProviderView(
        reference=referral.reference,
        state=referral.state,
        employee=shown_name(referral),
        employee_email=referral.person.email if accepted else "",
        organisation_contact=receiver.name if receiver else "",
        organisation_email=receiver.email if receiver else "",
        service=said.service,
        reasons=said.reasons,
        expectations=said.expectations,
        payer=said.payer,
        in_working_time=said.in_working_time,
        sent_on=referral.sent_at.date() if referral.sent_at else None,
        answer_by=due.get(ANSWER),
        first_appointment_by=due.get(APPOINTMENT),
        next_report_on=referral.next_report_on,
        ends_on=referral.ends_on,
        release=release.reference if release else "",
        release_expires_on=release.expires_on if release else None,
        kinds=tuple(kinds_open(referral.state, clinical=referral.intervention.clinical)),
    )


def due_of(referrals: list[Referral]) -> dict[str, date | None]:
    """Say for each referral what its provider owes next: the answer, or the next report."""
    answers = {row.subject: row.due_on for row in _running(referrals) if row.kind == ANSWER}
    return {
        row.key: answers.get(row.key) if row.state == ReferralState.SENT else row.next_report_on for row in referrals
    }


def _running(referrals: list[Referral]) -> list[Deadline]:
    keys = [row.key for row in referrals]
    rows = Deadline.objects.pending().filter(subject__in=keys, kind__in=[ANSWER, APPOINTMENT])
    return list(rows.order_by("pk"))
