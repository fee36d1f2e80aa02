"""Who is meant: a person whom a report names in words, and two records that are one person. A human confirms, always."""

from typing import Final

from django.db import transaction

from backend.access.policy import require
from backend.audit.actions import declare
from backend.audit.recorded import keep, remove
from backend.intake.models import UNDECIDED, Report, SamePerson
from backend.intake.screening import screen_report
from backend.kernel import clock
from backend.kernel.errors import Invalid, Refused
from backend.people.models import Person, User

declare("report.identify", "said who is meant", kind="change")
declare("report.match_person", "confirmed that two records are one person", kind="change")
declare("report.unmatch_person", "noted that two records are two persons", kind="change")

PARTS: Final = ("respondent", "affected")


def identify_person(report: Report, *, actor: User, reason: str, person: Person, part: str = "respondent") -> Report:
    """Say whom the report means as respondent or as the person affected; whoever it is can no longer read it as staff."""
    require(actor, "report.identify", report)
    if not reason.strip():
        raise Refused("Say what shows that this person is meant.", code="reason-missing", field="reason")
    if part not in PARTS:
        raise Invalid({"part": ["Say whether the respondent or the person affected is meant."]})
    if report.state not in UNDECIDED:
        raise Refused("It is decided already what becomes of the report; name people in the case.", code="wrong-state")
    other = report.affected if part == "respondent" else report.respondent
    if other == person:
        raise Refused("The report names this person in the other part.", code="person-in-both-parts", field="person")
    setattr(report, part, person)
    with transaction.atomic():
        kept = keep(
            report, "report.identify", actor=actor, reason=reason, ctx={"part": part}, subjects=[(person.uid, part)]
        )
        screen_report(report)
    return kept


def match_person(report: Report, *, actor: User, reason: str, other: Person) -> SamePerson:
    """Confirm that the respondent is also in the records under another entry, so that earlier matters are counted."""
    require(actor, "report.identify", report)
    mine = report.respondent
    if mine is None:
        raise Refused("Say first who the respondent is.", code="no-respondent")
    if not reason.strip():
        raise Refused("Say what shows that they are one person.", code="reason-missing", field="reason")
    if mine == other:
        raise Refused("This is the same record.", code="same-record", field="other")
    if SamePerson.objects.filter(person__in=[mine, other], other__in=[mine, other]).exists():
        raise Refused("This is confirmed already.", code="match-exists", field="other")
    match = SamePerson(person=mine, other=other, confirmed_at=clock.now(), confirmed_by=actor)
    return keep(
        match,
        "report.match_person",
        actor=actor,
        reason=reason,
        subjects=[(mine.uid, "respondent"), (other.uid, "respondent")],
    )


def unmatch_person(report: Report, *, actor: User, reason: str, other: Person) -> None:
    """Take a confirmation back that was wrong; that it was made stays in the history."""
    require(actor, "report.identify", report)
    if not reason.strip():
        raise Refused("Say what shows that they are two persons.", code="reason-missing", field="reason")
    mine = report.respondent
    match = SamePerson.objects.filter(person__in=[mine, other], other__in=[mine, other]).first() if mine else None
    if match is None:
        raise Refused("Nobody confirmed this.", code="no-match", field="other")
    remove(match, "report.unmatch_person", actor=actor, reason=reason)
