"""Who and what the sample papers of a referral have in common."""

from datetime import date

from backend.documents.letters import Contact
from backend.referrals.contents import ReasonLine
from backend.referrals.letters import Provider

REFERRAL, RELEASE = "REF-2026-Q4T8ND", "DOC-2026-L6Y3RS"
GRACE = Contact(
    name="Grace Whitlock", role="Referral Coordinator", email="referrals@larkfield.example", phone="0113 496 0150"
)
HELEN = Contact(
    name="Helen Marsh",
    role="Registered practitioner psychologist, Calder Practice",
    email="reports@calder.example",
    phone="0113 496 0177",
)
CALDER = Provider(
    name="Calder Practice", service="Individual sessions, in person or by video", licence="PYL900123",
    authority="Health and Care Professions Council", licence_until=date(2027, 5, 31),
    address=("Canal Road 4", "Leeds LS1 4AB"), phone="0113 496 0177", email="reports@calder.example",
    note="First appointment within two weeks",
)  # fmt: skip
MERIDIAN = Provider(
    name="Meridian Counselling", service="Individual sessions, by video", licence="BACP 900456",
    authority="British Association for Counselling", licence_until=date(2026, 12, 31), phone="0117 496 0188",
    note="Also in French and Polish; within three weeks",
)  # fmt: skip
REASONS = (
    ReasonLine(reference="A1", conduct="Touching a colleague repeatedly at a work event after it was plainly unwelcome", policy_clause="Dignity at Work 3.2"),
    ReasonLine(reference="A2", conduct="Inviting a colleague again after a refusal", policy_clause="Dignity at Work 3.1 and 5.1"),
)  # fmt: skip
SERVICE = "Up to eight individual sessions on conduct at work"
