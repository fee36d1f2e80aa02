"""An emergency access with its review, and an auditor who looks at who can see the case."""

from datetime import date
from typing import Final

from backend.audit.reads import viewed
from backend.cases.actions.break_glass import break_glass, end_break_glass, review_break_glass
from backend.cases.models import Case
from backend.demo.stage import CALENDAR, Days, Scene, Stage
from backend.documents.queries import day_words
from backend.records.access_reviews import review_case_access

CALLED: Final = (
    "Hannah Booth called the helpline this afternoon: she is afraid of tomorrow’s joint meeting. Omar Haddad and Inês Duarte can’t be"
    " reached. I have to know which contact limits hold."
)
SEEN: Final = "The contact limits stand in the agreement; Daniel Price was asked to move the meeting."
JUSTIFIED: Final = (
    "A call in fear on the evening before a meeting, nobody of the case within reach, two sections read in a quarter of an hour,"
    " and nothing more."
)
YEARLY: Final = "Spot check after an emergency access."


def emergency(stage: Stage, respondent: str, evening: date) -> Scene:
    """Break the glass for one evening, review it on the next working day, and look at the access to the case."""
    cast, days = stage.cast, Days(evening)
    reviewed, looked_at = ((CALENDAR.add(evening, later) - evening).days for later in (1, 2))
    yield days.at(0, "17:05")
    case = Case.objects.get(parties__person=cast.person(respondent), parties__role="respondent")
    glass = break_glass(case.reference, actor=cast.wanda, reason=CALLED)
    stage.say(
        f"Wanda Ilves opens {case.reference} by break-glass for four hours; Priya Raman and the case lead are told."
    )
    for part in ("", "people"):
        viewed(case, "case.read", actor=cast.wanda, ctx={"part": part} if part else {})
    yield days.at(0, "17:21")
    end_break_glass(glass, actor=cast.wanda, reason=SEEN)
    yield days.at(reviewed, "10:10")
    glass = review_break_glass(glass, actor=cast.priya, reason=JUSTIFIED, verdict="justified")
    due = day_words(glass.review.due_at.date())
    stage.say(f"Priya Raman finds {glass.reference} justified; the review was due by {due}.")
    yield days.at(looked_at, "11:30")
    review = review_case_access(case, actor=cast.lena, reason=YEARLY, verdict="in_order")
    stage.say(f"Lena Fischer looks at who can see {case.reference} and records {review.reference}: in order.")
