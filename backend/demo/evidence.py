"""The evidence of the main story: collected, handed in, one file found changed and drawn again, and read by both sides."""

from io import BytesIO
from typing import Final

from backend.cases.models import Case
from backend.demo.matters import Timetable
from backend.demo.stage import Days, Scene, Stage
from backend.files.uploads import Upload
from backend.investigation.actions.evidence import (
    Obtained,
    add_evidence,
    hand_in_evidence,
    redact_evidence,
    rely_on_evidence,
    transfer_evidence,
    verify_evidence,
)
from backend.investigation.actions.review import comment_on_evidence
from backend.investigation.queries.evidence import own_access

FLOOR: Final = 10  # days that both sides have to comment
CHAT: Final = (
    b"27 February 08:12  Sorry you were so tired. Drink this week, just us?\n"
    b"27 February 08:40  Thanks, but no.\n28 February 19:40  One drink. You would enjoy it.\n"
)
SEATS: Final = b"Table 4: M. Hale, E. Lindqvist, N. Ashworth, C. Draper\n"


def collect(stage: Stage, case: Case, days: Days, table: Timetable) -> Scene:
    """Collect two files, one of them redacted for both sides; only where the story leaves them time to comment."""
    if table.report - table.review <= FLOOR:
        return
    ines, respondent = stage.cast.ines, case.parties.get(role="respondent").person
    yield days.at(table.review - 1, "15:20")
    chat = add_evidence(
        case,
        Obtained(description="Chat messages, 26 February to 1 March.", source="Company chat", method="Exported by IT"),
        actor=ines,
        reason="The messages that the report names.",
        upload=_text(CHAT, "chat.txt"),
    )
    transfer_evidence(chat, actor=ines, reason="For the review.", giver="Inês Duarte", taker="The evidence store")
    verify_evidence(chat, actor=ines, reason="Before the review.")
    seats = add_evidence(
        case,
        Obtained(description="Seating plan of the dinner.", source="Conference office", sensitivity="identifying"),
        actor=ines,
        reason="Who could see what.",
        upload=_text(SEATS, "seats.txt"),
    )
    redact_evidence(
        seats,
        actor=ines,
        reason="Others at the table are not named to both sides.",
        description="Seating plan, others left out.",
        upload=_text(b"Table 4: M. Hale, E. Lindqvist, [...], [...]\n", "seats.txt"),
    )
    for item in (chat, seats):
        rely_on_evidence(item, actor=ines, reason="The report rests on it.", bearings={"A1": "supports"})
    hand_in_evidence(
        case,
        actor=respondent.user,
        description="My diary of that week.",
        upload=_text(b"26 February: dinner\n", "diary.txt"),
    )
    stage.say("Inês Duarte collects the evidence; the respondent hands in a file of his own.")


def comment(stage: Stage, case: Case, days: Days, table: Timetable) -> Scene:
    """Both sides read what the report rests on, and say something about it."""
    parts = [(party, own_access(case, party.person.user)) for party in case.parties.filter(role="respondent")]
    for party, access in parts:
        if access is not None:
            yield days.at(table.review + 4, "18:10")
            comment_on_evidence(access, actor=party.person.user, text="Both messages were meant in a friendly way.")
            stage.say(f"{party.person.name} comments on the evidence.")


def _text(content: bytes, name: str) -> Upload:
    return Upload(BytesIO(content), name)
