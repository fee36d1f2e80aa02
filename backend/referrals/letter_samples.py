"""Sample papers of a referral."""

from datetime import date

from backend.documents.letters import Addressee, Contact
from backend.documents.sample_people import CASE, DANIEL, LARKFIELD, MARTIN, RUTH, SUPPORT
from backend.documents.samples import sample
from backend.referrals import fitness_samples, letter_samples_de, letter_samples_memo  # noqa: F401 - to register them
from backend.referrals.letter_samples_shared import CALDER, GRACE, HELEN, MERIDIAN, REASONS, REFERRAL, RELEASE, SERVICE
from backend.referrals.letters import (
    EvidenceTold,
    OverDisclosure,
    ProviderReport,
    ReferralForm,
    ReferralLetter,
    Release,
    ReportDue,
    Reported,
)


@sample(ReferralLetter)
def referral_letter() -> ReferralLetter:
    """D11 to Martin Hale."""
    return ReferralLetter(
        matter=CASE, dated=date(2026, 5, 22), organisation=LARKFIELD, recipient=MARTIN, contact=GRACE, signatory=GRACE,
        reference="DOC-2026-F3N7KA", jurisdiction="GB", referral=REFERRAL, is_required=True, reasons=REASONS, service=SERVICE,
        providers=(CALDER, MERIDIAN), payer="Larkfield Instruments pays all of it, directly to the provider.", in_working_time=True,
        answer_by=date(2026, 5, 29), first_contact_by=date(2026, 6, 5), first_appointment_by=date(2026, 6, 19),
        reports_every="once a month, and once at the end", ends_on=date(2027, 1, 14),
        known=EvidenceTold(
            intervention="Individual cognitive behavioural sessions", certainty="low",
            applies="Most studies looked at court-ordered programmes, not at workplaces. Taking part by choice works better than being made to.",
            sources=("Corabian and others, review of programmes; entry 12 of our evidence register", "Parhar and others 2008, on mandated and voluntary treatment"),
            reviewed_on=date(2026, 4, 14),
        ),
        beside=("Clara Nwosu reviews your decisions on hiring, appraisal and pay.", "Conference and client events end for you with the working part."),
        alternatives=("You may propose another licensed provider. We answer within three working days.", "Neither provider works with a religious programme. If you prefer one, or none, tell us."),
        decides=RUTH, adjustments=DANIEL, support=SUPPORT,
    )  # fmt: skip


@sample(ReferralForm)
def referral_form() -> ReferralForm:
    """D11 to the practice that Martin Hale chose."""
    return ReferralForm(
        matter=REFERRAL, dated=date(2026, 6, 2), organisation=LARKFIELD, contact=GRACE, signatory=GRACE,
        recipient=Addressee(name="Helen Marsh", role="Psychologist", address=("Calder Practice", "Canal Road 4", "Leeds LS1 4AB")),
        reference="DOC-2026-Y8C5VE", jurisdiction="GB", employee="Martin Hale", employee_contact="m.hale@mail.example, 07700 900142",
        provider=CALDER, service=SERVICE, reasons=REASONS,
        expectations=("No touching of colleagues, apart from an offered handshake.", "When someone declines, the question is not asked again.", "Private meetings with people of lower rank take place only for work."),
        reports=(ReportDue(report="status", due=date(2026, 7, 3)), ReportDue(report="status", due=date(2026, 8, 3)), ReportDue(report="completion", due=date(2027, 1, 14))),
        release=RELEASE, release_signed_on=date(2026, 6, 1), release_expires_on=date(2027, 1, 31),
        payer="Larkfield Instruments; send invoices with the referral number and no session details", answer_by=date(2026, 6, 9),
        urgent=Contact(name="Grace Whitlock", phone="0113 496 0150"),
    )  # fmt: skip


@sample(Release)
def release() -> Release:
    """D13 for Martin Hale to sign."""
    return Release(
        matter=REFERRAL, dated=date(2026, 5, 29), organisation=LARKFIELD, recipient=MARTIN, contact=GRACE, signatory=GRACE,
        reference=RELEASE, jurisdiction="GB", provider=CALDER, receivers=(GRACE,),
        purposes=("To see whether the referral is on course.", "To respect limits on work that the provider reports."),
        uses=("The coordinator tells others only whether the referral is on course, and which limits on work apply.", "Reports are kept apart from the case file and the personnel file.", "They are deleted five years after they were received."),
        expires_on=date(2027, 1, 31), ends_earlier="when the referral is closed",
        without="If I do not sign, the referral cannot go on. Ruth Adeyemi then chooses another outcome, on the conduct that was found and nothing else.",
        support=SUPPORT,
    )  # fmt: skip


@sample(ProviderReport)
def provider_report() -> ProviderReport:
    """D15 from Calder Practice, after the first month."""
    return ProviderReport(
        matter=REFERRAL, dated=date(2026, 7, 3), organisation=LARKFIELD, contact=GRACE, signatory=HELEN,
        recipient=Addressee(name=GRACE.name, role=GRACE.role, address=("Larkfield Instruments Ltd", "Wharf Street 18", "Leeds LS2 7EQ")),
        reference="DOC-2026-E9W2MH", jurisdiction="GB", report="status", employee="Martin Hale", provider=CALDER,
        first_day=date(2026, 6, 2), last_day=date(2026, 7, 2),
        reported=(
            Reported(code="accepted", on=date(2026, 6, 16)),
            Reported(code="attended", kept=2, planned=3),
            Reported(code="missed", on=date(2026, 6, 30)),
            Reported(code="barrier", barrier="access"),
            Reported(code="complying", complying="partly"),
            Reported(code="restriction", restriction="time_for_appointments", on=date(2026, 12, 18)),
        ),
        next_due=date(2026, 8, 3), release=RELEASE, release_expires_on=date(2027, 1, 31),
    )  # fmt: skip


@sample(OverDisclosure)
def over_disclosure() -> OverDisclosure:
    """D15N to Martin Hale, after a file that went beyond his release."""
    return OverDisclosure(
        matter=REFERRAL, dated=date(2026, 7, 6), organisation=LARKFIELD,
        recipient=MARTIN, contact=GRACE, signatory=GRACE,
        jurisdiction="GB", reference="DOC-2026-V2M7QD", provider=CALDER.name, file="FILE-2026-8KQ2TV", release=RELEASE,
        received_on=date(2026, 7, 3), sealed_on=date(2026, 7, 6), support=SUPPORT,
    )  # fmt: skip
