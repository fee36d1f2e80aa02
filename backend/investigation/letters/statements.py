"""The record of an interview (D6), written from what was recorded of it; it goes to whoever was heard, and to nobody else."""

from zoneinfo import ZoneInfo

from backend.documents.phrasing import day_in
from backend.documents.queries import frame
from backend.investigation.inquiry_vocabulary import Advisory, Recording
from backend.investigation.letters.interviews import Correction, Declined, InterviewRecord, Passage, Present
from backend.investigation.models import Statement
from backend.kernel import clock
from backend.people.models import User

ENGLISH = "en"  # of the words that people said
KEPT = {
    Recording.NOTES: "Notes only. No sound was recorded.",
    Recording.CONSENTED: "Sound was recorded, with your consent. The recording is deleted once you have checked this record.",
    Recording.REFUSED: "Notes only. You were asked whether sound may be recorded, and did not consent.",
}
SAID = {
    Advisory.ROLE: "You were told which part you have, and that the investigator does not decide.",
    Advisory.NO_RETALIATION: "Nobody may treat you worse because you take part.",
    Advisory.LIMITS: "What you say is shared only as far as the matter needs. Secrecy cannot be promised.",
    Advisory.COMPANION: "You may have a companion with you.",
    Advisory.COUNSEL: "The lawyer who was present acts for the organisation, not for you.",
    Advisory.UNION: "You may ask for a union representative to be with you.",
}


def record_letter(statement: Statement, *, by: User, declined: bool = False) -> InterviewRecord:
    """Write the record of an interview for the person who was heard: every passage, and every correction that they asked for."""
    interview, person = statement.interview, statement.person
    if interview.held_at is None or statement.correct_until is None:
        raise LookupError(f"{statement.reference} has not been offered.")
    local = interview.held_at.astimezone(ZoneInfo(person.zone))
    return InterviewRecord(
        **frame(InterviewRecord, to=person, by=by, language=ENGLISH),
        matter=interview.case.reference,
        held_on=local.date(),
        time=local.strftime("%H:%M %Z"),
        place=interview.place,
        present=tuple(Present(name=each["name"], role=each["role"]) for each in interview.present),
        recording=KEPT[Recording(interview.recording)],
        advisories=tuple(SAID[Advisory(code)] for code in interview.advisories),
        passages=tuple(Passage(speaker=each["speaker"], words=each["words"]) for each in statement.passages),
        corrections=tuple(
            Correction(passage=str(each["passage"]), before=each["before"], after=each["after"], asked=each["asked"])
            for each in statement.corrections
            if each["version"] < statement.version
        ),
        correct_until=statement.correct_until,
        declined=Declined(
            on=clock.today(person.zone),
            reason=statement.decline_reason,
            recorded_by=statement.recorded_by.name if statement.recorded_by else person.name,
        )
        if declined
        else None,
    )


def asked_on(person_zone: str) -> str:
    """Say on which day a correction was asked for."""
    return day_in(clock.today(person_zone), ENGLISH)
