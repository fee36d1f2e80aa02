"""Sample letters of an investigation: its measures and its interviews."""

from datetime import date

from backend.documents.sample_people import (
    CASE,
    CLARA,
    DANIEL,
    ERIN,
    HUGO,
    INES,
    LARKFIELD,
    MARTIN,
    NEIL,
    OMAR,
    SUPPORT,
)
from backend.documents.samples import sample
from backend.investigation import (
    letter_samples_de,  # noqa: F401 - to register them
    letter_samples_report,  # noqa: F401 - to register them
    letter_samples_report_de,  # noqa: F401 - to register them
)
from backend.investigation.letters.interviews import (
    Appointment,
    Correction,
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

ROOM = (Present(name="Inês Duarte", role="investigator, asks the questions"), Present(name="Felicity Shaw", role="takes notes"))  # fmt: skip


@sample(InterimMeasureNotice)
def interim_measure() -> InterimMeasureNotice:
    """D4 to Martin Hale, on the day that his notice is written."""
    return InterimMeasureNotice(
        matter=CASE, dated=date(2026, 3, 9), organisation=LARKFIELD, recipient=MARTIN, contact=DANIEL, signatory=OMAR,
        reference="DOC-2026-F8H2KD", jurisdiction="GB",
        measures=(
            MeasureBinding(what="No contact", means="You and Erin Lindqvist do not contact each other at work, outside work or through others.", until="20 March 2026, unless extended"),
            MeasureBinding(what="Decisions pass to another", means="Ruth Adeyemi decides on Erin Lindqvist’s pay, rating, leave and projects in your place.", until="The case closes"),
            MeasureBinding(what="Separate travel", means="You and Erin Lindqvist do not stay at the same hotel. The trip of 24 March 2026 is planned anew.", until="20 March 2026, unless extended"),
        ),
        reason="keeping people apart while the facts are established",
        pay="Your pay, your benefits and your post stay exactly as they are.",
        starts_on=date(2026, 3, 10), review_on=date(2026, 3, 20),
        ends="They end when the case closes, at the latest, or earlier if the reason falls away.",
        still_allowed=(
            "Lead your region and meet your team, except as stated above.",
            "Speak to people who may support your account. Please do not ask anybody what they told us.",
            "Take part in company events that Erin Lindqvist does not attend. Daniel Price tells you which.",
        ),
        necessary_contact="Messages that work needs go through Daniel Price. He passes them on within one working day.",
        challenge_to=CLARA, answered_within="within three working days", support=SUPPORT,
    )  # fmt: skip


@sample(SupportiveMeasureNotice)
def supportive_measure() -> SupportiveMeasureNotice:
    """D4 to Erin Lindqvist, on the same day."""
    return SupportiveMeasureNotice(
        matter=CASE, dated=date(2026, 3, 9), organisation=LARKFIELD, recipient=ERIN, contact=OMAR, signatory=OMAR,
        reference="DOC-2026-K3V7WA", jurisdiction="GB",
        measures=(
            SupportGiven(what="Change of rota", how="You work from the Leeds office or from home, as you prefer, until you tell us otherwise.", arranged_by="Neil Ashworth"),
            SupportGiven(what="Paid time off", how="Up to five days, taken when you need them. You need not say why.", arranged_by="Daniel Price"),
            SupportGiven(what="Confidential counselling", how="Six sessions, booked by you. We learn neither whether you go nor what is said.", arranged_by="You, by the number below"),
        ),
        protections=(
            "Martin Hale may not contact you. Messages that work needs go through Daniel Price.",
            "Ruth Adeyemi decides on your pay, rating, leave and projects.",
            "The trip of 24 March 2026 is planned anew. You choose whether you travel.",
        ),
        pay="Your pay stays as it is throughout.",
        starts_on=date(2026, 3, 10), review_on=date(2026, 3, 20),
        reached_by="Outside working hours you reach the duty officer on 0113 496 0150.",
        support=SUPPORT,
    )  # fmt: skip


@sample(PartyInvitation)
def invitation_party() -> PartyInvitation:
    """D5 to Martin Hale, after his notice of allegations."""
    return PartyInvitation(
        matter=CASE, dated=date(2026, 3, 12), organisation=LARKFIELD, recipient=MARTIN, contact=INES, signatory=INES,
        reference="DOC-2026-M4T9XC", jurisdiction="GB", role="the person whom the allegations concern",
        appointment=Appointment(on=date(2026, 3, 18), time="10:00 UK time", place="Room Calder, Leeds, or by video call if you prefer", how_long="about two hours, with breaks"),
        present=(*ROOM, Present(name="Hugo Brandt", role="lawyer of the organisation, for the first part")),
        topics=(
            "The conference dinner and the hotel bar in Harrogate on 26 February 2026",
            "Messages from 26 February to 1 March 2026",
            "How project places in the Northern project were decided",
        ),
        enclosed=("Notice of allegations DOC-2026-B4X9QF, which you received on 9 March 2026", "The programme of the conference"),
        bring=("Messages and calendar entries of 26 February to 1 March 2026", "Names of people who can say something about the evening"),
        recorded=True, notes_by="Felicity Shaw",
        discretion=Discretion(about="the evening of 26 February 2026", reason="several people were there, and each should speak from their own memory", ends="the interviews are over, on 27 March 2026 at the latest"),
        counsel=HUGO, support=SUPPORT,
    )  # fmt: skip


@sample(WitnessInvitation)
def invitation_witness() -> WitnessInvitation:
    """D5 to Neil Ashworth, who was at the dinner."""
    return WitnessInvitation(
        matter=CASE, dated=date(2026, 3, 12), organisation=LARKFIELD, recipient=NEIL, contact=INES, signatory=INES,
        reference="DOC-2026-P7D3LH", jurisdiction="GB", subject="the conference dinner in Harrogate on 26 February 2026",
        appointment=Appointment(on=date(2026, 3, 16), time="14:00 UK time", place="Room Aire, Leeds, or by video call if you prefer", how_long="about 45 minutes"),
        present=ROOM, notes_by="Felicity Shaw",
        bring=("Photographs or messages of that evening, if you have any",),
        discretion=Discretion(about="that evening", reason="other people will be asked about it, and each should speak from their own memory", ends="the interviews are over, on 27 March 2026 at the latest"),
        support=SUPPORT,
    )  # fmt: skip


@sample(InterviewRecord)
def interview_record() -> InterviewRecord:
    """D6 to Neil Ashworth, two days after his interview."""
    return InterviewRecord(
        matter=CASE, dated=date(2026, 3, 18), organisation=LARKFIELD, recipient=NEIL, contact=INES, signatory=INES,
        reference="DOC-2026-R2N6YE", jurisdiction="GB",
        held_on=date(2026, 3, 16), time="14:05 to 14:50 UK time, with no break", place="Room Aire, Leeds",
        present=(*ROOM, Present(name="Joan Mbeki", role="companion of Neil Ashworth")),
        recording="Notes by Felicity Shaw. No sound was recorded.",
        advisories=(
            "You take part as a witness, and the investigation is not about you.",
            "Nobody may treat you worse because you give evidence.",
            "What you say is shared only as far as the matter needs. Secrecy cannot be promised.",
            "You receive this record, may correct it, and may decline to sign.",
        ),
        passages=(
            Passage(speaker="Inês Duarte", words="Where did you sit at the dinner, and until when?"),
            Passage(speaker="Neil Ashworth", words="At the long table by the window, two places from Erin. I left at about half past ten. I had driven, so I drank water."),
            Passage(speaker="Inês Duarte", words="Please tell me what you noticed that evening."),
            Passage(speaker="Neil Ashworth", words="At about half past seven Martin came to our end of the table and stood behind Erin’s chair. He put his hands on her shoulders. She moved her chair forward. I remember it because the chair hit mine.\n\nHe came back twice, I would say within the hour. The second time she got up and went to the buffet."),
            Passage(speaker="Inês Duarte", words="Did you hear anything that was said?"),
            Passage(speaker="Neil Ashworth", words="Not at the table, the music was loud. In the bar I heard him ask whether she would come for a drink later. She said no, she was tired. I did not hear the rest."),
            Passage(speaker="Inês Duarte", words="Is there anything you would like to add?"),
            Passage(speaker="Neil Ashworth", words="Only that I should have asked her whether she was all right. I did so the next morning."),
        ),
        corrections=(
            Correction(passage="4", before="At about half past seven", after="At about a quarter to eight, after the soup", asked="17 March 2026, by e-mail"),
            Correction(passage="6", before="come for a drink later", after="come for a drink later, “just the two of us”", asked="17 March 2026, by e-mail"),
        ),
        correct_until=date(2026, 3, 25),
    )  # fmt: skip
