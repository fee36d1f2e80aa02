"""Sample papers about people's rights in records: a data subject's reply, a conflict, a privilege log, a summary."""

from datetime import date, timedelta

from backend.documents.letter_samples import CASE_DE, KATRIN, MUNICH, SABINE, THOMAS
from backend.documents.letters import Addressee, Contact, Organisation
from backend.documents.sample_people import CASE, DANIEL, INES, LARKFIELD, MARTIN, OMAR
from backend.documents.samples import sample
from backend.records.letter_samples_keeping import MARKUS, NADIA, PRIYA, ULRIKE
from backend.records.letters.conflicts import ConflictAnswer, ConflictDecision, ConflictDeclaration
from backend.records.letters.privilege import PrivilegeEntry, PrivilegeLog
from backend.records.letters.replies import DataItem, DataReply, Exemption
from backend.records.letters.summaries import FcraSummary, SummaryPoint

FRESNO = Organisation(name="Larkfield Instruments Inc.", address=("Larkfield Instruments Inc.", "2200 Tulare Street", "Fresno, CA 93721"))  # fmt: skip
CLAIRE = Contact(name="Clara Nwosu", role="Director of Quality")


@sample(DataReply)
def data_reply() -> DataReply:
    """D26 to Martin Hale on access, with every part that such a reply can have."""
    return DataReply(
        matter="DSR-2026-5NB8QT", dated=date(2026, 9, 16), organisation=LARKFIELD, recipient=MARTIN, contact=PRIYA, signatory=PRIYA,
        reference="DOC-2026-S7R4YA", request="DSR-2026-5NB8QT", asked_for="access", received_on=date(2026, 7, 20), identity_on=date(2026, 7, 22), due_on=date(2026, 8, 20),
        extended_until=date(2026, 10, 20), extension_why="your request covers eleven years and more than two thousand items.",
        items=(
            DataItem(what="Personnel file", period="2015 to 2026", done="Full copy, item 1 of the enclosure"),
            DataItem(what="Letters to you and answers from you", period="March to July 2026", done="Full copy, item 2"),
            DataItem(what="Report, notes and statements of the case", period="March to April 2026", done="Copy of what concerns you, item 3; see section 2"),
            DataItem(what="Access log of your records", period="2026", done="List by role and day, item 4"),
        ),
        exemptions=(
            Exemption(item="Item 3", extent="14 of 61 pages, in part", why="They are also about other people, who did not agree that you receive them."),
            Exemption(item="Letters with our lawyers", extent="9 letters, whole", why="Legal professional privilege."),
        ),
        restrictions=("The note of 3 March 2026, whose correctness you dispute, until we have checked it.",),
        purposes=("To carry out your employment.", "To look into reports, to decide about them fairly, and to show later that we did."),
        recipients=("Those who work on the case, by their role.", "The provider of our payroll."),
        sources=("You.", "Your managers and colleagues.", "The systems that you use at work."),
        retention="Personnel file: six years after the end of employment. Papers of the case: until 13 May 2033.",
        automated="No decision about you was made by a machine alone.",
        delivery="You receive the copies over your secure page. They stay there for 90 days. If you prefer paper, tell us.",
        authority=Contact(name="Information Commissioner’s Office", phone="0303 123 1113"), authority_address=("Wycliffe House", "Water Lane", "Wilmslow SK9 5AF"),
    )  # fmt: skip


@sample(DataReply, "de")
def data_reply_de() -> DataReply:
    """D26 in German on erasure, answered in time."""
    return DataReply(
        title=DataReply.title_in("de"), language="de-DE", jurisdiction="DE",
        matter="DSR-2026-5NB8QV", dated=date(2026, 10, 5), organisation=MUNICH, recipient=THOMAS, contact=MARKUS, signatory=MARKUS,
        reference="DOC-2026-S7R4YB", request="DSR-2026-5NB8QV", asked_for="erasure", received_on=date(2026, 9, 14), identity_on=date(2026, 9, 15), due_on=date(2026, 10, 14),
        items=(
            DataItem(what="Bewerbungsunterlagen", period="2014", done="Gelöscht am 1. Oktober 2026"),
            DataItem(what="Fotos von Veranstaltungen", period="2018 bis 2025", done="Gelöscht am 1. Oktober 2026; die Druckerei wurde informiert"),
            DataItem(what="Unterlagen des Falls", period="April bis Juli 2026", done="Nicht gelöscht; siehe Abschnitt 2"),
        ),
        exemptions=(Exemption(item="Unterlagen des Falls", extent="Alle", why="Wir brauchen sie, um Rechtsansprüche zu prüfen oder abzuwehren. Wir löschen sie spätestens am 12. August 2030."),),
        restrictions=("Die Unterlagen des Falls, bis über Ihren Widerspruch entschieden ist.",),
        delivery="Dieses Schreiben erhalten Sie über Ihre sichere Seite. Auf Wunsch schicken wir es auf Papier.",
        authority=Contact(name="Bayerisches Landesamt für Datenschutzaufsicht"), authority_address=("Promenade 18", "91522 Ansbach"),
    )  # fmt: skip


@sample(PrivilegeLog)
def privilege_log(entries: int = 5) -> PrivilegeLog:
    """D27: what is withheld from the other side of a claim."""
    forms = (
        ("E-mail", "Nadia Rahman, legal counsel", "Ruth Adeyemi", "Request about procedure", "Legal advice privilege", "Whole"),
        ("Memorandum, 4 pages", "Nadia Rahman, legal counsel", "Ruth Adeyemi, Daniel Price", "Steps after a claim", "Litigation privilege", "Whole"),
        ("E-mail with attachment", "Ruth Adeyemi", "Nadia Rahman, legal counsel", "Question about procedure", "Legal advice privilege", "E-mail withheld; attachment given"),
    )  # fmt: skip
    return PrivilegeLog(
        matter=CASE, dated=date(2026, 11, 2), organisation=LARKFIELD, recipient=Addressee(name="Ashby and Cole Solicitors", role="for Martin Hale"), contact=NADIA, signatory=NADIA,
        reference="DOC-2026-P2G6LE", production="Disclosure in the employment tribunal, list of 2 November 2026",
        entries=tuple(PrivilegeEntry(number=number + 1, on=date(2026, 6, 9) + timedelta(days=3 * (number % 40)), form=form, author=author, recipients=to, about=about, ground=ground, extent=extent) for number, (form, author, to, about, ground, extent) in enumerate(forms[each % 3] for each in range(entries))),
    )  # fmt: skip


@sample(PrivilegeLog, "de")
def privilege_log_de() -> PrivilegeLog:
    """D27 in German."""
    return PrivilegeLog(
        title=PrivilegeLog.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=CASE_DE, dated=date(2026, 11, 9), organisation=MUNICH, recipient=Addressee(name="Kanzlei Brandt", role="für Thomas Berger"), contact=ULRIKE, signatory=ULRIKE,
        reference="DOC-2026-P2G6LF", production="Anfrage der Kanzlei vom 26. Oktober 2026",
        entries=(
            PrivilegeEntry(number=1, on=date(2026, 8, 3), form="Brief, 2 Seiten", author="Kanzlei Maier und Roth", recipients="Katrin Vogel", about="Frage zum Verfahren", ground="Anwaltliche Beratung", extent="Ganz"),
            PrivilegeEntry(number=2, on=date(2026, 8, 5), form="E-Mail mit Anlage", author="Katrin Vogel", recipients="Kanzlei Maier und Roth", about="Frage zu Fristen", ground="Anwaltliche Beratung", extent="E-Mail zurückgehalten, Anlage gegeben"),
        ),
    )  # fmt: skip


@sample(ConflictDeclaration)
def conflict_declaration() -> ConflictDeclaration:
    """D27: Inês Duarte declares a tie, and is cleared on a condition."""
    return ConflictDeclaration(
        matter=CASE, dated=date(2026, 3, 3), organisation=LARKFIELD, recipient=Addressee(name="Clara Nwosu", role="Director of Quality"), contact=OMAR, signatory=CLAIRE,
        reference="DOC-2026-K5F9JR", declarant=INES, case_role="Investigator", people=("Erin Lindqvist", "Martin Hale"),
        answers=(
            ConflictAnswer(question="Do you report to one of them, or does one of them report to you, now or at the time?", is_yes=False),
            ConflictAnswer(question="Have you worked in the same team as one of them in the last 24 months?", is_yes=True, detail="A project group with Martin Hale in the autumn of 2024, four meetings."),
            ConflictAnswer(question="Are you related or close to one of them, or do you share money or property?", is_yes=False),
            ConflictAnswer(question="Have you advised, represented or decided about one of them in an earlier matter?", is_yes=False),
            ConflictAnswer(question="Did you see or hear anything of what the case is about?", is_yes=False),
            ConflictAnswer(question="Is there anything else that a fair observer would want to know?", is_yes=False),
        ),
        decision=ConflictDecision(is_cleared=True, on=date(2026, 3, 4), why="Four meetings long ago leave no doubt about fairness.", conditions=("Both parties are told of the tie and may object.",)),
    )  # fmt: skip


@sample(ConflictDeclaration, "de")
def conflict_declaration_de() -> ConflictDeclaration:
    """D27 in German, blank for answers on paper."""
    questions = (
        "Sind Sie einer dieser Personen unterstellt oder ist sie Ihnen unterstellt, jetzt oder damals?",
        "Haben Sie in den letzten 24 Monaten mit einer von ihnen im selben Team gearbeitet?",
        "Sind Sie mit einer von ihnen verwandt oder eng verbunden, oder teilen Sie Geld oder Eigentum?",
        "Haben Sie eine von ihnen früher beraten, vertreten oder über sie entschieden?",
        "Haben Sie etwas von dem gesehen oder gehört, worum es geht?",
        "Gibt es etwas anderes, was eine unbeteiligte Person wissen wollte?",
    )
    return ConflictDeclaration(
        title=ConflictDeclaration.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=CASE_DE, dated=date(2026, 4, 24), organisation=MUNICH, recipient=Addressee(name="Katrin Vogel", role="Geschäftsführerin"), contact=SABINE, signatory=KATRIN,
        reference="DOC-2026-K5F9JS", declarant=Contact(name="Felix Arndt", role="Innenrevision"), case_role="Untersuchung", people=("Miriam Schäfer", "Thomas Berger"),
        answers=tuple(ConflictAnswer(question=each) for each in questions),
    )  # fmt: skip


@sample(FcraSummary)
def fcra_summary() -> FcraSummary:
    """D27 to Victor Salas in Fresno, after a decision that rests on a firm's report."""
    return FcraSummary(
        language="en-US", jurisdiction="US-CA",
        matter="CASE-2026-2XV7PL", dated=date(2026, 8, 20), organisation=FRESNO, recipient=Addressee(name="Victor Salas", role="Sales Lead", address=("Larkfield Instruments Inc.", "2200 Tulare Street", "Fresno, CA 93721")), contact=DANIEL, signatory=DANIEL,
        reference="DOC-2026-F8C2RA", action="a final written warning and a change of your reporting line.", action_on=date(2026, 8, 17), investigator="Brook Street Workplace Investigations LLC", report_on=date(2026, 7, 31),
        nature="A report on an investigation of workplace conduct between January and May 2026. The firm read messages and documents, and spoke with people who could know.",
        points=(
            SummaryPoint(subject="Messages outside working hours", substance="Messages about private meetings were sent to a junior colleague on 14 days. Their content and their times are established."),
            SummaryPoint(subject="Assignment of accounts", substance="Two accounts were moved after a meeting was declined. The report finds a link in time. It finds no other reason on record."),
            SummaryPoint(subject="A remark at a sales meeting", substance="The report could not establish which words were used."),
        ),
        respond_by=date(2026, 9, 3),
    )  # fmt: skip


@sample(FcraSummary, "de")
def fcra_summary_de() -> FcraSummary:
    """D27 in German, for an employee in the United States who reads it more easily."""
    return FcraSummary(
        title=FcraSummary.title_in("de"), language="de-DE", jurisdiction="US-CA",
        matter="CASE-2026-2XV7PM", dated=date(2026, 8, 20), organisation=FRESNO, recipient=Addressee(name="Lukas Albrecht", role="Vertriebsleiter", address=("Larkfield Instruments Inc.", "2200 Tulare Street", "Fresno, CA 93721")), contact=SABINE, signatory=SABINE,
        reference="DOC-2026-F8C2RB", action="eine letzte schriftliche Abmahnung.", action_on=date(2026, 8, 17), investigator="Brook Street Workplace Investigations LLC", report_on=date(2026, 7, 31),
        nature="Ein Bericht über eine Untersuchung von Verhalten bei der Arbeit zwischen Januar und Mai 2026. Die Firma las Nachrichten und Unterlagen und sprach mit Menschen, die etwas wissen konnten.",
        points=(
            SummaryPoint(subject="Nachrichten außerhalb der Arbeitszeit", substance="An 14 Tagen gingen Nachrichten über private Treffen an eine jüngere Person im Team. Inhalt und Zeiten stehen fest."),
            SummaryPoint(subject="Eine Bemerkung in einer Besprechung", substance="Der Bericht konnte nicht feststellen, welche Worte fielen."),
        ),
    )  # fmt: skip
