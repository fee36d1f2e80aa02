"""The papers of a referral, made from its records: letter, form, release."""

from collections.abc import Sequence
from datetime import date, datetime

from backend.cases.queries import live_grants
from backend.cases.vocabulary import CaseRole
from backend.deadlines.profiles import place_of
from backend.deadlines.reckoning import due_after
from backend.documents.letters import Addressee, Contact
from backend.documents.phrasing import say
from backend.documents.queries import contact, frame, letterhead, support_for
from backend.documents.wording import ENGLISH
from backend.kernel import clock
from backend.people.models import User
from backend.referrals import letters
from backend.referrals.compartment import opened
from backend.referrals.contents import Particulars, ReleaseTerms
from backend.referrals.letters import (
    EvidenceTold,
    ReferralForm,
    ReferralLetter,
    Release,
    ReportDue,
)
from backend.referrals.models import (
    OfferedProvider,
    Provider,
    ProviderContact,
    Referral,
    ReleaseAuthorization,
)
from backend.referrals.queries.register import valid_licences
from backend.referrals.vocabulary import ProviderPart, ReferralKind

EVERY_MONTH = "once a month, and once at the end"
NO_LICENCE = "No licence needed"
NOT_CLINICAL = "not a clinical service"
WAITING = "First appointment within {days} days"
RELIGIOUS = "works with a religious programme"
NO_STUDY = "No study was found."


def said_in(referral: Referral) -> Particulars:
    """Open what a referral says; whoever calls this has asked for permission."""
    return opened(Particulars, referral.sealed, referral)


def provider_line(provider: Provider, language: str = ENGLISH) -> letters.Provider:
    """Describe a provider as the papers do, with the licence that holds the longest, and whether it works with a religion."""
    licence = valid_licences(provider, clock.today()).last()
    days = provider.waiting_days
    notes = (
        say(WAITING, language, days=str(days)) if days else "",
        ", ".join(provider.languages),
        say(RELIGIOUS, language) if provider.faith_based else "",
    )
    return letters.Provider(
        name=provider.name,
        service=provider.service,
        licence=licence.number if licence else say(NO_LICENCE, language),
        authority=licence.authority if licence else say(NOT_CLINICAL, language),
        licence_until=licence.expires_on if licence else None,
        address=tuple(line.strip() for line in provider.address.splitlines() if line.strip()),
        phone=provider.phone,
        email=provider.email,
        note="; ".join(note for note in notes if note),
    )


def referral_letter(referral: Referral, *, answer_by: date, by: User) -> ReferralLetter:
    """Write D11 to the employee."""
    said = said_in(referral)
    start, told = clock.now(), frame(ReferralLetter, to=referral.person, by=by)
    language = told["language"]
    return ReferralLetter(
        **told,
        matter=referral.case.reference,
        referral=referral.reference,
        is_required=referral.kind == ReferralKind.MANDATORY,
        reasons=said.reasons,
        service=said.service,
        providers=tuple(provider_line(row.provider, language) for row in offered_for_service(referral)),
        only_one_because=said.only_one_because,
        payer=said.payer,
        in_working_time=said.in_working_time,
        answer_by=answer_by,
        first_contact_by=_due(referral, "referral.contact", start),
        first_appointment_by=_due(referral, "referral.first_appointment", start),
        reports_every=say(EVERY_MONTH, language),
        ends_on=referral.ends_on,
        known=evidence_told(referral, language),
        beside=tuple(row.control for row in referral.safeguards.filter(ended_on=None).order_by("pk")),
        alternatives=said.alternatives,
        decides=_decider(referral, by),
        adjustments=contact(by),
        support=support_for(ReferralLetter, referral.person),
    )


def release_letter(
    referral: Referral, provider: Provider, terms: ReleaseTerms, *, expires_on: date, by: User
) -> Release:
    """Write D13, to be signed apart from everything else."""
    told = frame(Release, to=referral.person, by=by)
    return Release(
        **told,
        matter=referral.reference,
        provider=provider_line(provider, told["language"]),
        receivers=(contact(by),),
        purposes=terms.purposes,
        uses=terms.uses,
        expires_on=expires_on,
        ends_earlier=terms.ends_earlier,
        without=terms.without,
        support=support_for(Release, referral.person),
    )


def referral_form(
    referral: Referral, release: ReleaseAuthorization, taker: ProviderContact, *, reports: Sequence[ReportDue], by: User
) -> ReferralForm:
    """Write D11 to the provider: the reason line, what may be reported and when, and nothing of the case."""
    said = said_in(referral)
    signed = release.signed_at or clock.now()
    return ReferralForm(
        title=ReferralForm.title,
        matter=referral.reference,
        dated=clock.today(),
        organisation=letterhead(referral.person.jurisdiction),
        recipient=Addressee(name=taker.name, address=(taker.provider.name,)),
        contact=contact(by),
        signatory=contact(by),
        jurisdiction=referral.person.jurisdiction,
        employee=referral.person.name,
        employee_contact=referral.person.email,
        provider=provider_line(taker.provider),
        service=said.service,
        reasons=said.reasons,
        expectations=said.expectations,
        reports=tuple(reports),
        release=release.reference,
        release_signed_on=signed.date(),
        release_expires_on=release.expires_on,
        payer=said.payer,
        answer_by=_due(referral, "referral.contact", clock.now()),
        urgent=contact(by),
    )


def evidence_told(referral: Referral, language: str = ENGLISH) -> EvidenceTold:
    """Tell what is known of the service, as the letter prints it, in its language where the register has the words."""
    grade, intervention = referral.grade, referral.intervention
    is_german = language.startswith("de")
    return EvidenceTold(
        intervention=(is_german and intervention.name_de) or intervention.name,
        certainty=grade.certainty,
        applies=(is_german and grade.applicability_de) or grade.applicability,
        sources=tuple(citation_line(citation) for citation in grade.citations) or (say(NO_STUDY, language),),
        reviewed_on=grade.reviewed_on,
    )


def citation_line(citation: dict[str, object]) -> str:
    """Write one citation as a line."""
    parts = [f"{citation.get('authors', '')} {citation.get('year', '')}".strip(), str(citation.get("title", ""))]
    return ", ".join(part for part in parts if part)


def offered_for_service(referral: Referral) -> list[OfferedProvider]:
    """List the providers that the employee chooses from."""
    rows = OfferedProvider.objects.filter(referral=referral, part=ProviderPart.TREATS, declined_at=None)
    return list(rows.select_related("provider").order_by("pk"))


def _due(referral: Referral, event: str, start: datetime) -> date:
    where = place_of(referral)
    return due_after(where.held.timer(event).rule, start, zone=where.clock, calendar=where.working_days).at.date()


def _decider(referral: Referral, by: User) -> Contact:
    deciders = [grant.user for grant in live_grants(referral.case) if grant.role == CaseRole.DECISION_MAKER]
    return contact(deciders[0]) if deciders else contact(by)
