"""German sample letters about a case."""

from datetime import date

from backend.cases.letters import (
    AllegationPut,
    CheckedAtClosing,
    ClosureMemo,
    Lesson,
    LessonsLearned,
    Meeting,
    Milestone,
    NoticeOfAllegations,
    Protected,
    RemedyOwned,
    RetaliationManagers,
    RetaliationPlan,
    RootCause,
    TimerKept,
    WaiverDisclosure,
)
from backend.documents.letters import Addressee, Contact
from backend.documents.sample_people_de import (
    ANDREAS,
    FALL,
    HELGA,
    JONAS,
    KATRIN,
    MUENCHEN,
    PETER,
    STEFAN,
    UNTERSTUETZUNG,
    YASEMIN,
)
from backend.documents.samples import sample


@sample(NoticeOfAllegations, "de")
def anhoerung() -> NoticeOfAllegations:
    """D3 to Stefan Brandt in Munich."""
    return NoticeOfAllegations(
        title=NoticeOfAllegations.title_in("de"), language="de-DE", jurisdiction="DE", profile="DE",
        matter=FALL, dated=date(2026, 3, 9), organisation=MUENCHEN, recipient=STEFAN, contact=JONAS, signatory=YASEMIN,
        reference="DOC-2026-3WD7KJ",
        allegations=(
            AllegationPut(
                reference="A1",
                particulars="Sie sollen an einem Abend dreimal Ihre Hände auf Katrin Vogels Schultern gelegt und sie massiert haben, obwohl sie nach dem ersten Mal wegrückte.",
                when="26. Februar 2026, etwa zwischen 19:30 und 22:00 Uhr",
                where="Abendessen der Fachtagung und Hotelbar, Bamberg",
                policy_clauses=("Richtlinie Respekt am Arbeitsplatz 3.2 (unerwünschte Berührung)",),
            ),
            AllegationPut(
                reference="A2",
                particulars="Sie sollen Katrin Vogel mehrmals zu einem Treffen zu zweit eingeladen haben, mündlich und per Nachricht, nachdem sie abgelehnt hatte.",
                when="26. Februar bis 1. März 2026",
                where="Hotelbar, Bamberg; dienstlicher Chat",
                policy_clauses=("Richtlinie Respekt am Arbeitsplatz 3.1 (unerwünschte Annäherung)", "5.1 (Ausnutzen der Stellung)"),
            ),
        ),
        answer_due_on=date(2026, 3, 23),
        interview=Meeting(on=date(2026, 3, 18), time="10:00 Uhr", place="Raum Isar, Haus A, oder auf Wunsch per Video", with_whom="Yasemin Kaya und einer Person, die mitschreibt"),
        standard="die überwiegende Wahrscheinlichkeit",
        measures=(
            "Sie und Katrin Vogel nehmen keinen Kontakt auf. Nötige dienstliche Nachrichten laufen über Andreas Pohl.",
            "Über Vergütung, Beurteilung und Projekte von Katrin Vogel entscheidet an Ihrer Stelle Helga Sommer.",
            "Ihr Gehalt und Ihre Stelle bleiben, wie sie sind. Wir überprüfen diese Schritte bis zum 20. März 2026.",
        ),
        support=UNTERSTUETZUNG,
    )  # fmt: skip


BUERO = Contact(
    name="Personalabteilung", role="für die Geschäftsführung", email="personal@larkfield.example", phone="089 5550 100"
)
AKTE = Addressee(name="Zur Fallakte", role="und für die Revision")
ZWEIMAL = (
    "Beurteilung, Vergütung, Prämie und Beförderung",
    "Schichten, Arbeitsort, Aufgaben und Projekte",
    "Urlaub, Fortbildung und Reisen",
    "Abmahnung, Kündigung und Ende eines Vertrags",
)


@sample(RetaliationManagers, "de")
def schutz_fuehrungskraefte() -> RetaliationManagers:
    """D22 to Peter Lindner."""
    return RetaliationManagers(
        title=RetaliationManagers.title_in("de"), language="de-DE", jurisdiction="DE",
        matter="WCH-2026-8BX2VM", dated=date(2026, 5, 4), organisation=MUENCHEN, recipient=PETER, contact=ANDREAS, signatory=ANDREAS,
        reference="DOC-2026-6RW3PF",
        protected=(
            Protected(name="Katrin Vogel", since=date(2026, 3, 2), until=date(2027, 5, 3)),
            Protected(name="Anna Seidl", since=date(2026, 3, 20), until=date(2027, 5, 3)),
        ),
        decisions=ZWEIMAL, reviewer=HELGA, reviewed_within="innerhalb von zwei Arbeitstagen",
        more_examples=("jemanden bei einem Kundentermin übergehen",),
    )  # fmt: skip


@sample(RetaliationPlan, "de")
def schutzplan() -> RetaliationPlan:
    """D22 to Katrin Vogel."""
    return RetaliationPlan(
        title=RetaliationPlan.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=FALL, dated=date(2026, 5, 4), organisation=MUENCHEN, recipient=KATRIN, contact=JONAS, signatory=JONAS,
        reference="DOC-2026-2MD9TK",
        activity="Sie gemeldet und ausgesagt haben", since=date(2026, 3, 2), until=date(2027, 5, 3),
        decisions=ZWEIMAL, reviewer=HELGA, asked_by=ANDREAS,
        check_ins=(date(2026, 5, 11), date(2026, 6, 3), date(2026, 7, 3), date(2026, 8, 3), date(2026, 11, 2), date(2027, 5, 3)),
        managers_told=("Peter Lindner",), more_examples=("bei einem Kundentermin übergangen werden",),
        outside=(Contact(name="Antidiskriminierungsstelle des Bundes", role="kostenlose Beratung"),),
        support=UNTERSTUETZUNG,
    )  # fmt: skip


@sample(WaiverDisclosure, "de")
def verbindung() -> WaiverDisclosure:
    """D27 to Katrin Vogel."""
    return WaiverDisclosure(
        title=WaiverDisclosure.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=FALL, dated=date(2026, 3, 6), organisation=MUENCHEN, recipient=KATRIN, contact=HELGA, signatory=HELGA,
        reference="DOC-2026-3KP6YD",
        disclosed="Yasemin Kaya untersucht. Bis zum letzten Jahr arbeitete sie in einem gemeinsamen Projekt mit der Abteilung. An nichts, worum es hier geht, war sie beteiligt.",
        decided_by=HELGA, decided_on=date(2026, 3, 6), answered_within="innerhalb von 3 Arbeitstagen", support=UNTERSTUETZUNG,
    )  # fmt: skip


@sample(ClosureMemo, "de")
def abschlussvermerk() -> ClosureMemo:
    """D24 to the file in Munich."""
    return ClosureMemo(
        title=ClosureMemo.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=FALL, dated=date(2027, 5, 17), organisation=MUENCHEN, recipient=AKTE, contact=JONAS, signatory=JONAS,
        reference="DOC-2027-7HZ4QS", approver=HELGA,
        opened_on=date(2026, 3, 2), closed_on=date(2027, 5, 17), closed_because="Entschieden; alle Pflichten erfüllt",
        milestones=(
            Milestone(on=date(2026, 3, 2), what="Meldung im Gespräch aufgenommen"),
            Milestone(on=date(2026, 3, 3), what="Eingang bestätigt; erste Schutzschritte"),
            Milestone(on=date(2026, 3, 9), what="Anhörung zu Vorwürfen; vorläufige Maßnahmen"),
            Milestone(on=date(2026, 4, 16), what="Untersuchungsbericht"),
            Milestone(on=date(2026, 5, 1), what="Schreiben an beide Seiten"),
            Milestone(on=date(2027, 5, 13), what="Vereinbarung erfüllt"),
        ),
        timers=(
            TimerKept(what="Eingang bestätigen, 7 Tage", due_on=date(2026, 3, 9), met_on=date(2026, 3, 3)),
            TimerKept(what="Rückmeldung, 3 Monate", due_on=date(2026, 6, 3), met_on=date(2026, 5, 1)),
            TimerKept(what="Nachricht an beide Seiten, alle 30 Tage", due_on=date(2026, 4, 1), met_on=date(2026, 4, 3), why="Die Ermittlerin fiel aus, und niemand vertrat sie."),
            TimerKept(what="Nachfrage bei der Beschwerdeführerin, 30 Tage", due_on=date(2026, 6, 1), why="Der Termin stand nicht im Kalender. Nachgeholt am 9. Juni 2026."),
        ),
        checks=(
            CheckedAtClosing(what="Alle Schreiben zugestellt", state="Ja, neun von neun"),
            CheckedAtClosing(what="Vorläufige Maßnahmen beendet", state="Beendet am 13. Mai 2027"),
            CheckedAtClosing(what="Beschwerdefrist", state="Abgelaufen am 15. Mai 2026; keine Beschwerde"),
            CheckedAtClosing(what="Schutz vor Benachteiligung", state="Beendet am 3. Mai 2027; ein Anliegen, gelöst"),
        ),
        causes=(
            RootCause(what="Eine Person allein vergab die Projektplätze.", shown_by="Bericht, Abschnitt 9"),
            RootCause(what="Freie Getränke für fünf Stunden, und niemand war verantwortlich.", shown_by="Bericht, Abschnitt 9; Buchung des Hotels"),
        ),
        remedies=(
            RemedyOwned(what="Zwei Personen vergeben Projektplätze und begründen es schriftlich", owner="Helga Sommer", due_on=date(2026, 9, 30)),
            RemedyOwned(what="Ein benannter Gastgeber bei jeder Veranstaltung", owner="Andreas Pohl", due_on=date(2026, 7, 1)),
        ),
        went_well=("Die Befangenheit der ersten Ermittlungsperson fiel vor Beginn auf.",),
        kept_until="17. Mai 2030, dann Löschung nach § 11 Absatz 5 HinSchG",
    )  # fmt: skip


@sample(LessonsLearned, "de")
def gelernt() -> LessonsLearned:
    """D24 for everybody in Munich."""
    return LessonsLearned(
        title=LessonsLearned.title_in("de"), language="de-DE", jurisdiction="DE",
        matter="LSN-2027-2", dated=date(2027, 6, 1), organisation=MUENCHEN,
        recipient=Addressee(name="Alle Beschäftigten"), contact=BUERO, signatory=BUERO,
        reference="DOC-2027-5XC8NJ", period="die Jahre 2025 und 2026",
        lessons=(
            Lesson(noticed="Projektplätze vergab oft eine Person allein.", changes="Zwei Personen wählen aus und begründen es schriftlich.", owner="Betrieb", due_on=date(2027, 9, 30)),
            Lesson(noticed="Bei Veranstaltungen war niemand klar verantwortlich.", changes="Jede Veranstaltung hat einen benannten Gastgeber und eine Grenze für Getränke.", owner="Personalabteilung", due_on=date(2027, 7, 1)),
            Lesson(noticed="Manche bemerkten etwas und wussten nicht, wem sie es sagen können.", changes="Jeder Einladung liegt eine Karte mit allen Meldewegen bei.", owner="Meldestelle", due_on=date(2027, 7, 1)),
        ),
        tell_us="Die Wege stehen auf der ersten Seite des Intranets. Einer davon braucht keinen Namen.",
        support=UNTERSTUETZUNG[:1],
    )  # fmt: skip
