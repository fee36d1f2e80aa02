"""The people and places of German sample letters: the sister company in Munich."""

from backend.documents.letters import Addressee, Contact, Organisation

MUENCHEN = Organisation(
    name="Larkfield Instruments GmbH",
    address=("Larkfield Instruments GmbH", "Isarwerk 12", "80469 München"),
    phone="089 5550 100",
    email="personal@larkfield.example",
)
STEFAN = Addressee(
    name="Stefan Brandt",
    role="Bereichsleiter Süd",
    address=("Larkfield Instruments GmbH", "Haus C, 3. Stock", "Isarwerk 12", "80469 München"),
)
KATRIN = Addressee(name="Katrin Vogel", role="Serviceingenieurin", address=("Lindenallee 7", "81545 München"))
YASEMIN = Contact(name="Yasemin Kaya", role="Ermittlerin", email="yasemin@larkfield.example", phone="089 5550 142")
JONAS = Contact(name="Jonas Weber", role="Meldestelle", email="jonas@larkfield.example", phone="089 5550 111")
HELGA = Contact(name="Helga Sommer", role="Leiterin Betrieb", email="helga@larkfield.example")
ANDREAS = Contact(name="Andreas Pohl", role="Personalreferent", email="andreas@larkfield.example", phone="089 5550 127")
CLAUDIA = Contact(name="Dr. Claudia Reuter", role="Rechtsanwältin", email="reuter@kanzlei.example")
PETER = Addressee(
    name="Peter Lindner",
    role="Teamleiter Service",
    address=("Larkfield Instruments GmbH", "Isarwerk 12", "80469 München"),
)
UNTERSTUETZUNG = (
    Contact(name="Beratungstelefon für Beschäftigte", role="vertraulich, Tag und Nacht", phone="0800 555 0199"),
    Contact(name="Andreas Pohl", role="praktische Fragen, Anpassungen, freie Zeit", email="andreas@larkfield.example"),
)
FALL, MELDUNG = "CASE-2026-9RM3TD", "RPT-2026-6KX2WB"
