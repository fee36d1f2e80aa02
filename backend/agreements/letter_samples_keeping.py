"""Sample papers of what happens while an agreement runs: a monitor is briefed, it is changed, a breach is suspected."""

from datetime import date

from backend.agreements.letters.amendment import Amendment, ClauseChange, ObligationChange
from backend.agreements.letters.breach import BreachDetermination, BreachNotice, Observed, Shown
from backend.agreements.letters.monitoring import MonitorBriefing, Watched
from backend.decisions.letters import AppealRoute
from backend.documents.letter_samples import AGREEMENT_DE, CASE_DE, KATRIN, MUNICH, SABINE, THOMAS
from backend.documents.letters import Addressee, Contact
from backend.documents.sample_people import AGREEMENT, CASE, CLARA, DANIEL, LARKFIELD, MARTIN, RUTH, SUPPORT
from backend.documents.samples import sample

JOAN = Addressee(name="Joan Mbeki", role="Head of Service", address=("Larkfield Instruments", "Wharf Street 18", "Leeds LS2 7EQ"))  # fmt: skip
JONAS = Addressee(name="Jonas Weber", role="Leiter Service", address=MUNICH.address)
HELP_DE = (Contact(name="Beratungstelefon", role="Vertrauliche Beratung, Tag und Nacht", phone="0800 496 0199"), SABINE)


@sample(MonitorBriefing)
def monitor_briefing() -> MonitorBriefing:
    """D14 to Joan Mbeki, who knows the obligations and not the case."""
    return MonitorBriefing(
        matter=AGREEMENT, dated=date(2026, 5, 14), organisation=LARKFIELD, recipient=JOAN, contact=DANIEL, signatory=RUTH,
        reference="DOC-2026-M2B6PQ", employee="Martin Hale", starts_on=date(2026, 5, 14), ends_on=date(2027, 5, 13),
        obligations=(
            Watched(what="Take part in check-ins", due="Every week until 11 June 2026, then as planned", observe="Whether the check-in took place"),
            Watched(what="Take a two-day course", due="31 July 2026", observe="Attended: yes or no. Daniel Price keeps the certificate."),
            Watched(what="Leave client and conference events when the working part ends", due="Every event", observe="When he left, as you or the organiser saw it"),
        ),
        check_ins="every week for four weeks, every second week for eight weeks, and then once a month", first_check_in_on=date(2026, 5, 21),
        keep_apart=("Erin Lindqvist",), report_to=DANIEL, report_within="two working days", return_by=date(2026, 5, 18),
    )  # fmt: skip


@sample(MonitorBriefing, "de")
def monitor_briefing_de() -> MonitorBriefing:
    """D14 in German."""
    return MonitorBriefing(
        title=MonitorBriefing.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=AGREEMENT_DE, dated=date(2026, 8, 13), organisation=MUNICH, recipient=JONAS, contact=SABINE, signatory=KATRIN,
        reference="DOC-2026-M2B6PR", employee="Thomas Berger", starts_on=date(2026, 8, 13), ends_on=date(2027, 8, 12),
        obligations=(
            Watched(what="Die regelmäßigen Gespräche führen", due="Bis 10. September 2026 jede Woche, dann wie geplant", observe="Ob das Gespräch stattfand"),
            Watched(what="Einen zweitägigen Kurs besuchen", due="30. Oktober 2026", observe="Besucht: ja oder nein. Den Nachweis verwahrt Sabine Krüger."),
            Watched(what="Veranstaltungen verlassen, wenn der dienstliche Teil endet", due="Jede Veranstaltung", observe="Die Uhrzeit, wie Sie oder die Ausrichtenden sie sahen"),
        ),
        check_ins="vier Wochen lang jede Woche, dann acht Wochen lang alle zwei Wochen, danach monatlich", first_check_in_on=date(2026, 8, 20),
        keep_apart=("Miriam Schäfer",), report_to=SABINE, report_within="zwei Arbeitstagen", return_by=date(2026, 8, 17),
    )  # fmt: skip


@sample(Amendment)
def amendment() -> Amendment:
    """D16 to Martin Hale: a later course, a different reviewer, one clause more and one less."""
    return Amendment(
        matter=CASE, dated=date(2026, 7, 6), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=RUTH,
        reference="DOC-2026-Z4A7KC", agreement=AGREEMENT, version=2, signed_on=date(2026, 5, 11),
        reason="The course of July was cancelled by its provider, and the next one is in October. Clara Nwosu moves to another site in August. You asked for fewer check-ins in the months of fieldwork.",
        effective_on=date(2026, 7, 20), ends_on=date(2027, 5, 13), ended_before_on=date(2027, 5, 13), offer_expires_on=date(2026, 7, 17), officer=RUTH,
        clauses=(
            ClauseChange(code="C23", heading="Second reviewer", was="Clara Nwosu reviews your decisions on hiring, appraisal and pay of field engineers before they take effect.", becomes="Daniel Price reviews your decisions on hiring, appraisal and pay of field engineers before they take effect."),
            ClauseChange(code="C28", heading="Check-ins", was="Joan Mbeki meets you every second week for eight weeks, and then once a month.", becomes="Joan Mbeki meets you once a month. From August to October the meeting may be a call."),
            ClauseChange(code="C31", heading="Transfer", becomes="If you move to another role with us before the end date, this agreement moves with you. We then agree with you what has to change."),
            ClauseChange(code="C22", heading="Decisions about certain people", was="You will take no part in decisions about the pay or rating of Erin Lindqvist. Ruth Adeyemi decides in your place."),
        ),
        obligations=(
            ObligationChange(was="Course “Power and boundaries at work”, by 31 July 2026", becomes="Course “Power and boundaries at work”", due="30 October 2026", verifier="Daniel Price"),
            ObligationChange(was="Hand over pending appraisals to Clara Nwosu", becomes="Hand over pending appraisals to Daniel Price", due="At each appraisal", verifier="Daniel Price"),
        ),
    )  # fmt: skip


@sample(Amendment, "de")
def amendment_de() -> Amendment:
    """D16 in German: the agreement ends earlier, and a representative signs too."""
    return Amendment(
        title=Amendment.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=CASE_DE, dated=date(2026, 11, 9), organisation=MUNICH, recipient=THOMAS, contact=SABINE, signatory=KATRIN,
        reference="DOC-2026-Z4A7KD", agreement=AGREEMENT_DE, version=2, signed_on=date(2026, 8, 11),
        reason="Der Kurs ist besucht, und alle Termine wurden eingehalten. Sie haben gebeten, die Vereinbarung früher zu beenden.",
        effective_on=date(2026, 11, 23), ends_on=date(2027, 5, 13), ended_before_on=date(2027, 8, 12), offer_expires_on=date(2026, 11, 20), officer=KATRIN,
        representative=Contact(name="Dr. Helga Brandt", role="Rechtsanwältin, für Thomas Berger"),
        clauses=(
            ClauseChange(code="C05", heading="Beginn, Überprüfung und Ende", was="Sie endet am 12. August 2027, ohne dass jemand etwas tun muss.", becomes="Sie endet am 13. Mai 2027, ohne dass jemand etwas tun muss."),
            ClauseChange(code="C28", heading="Regelmäßige Gespräche", was="Jonas Weber trifft Sie alle zwei Wochen.", becomes="Jonas Weber trifft Sie ein Mal im Monat."),
            ClauseChange(code="C21", heading="Schutzregeln in bestimmten Situationen", was="Gespräche zu zweit finden in Räumen mit Glastür statt."),
        ),
        obligations=(ObligationChange(was="Den Kurs „Macht und Grenzen bei der Arbeit“ besuchen"), ObligationChange(becomes="Die Teilnahmebestätigung nachreichen", due="30. November 2026", verifier="Sabine Krüger")),
    )  # fmt: skip


@sample(BreachNotice)
def breach_notice() -> BreachNotice:
    """D17 to Martin Hale: an appraisal went out without its second review."""
    return BreachNotice(
        matter=CASE, dated=date(2026, 9, 7), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=RUTH,
        reference="DOC-2026-B8N5TW", agreement=AGREEMENT, clause="C23, second reviewer", obligation="Daniel Price reviews your decisions on appraisal of field engineers before they take effect.",
        due="At each appraisal",
        facts=(
            Observed(when="24 August 2026, 16:40", what="The appraisal of one field engineer was released in the HR system from your account."),
            Observed(when="25 August 2026", what="Daniel Price found no request for a review of it."),
        ),
        exhibits=(
            Shown(reference="E-14", what="Entry of the HR system on the release", where="Attached to your letter box"),
            Shown(reference="E-15", what="Note by Daniel Price of 25 August 2026", where="Attached to your letter box"),
        ),
        asked_before="On 27 August 2026 we asked you what got in the way. You wrote that you thought the review was finished. We could not clear that up.",
        respond_by=date(2026, 9, 14), meeting="11 September 2026, 14:00 UK time, room Aire, Leeds, or by video call, with Priya Raman and a note-taker.",
        decision_maker=RUTH,
        consequences=("A talk and a written clarification.", "A longer safeguard or an added check-in, if both of us agree to it.", "A new decision on a warning or a change of role, with notice, a hearing and an appeal."),
        support=SUPPORT,
    )  # fmt: skip


@sample(BreachNotice, "de")
def breach_notice_de() -> BreachNotice:
    """D17 in German, without a document as evidence."""
    return BreachNotice(
        title=BreachNotice.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=CASE_DE, dated=date(2026, 9, 28), organisation=MUNICH, recipient=THOMAS, contact=SABINE, signatory=KATRIN,
        reference="DOC-2026-B8N5TX", agreement=AGREEMENT_DE, clause="C21, Schutzregeln in bestimmten Situationen", obligation="Bei Tagungen und Kundenveranstaltungen gehen Sie, wenn der dienstliche Teil endet.",
        due="Bei jeder Veranstaltung",
        facts=(Observed(when="17. September 2026, 22:45 Uhr", what="Der Ausrichter der Fachtagung in Nürnberg notierte, dass Sie noch im Saal waren. Der dienstliche Teil endete um 19:00 Uhr."),),
        asked_before="Am 21. September 2026 haben wir Sie gefragt, was im Weg stand. Eine Antwort liegt uns noch nicht vor.",
        respond_by=date(2026, 10, 6), meeting="1. Oktober 2026, 10:00 Uhr, Raum Isar, oder per Video, mit Sabine Krüger.",
        decision_maker=KATRIN,
        consequences=("Ein Gespräch und eine schriftliche Klarstellung.", "Eine längere Schutzregel oder ein weiteres Gespräch, wenn beide Seiten zustimmen.", "Eine neue Entscheidung über Abmahnung oder Änderung der Aufgabe, mit Anhörung und Beschwerde."),
        support=HELP_DE,
    )  # fmt: skip


@sample(BreachDetermination)
def breach_determination() -> BreachDetermination:
    """D17 to Martin Hale: a minor breach, and the mildest step."""
    return BreachDetermination(
        matter=CASE, dated=date(2026, 9, 21), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=RUTH,
        reference="DOC-2026-D3R9HM", agreement=AGREEMENT, notice_reference="DOC-2026-B8N5TW", notice_on=date(2026, 9, 7), clause="C23, second reviewer",
        obligation="Daniel Price reviews your decisions on appraisal of field engineers before they take effect.", result="minor",
        response="You answered on 10 September 2026. You said that two drafts had the same name, and that you released the wrong one.\n\nThe system shows two drafts of one name. That supports what you say.",
        reasons="The appraisal took effect without a review. You did not check which draft had been reviewed, although the system shows it.\n\nThe appraisal was recalled within a day, and nobody lost anything by it. You had kept this obligation eleven times.",
        consequence="A talk and a written clarification: you name a draft by its number when you ask for a review.",
        what_next=("Daniel Price meets you on 25 September 2026 for this talk.", "The agreement goes on as it is, and no date changes."),
        appeal=AppealRoute(until=date(2026, 10, 5), to=CLARA, grounds=("The procedure was not followed.", "There is new evidence.", "The decision does not fit the evidence, or is too severe.")),
        support=SUPPORT,
    )  # fmt: skip


@sample(BreachDetermination, "de")
def breach_determination_de() -> BreachDetermination:
    """D17 in German: excused, so that nothing follows."""
    return BreachDetermination(
        title=BreachDetermination.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=CASE_DE, dated=date(2026, 10, 12), organisation=MUNICH, recipient=THOMAS, contact=SABINE, signatory=KATRIN,
        reference="DOC-2026-D3R9HN", agreement=AGREEMENT_DE, notice_reference="DOC-2026-B8N5TX", notice_on=date(2026, 9, 28), clause="C21, Schutzregeln in bestimmten Situationen",
        obligation="Bei Tagungen und Kundenveranstaltungen gehen Sie, wenn der dienstliche Teil endet.", result="excused",
        response="Sie haben am 1. Oktober 2026 im Gespräch geantwortet. Der letzte Zug war ausgefallen, und Sie warteten im Saal auf ein Taxi.",
        reasons="Die Bahn hat den Ausfall bestätigt. Sie hatten keinen anderen Ort zum Warten. Dass Sie an der Feier teilnahmen, hat niemand gesehen.",
        what_next=("Die Vereinbarung gilt weiter, und kein Termin ändert sich.", "Bei einem Ausfall der Bahn zahlen wir Ihnen künftig ein Hotel."),
        appeal=AppealRoute(until=date(2026, 10, 26), to=Contact(name="Petra Lang", email="petra.lang@larkfield.example"), grounds=("Das Verfahren wurde nicht eingehalten.", "Es gibt neue Belege.", "Die Entscheidung passt nicht zu den Belegen.")),
        support=HELP_DE,
    )  # fmt: skip
