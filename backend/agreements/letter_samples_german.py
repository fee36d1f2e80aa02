"""The sample agreement and its completion in German, at the sister company in Munich."""

from datetime import date

from backend.agreements.letters.agreement import (
    AccountabilityAgreement,
    CompletionLetter,
    ObligationLine,
    ObligationMet,
)
from backend.clauses.delivered import delivered
from backend.documents.letter_samples import AGREEMENT_DE, CASE_DE, KATRIN, MUNICH, SABINE, THOMAS
from backend.documents.letters import Contact
from backend.documents.samples import sample

VALUES: dict[str, dict[str, str]] = {
    "C01": {
        "organisation": "Larkfield Instruments GmbH", "employee": "Thomas Berger", "job_title": "Regionalleiter Süd",
        "officer": "Katrin Vogel", "officer_title": "Geschäftsführerin",
        "representation": "Für Thomas Berger handelt Dr. Helga Brandt, Rechtsanwältin. Sie unterschreibt mit.",
    },
    "C02": {
        "decided_on": "30. Juli 2026", "case": CASE_DE, "findings": "den Feststellungen zu den Punkten A1 und A2",
        "policy_clauses": "den Ziffern 3.1, 3.2 und 5.1 der Regel „Respekt bei der Arbeit“",
    },
    "C03": {"expectations": "- Sie berühren Kolleginnen und Kollegen nicht, außer bei einem angebotenen Händedruck.\n- Wer Ihnen unterstellt ist, den laden Sie nur aus dienstlichem Anlass und in der Arbeitszeit zu Gesprächen ein.\n- Sagt jemand Nein, fragen Sie nicht noch einmal."},
    "C04": {},
    "C20": {
        "people": "Miriam Schäfer", "exceptions": "Ausgenommen sind Besprechungen mit mehr als sechs Personen, in denen beide eine Aufgabe haben.",
        "channel": "Sabine Krüger", "review_on": "11. Februar 2027", "ends_on": "12. August 2027",
    },
    "C21": {"safeguards": "- Bei Tagungen und Kundenveranstaltungen gehen Sie, wenn der dienstliche Teil endet.\n- Sie trinken keinen Alkohol, wenn Ihnen Unterstellte anwesend sind.\n- Gespräche zu zweit finden in Räumen mit Glastür statt."},
    "C22": {"people": "Miriam Schäfer", "decider": "Katrin Vogel"},
    "C23": {"reviewer": "Petra Lang", "decisions": "Einstellung, Beurteilung und Bezahlung im Außendienst"},
    "C26": {"recipient": "Sabine Krüger", "policy_clause": "Ziffer 6.1"},
    "C06": {},
    "C24": {"programme": "dem zweitägigen Kurs „Macht und Grenzen bei der Arbeit“", "objectives": "- Erkennen, wie eine Leitungsrolle auf andere wirkt.\n- Ein Nein verstehen und achten.\n- Gespräche zu zweit sicher führen."},
    "C27": {},
    "C28": {"monitor": "Jonas Weber", "schedule": "vier Wochen lang jede Woche, dann acht Wochen lang alle zwei Wochen und danach monatlich"},
    "C15": {"duties": "- Wir bezahlen den Kurs und geben Ihnen dafür Arbeitszeit.\n- Wir halten jedes geplante Gespräch ein und sagen früh Bescheid, wenn eines verlegt werden muss.\n- Die Schutzregeln für Veranstaltungen gelten für alle, die sie ausrichten."},
    "C14": {"contact": "Sabine Krüger"},
    "C05": {"starts_on": "13. August 2026", "review_on": "11. Februar 2027", "ends_on": "12. August 2027"},
    "C07": {"confirm_within": "zehn Arbeitstagen"},
    "C30": {"person": "Sabine Krüger", "follow_up_on": "11. November 2027"},
    "C31": {},
    "C08": {"response_time": "fünf Arbeitstage", "decision_maker": "Katrin Vogel", "appeal_time": "zehn Arbeitstagen"},
    "C09": {"ladder": "- Ein Gespräch und eine schriftliche Klarstellung.\n- Eine längere Schutzregel oder ein weiteres Gespräch, vereinbart nach Klausel C12.\n- Eine neue Entscheidung über Abmahnung, Änderung der Aufgabe oder Kündigung, mit Anhörung und Beschwerde."},
    "C52": {"works_council": "Der Betriebsrat wurde am 4. August 2026 über das Angebot unterrichtet, mit Ihrem Einverständnis."},
    "C10": {"offer_expires_on": "12. August 2026", "alternative": "eine Abmahnung und eine Änderung der Berichtslinie."},
    "C11": {},
    "C13": {"access": "- Sie sehen alles und auch, wer es geöffnet hat.\n- Jonas Weber sieht Ihre Verpflichtungen und deren Termine, sonst nichts.\n- Sabine Krüger und Katrin Vogel sehen die ganze Vereinbarung.\n- Die Revision sieht, dass es sie gibt und ob Termine eingehalten wurden.", "retain_until": "12. August 2030"},
    "C12": {},
    "C16": {"language": "Deutsch"},
}  # fmt: skip


@sample(AccountabilityAgreement, "de")
def agreement_de() -> AccountabilityAgreement:
    """D12 in German, with a representative who signs too."""
    return AccountabilityAgreement(
        title=AccountabilityAgreement.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=CASE_DE, dated=date(2026, 8, 4), organisation=MUNICH, recipient=THOMAS, contact=SABINE, signatory=KATRIN,
        reference="DOC-2026-N7M3YR", classification="private_employee", agreement=AGREEMENT_DE, officer=KATRIN,
        representative=Contact(name="Dr. Helga Brandt", role="Rechtsanwältin, für Thomas Berger"),
        starts_on=date(2026, 8, 13), review_on=date(2027, 2, 11), ends_on=date(2027, 8, 12), offer_expires_on=date(2026, 8, 12),
        clauses=tuple(clause.fill(VALUES[clause.code]) for clause in delivered("de-DE").in_order(VALUES)),
        obligations=(
            ObligationLine(what="Die Regel „Respekt bei der Arbeit“ lesen und das bestätigen", due="27. August 2026", evidence="Unterschriebene Bestätigung", verifier="Sabine Krüger"),
            ObligationLine(what="Den Kurs „Macht und Grenzen bei der Arbeit“ besuchen (zwei Tage)", due="30. Oktober 2026", evidence="Teilnahmebestätigung", verifier="Sabine Krüger"),
            ObligationLine(what="Die regelmäßigen Gespräche führen", due="Wie in der Klausel dazu", evidence="Gesprächsnotiz", verifier="Jonas Weber"),
            ObligationLine(what="Anstehende Beurteilungen zur zweiten Prüfung geben", due="20. August 2026, dann bei jeder Beurteilung", evidence="Vermerk der Prüfung", verifier="Petra Lang"),
        ),
    )  # fmt: skip


@sample(CompletionLetter, "de")
def completion_de() -> CompletionLetter:
    """D18 in German, when the year is over."""
    return CompletionLetter(
        title=CompletionLetter.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=CASE_DE, dated=date(2027, 8, 16), organisation=MUNICH, recipient=THOMAS, contact=SABINE, signatory=KATRIN,
        reference="DOC-2027-K8V4ZR", classification="private_employee", agreement=AGREEMENT_DE,
        starts_on=date(2026, 8, 13), ended_on=date(2027, 8, 12),
        obligations=(
            ObligationMet(what="Regel „Respekt bei der Arbeit“ gelesen und bestätigt", closed_on=date(2026, 8, 24), how="Erfüllt"),
            ObligationMet(what="Kurs „Macht und Grenzen bei der Arbeit“", closed_on=date(2026, 10, 16), how="Erfüllt"),
            ObligationMet(what="Regelmäßige Gespräche", closed_on=date(2027, 8, 5), how="Erfüllt; eines erlassen"),
        ),
        continuing=("Die Regel „Respekt bei der Arbeit“ und das Verbot der Benachteiligung gelten für Sie wie für alle.",),
        retention="Wir bewahren die Vereinbarung bis zum 12. August 2030 auf und löschen sie dann, außer das Gesetz verlangt mehr Zeit.",
    )  # fmt: skip
