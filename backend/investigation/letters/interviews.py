"""What invitations to an interview and the record of one say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from backend.documents.letters import Contact, Letter


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """When and where an interview is to be; the time is local and says in which zone."""

    on: date
    time: str
    place: str
    how_long: str = ""


@dataclass(frozen=True, kw_only=True)
class Present:
    """Somebody who is in the room, and why."""

    name: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Discretion:
    """A request for confidentiality: about what, why in this very case, and when it ends."""

    about: str
    reason: str
    ends: str


@dataclass(frozen=True, kw_only=True)
class Invitation(Letter):
    """What every invitation to an interview holds: time, people, recording, discretion, and who acts for whom."""

    appointment: Appointment
    present: tuple[Present, ...]
    recorded: bool = False
    notes_by: str = ""
    enclosed: tuple[str, ...] = ()
    bring: tuple[str, ...] = ()
    discretion: Discretion | None = None
    counsel: Contact | None = None  # a lawyer of the employer who asks the questions
    has_union: bool = False
    support: tuple[Contact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PartyInvitation(Invitation):
    """D5: invites a party to an interview and says what it is for, with whom, and which rights there are."""

    kind: ClassVar[str] = "D5"
    template: ClassVar[str] = "investigation/invitation_party/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Einladung zum Gespräch"}

    title: str = "Invitation to an interview"
    role: str  # the part the recipient has, such as the person whom the allegations concern
    topics: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WitnessInvitation(Invitation):
    """D5: invites a witness to an interview. It tells no more of the matter than the questions need."""

    kind: ClassVar[str] = "D5"
    template: ClassVar[str] = "investigation/invitation_witness/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Einladung zum Gespräch"}

    title: str = "Invitation to an interview"
    subject: str  # the occasion or the period asked about, and no allegation


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One thing said in an interview, by whom."""

    speaker: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A correction that the author asked for: what stood there, what stands there now, and when."""

    passage: str
    before: str
    after: str
    asked: str


@dataclass(frozen=True, kw_only=True)
class Declined:
    """That the author did not sign, on which day, the reason if one was given, and who recorded it."""

    on: date
    reason: str = ""
    recorded_by: str


@dataclass(frozen=True, kw_only=True)
class InterviewRecord(Letter):
    """D6: the record of an interview, for its author to check, correct and sign. It holds nobody else's statement."""

    kind: ClassVar[str] = "D6"
    template: ClassVar[str] = "investigation/interview_record/v2"
    titles: ClassVar[Mapping[str, str]] = {"de": "Niederschrift Ihres Gesprächs"}
    more_styles: ClassVar[tuple[str, ...]] = ("interview-v2.css",)

    title: str = "Record of your interview"
    held_on: date
    time: str
    place: str
    present: tuple[Present, ...]
    recording: str  # how it was recorded, and what happens to the recording
    advisories: tuple[str, ...]
    passages: tuple[Passage, ...]
    corrections: tuple[Correction, ...] = ()
    correct_until: date
    declined: Declined | None = None
