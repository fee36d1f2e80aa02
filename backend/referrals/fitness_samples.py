"""Sample letters about an examination of fitness for duty, in both languages."""

from datetime import date

from backend.decisions.letter_samples_de import LARKFIELD_DE, STEFAN, SUPPORT_DE
from backend.documents.letters import Contact
from backend.documents.sample_people import DANIEL, LARKFIELD, MARTIN, SUPPORT
from backend.documents.samples import sample
from backend.referrals.fitness_letters import FitnessLetter
from backend.referrals.letters import Provider

REQUEST, REQUEST_DE = "FFD-2026-K2R7WD", "FFD-2026-T5N8QB"
COORDINATOR = Contact(
    name="Grace Whitlock", role="Referral Coordinator", email="referrals@larkfield.example", phone="0113 496 0150"
)
KOORDINATORIN = Contact(
    name="Petra Lang", role="Koordinatorin für Zuweisungen", email="zuweisung@larkfield.example", phone="089 5550 150"
)
WHARFSIDE = Provider(
    name="Wharfside Occupational Health", service="Examinations about tasks of a job", licence="GMC 7700145",
    authority="General Medical Council", licence_until=date(2027, 9, 30), phone="0113 496 0191",
)  # fmt: skip
ISARTOR = Provider(
    name="Arbeitsmedizin am Isartor", service="Untersuchungen zu Aufgaben einer Stelle", licence="Approbation Nr. 70311",
    authority="Regierung von Oberbayern", licence_until=date(2027, 9, 30), phone="089 5550 191",
)  # fmt: skip


@sample(FitnessLetter)
def fitness_letter() -> FitnessLetter:
    """D11 to Martin Hale, about driving for work."""
    return FitnessLetter(
        matter=REQUEST, dated=date(2026, 5, 22), organisation=LARKFIELD, recipient=MARTIN, contact=COORDINATOR,
        signatory=COORDINATOR, reference="DOC-2026-V3F9HN", jurisdiction="GB",
        facts=(
            "On 4 and 11 May you stopped the van because you could not read road signs.",
            "On 12 May you asked to be driven to a client.",
        ),
        tasks=("Driving a company van on motorways", "Driving after dark"),
        provider=WHARFSIDE, payer="Larkfield Instruments pays all of it, directly to the examiner.", adjustments=DANIEL, support=SUPPORT,
    )  # fmt: skip


@sample(FitnessLetter, "de")
def untersuchung() -> FitnessLetter:
    """D11 to Stefan Brandt, about driving for work."""
    return FitnessLetter(
        matter=REQUEST_DE, dated=date(2026, 5, 22), organisation=LARKFIELD_DE, recipient=STEFAN, contact=KOORDINATORIN,
        signatory=KOORDINATORIN, language="de-DE", jurisdiction="DE", reference="DOC-2026-J6C2TM", title=FitnessLetter.title_in("de"),
        facts=("Am 4. und 11. Mai hielten Sie den Wagen an, weil Sie Schilder nicht lesen konnten.",),
        tasks=("Fahren eines Dienstwagens auf der Autobahn", "Fahren bei Dunkelheit"),
        provider=ISARTOR, payer="Die Larkfield Instruments GmbH zahlt alles direkt an die Stelle.",
        adjustments=KOORDINATORIN, support=SUPPORT_DE,
    )  # fmt: skip
