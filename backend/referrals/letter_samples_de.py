"""German sample papers of a referral."""

from datetime import date

from backend.decisions.letter_samples_de import CASE_DE, LARKFIELD_DE, STEFAN, SUPPORT_DE
from backend.documents.letters import Addressee, Contact
from backend.documents.samples import sample
from backend.referrals.contents import ReasonLine
from backend.referrals.letters import (
    EvidenceTold,
    OverDisclosure,
    Provider,
    ProviderReport,
    ReferralForm,
    ReferralLetter,
    Release,
    ReportDue,
    Reported,
)

REFERRAL_DE, RELEASE_DE = "REF-2026-B7M2XK", "DOC-2026-C4J8UT"
PETRA = Contact(
    name="Petra Lang", role="Koordinatorin für Zuweisungen", email="zuweisung@larkfield.example", phone="089 5550 150"
)
NADJA = Contact(
    name="Nadja Roth",
    role="Psychologin, Praxis am Stadtpark",
    email="berichte@stadtpark.example",
    phone="089 5550 177",
)
STADTPARK = Provider(
    name="Praxis am Stadtpark", service="Einzelgespräche vor Ort oder per Video", licence="Approbation Nr. 90012",
    authority="Regierung von Oberbayern", licence_until=date(2027, 5, 31), address=("Am Stadtpark 9", "80339 München"),
    phone="089 5550 177", email="berichte@stadtpark.example", note="Erster Termin innerhalb von zwei Wochen",
)  # fmt: skip
REASONS_DE = (
    ReasonLine(reference="A1", conduct="Wiederholte Berührungen bei einer Tagung, obwohl sie erkennbar unerwünscht waren", policy_clause="Respekt am Arbeitsplatz 3.2"),
    ReasonLine(reference="A2", conduct="Erneute Einladungen nach einer Absage", policy_clause="Respekt am Arbeitsplatz 3.1 und 5.1"),
)  # fmt: skip
SERVICE_DE = "Bis zu acht Einzelgespräche über Verhalten am Arbeitsplatz"


@sample(ReferralLetter, "de")
def referral_letter() -> ReferralLetter:
    """D11 to Stefan Brandt: voluntary, with one provider only and a reason for that."""
    return ReferralLetter(
        matter=CASE_DE, dated=date(2026, 5, 22), organisation=LARKFIELD_DE, recipient=STEFAN, contact=PETRA, signatory=PETRA,
        language="de-DE", jurisdiction="DE", reference="DOC-2026-A2V6YN", title=ReferralLetter.title_in("de"),
        referral=REFERRAL_DE, is_required=False, reasons=REASONS_DE, service=SERVICE_DE, providers=(STADTPARK,),
        only_one_because="Eine zweite Fachstelle mit freien Terminen haben wir im Umkreis von 50 Kilometern nicht gefunden.",
        payer="Die Larkfield Instruments GmbH zahlt alles direkt an die Fachstelle.", in_working_time=True,
        answer_by=date(2026, 5, 29), first_contact_by=date(2026, 6, 5), first_appointment_by=date(2026, 6, 19),
        reports_every="einmal im Monat und einmal am Ende", ends_on=date(2027, 1, 14),
        known=EvidenceTold(
            intervention="Einzelgespräche nach einem verhaltensbezogenen Ansatz", certainty="low",
            applies="Die meisten Studien betreffen gerichtlich angeordnete Programme, nicht den Arbeitsplatz. Freiwillige Teilnahme wirkt besser als erzwungene.",
            sources=("Corabian und andere, Überblick über Programme; Eintrag 12 unseres Verzeichnisses", "Parhar und andere 2008, zu angeordneter und freiwilliger Teilnahme"),
            reviewed_on=date(2026, 4, 14),
        ),
        beside=("Helga Sommer prüft Ihre Entscheidungen über Einstellung, Beurteilung und Gehalt.", "Tagungen und Kundentermine enden für Sie mit dem dienstlichen Teil."),
        alternatives=("Sie dürfen eine andere zugelassene Fachstelle vorschlagen. Wir antworten innerhalb von drei Arbeitstagen.", "Die Fachstelle arbeitet ohne religiöses Programm."),
        decides=Contact(name="Helga Sommer"), adjustments=Contact(name="Andreas Pohl", email="andreas@larkfield.example"), support=SUPPORT_DE,
    )  # fmt: skip


@sample(ReferralForm, "de")
def referral_form() -> ReferralForm:
    """D11 to the practice that Stefan Brandt chose."""
    return ReferralForm(
        matter=REFERRAL_DE, dated=date(2026, 6, 2), organisation=LARKFIELD_DE, contact=PETRA, signatory=PETRA,
        recipient=Addressee(name="Nadja Roth", address=("Praxis am Stadtpark", "Am Stadtpark 9", "80339 München")),
        language="de-DE", jurisdiction="DE", reference="DOC-2026-X5R9BD", title=ReferralForm.title_in("de"),
        employee="Stefan Brandt", employee_contact="s.brandt@mail.example, 0151 5550 142", provider=STADTPARK, service=SERVICE_DE,
        reasons=REASONS_DE,
        expectations=("Keine Berührungen, außer bei einem angebotenen Händedruck.", "Lehnt jemand ab, wird nicht erneut gefragt."),
        reports=(ReportDue(report="status", due=date(2026, 7, 3)), ReportDue(report="completion", due=date(2027, 1, 14))),
        release=RELEASE_DE, release_signed_on=date(2026, 6, 1), release_expires_on=date(2027, 1, 31),
        payer="Larkfield Instruments GmbH; Rechnung mit Nummer der Zuweisung, ohne Angaben zu den Sitzungen", answer_by=date(2026, 6, 9),
        urgent=Contact(name="Petra Lang", phone="089 5550 150"),
    )  # fmt: skip


@sample(Release, "de")
def release() -> Release:
    """D13 for Stefan Brandt to sign."""
    return Release(
        matter=REFERRAL_DE, dated=date(2026, 5, 29), organisation=LARKFIELD_DE, recipient=STEFAN, contact=PETRA, signatory=PETRA,
        language="de-DE", jurisdiction="DE", reference=RELEASE_DE, title=Release.title_in("de"), provider=STADTPARK, receivers=(PETRA,),
        purposes=("Um zu sehen, ob die Zuweisung eingehalten wird.", "Um Einschränkungen bei der Arbeit zu beachten, die die Fachstelle mitteilt."),
        uses=("Andere erfahren nur, ob die Zuweisung eingehalten wird und welche Einschränkungen bei der Arbeit gelten.", "Berichte liegen getrennt von Fallakte und Personalakte."),
        expires_on=date(2027, 1, 31), ends_earlier="wenn die Zuweisung abgeschlossen ist",
        without="Unterschreibe ich nicht, endet die Zuweisung. Das wird mir nicht vorgehalten.", support=SUPPORT_DE,
    )  # fmt: skip


@sample(ProviderReport, "de")
def provider_report() -> ProviderReport:
    """D15 from the practice, when participation ended early."""
    return ProviderReport(
        matter=REFERRAL_DE, dated=date(2026, 8, 3), organisation=LARKFIELD_DE, contact=PETRA, signatory=NADJA,
        recipient=Addressee(name=PETRA.name, address=LARKFIELD_DE.address), language="de-DE", jurisdiction="DE",
        reference="DOC-2026-N3K7ZP", title=ProviderReport.title_in("de"), report="non_participation", employee="Stefan Brandt",
        provider=STADTPARK, first_day=date(2026, 7, 3), last_day=date(2026, 8, 2),
        reported=(
            Reported(code="attended", kept=3, planned=5),
            Reported(code="barrier", barrier="declined"),
            Reported(code="complying", complying="no"),
            Reported(code="ended", on=date(2026, 7, 28)),
        ),
        release=RELEASE_DE, release_expires_on=date(2027, 1, 31),
    )  # fmt: skip


@sample(OverDisclosure, "de")
def over_disclosure() -> OverDisclosure:
    """D15N to Stefan Brandt, after a file that went beyond his release."""
    return OverDisclosure(
        matter=REFERRAL_DE, dated=date(2026, 8, 5), organisation=LARKFIELD_DE, recipient=STEFAN, contact=PETRA, signatory=PETRA,
        language="de-DE", jurisdiction="DE", reference="DOC-2026-T6W3HB", title=OverDisclosure.title_in("de"),
        provider=STADTPARK.name, file="FILE-2026-3MXP9R", release=RELEASE_DE, received_on=date(2026, 8, 3),
        sealed_on=date(2026, 8, 5), support=SUPPORT_DE,
    )  # fmt: skip
