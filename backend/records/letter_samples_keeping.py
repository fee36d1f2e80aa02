"""Sample papers of keeping and destroying records: legal holds, a disposal, the custody of evidence."""

from datetime import UTC, date, datetime, timedelta

from backend.documents.letter_samples import CASE_DE, KATRIN, MUNICH, SABINE
from backend.documents.letters import Addressee, Contact
from backend.documents.sample_people import CASE, INES, LARKFIELD
from backend.documents.samples import sample
from backend.records.letters.custody import CustodySheet, CustodyStep
from backend.records.letters.disposal import DisposalCertificate, DisposedRecord
from backend.records.letters.holds import HeldSystem, HoldRelease, LegalHoldNotice

TOM = Addressee(name="Tom Ashworth", role="Service Planner", address=("Larkfield Instruments", "Harbour House, Floor 2", "Bristol BS1 5TY"))  # fmt: skip
NADIA = Contact(name="Nadia Rahman", role="Legal counsel", email="nadia@larkfield.example", phone="0113 496 0160")
PRIYA = Contact(name="Priya Raman", role="Privacy and records officer", email="priya@larkfield.example", phone="0113 496 0171")  # fmt: skip
FILE = Addressee(name="Records office", role="File of disposals")
JENS = Addressee(name="Jens Hartmann", role="Disponent", address=MUNICH.address)
ULRIKE = Contact(name="Ulrike Sommer", role="Justiziarin", email="sommer@larkfield.example", phone="089 4960 160")
MARKUS = Contact(name="Markus Lindner", role="Datenschutzbeauftragter", email="lindner@larkfield.example", phone="089 4960 171")  # fmt: skip
AKTE = Addressee(name="Registratur", role="Akte der Löschungen")
DIGEST = "9f2c41d7a05be83c6617d4f09ab2ce5138fd702e44b1967ac5d08e3f12b6a97d"


@sample(LegalHoldNotice)
def legal_hold() -> LegalHoldNotice:
    """D23 to Tom Ashworth, a custodian who is no party."""
    return LegalHoldNotice(
        matter=CASE, dated=date(2026, 6, 8), organisation=LARKFIELD, recipient=TOM, contact=NADIA, signatory=NADIA,
        reference="DOC-2026-H4L6DX", hold="HOLD-2026-3KD9TR",
        scope=("Planning, travel and attendance of the trade conference in Harrogate from 25 to 27 February 2026.", "The project “Northern”: who was chosen for it, when and how."),
        since=date(2026, 1, 1),
        kinds=("E-mails, chat messages, calendar entries and call lists.", "Lists, plans and invoices of travel and rooms.", "Photographs, notes and drafts, whoever made them."),
        systems=(HeldSystem(name="E-mail", what="Deletion by age is stopped for your mailbox."), HeldSystem(name="Work chat", what="Deletion after 90 days is stopped for your channels."), HeldSystem(name="Your own telephone", what="Nothing; please look after it yourself.")),
        acknowledge_by=date(2026, 6, 11), reminder_on=date(2026, 9, 7),
    )  # fmt: skip


@sample(LegalHoldNotice, "de")
def legal_hold_de() -> LegalHoldNotice:
    """D23 in German."""
    return LegalHoldNotice(
        title=LegalHoldNotice.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=CASE_DE, dated=date(2026, 9, 1), organisation=MUNICH, recipient=JENS, contact=ULRIKE, signatory=ULRIKE,
        reference="DOC-2026-H4L6DY", hold="HOLD-2026-3KD9TS",
        scope=("Planung und Besuch der Fachtagung in Nürnberg vom 15. bis 17. April 2026.", "Die Besetzung des Projekts „Nord“: wer wann und wie ausgewählt wurde."),
        since=date(2026, 3, 1), until=date(2026, 7, 31),
        kinds=("E-Mails, Chatnachrichten, Kalendereinträge und Anruflisten.", "Listen, Pläne und Rechnungen zu Reisen und Zimmern.", "Fotos, Notizen und Entwürfe, gleich von wem."),
        systems=(HeldSystem(name="E-Mail", what="Das Löschen nach Alter ist für Ihr Postfach gestoppt."), HeldSystem(name="Eigenes Telefon", what="Nichts; bitte achten Sie selbst darauf.")),
        acknowledge_by=date(2026, 9, 4), reminder_on=date(2026, 11, 30),
    )  # fmt: skip


@sample(HoldRelease)
def hold_release() -> HoldRelease:
    """D23, the release to Tom Ashworth; another hold goes on."""
    return HoldRelease(
        matter=CASE, dated=date(2027, 1, 18), organisation=LARKFIELD, recipient=TOM, contact=NADIA, signatory=NADIA,
        reference="DOC-2027-R6M2CB", hold="HOLD-2026-3KD9TR", issued_on=date(2026, 6, 8), released_on=date(2027, 1, 18),
        scope=("Planning, travel and attendance of the trade conference in Harrogate from 25 to 27 February 2026.", "The project “Northern”: who was chosen for it, when and how."),
        still_held=("HOLD-2026-8PW4NA: travel invoices of the year 2026.",),
    )  # fmt: skip


@sample(HoldRelease, "de")
def hold_release_de() -> HoldRelease:
    """D23, the release in German; nothing else is held."""
    return HoldRelease(
        title=HoldRelease.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=CASE_DE, dated=date(2027, 3, 15), organisation=MUNICH, recipient=JENS, contact=ULRIKE, signatory=ULRIKE,
        reference="DOC-2027-R6M2CD", hold="HOLD-2026-3KD9TS", issued_on=date(2026, 9, 1), released_on=date(2027, 3, 15),
        scope=("Planung und Besuch der Fachtagung in Nürnberg vom 15. bis 17. April 2026.", "Die Besetzung des Projekts „Nord“: wer wann und wie ausgewählt wurde."),
    )  # fmt: skip


@sample(DisposalCertificate)
def disposal_certificate(records: int = 4) -> DisposalCertificate:
    """D27: cases whose time was over, destroyed with two signatures."""
    kinds = ("Case file with evidence", "Report without a case", "Letters of a case", "Notes of a closed agreement")
    return DisposalCertificate(
        matter="DSP-2026-7WQ2XN", dated=date(2026, 7, 1), organisation=LARKFIELD, recipient=FILE, contact=PRIYA, signatory=PRIYA,
        reference="DOC-2026-D9P3VK", rule="Closed cases without a finding, three years after the end", basis="Retention schedule of Larkfield Instruments, version 4, line 12",
        records=tuple(DisposedRecord(reference=f"CASE-2023-{number + 3:02}KMQW", what=kinds[number % 4], closed_on=date(2023, 5, 4) + timedelta(days=number % 50), due_on=date(2026, 5, 4) + timedelta(days=number % 50)) for number in range(records)),
        holds_checked_at=datetime(2026, 7, 1, 1, 59, 58, tzinfo=UTC), method="The keys of these records were destroyed, and their rows were overwritten. Copies in backups can no longer be read, and expire after 35 days.",
        done_at=datetime(2026, 7, 1, 2, 0, 3, tzinfo=UTC),
        remaining=("For each record its reference, its kind and its days, without names.", "The entries of the history, whose texts were destroyed and whose hashes stay."),
        left_out=("CASE-2023-09KMQW: a legal hold is in force.",),
        approvers=(PRIYA, NADIA),
    )  # fmt: skip


@sample(DisposalCertificate, "de")
def disposal_certificate_de() -> DisposalCertificate:
    """D27 in German."""
    return DisposalCertificate(
        title=DisposalCertificate.title_in("de"), language="de-DE", jurisdiction="DE",
        matter="DSP-2026-7WQ2XP", dated=date(2026, 10, 1), organisation=MUNICH, recipient=AKTE, contact=MARKUS, signatory=MARKUS,
        reference="DOC-2026-D9P3VM", rule="Abgeschlossene Fälle, drei Jahre nach dem Ende", basis="Löschkonzept der Larkfield Instruments GmbH, Fassung 2, Zeile 7",
        records=(
            DisposedRecord(reference="CASE-2023-4TRWQX", what="Fallakte mit Belegen", closed_on=date(2023, 9, 11), due_on=date(2026, 9, 11)),
            DisposedRecord(reference="RPT-2023-8HNWQY", what="Meldung ohne Fall", closed_on=date(2023, 9, 25), due_on=date(2026, 9, 25)),
        ),
        holds_checked_at=datetime(2026, 10, 1, 1, 59, 57, tzinfo=UTC), method="Die Schlüssel dieser Unterlagen wurden vernichtet und ihre Zeilen überschrieben. Kopien in Sicherungen sind nicht mehr lesbar und laufen nach 35 Tagen ab.",
        done_at=datetime(2026, 10, 1, 2, 0, 2, tzinfo=UTC),
        remaining=("Zu jeder Unterlage das Zeichen, die Art und die Tage, ohne Namen.", "Die Einträge des Protokolls, deren Texte vernichtet wurden und deren Prüfwerte bleiben."),
        approvers=(MARKUS, KATRIN),
    )  # fmt: skip


@sample(CustodySheet)
def custody_sheet(steps: int = 4) -> CustodySheet:
    """D27: an export of chat messages, from the telephone to the evidence store."""
    ways = (
        ("Erin Lindqvist", "Inês Duarte", "Leeds, room Calder", "Collected from the telephone of its owner", None),
        ("Inês Duarte", "Evidence store", "Leeds, upload over the secure page", "Filed as evidence", True),
        (
            "Evidence store",
            "Sam Kowalski",
            "Leeds, office of IT",
            "Checked for changes on request of the respondent",
            True,
        ),
        ("Sam Kowalski", "Evidence store", "Leeds, office of IT", "Returned after the check", True),
    )
    start = datetime(2026, 3, 11, 9, 5, tzinfo=UTC)
    return CustodySheet(
        matter=CASE, dated=date(2026, 4, 2), organisation=LARKFIELD, recipient=Addressee(name="Evidence file"), contact=INES, signatory=INES,
        reference="DOC-2026-C3S8UF", item="EV-07", description="Export of a conversation in the work chat, 26 February to 1 March 2026", source="Telephone of a member of staff, handed over by its owner",
        collected_by="Inês Duarte", collected_at=start, collected_where="Leeds, room Calder", method="Exported by the owner in her presence, and copied to a new medium.", is_original=False,
        media_type="application/zip", size=184_220, sha256=DIGEST, storage="Evidence store, sealed; access for the investigator and the decision maker",
        steps=tuple(CustodyStep(at=start + timedelta(hours=26 * number), giver=giver, taker=taker, where=where, why=why, is_same=same) for number, (giver, taker, where, why, same) in enumerate(ways[each % 4] for each in range(steps))),
    )  # fmt: skip


@sample(CustodySheet, "de")
def custody_sheet_de() -> CustodySheet:
    """D27 in German: a thing on paper, which has no digest."""
    return CustodySheet(
        title=CustodySheet.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=CASE_DE, dated=date(2026, 6, 30), organisation=MUNICH, recipient=Addressee(name="Belegakte"), contact=SABINE, signatory=SABINE,
        reference="DOC-2026-C3S8UG", item="EV-03", description="Notizbuch mit handschriftlichen Einträgen, 40 Blatt", source="Übergeben von der Person, der es gehört",
        collected_by="Sabine Krüger", collected_at=datetime(2026, 5, 20, 12, 10, tzinfo=UTC), collected_where="München, Raum Isar", method="Jede Seite wurde in ihrer Gegenwart gescannt.", is_original=True,
        storage="Panzerschrank der Personalabteilung, Fach 3",
        steps=(
            CustodyStep(at=datetime(2026, 5, 20, 13, 0, tzinfo=UTC), giver="Sabine Krüger", taker="Panzerschrank", where="München, Raum 214", why="Verwahrt"),
            CustodyStep(at=datetime(2026, 6, 29, 8, 15, tzinfo=UTC), giver="Panzerschrank", taker="Sabine Krüger", where="München, Raum 214", why="Rückgabe an die Person, der es gehört"),
        ),
    )  # fmt: skip
