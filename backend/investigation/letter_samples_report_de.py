"""The German sample report of an investigation."""

from datetime import date

from backend.documents.letters import Addressee
from backend.documents.sample_people_de import FALL, HELGA, JONAS, MUENCHEN, YASEMIN
from backend.documents.samples import sample
from backend.investigation.letters.report import (
    AllegationExamined,
    Chapter,
    ContestedFact,
    CustodyStep,
    Exhibit,
    FactStated,
    FindingProposed,
    InvestigationReport,
    PersonHeard,
    StepTaken,
    Weighed,
)

DECIDES = Addressee(name="Helga Sommer", role="Leiterin Betrieb, entscheidet")
ALLEGATIONS = (
    AllegationExamined(reference="A1", particulars="Hände auf die Schultern von Katrin Vogel gelegt und massiert, dreimal beim Abendessen am 26. Februar 2026.", policy_clauses=("Respekt am Arbeitsplatz 3.2",), answer="Berührung eingeräumt; bestreitet, dass sie unerwünscht war"),
    AllegationExamined(reference="A2", particulars="Mehrmals zu einem Treffen zu zweit eingeladen, mündlich und per Nachricht, nachdem sie abgelehnt hatte.", policy_clauses=("Respekt am Arbeitsplatz 3.1", "5.1"), answer="Zum Teil eingeräumt: zwei Nachrichten"),
)  # fmt: skip
PEOPLE = (
    PersonHeard(name="Katrin Vogel", part="Beschwerdeführerin", how="Persönlich, mit Begleitung", when="11. März 2026"),
    PersonHeard(name="Stefan Brandt", part="Person, die die Vorwürfe betreffen", how="Persönlich, mit Begleitung", when="18. März 2026"),
    PersonHeard(name="Peter Lindner", part="Zeuge am Tisch", how="Persönlich", when="16. März 2026"),
    PersonHeard(name="Anna Seidl", part="Zeugin in der Bar", how="Per Video", when="20. März 2026"),
)  # fmt: skip
CHAPTERS = (
    Chapter(heading="Das Abendessen", paragraphs=(
        "Katrin Vogel sagt, Stefan Brandt sei zwischen etwa 19:45 und 21:00 Uhr dreimal an ihren Stuhl gekommen. Jedes Mal habe er beide Hände auf ihre Schultern gelegt. Nach dem ersten Mal sei sie mit dem Stuhl nach vorn gerückt.",
        "Stefan Brandt sagt, er habe viele Gäste so begrüßt. Er erinnere sich an „ein- oder zweimal, vielleicht dreimal“. Ihr Vorrücken habe er so verstanden, dass sie Platz machen wollte.",
        "Peter Lindner saß zwei Plätze weiter. Er beschreibt drei Besuche und das Rücken des Stuhls (B2, Stelle 4).",
    )),
    Chapter(heading="Die Bar und die Nachrichten", paragraphs=(
        "Peter Lindner und Anna Seidl hörten, dass Stefan Brandt sie auf ein Glas einlud und dass sie ablehnte (B2, B3).",
        "Der Chat zeigt am 27. Februar um 08:12 Uhr: „Schade, dass Sie so müde waren. Diese Woche ein Glas, nur wir?“ Katrin Vogel antwortete: „Danke, nein.“ Am 28. Februar um 19:40 Uhr schrieb er: „Ein Glas. Es würde Ihnen gefallen.“ (B4)",
    )),
)  # fmt: skip
ESTABLISHED = (
    FactStated(fact="Stefan Brandt legte Katrin Vogel am 26. Februar 2026 dreimal die Hände auf die Schultern.", evidence="Ihre Aussage; B2; seine Aussage zum Teil"),
    FactStated(fact="Nach dem ersten Mal rückte sie sichtbar weg.", evidence="Ihre Aussage; B2"),
    FactStated(fact="Sie lehnte in der Bar und am 27. Februar 2026 per Nachricht ab. Am 28. Februar lud er sie erneut ein.", evidence="B2, B3, B4"),
)  # fmt: skip
CONTESTED = (
    ContestedFact(
        question="War erkennbar, dass die Berührung unerwünscht war?",
        weighed=(
            Weighed(factor="Andere Aussagen", shows="Peter Lindner beschreibt das Rücken des Stuhls, ohne danach gefragt worden zu sein."),
            Weighed(factor="Nachvollziehbarkeit", shows="Platz machen erklärt nicht, warum sie nach dem zweiten Mal den Tisch verließ."),
            Weighed(factor="Beständigkeit", shows="Ihre Aussage blieb gleich. Seine Angabe zur Zahl schwankte zwischen zwei und drei."),
        ),
        conclusion="Es ist wahrscheinlicher, dass es ab dem ersten Mal erkennbar war.",
    ),
)  # fmt: skip
FINDINGS = (
    FindingProposed(reference="A1", subject="Berührung beim Abendessen", finding="bestätigt", policy="Verstoß gegen Ziffer 3.2", reasons=("Drei Aussagen stimmen zur Berührung überein, zwei dazu, dass sie wegrückte.", "Ziffer 3.2 fragt, ob eine Berührung erkennbar unerwünscht war. Ab dem ersten Mal war sie es."), evidence="6.1.1, 6.1.2; B2"),
    FindingProposed(reference="A2", subject="Wiederholte Einladungen", finding="teilweise bestätigt", policy="Verstoß gegen Ziffer 3.1; Ziffer 5.1 nicht belegt", reasons=("Zwei Einladungen nach einer Absage sind belegt, weitere mündliche nicht.",), evidence="6.1.3, 6.2.1; B3, B4"),
)  # fmt: skip
EXHIBITS = (
    Exhibit(number="B1", what="Meldung vom 2. März 2026", source="Katrin Vogel", obtained="2. März 2026, Meldestelle", form="Niederschrift", sha256="4c8e17a2" * 8),
    Exhibit(number="B2", what="Niederschrift, Peter Lindner", source="Gespräch", obtained="16. März 2026, Yasemin Kaya", form="nicht unterschrieben", sha256="d05b93ee" * 8),
    Exhibit(number="B3", what="Niederschrift, Anna Seidl", source="Gespräch", obtained="20. März 2026, Markus Beck", form="unterschrieben", sha256="6f21ca98" * 8),
    Exhibit(number="B4", what="Chatnachrichten, 26. Februar bis 1. März 2026", source="Dienstlicher Chat", obtained="10. März 2026, IT-Betrieb", form="Export", sha256="b7903d5c" * 8,
        custody=(
            CustodyStep(when="10. März 2026, 09:20 Uhr", passed="IT-Betrieb an Yasemin Kaya", why="Export", checked="Stimmt überein"),
            CustodyStep(when="4. April 2026, 10:00 Uhr", passed="Yasemin Kaya an beide Seiten", why="Einsicht im Leseraum", checked="Stimmt überein"),
        )),
)  # fmt: skip


@sample(InvestigationReport, "de")
def bericht() -> InvestigationReport:
    """D7 to Helga Sommer in Munich."""
    return InvestigationReport(
        title=InvestigationReport.title_in("de"), language="de-DE", jurisdiction="DE",
        matter=FALL, dated=date(2026, 4, 16), organisation=MUENCHEN, recipient=DECIDES, contact=YASEMIN, signatory=YASEMIN,
        reference="DOC-2026-9FS3CW", approver=HELGA,
        commissioned_by=f"{JONAS.name}, {JONAS.role}", period="9. März bis 16. April 2026", standard="die überwiegende Wahrscheinlichkeit",
        summary=(
            "Geprüft wurden zwei Vorwürfe zu einem Abend und den Tagen danach. Vier Personen wurden angehört, vier Belege gesammelt.",
            "Ein Zeuge und der Betroffene selbst sagen, dass er Katrin Vogel mehrmals die Hände auf die Schultern legte.",
            "Der Chat zeigt zwei weitere Einladungen, nachdem sie abgelehnt hatte. Mündliche Einladungen danach ließen sich nicht feststellen.",
        ),
        mandate=(
            "Die Untersuchung sollte die Tatsachen zu den Vorwürfen A1 und A2 klären, nach allen Seiten Belege sammeln und Feststellungen vorschlagen.",
            "Es galt die Richtlinie Respekt am Arbeitsplatz in der Fassung vom 1. Januar 2025. Sie gilt auch bei Veranstaltungen (Ziffer 1.4).",
        ),
        allegations=ALLEGATIONS,
        outside_scope=("Wie Plätze im Projekt Nord vor 2026 vergeben wurden.",),
        method=(
            "Zuerst wurden offene Fragen gestellt, dann Unterlagen gezeigt. Alle erhielten eine Niederschrift und konnten sie berichtigen.",
            "Beide Seiten sahen die Belege bis zum 4. April 2026 und hatten zehn Tage Zeit, sich zu äußern.",
        ),
        steps=(
            StepTaken(when="9. März 2026", what="Anhörung zu Vorwürfen; Sicherung der Chatnachrichten"),
            StepTaken(when="11. bis 27. März 2026", what="Gespräche mit vier Personen"),
            StepTaken(when="4. bis 14. April 2026", what="Einsicht in die Belege durch beide Seiten"),
            StepTaken(when="16. April 2026", what="Bericht"),
        ),
        limits=("Das Hotel hatte keine Aufnahmen der Bar vom 26. Februar 2026 mehr.",),
        people=PEOPLE,
        chapters=CHAPTERS,
        established=ESTABLISHED,
        not_established=(FactStated(fact="Weitere mündliche Einladungen bis zum 1. März 2026.", evidence="Aussagen gehen auseinander; keine weiteren Belege"),),
        contested=CONTESTED,
        findings=FINDINGS,
        mitigating=("Stefan Brandt räumte die Berührung in seiner ersten Antwort ein.", "Er legte alle Nachrichten von sich aus vor."),
        circumstances=("Getränke waren fünf Stunden lang frei, und niemand war als Gastgeber benannt.", "Leitungen vergeben Projektplätze allein, ohne eine zweite Person."),
        exhibits=EXHIBITS,
    )  # fmt: skip
