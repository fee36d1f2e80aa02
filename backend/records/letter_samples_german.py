"""The sample papers of an export of the history in German."""

from datetime import UTC, date, datetime, timedelta

from backend.documents.letter_samples import CASE_DE, MUNICH
from backend.documents.letters import Addressee, Contact
from backend.documents.samples import sample
from backend.records.letters.audit import (
    AnchorFacts,
    AuditCertificate,
    AuditReport,
    CheckpointFacts,
    Count,
    EntryLine,
    Fact,
    FileDigest,
    Withheld,
)

ANKE = Addressee(name="Anke Reuter", role="Revision", address=MUNICH.address)
STELLE = Contact(name="Personalabteilung", role="Verwahrung der Unterlagen", email="personal@larkfield.example")
SEALED = CheckpointFacts(
    origin="hr.larkfield.example/audit/1",
    size=61_507,
    root="Tm4Zx0b2m3R7yT9uVw4cDe5fGh6iJk7lMn8oPq9rStU=",
    signed_at=datetime(2026, 10, 1, 9, 30, 4, tzinfo=UTC),
    key="hr.larkfield.example/audit+8c1f03a7+AZ0bqv1y3m5T7uWx9cD2eF4gH6iJ8kL0nM1oP3qR5sTv",
)
ACTS = (
    ("Felix Arndt", "eröffnete einen Fall", CASE_DE),
    ("Beteiligte Person 1", "antwortete auf einen Punkt", f"{CASE_DE}-A1"),
    ("Person 7F3A", "meldete sich an", ""),
    ("Das System", "hielt eine Frist fest", CASE_DE),
)


@sample(AuditReport, "de")
def audit_report_de() -> AuditReport:
    """D25 in German: one case, as far as an auditor may see it."""
    start = datetime(2026, 4, 20, 8, 15, tzinfo=UTC)
    return AuditReport(
        title=AuditReport.title_in("de"), language="de-DE", jurisdiction="DE",
        matter="EXP-2026-4T7QXN", dated=date(2026, 10, 1), organisation=MUNICH, recipient=ANKE, contact=STELLE, signatory=STELLE,
        reference="EXP-2026-4T7QXN/report", scope=f"Ein Fall: {CASE_DE}",
        claim="Vollständig für den Strom dieses Falls: vom ersten Eintrag bis zum letzten, der beim Erstellen versiegelt war.",
        filter=(Fact(name="Art", value="Alle Arten"),), since=date(2026, 4, 20), until=date(2026, 9, 30),
        asked_by="Anke Reuter", asked_role="Revision", asked_at=datetime(2026, 10, 1, 9, 28, 51, tzinfo=UTC),
        why="Jährliche Prüfung, wie Fälle behandelt werden.", request="LF-2026-17", made_at=datetime(2026, 10, 1, 9, 30, 9, tzinfo=UTC), count=24,
        by_kind=(Count(label="Änderung", number=18), Count(label="Lesen", number=4), Count(label="Unterschrift", number=2)),
        by_role=(Count(label="Untersuchung", number=9), Count(label="Entscheidung", number=5), Count(label="Beteiligte", number=4), Count(label="Das System", number=6)),
        by_action=(Count(label="eröffnete einen Fall", number=1), Count(label="entschied über die Feststellungen", number=2), Count(label="hielt eine Frist fest", number=6)),
        checkpoint=SEALED,
        anchors=(AnchorFacts(kind="Ordner, der nur einmal beschrieben wird", size=61_507, at=datetime(2026, 10, 1, 9, 30, 5, tzinfo=UTC)), AnchorFacts(kind="Zeitstempel einer Stelle", size=61_480, at=datetime(2026, 10, 1, 9, 0, 2, tzinfo=UTC))),
        completeness=("Jede der 18 Änderungen hat ihre Zeile in der Geschichte des Datensatzes, und jede Zeile ihren Eintrag.", "In den Nummern des Stroms wurde keine Lücke gefunden."),
        withheld=(Withheld(what="Einträge über anwaltliche Beratung", number=2, why="Rechtlich geschützt; nur ihre Zahl wird genannt."),),
        entries=tuple(
            EntryLine(index=52_000 + 7 * number, at=start + timedelta(minutes=37 * number), who=who, what=what, on=on)
            for number, (who, what, on) in enumerate(ACTS[each % len(ACTS)] for each in range(24))
        ),
    )  # fmt: skip


@sample(AuditCertificate, "de")
def audit_certificate_de() -> AuditCertificate:
    """D25, the certificate in German."""
    names = ("checkpoint", "events.ndjson", "proofs.ndjson", "events.csv", "report.pdf", "keys.txt", "README.txt")
    return AuditCertificate(
        title=AuditCertificate.title_in("de"), language="de-DE", jurisdiction="DE",
        matter="EXP-2026-4T7QXN", dated=date(2026, 10, 1), organisation=MUNICH, recipient=ANKE, contact=STELLE,
        signatory=Contact(name="Oliver Winkler", role="Systemverwalter", email="winkler@larkfield.example"),
        reference="EXP-2026-4T7QXN/certificate", scope=f"Ein Fall: {CASE_DE}", count=24,
        knowledge="Ich betreibe dieses System und weiß, wie es seine Einträge schreibt und verwahrt.",
        made_at=datetime(2026, 10, 1, 9, 30, 9, tzinfo=UTC), checkpoint=SEALED,
        files=tuple(FileDigest(name=name, size=1_000 + 977 * at, sha256=f"{at:x}3c9f" + "0a7be41d" * 7 + "5e6") for at, name in enumerate(names)),
        check_at="https://evenhand.larkfield.example/verify/",
        known_defects=("Die Uhr ging bis zum 3. Mai 2026 um 40 Sekunden vor.",),
    )  # fmt: skip
