"""Sample letters about a decision in German, and the people at Larkfield Instruments GmbH in Munich."""

from datetime import date

from backend.cases.letters import Meeting
from backend.decisions.letters import (
    AppealAcknowledgement,
    AppealDecision,
    AppealRoute,
    Change,
    DisciplinaryWarning,
    DisclosureAddendum,
    FindingTold,
    GroundAnswered,
    Misconduct,
    OutcomeToComplainant,
    OutcomeTold,
    OutcomeToRespondent,
)
from backend.decisions.own_appeals import AppealAnswer
from backend.documents.letters import Addressee, Contact, Organisation
from backend.documents.samples import sample

LARKFIELD_DE = Organisation(
    name="Larkfield Instruments GmbH",
    address=("Larkfield Instruments GmbH", "Isarwerk 12", "80469 München"),
    phone="089 5550 100",
    email="personal@larkfield.example",
    registered="Larkfield Instruments GmbH, Sitz München",
)
STEFAN = Addressee(
    name="Stefan Brandt",
    role="Bereichsleiter Süd",
    address=("Larkfield Instruments GmbH", "Haus C, 3. Stock", "Isarwerk 12", "80469 München"),
)
KATRIN = Addressee(name="Katrin Vogel", role="Serviceingenieurin", address=("Lindenallee 7", "81545 München"))
ANDREAS = Contact(name="Andreas Pohl", role="Personalreferent", email="andreas@larkfield.example", phone="089 5550 127")
HELGA = Contact(name="Helga Sommer", role="Leiterin Betrieb", email="helga@larkfield.example")
MAURER = Contact(name="Jürgen Maurer", role="Leiter Qualität", email="juergen@larkfield.example")
SUPPORT_DE = (
    Contact(name="Beratungstelefon für Beschäftigte", role="vertraulich, Tag und Nacht", phone="0800 555 0199"),
    Contact(name="Andreas Pohl", role="praktische Fragen, Anpassungen, freie Zeit", email="andreas@larkfield.example"),
)
CASE_DE = "CASE-2026-9RM3TD"
APPEAL_DE = AppealRoute(
    until=date(2026, 5, 15),
    to=Contact(name="die Beschwerdestelle", email="beschwerdestelle@larkfield.example"),
    grounds=(
        "Das Verfahren wurde nicht eingehalten, und das hat sich ausgewirkt.",
        "Es gibt neue Beweise.",
        "Wer entschieden hat, war nicht unparteiisch.",
        "Die Feststellung folgt nicht aus den Beweisen.",
        "Die Folge ist unverhältnismäßig.",
    ),
)
FINDINGS_DE = (
    FindingTold(reference="A1", subject="Berührungen beim Tagungsessen", finding="bestätigt", reasons="Zwei Personen schildern unabhängig voneinander dasselbe. Ihre eigene Darstellung stimmt bei Zeit und Ort damit überein. Die Berührungen selbst haben Sie nicht bestritten."),
    FindingTold(reference="A2", subject="Wiederholte Einladungen", finding="teilweise bestätigt", reasons="Die Nachrichten vom 27. und 28. Februar zeigen zwei Einladungen nach einer Absage. Weitere mündliche Einladungen sind nicht belegt."),
    FindingTold(reference="A3", subject="Bemerkung zum Projekt Nord", finding="nicht bestätigt", reasons="Niemand sonst hat die Bemerkung gehört, und es gibt keine Aufzeichnung. Die Beweise reichen nicht aus. Das heißt nicht, dass jemand die Unwahrheit gesagt hat."),
)  # fmt: skip
INDEPENDENT_DE = (
    "Er war weder an der Untersuchung noch an der Entscheidung beteiligt.",
    "Er ist Helga Sommer, die entschieden hat, nicht unterstellt.",
    "Er hat erklärt, dass ihn nichts mit einer der beiden Seiten verbindet.",
)


@sample(OutcomeToRespondent, "de")
def outcome_respondent() -> OutcomeToRespondent:
    """D9 to Stefan Brandt."""
    return OutcomeToRespondent(
        matter=CASE_DE, dated=date(2026, 5, 1), organisation=LARKFIELD_DE, recipient=STEFAN, contact=ANDREAS, signatory=HELGA,
        language="de-DE", jurisdiction="DE", reference="DOC-2026-P3V8KC", title=OutcomeToRespondent.title_in("de"),
        standard="überwiegende Wahrscheinlichkeit", findings=FINDINGS_DE,
        outcomes=(
            OutcomeTold(what="Letzte Abmahnung", until="28. April 2027"),
            OutcomeTold(what="Angebot einer Vereinbarung, das Sie annehmen oder ablehnen können", until="offen bis 12. Mai 2026"),
            OutcomeTold(what="Zweite Prüfung Ihrer Entscheidungen über Einstellung, Beurteilung und Gehalt", until="13. Mai 2027"),
        ),
        reasons="Die Berührungen gingen weiter, als sie erkennbar unerwünscht waren, und Sie hatten eine leitende Stellung. Eine mildere Folge entspräche nicht früheren Entscheidungen in vergleichbaren Fällen.",
        factors=("Achtzehn Jahre Betriebszugehörigkeit ohne gültige Abmahnung.", "Sie haben früh eingeräumt, dass es zu den Berührungen kam.", "Der Unterschied der Stellung zwischen Ihnen und der anderen Person."),
        appeal=APPEAL_DE, support=SUPPORT_DE,
    )  # fmt: skip


@sample(OutcomeToComplainant, "de")
def outcome_complainant() -> OutcomeToComplainant:
    """D8 to Katrin Vogel."""
    reasons = (
        "Zwei Personen schildern unabhängig voneinander dasselbe, und ihre Angaben passen zu Ihren.",
        "Ihre Nachrichten zeigen zwei Einladungen nach Ihrer Absage. Die anderen ließen sich nicht klären.",
        "Niemand sonst hat die Bemerkung gehört, und es gibt keine Aufzeichnung. Wir sagen nicht, dass sie nicht gefallen ist.",
    )
    findings = tuple(
        FindingTold(reference=told.reference, subject=told.subject, finding=told.finding, reasons=why)
        for told, why in zip(FINDINGS_DE, reasons, strict=True)
    )
    return OutcomeToComplainant(
        matter=CASE_DE, dated=date(2026, 5, 1), organisation=LARKFIELD_DE, recipient=KATRIN, contact=ANDREAS, signatory=HELGA,
        language="de-DE", jurisdiction="DE", reference="DOC-2026-M5X2TB", title=OutcomeToComplainant.title_in("de"),
        findings=findings, steps_taken=True,
        measures=("Stefan Brandt darf keinen Kontakt zu Ihnen aufnehmen. Notwendige dienstliche Nachrichten laufen über Andreas Pohl.", "Über Ihr Gehalt, Ihre Beurteilung und Ihre Projekte entscheidet bis 13. Mai 2027 Helga Sommer."),
        check_ins=(date(2026, 5, 8), date(2026, 6, 1), date(2026, 7, 30), date(2026, 10, 28)),
        appeal=APPEAL_DE,
        outside=(Contact(name="Antidiskriminierungsstelle des Bundes", role="kostenlose erste Beratung"),),
        support=SUPPORT_DE,
    )  # fmt: skip


@sample(DisclosureAddendum, "de")
def disclosure_addendum() -> DisclosureAddendum:
    """D8a to Katrin Vogel, a week after the outcome."""
    return DisclosureAddendum(
        matter=CASE_DE, dated=date(2026, 5, 8), organisation=LARKFIELD_DE, recipient=KATRIN, contact=ANDREAS, signatory=ANDREAS,
        language="de-DE", jurisdiction="DE", reference="DOC-2026-T7N4QH", title=DisclosureAddendum.title_in("de"),
        outcome_letter="DOC-2026-M5X2TB", disclosure_decision="DIS-2026-R8W4FC",
        disclosed=("Stefan Brandt verlässt Tagungen und Kundentermine, sobald der dienstliche Teil endet.", "Bis 13. Mai 2027 hat er keine Aufgaben in Haus A."),
        reasons="Sie planen Ihre Arbeit bei Veranstaltungen in den nächsten Monaten. Das können Sie nur sicher tun, wenn Sie wissen, wann er dort ist. Wir haben das gegen sein Interesse an Vertraulichkeit abgewogen und teilen nicht mehr mit als nötig.",
        decided_by=HELGA, decided_on=date(2026, 5, 6), other_told_on=date(2026, 5, 7), support=SUPPORT_DE,
    )  # fmt: skip


@sample(DisciplinaryWarning, "de")
def warning() -> DisciplinaryWarning:
    """D10 to Stefan Brandt."""
    return DisciplinaryWarning(
        matter=CASE_DE, dated=date(2026, 5, 1), organisation=LARKFIELD_DE, recipient=STEFAN, contact=ANDREAS, signatory=HELGA,
        language="de-DE", jurisdiction="DE", reference="DOC-2026-J9D3RW", classification="private_employee",
        title=DisciplinaryWarning.title_in("de"), is_final=True,
        misconduct=(
            Misconduct(reference="A1", conduct="Sie haben am Abend des 26. Februar 2026 dreimal die Hände auf die Schultern einer Kollegin gelegt, obwohl das erkennbar unerwünscht war.", policy_clause="Richtlinie Respekt am Arbeitsplatz 3.2"),
            Misconduct(reference="A2", conduct="Sie haben die Kollegin am 27. und 28. Februar 2026 nach ihrer Absage erneut zu einem Treffen zu zweit eingeladen.", policy_clause="Richtlinie Respekt am Arbeitsplatz 3.1 und 5.1"),
        ),
        changes=(
            Change(what="Sie berühren Kolleginnen und Kollegen nicht, außer bei einem angebotenen Händedruck.", timescale="ab heute"),
            Change(what="Lehnt jemand eine Einladung ab, wiederholen Sie sie nicht.", timescale="ab heute"),
            Change(what="Sie nehmen am Kurs „Macht und Grenzen am Arbeitsplatz“ teil.", timescale="bis 31. Juli 2026"),
        ),
        consequence="Verletzen Sie diese Pflichten erneut, solange die Abmahnung gilt, müssen Sie mit einer Kündigung rechnen. Vorher hören wir Sie an und prüfen den Einzelfall.",
        live_until=date(2027, 4, 28), review_on=date(2026, 11, 12),
        help=("Wir bezahlen den Kurs und stellen Sie dafür frei.", "Andreas Pohl beantwortet Fragen zu unseren Erwartungen."),
        removal="Wir entfernen sie dann aus Ihrer Personalakte, außer das Gesetz verlangt die Aufbewahrung.",
        appeal=APPEAL_DE, support=SUPPORT_DE,
    )  # fmt: skip


@sample(AppealAcknowledgement, "de")
def appeal_acknowledgement() -> AppealAcknowledgement:
    """D20 to Katrin Vogel: the other party appealed."""
    return AppealAcknowledgement(
        matter=CASE_DE, dated=date(2026, 5, 18), organisation=LARKFIELD_DE, recipient=KATRIN, contact=ANDREAS, signatory=ANDREAS,
        language="de-DE", jurisdiction="DE", reference="DOC-2026-V4B8YS", title=AppealAcknowledgement.title_in("de"),
        by_recipient=False, received_on=date(2026, 5, 14),
        grounds=("Die Feststellung zu A2 folge nicht aus den Beweisen.",),
        reviewer=MAURER, independence=INDEPENDENT_DE,
        meeting=Meeting(on=date(2026, 5, 29), time="10:00 Uhr", place="Raum Isar, München, oder per Video", with_whom="Jürgen Maurer"),
        comment_until=date(2026, 6, 1), decision_by=date(2026, 6, 12),
        meanwhile=("Alles, was Sie schützt, gilt unverändert weiter.",),
        support=SUPPORT_DE,
    )  # fmt: skip


@sample(AppealDecision, "de")
def appeal_decision() -> AppealDecision:
    """D20 to Katrin Vogel: the appeal of the other party is dismissed, as far as it concerns her."""
    return AppealDecision(
        matter=CASE_DE, dated=date(2026, 6, 10), organisation=LARKFIELD_DE, recipient=KATRIN, contact=ANDREAS, signatory=MAURER,
        language="de-DE", jurisdiction="DE", reference="DOC-2026-G6W2ND", title=AppealDecision.title_in("de"),
        by_recipient=False, appeal_on=date(2026, 5, 14), result="dismissed",
        grounds=(GroundAnswered(ground="Die Feststellung zu A2 folge nicht aus den Beweisen", result="nicht begründet", reasons="Beide Nachrichten kamen nach einer klaren Absage. Zeit und Wortlaut sind unstreitig. Die Feststellung folgt daraus."),),
        independence=INDEPENDENT_DE,
        new_material=("Die schriftliche Stellungnahme der anderen Seite vom 27. Mai 2026.", "Ihre Antwort vom 1. Juni 2026."),
        effects=("Die Feststellungen zu A1, A2 und A3 bleiben, wie wir sie Ihnen mitgeteilt haben.", "Alles, was Sie schützt, gilt weiter."),
        outside=(Contact(name="Antidiskriminierungsstelle des Bundes", role="kostenlose erste Beratung"),),
        support=SUPPORT_DE,
    )  # fmt: skip


@sample(AppealAnswer, "de")
def appeal_answer() -> AppealAnswer:
    """D20 to Stefan Brandt: the decision on his return is set aside, and he had a good cause to be late."""
    return AppealAnswer(
        matter=CASE_DE, dated=date(2026, 11, 27), organisation=LARKFIELD_DE, recipient=STEFAN, contact=ANDREAS, signatory=MAURER,
        language="de-DE", jurisdiction="DE", reference="DOC-2026-F4T9HW", title=AppealAnswer.title_in("de"),
        against="die Entscheidung über Ihre Rückkehr an den Arbeitsplatz", decision_letter="DOC-2026-S8P5GC",
        appeal_on=date(2026, 11, 23), result="overturned",
        grounds=("Das Verfahren wurde nicht eingehalten, und das war von Bedeutung.",),
        reasons="Der getrennte Arbeitsplatz war am Tag der Entscheidung fertig. Das stand im Protokoll der Hausverwaltung, wurde aber nicht gelesen.",
        good_cause="Sie waren bis zum 20. November ohne Zugang zu Ihrer Post.",
        independence=(
            "Die prüfende Person hat an der Entscheidung nicht mitgewirkt.",
            "Die prüfende Person ist niemandem unterstellt, der entschieden hat.",
            "Die prüfende Person steht in keiner Berichtslinie zu Ihnen.",
        ),
        effects=("Über Ihre Rückkehr entscheidet jetzt eine andere Person. Sie erhalten ein neues Schreiben.", "Bis dahin bleibt es so, wie es heute ist."),
        support=SUPPORT_DE,
    )  # fmt: skip
