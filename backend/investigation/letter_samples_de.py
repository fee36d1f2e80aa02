"""German sample letters of an investigation: its measures and its interviews."""

from datetime import date

from backend.documents.sample_people_de import (
    ANDREAS,
    CLAUDIA,
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
from backend.investigation.letters.interviews import (
    Appointment,
    Declined,
    Discretion,
    InterviewRecord,
    PartyInvitation,
    Passage,
    Present,
    WitnessInvitation,
)
from backend.investigation.letters.measures import (
    InterimMeasureNotice,
    MeasureBinding,
    SupportGiven,
    SupportiveMeasureNotice,
)

ROOM = (Present(name="Yasemin Kaya", role="Ermittlerin, stellt die Fragen"), Present(name="Markus Beck", role="Ermittler, schreibt mit"))  # fmt: skip


@sample(InterimMeasureNotice, "de")
def vorlaeufige_massnahme() -> InterimMeasureNotice:
    """D4 to Stefan Brandt."""
    return InterimMeasureNotice(
        title=InterimMeasureNotice.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=FALL, dated=date(2026, 3, 9), organisation=MUENCHEN, recipient=STEFAN, contact=ANDREAS, signatory=JONAS,
        reference="DOC-2026-4JM8SZ",
        measures=(
            MeasureBinding(what="Kein Kontakt", means="Sie und Katrin Vogel nehmen keinen Kontakt auf, weder bei der Arbeit noch privat noch über andere.", until="20. März 2026, sofern nicht verlängert"),
            MeasureBinding(what="Andere Zuständigkeit", means="Über Vergütung, Beurteilung, Urlaub und Projekte von Katrin Vogel entscheidet Helga Sommer.", until="Abschluss des Falls"),
            MeasureBinding(what="Getrennte Reisen", means="Sie und Katrin Vogel wohnen nicht im selben Hotel. Die Reise am 24. März 2026 wird neu geplant.", until="20. März 2026, sofern nicht verlängert"),
        ),
        reason="Abstand, während die Tatsachen geklärt werden",
        pay="Ihre Vergütung, Ihre Leistungen und Ihre Stelle bleiben unverändert.",
        starts_on=date(2026, 3, 10), review_on=date(2026, 3, 20),
        ends="Sie enden spätestens mit dem Abschluss des Falls, und früher, wenn der Grund entfällt.",
        still_allowed=(
            "Ihren Bereich leiten und Ihr Team treffen, soweit oben nichts anderes steht.",
            "Mit Menschen sprechen, die Ihre Sicht stützen können. Bitte fragen Sie niemanden, was er oder sie uns gesagt hat.",
        ),
        necessary_contact="Nötige dienstliche Nachrichten laufen über Andreas Pohl. Er gibt sie innerhalb eines Arbeitstags weiter.",
        challenge_to=HELGA, answered_within="innerhalb von drei Arbeitstagen", support=UNTERSTUETZUNG,
    )  # fmt: skip


@sample(SupportiveMeasureNotice, "de")
def unterstuetzende_massnahme() -> SupportiveMeasureNotice:
    """D4 to Katrin Vogel."""
    return SupportiveMeasureNotice(
        title=SupportiveMeasureNotice.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=FALL, dated=date(2026, 3, 9), organisation=MUENCHEN, recipient=KATRIN, contact=JONAS, signatory=JONAS,
        reference="DOC-2026-6CX5GT",
        measures=(
            SupportGiven(what="Anderer Einsatzort", how="Sie arbeiten im Haus A oder von zu Hause, wie Sie möchten, bis Sie uns etwas anderes sagen.", arranged_by="Peter Lindner"),
            SupportGiven(what="Bezahlte freie Tage", how="Bis zu fünf Tage, wann Sie sie brauchen. Sie müssen nicht sagen, wofür.", arranged_by="Andreas Pohl"),
            SupportGiven(what="Vertrauliche Beratung", how="Sechs Gespräche, die Sie selbst vereinbaren. Wir erfahren weder ob noch worüber Sie sprechen.", arranged_by="Sie selbst, unter der Nummer unten"),
        ),
        protections=(
            "Stefan Brandt darf keinen Kontakt zu Ihnen aufnehmen. Nötige dienstliche Nachrichten laufen über Andreas Pohl.",
            "Über Ihre Vergütung, Beurteilung, Urlaub und Projekte entscheidet Helga Sommer.",
            "Die Reise am 24. März 2026 wird neu geplant. Sie entscheiden, ob Sie mitreisen.",
        ),
        pay="Ihre Vergütung bleibt durchgehend unverändert.",
        starts_on=date(2026, 3, 10), review_on=date(2026, 3, 20),
        reached_by="Außerhalb der Arbeitszeit erreichen Sie den Bereitschaftsdienst unter 089 5550 150.",
        support=UNTERSTUETZUNG,
    )  # fmt: skip


@sample(PartyInvitation, "de")
def einladung_partei() -> PartyInvitation:
    """D5 to Stefan Brandt."""
    return PartyInvitation(
        title=PartyInvitation.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=FALL, dated=date(2026, 3, 12), organisation=MUENCHEN, recipient=STEFAN, contact=YASEMIN, signatory=YASEMIN,
        reference="DOC-2026-2ZK6VR", role="die Person, die die Vorwürfe betreffen",
        appointment=Appointment(on=date(2026, 3, 18), time="10:00 Uhr", place="Raum Isar, Haus A, oder auf Wunsch per Video", how_long="etwa zwei Stunden mit Pausen"),
        present=(*ROOM, Present(name="Dr. Claudia Reuter", role="Rechtsanwältin des Unternehmens")),
        topics=(
            "Das Abendessen der Fachtagung und die Hotelbar in Bamberg am 26. Februar 2026",
            "Nachrichten vom 26. Februar bis 1. März 2026",
        ),
        enclosed=("Anhörung zu Vorwürfen DOC-2026-3WD7KJ, die Sie am 9. März 2026 erhalten haben",),
        bring=("Nachrichten und Kalendereinträge vom 26. Februar bis 1. März 2026", "Namen von Menschen, die etwas zu dem Abend sagen können"),
        recorded=True, notes_by="Markus Beck",
        discretion=Discretion(about="den Abend des 26. Februar 2026", reason="Mehrere Menschen waren dabei, und jeder soll aus eigener Erinnerung sprechen", ends="zum Ende der Gespräche, längstens bis zum 27. März 2026"),
        counsel=CLAUDIA, support=UNTERSTUETZUNG,
    )  # fmt: skip


@sample(WitnessInvitation, "de")
def einladung_zeuge() -> WitnessInvitation:
    """D5 to Peter Lindner, who was at the dinner."""
    return WitnessInvitation(
        title=WitnessInvitation.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=FALL, dated=date(2026, 3, 12), organisation=MUENCHEN, recipient=PETER, contact=YASEMIN, signatory=YASEMIN,
        reference="DOC-2026-8HV4NB", subject="Abendessen der Fachtagung in Bamberg am 26. Februar 2026",
        appointment=Appointment(on=date(2026, 3, 16), time="14:00 Uhr", place="Raum Lech, Haus A, oder auf Wunsch per Video", how_long="etwa 45 Minuten"),
        present=ROOM, notes_by="Markus Beck",
        bring=("Fotos oder Nachrichten von diesem Abend, falls Sie welche haben",),
        discretion=Discretion(about="diesen Abend", reason="Andere werden auch dazu befragt, und jeder soll aus eigener Erinnerung sprechen", ends="zum Ende der Gespräche, längstens bis zum 27. März 2026"),
        support=UNTERSTUETZUNG,
    )  # fmt: skip


@sample(InterviewRecord, "de")
def niederschrift() -> InterviewRecord:
    """D6 to Peter Lindner, who does not wish to sign."""
    return InterviewRecord(
        title=InterviewRecord.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=FALL, dated=date(2026, 3, 26), organisation=MUENCHEN, recipient=PETER, contact=YASEMIN, signatory=YASEMIN,
        reference="DOC-2026-5QY7DL",
        held_on=date(2026, 3, 16), time="14:05 bis 14:50 Uhr, ohne Pause", place="Raum Lech, Haus A",
        present=ROOM, recording="Mitschrift von Markus Beck. Es wurde kein Ton aufgenommen.",
        advisories=(
            "Sie nehmen als Zeuge teil, und die Untersuchung betrifft nicht Sie.",
            "Niemand darf Sie schlechter behandeln, weil Sie aussagen.",
            "Was Sie sagen, erfahren nur, die es brauchen. Geheimhaltung kann nicht versprochen werden.",
            "Sie erhalten diese Niederschrift, dürfen sie berichtigen und die Unterschrift ablehnen.",
        ),
        passages=(
            Passage(speaker="Yasemin Kaya", words="Wo saßen Sie beim Abendessen, und bis wann?"),
            Passage(speaker="Peter Lindner", words="Am langen Tisch am Fenster, zwei Plätze neben Frau Vogel. Gegangen bin ich gegen halb elf."),
            Passage(speaker="Yasemin Kaya", words="Was ist Ihnen an dem Abend aufgefallen?"),
            Passage(speaker="Peter Lindner", words="Gegen halb acht stellte sich Herr Brandt hinter den Stuhl von Frau Vogel und legte ihr die Hände auf die Schultern. Sie rückte nach vorn. Ich erinnere mich, weil ihr Stuhl an meinen stieß.\n\nEr kam noch zweimal, ich meine innerhalb einer Stunde."),
            Passage(speaker="Yasemin Kaya", words="Haben Sie gehört, was gesagt wurde?"),
            Passage(speaker="Peter Lindner", words="Am Tisch nicht, die Musik war laut. In der Bar hörte ich, dass er sie auf ein Glas einlud. Sie sagte Nein."),
        ),
        correct_until=date(2026, 3, 25),
        declined=Declined(on=date(2026, 3, 25), reason="Er möchte als Kollege beider nichts unterschreiben. Am Inhalt hat er nichts auszusetzen.", recorded_by="Yasemin Kaya"),
    )  # fmt: skip
