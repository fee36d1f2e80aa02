"""The people and places of sample letters: the cast at Larkfield Instruments, and in Germany its sister company."""

from backend.documents.letters import Addressee, Contact, Organisation

LARKFIELD = Organisation(
    name="Larkfield Instruments",
    address=("Larkfield Instruments Ltd", "Wharf Street 18", "Leeds LS2 7EQ"),
    phone="0113 496 0100",
    email="people@larkfield.example",
)
MARTIN = Addressee(
    name="Martin Hale",
    role="Regional Director, West",
    address=("Larkfield Instruments", "Harbour House, Floor 3", "Bristol BS1 5TY"),
)
ERIN = Addressee(name="Erin Lindqvist", role="Field Engineer", address=("14 Alma Vale Road", "Bristol BS8 2HN"))
INES = Contact(name="Inês Duarte", role="Investigator", email="ines@larkfield.example", phone="0113 496 0142")
OMAR = Contact(name="Omar Haddad", role="Intake Coordinator", email="omar@larkfield.example", phone="0113 496 0111")
RUTH = Contact(name="Ruth Adeyemi", role="Operations Director", email="ruth@larkfield.example")
CLARA = Contact(name="Clara Nwosu", role="Director of Quality", email="clara@larkfield.example")
DANIEL = Contact(name="Daniel Price", role="HR Partner", email="daniel@larkfield.example", phone="0113 496 0127")
HUGO = Contact(name="Hugo Brandt", role="Head of legal", email="hugo@larkfield.example")
NEIL = Addressee(
    name="Neil Ashworth",
    role="Field service team leader",
    address=("Larkfield Instruments", "Wharf Street 18", "Leeds LS2 7EQ"),
)
SUPPORT = (
    Contact(name="Employee Assistance Line", role="Confidential counselling, day and night", phone="0800 496 0199"),
    Contact(name="Daniel Price", role="Practical questions, adjustments, time off", email="daniel@larkfield.example"),
)
CASE, REPORT, AGREEMENT = "CASE-2026-7KQ4MZ", "RPT-2026-3VN8TC", "AGR-2026-H5W2DX"
