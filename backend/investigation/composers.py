"""The letters of an investigation that people write: more notices of measures, begun from the record, and invitations."""

from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from backend.cases.models import Case
from backend.cases.queries import respondent_of
from backend.cases.vocabulary import PartyRole
from backend.documents.composing import Asked, Composer, Given, composes
from backend.documents.letters import Contact
from backend.documents.queries import day_words, frame, support_for
from backend.documents.wording import ENGLISH
from backend.investigation.inquiry_vocabulary import InterviewState
from backend.investigation.letters.interviews import (
    Appointment,
    Discretion,
    PartyInvitation,
    Present,
    WitnessInvitation,
)
from backend.investigation.letters.measure_notices import ENDS, PAY, until
from backend.investigation.letters.measures import (
    InterimMeasureNotice,
    MeasureBinding,
    SupportGiven,
    SupportiveMeasureNotice,
)
from backend.investigation.measure_tables import HOLDS, SUPPORTIVE, InterimMeasure
from backend.investigation.models import ConfidentialityRequest, Interview
from backend.kernel.errors import Invalid
from backend.people.models import Person, User

AFFECTED: Final = (PartyRole.COMPLAINANT, PartyRole.REPORTER, PartyRole.AFFECTED_OTHER)
PARTS: Final = {
    PartyRole.RESPONDENT: "the person whom the allegations concern",
    PartyRole.COMPLAINANT: "the person who complained",
    PartyRole.REPORTER: "the person who reported",
    PartyRole.AFFECTED_OTHER: "a person whom it concerns",
}
DATES: Final = (Asked("starts_on", "From", "day"), Asked("review_on", "Looked at again on", "day"))
ROOM: Final = (
    Asked("on", "Day of the interview", "day"),
    Asked("time", "Time", help="Local time with its zone, such as: 10:00 GMT."),
    Asked("place", "Place"),
    Asked("how_long", "How long it will take", is_required=False),
    Asked("present", "Who is in the room", "pairs", "One a line: name, a colon, why they are there."),
    Asked("recorded", "It is recorded", "yes", "Only with consent; the letter says so.", is_required=False),
    Asked("notes_by", "Who takes notes", is_required=False),
    Asked("bring", "What to bring", "lines", "One a line.", is_required=False),
    Asked(
        "discretion", "Asked to keep to themselves", "rows", is_required=False,
        columns=("about what", "why in this case", "when it ends"),
    ),
    Asked("has_union", "A union or works council may be with them", "yes", is_required=False),
)  # fmt: skip


def _with(case: Case, *roles: str) -> list[Person]:
    rows = case.parties.filter(role__in=roles).select_related("person__site", "person__unit").order_by("pk")
    return list(dict.fromkeys(party.person for party in rows))


def _respondent(case: Case) -> list[Person]:
    found = respondent_of(case)
    return [found] if found else []


def _part_of(case: Case, person: Person) -> str:
    party = case.parties.filter(person=person, role__in=list(PARTS)).order_by("pk").first()
    return PARTS[PartyRole(party.role)] if party else ""


def _begun(case: Case) -> Given:
    """Begin the letter with the measures on the respondent that hold; each was told by its own letter when it was approved."""
    rows = list(InterimMeasure.objects.filter(case=case, state__in=HOLDS).exclude(kind__in=SUPPORTIVE).order_by("pk"))
    if not rows:
        return {}
    return {
        "measures": [(str(row.get_kind_display()), " ".join(row.means.split()), until(row, ENGLISH)) for row in rows],
        "reason": str(rows[0].get_purpose_display()),
        "pay": PAY,
        "ends": ENDS,
        "starts_on": min(row.starts_on for row in rows),
        "review_on": min(row.review_due_on for row in rows if row.review_due_on),
    }


def _binding(case: Case, *, to: Person, by: User, given: Given) -> InterimMeasureNotice:
    kept = {
        name: given[name]
        for name in ("reason", "pay", "starts_on", "review_on", "ends", "still_allowed", "necessary_contact", "answered_within")
    }  # fmt: skip
    return InterimMeasureNotice(
        **frame(InterimMeasureNotice, to=to, by=by),
        **kept,
        matter=case.reference,
        measures=tuple(MeasureBinding(what=what, means=means, until=until) for what, means, until in given["measures"]),
        challenge_to=Contact(name=given["challenge_to"]),
        support=support_for(InterimMeasureNotice, to),
    )


def _supportive(case: Case, *, to: Person, by: User, given: Given) -> SupportiveMeasureNotice:
    kept = {name: given[name] for name in ("protections", "pay", "starts_on", "review_on", "reached_by")}
    return SupportiveMeasureNotice(
        **frame(SupportiveMeasureNotice, to=to, by=by),
        **kept,
        matter=case.reference,
        measures=tuple(SupportGiven(what=what, how=how, arranged_by=who) for what, how, who in given["measures"]),
        support=support_for(SupportiveMeasureNotice, to),
    )


def _invitation(given: Given) -> dict[str, Any]:
    asked = given["discretion"][0] if given["discretion"] else None
    return {
        "appointment": Appointment(
            on=given["on"], time=given["time"], place=given["place"], how_long=given["how_long"]
        ),
        "present": tuple(Present(name=name, role=role) for name, role in given["present"]),
        "recorded": given["recorded"],
        "notes_by": given["notes_by"],
        "bring": given["bring"],
        "discretion": Discretion(about=asked[0], reason=asked[1], ends=asked[2]) if asked else None,
        "has_union": given["has_union"],
    }


def _planned(case: Case, *roles: str) -> Given:
    """Begin an invitation with the next interview that is planned, and with what its person was asked to keep to themselves."""
    rows = Interview.objects.filter(case=case, state=InterviewState.PLANNED, party__role__in=roles)
    interview = rows.select_related("party__person__site").order_by("planned_at", "pk").first()
    if interview is None:
        return {}
    local = _local(interview.planned_at, interview.party.person)
    asked = ConfidentialityRequest.objects.filter(party=interview.party, ended_at=None).select_related("case")
    return {
        "on": local.date(),
        "time": local.strftime("%H:%M %Z"),
        "place": interview.place,
        "topics": tuple(interview.topics),
        "subject": "; ".join(interview.topics),
        "discretion": tuple((each.about, each.why, _ends(each)) for each in asked if each.holds)[:1],
    }


def _ends(request: ConfidentialityRequest) -> str:
    return f"on {day_words(request.ends_on)} at the latest" if request.ends_on else "the case ends"


def _local(moment: datetime, person: Person) -> datetime:
    return moment.astimezone(ZoneInfo(person.zone))


def _check_planned(case: Case, to: Person, given: Given) -> None:
    """Refuse an invitation to another day than the one that is planned with this person."""
    rows = Interview.objects.filter(case=case, state=InterviewState.PLANNED, party__person=to)
    days = sorted({_local(row.planned_at, to).date() for row in rows})
    if days and given["on"] not in days:
        told = " or ".join(day_words(day) for day in days)
        raise Invalid({"on": [f"The interview with {to.name} is planned for {told}. Change one of the two."]})


def _to_party(case: Case, *, to: Person, by: User, given: Given) -> PartyInvitation:
    _check_planned(case, to, given)
    framed = {**frame(PartyInvitation, to=to, by=by), **_invitation(given), "support": support_for(PartyInvitation, to)}
    return PartyInvitation(**framed, matter=case.reference, role=_part_of(case, to), topics=given["topics"])


def _to_witness(case: Case, *, to: Person, by: User, given: Given) -> WitnessInvitation:
    _check_planned(case, to, given)
    framed = {
        **frame(WitnessInvitation, to=to, by=by),
        **_invitation(given),
        "support": support_for(WitnessInvitation, to),
    }
    return WitnessInvitation(**framed, matter=case.reference, subject=given["subject"])


composes(
    Composer(
        letter=InterimMeasureNotice, about=Case, action="case.write_letter",
        summary="Tells the person bound by a temporary measure what it means. It is neutral, and no sanction.",
        follows="The measures hold from the day that the letter names. The recipient may have them looked at by somebody else.",
        recipients=_respondent, write=_binding, begins=_begun,
        asks=(
            Asked("measures", "Measures", "rows", columns=("the measure", "what it means", "until when")),
            Asked("reason", "Reason, as a category", help="For example: keeping people apart while the facts are established."),
            Asked("pay", "Pay and post"), *DATES,
            Asked("ends", "When they end"),
            Asked("still_allowed", "What stays possible", "lines", "One a line.", is_required=False),
            Asked("necessary_contact", "Contact that work needs", is_required=False),
            Asked("challenge_to", "Who looks at a challenge", help="Name and role: somebody who did not decide on them."),
            Asked("answered_within", "How soon a challenge is answered", help="For example: within three working days."),
        ),
    )
)  # fmt: skip
composes(
    Composer(
        letter=SupportiveMeasureNotice, about=Case, action="case.write_letter",
        summary="Tells somebody affected what protects and supports them for now. It tells no discipline of anybody.",
        follows="They know what is arranged, by whom, and when it is looked at again.",
        recipients=lambda case: _with(case, *AFFECTED), write=_supportive,
        asks=(
            Asked("measures", "Support", "rows", columns=("the measure", "how it works", "who arranges it")),
            Asked("protections", "What others were asked to do", "lines", "One a line, as far as it concerns them.", is_required=False),
            Asked("pay", "Pay and post"), *DATES,
            Asked("reached_by", "Whom to reach outside working hours", is_required=False),
        ),
    )
)  # fmt: skip
composes(
    Composer(
        letter=PartyInvitation, about=Case, action="case.write_letter",
        summary="Invites a party to an interview: what it is for, with whom, and which rights there are.",
        follows="The recipient is asked to confirm receipt, and may bring a companion or ask for another time.",
        recipients=lambda case: _with(case, *PARTS), write=_to_party, begins=lambda case: _planned(case, *PARTS),
        asks=(Asked("topics", "What it is about", "lines", "One a line."), *ROOM),
    )
)  # fmt: skip
composes(
    Composer(
        letter=WitnessInvitation, about=Case, action="case.write_letter",
        summary="Invites a witness to an interview. It tells no more of the matter than the questions need.",
        follows="The recipient is asked to confirm receipt. Nothing else of the case is told to them.",
        recipients=lambda case: _with(case, PartyRole.WITNESS), write=_to_witness,
        begins=lambda case: _planned(case, PartyRole.WITNESS),
        asks=(Asked("subject", "The occasion or period asked about", help="No allegation, and no name of a party."), *ROOM),
    )
)  # fmt: skip
