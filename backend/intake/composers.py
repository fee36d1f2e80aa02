"""The letters that people write in answer to a report."""

from typing import Any
from zoneinfo import ZoneInfo

from backend.deadlines.models import Deadline
from backend.documents.composing import Asked, Composer, Gap, Given, composes
from backend.documents.letters import Contact
from backend.documents.phrasing import say
from backend.documents.queries import frame, support_for
from backend.intake.letters import HOW_TO_ASK, EmployerDutyNotice, Feedback, PointWeighed
from backend.intake.models import Report
from backend.intake.queries.likeness import reported_together
from backend.intake.vocabulary import Conduct, TriageFlag
from backend.people.models import Person, User


def _those_affected(report: Report) -> list[Person]:
    found = [person for person in (report.affected, report.reporter) if person is not None]
    return list(dict.fromkeys(found))


def _gaps(report: Report, to: Person) -> list[Gap]:
    if report.no_action_asked:
        return []
    return [Gap("The wish that no action is taken: the report does not hold it.", "report", report.reference)]


def _begins(report: Report) -> Given:
    """Begin with what the record knows: the wish, the day, what counts, and until when it is decided."""
    on = report.received_at.astimezone(ZoneInfo(report.place.clock)).date()
    begun: dict[str, Any] = {"wish": report.wishes, "wished_on": on, "points": _points(report)}
    running = Deadline.objects.about(report).unfinished().filter(kind__startswith="report.").order_by("due_at").first()
    return begun | ({"decided_until": running.due_on} if running else {})


def _points(report: Report) -> list[tuple[str, str]]:
    """Tell what counts and what the record knows of it; whoever writes goes on from there."""
    flags = [str(TriageFlag(code).label) for code in report.flags]
    known = [
        ("How serious it is, if it happened", ", ".join(str(Conduct(code).label) for code in report.conduct)),
        ("Difference in position", report.get_power_relation_display()),
        (
            "Whether contact goes on",
            str(TriageFlag.ONGOING_CONTACT.label) if TriageFlag.ONGOING_CONTACT in report.flags else "",
        ),
        ("What else asks for care", ", ".join(flag for flag in flags if flag != TriageFlag.ONGOING_CONTACT.label)),
    ]
    return [(what, said) for what, said in known if said]


def _write(report: Report, *, to: Person, by: User, given: Given) -> EmployerDutyNotice:
    said: dict[str, Any] = {name: given[name] for name in ("wish", "wished_on", "can_keep", "cannot_keep")}
    return EmployerDutyNotice(
        **frame(EmployerDutyNotice, to=to, by=by),
        matter=report.reference,
        **said,
        points=tuple(PointWeighed(what=what, known=known) for what, known in given["points"]),
        contact_choices=given["contact_choices"],
        decided_by=Contact(name=given["decided_by"]),
        decided_until=given["decided_until"],
        support=support_for(EmployerDutyNotice, to),
    )


composes(
    Composer(
        letter=EmployerDutyNotice,
        about=Report,
        action="report.write_letter",
        summary="Answers somebody who asks for no action: what counts, what can be kept to, and what cannot.",
        follows="They learn who decides, and until when. Nothing is asked of them.",
        recipients=_those_affected,
        write=_write,
        gaps=_gaps,
        begins=_begins,
        asks=(
            Asked("wish", "What they asked for", "text", "In your words, to them: “You would like …”."),
            Asked("wished_on", "When they said so", "day"),
            Asked(
                "points", "What counts, and what is known", "pairs", "One a line: what counts, a colon, what is known."
            ),
            Asked("can_keep", "What we can keep to", "lines", "One a line."),
            Asked("cannot_keep", "What we cannot promise", "lines", "One a line."),
            Asked("contact_choices", "How they can choose to be reached", "lines", "One a line."),
            Asked("decided_by", "Who decides", help="Name and role."),
            Asked("decided_until", "Decided until", "day"),
        ),
    )
)


def _reporters(report: Report) -> list[Person]:
    """Write to whoever gave a name; without one, the mailbox is where the reporter is told."""
    return [report.reporter] if report.reporter else []


def _untold(report: Report, to: Person) -> list[Gap]:
    if report.feedback_at is not None:
        return []
    return [Gap("The feedback: the reporter was not told yet what follows.", "report", report.reference)]


def _others(report: Report, to: Person) -> list[str]:
    """Name nobody else who reported the same."""
    return [other.reporter.name for other in reported_together(report) if other.reporter and other.reporter != to]


def _write_feedback(report: Report, *, to: Person, by: User, given: Given) -> Feedback:
    framed, zone = frame(Feedback, to=to, by=by), ZoneInfo(to.zone)
    told_at = report.feedback_at or report.received_at
    return Feedback(
        **framed,
        matter=report.reference,
        received_on=report.received_at.astimezone(zone).date(),
        told_on=told_at.astimezone(zone).date(),
        done=given["done"],
        grounds=given["grounds"],
        how_to_ask=say(HOW_TO_ASK, framed["language"], reference=report.reference, email=by.email),
        support=support_for(Feedback, to),
    )


composes(
    Composer(
        letter=Feedback,
        about=Report,
        action="report.write_letter",
        summary="Confirms to the reporter on paper what was done or is planned, and why.",
        follows="They have in writing what they were told. No clock starts or stops.",
        recipients=_reporters,
        write=_write_feedback,
        gaps=_untold,
        unnamed=_others,
        begins=lambda report: {"done": report.feedback},
        asks=(
            Asked(
                "done",
                "What was done or is planned",
                "text",
                "It begins with what the reporter was told. Leave out what followed for somebody else.",
            ),
            Asked("grounds", "The reasons", "text", "Leave it empty if they stand above.", is_required=False),
        ),
    )
)
