"""German sample letters about a report."""

from datetime import date

from backend.documents.sample_people_de import HELGA, JONAS, KATRIN, MELDUNG, MUENCHEN, UNTERSTUETZUNG
from backend.documents.samples import sample
from backend.intake.letters import Acknowledgement, EmployerDutyNotice, Feedback, NextStep, PointWeighed


@sample(Acknowledgement, "de")
def eingangsbestaetigung() -> Acknowledgement:
    """D1 to Katrin Vogel, who spoke to the reporting office."""
    return Acknowledgement(
        title=Acknowledgement.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=MELDUNG, dated=date(2026, 3, 3), organisation=MUENCHEN, recipient=KATRIN, contact=JONAS, signatory=JONAS,
        reference="DOC-2026-8LQ4RV", received_on=date(2026, 3, 2), channel="Gespräch in der Meldestelle",
        steps=(
            NextStep(what="Wir lesen Ihre Meldung und prüfen, ob jemand sofort Schutz braucht", by_when="3. März 2026"),
            NextStep(what="Wir prüfen, ob alle unbefangen sind, die sie bearbeiten", by_when="4. März 2026"),
            NextStep(what="Wir sagen Ihnen, ob eine Untersuchung beginnt, und warum", by_when="9. März 2026"),
            NextStep(what="Wir schreiben Ihnen mindestens alle 30 Tage, wie es steht", by_when="ab 2. April 2026"),
            NextStep(what="Wir sagen Ihnen, was getan wurde und aus welchen Gründen", by_when="spätestens 3. Juni 2026"),
        ),
        how_to_add="Sie können Ihre Meldung jederzeit ergänzen: online unter ihrem Zeichen oder telefonisch bei Jonas Weber.",
        transcript="Die Niederschrift unseres Gesprächs vom 2. März 2026 liegt bei.",
        support=UNTERSTUETZUNG,
    )  # fmt: skip


@sample(EmployerDutyNotice, "de")
def wunsch_nichts_zu_tun() -> EmployerDutyNotice:
    """D2 to Katrin Vogel."""
    return EmployerDutyNotice(
        title=EmployerDutyNotice.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=MELDUNG, dated=date(2026, 3, 4), organisation=MUENCHEN, recipient=KATRIN, contact=JONAS, signatory=JONAS,
        reference="DOC-2026-7TB2HN",
        wish="Sie möchten, dass die Sache festgehalten wird, mehr im Augenblick nicht. Niemand soll Stefan Brandt darauf ansprechen. Ihren Platz im Projekt Nord möchten Sie behalten.",
        wished_on=date(2026, 3, 3),
        points=(
            PointWeighed(what="Wie schwer es wiegt, wenn es so war", known="Sie beschreiben Berührungen, die weitergingen, nachdem Sie weggerückt waren."),
            PointWeighed(what="Unterschied in der Stellung", known="Die genannte Person entscheidet in Ihrem Bereich über Projekte und Vergütung."),
            PointWeighed(what="Ob andere gefährdet sein können", known="Weitere Beschäftigte reisen mit derselben Gruppe. Wir haben niemanden gefragt."),
            PointWeighed(what="Ob der Kontakt weitergeht", known="Die nächste gemeinsame Reise ist für den 24. März 2026 geplant."),
            PointWeighed(what="Ob wir es ohne Sie prüfen können", known="Es gibt Chatnachrichten, und andere waren beim Abendessen dabei."),
            PointWeighed(what="Was ein Handeln für Sie bedeuten kann", known="Sie fürchten um Ihren Platz im Projekt."),
        ),
        can_keep=(
            "Sie müssen die genannte Person nicht treffen und an keinem Gespräch teilnehmen.",
            "Ihre Meldung bleibt bei Jonas Weber und der Person, die entscheidet, bis entschieden ist.",
            "Die Unterstützung unten steht Ihnen offen, wie auch immer entschieden wird.",
            "Ihr Platz im Projekt Nord hängt nicht von Ihrem Wunsch ab. Dafür sorgt Helga Sommer.",
        ),
        cannot_keep=(
            "Dass Ihr Name allen unbekannt bleibt. Wenn wir handeln, können die Tatsachen zeigen, wer Sie sind.",
            "Dass wir nichts tun, wenn jemand in Gefahr ist oder das Gesetz uns verpflichtet.",
        ),
        contact_choices=(
            "Wir schreiben Ihnen nur per Post an Ihre Wohnanschrift.",
            "Wir rufen Sie nicht bei der Arbeit an, und in Ihrem Dienstkalender steht nichts davon.",
            "Nur Jonas Weber nimmt deswegen Kontakt mit Ihnen auf.",
        ),
        decided_by=HELGA, decided_until=date(2026, 3, 9), support=UNTERSTUETZUNG,
    )  # fmt: skip


@sample(Feedback, "de")
def rueckmeldung() -> Feedback:
    """D1b to Katrin Vogel, three months after her report."""
    return Feedback(
        title=Feedback.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=MELDUNG, dated=date(2026, 6, 1), organisation=MUENCHEN, recipient=KATRIN, contact=JONAS, signatory=JONAS,
        reference="DOC-2026-6MV3XC", received_on=date(2026, 3, 2), told_on=date(2026, 5, 29),
        done="Am 9. März 2026 begann eine Untersuchung; sie ist beendet. Beide Seiten wurden gehört, dazu fünf weitere Menschen. Wer daran nicht beteiligt war, hat das Ergebnis geprüft.\n\nEs wurde etwas getan, damit es sich nicht wiederholt. Jede Reise leiten nun zwei Personen, und das Büro bucht die Zimmer.",
        grounds="Die Richtlinie zum respektvollen Umgang verlangt, dass jede Reise sicher ist. Die Untersuchung hat gezeigt, dass es nicht so war.",
        how_to_ask="Sie können fragen, wie es weitergeht, oder uns mehr sagen: Melden Sie sich an und öffnen Sie RPT-2026-6KX2WB, oder schreiben Sie an jonas@larkfield.example.",
        support=UNTERSTUETZUNG,
    )  # fmt: skip
