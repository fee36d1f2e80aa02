"""The letters that people write beside those that the moves of a case issue: each is written by one and approved by another."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from backend.cases.models import Case
from backend.cases.queries import respondent_of
from backend.demo.matters import Timetable
from backend.demo.stage import Days, Scene, Stage
from backend.documents.actions.delivering import hand_over
from backend.documents.actions.drafting import approve_draft, issue_draft, review_draft, write_draft
from backend.documents.actions.standing import acknowledge_document, open_document
from backend.documents.actions.withdrawing import withdraw_document
from backend.documents.composing import COMPOSERS
from backend.documents.models import Document
from backend.documents.vocabulary import Channel, Outcome
from backend.kernel import clock
from backend.people.models import Person, User

READ: Final = "Read through as its recipient will see it."
CONDUCT: Final = (
    "A1: You placed your hands on a colleague’s shoulders and went on after she had moved away.\n"
    "A2: You repeated private invitations after they had been declined."
)
CHANGES: Final = (
    "You do not touch colleagues, apart from an offered handshake: from today\n"
    "When someone says no, you do not ask again: from today"
)


def warn(stage: Stage, case: Case, days: Days, table: Timetable) -> Scene:
    """The written warning goes to the personnel file; the plan against retaliation is handed over, withdrawn and put right."""
    cast = stage.cast
    yield days.at(table.letters, "14:20")
    told = {
        "conduct": CONDUCT,
        "changes": CHANGES,
        "consequence": "If it happens again while the warning counts, dismissal may follow.",
        "help": "Two days’ course on power and boundaries at work, in working time.",
        "removal": "It is taken out of your file on the day after it ends.",
        "appeal_until": (clock.today() + timedelta(days=10)).isoformat(),
        "appeal_to": "Helen Marsh, managing director",
    }
    warning = _issued("warning", case, cast.martin.person, told, by=cast.daniel, approver=cast.clara)
    stage.say(f"Daniel Price writes the warning {warning.reference}; Clara Nwosu approves it, and it is issued.")
    yield days.at(table.letters, "18:50")
    open_document(warning, actor=cast.martin)
    acknowledge_document(Document.objects.get(pk=warning.pk), actor=cast.martin, reason="I have received it.")
    stage.say("Martin Hale confirms that he has received it.")
    yield from _protect(stage, case, days, table)


def _protect(stage: Stage, case: Case, days: Days, table: Timetable) -> Scene:
    omar, wrong = stage.cast.omar, _plan(stage, days, until=30)
    yield days.at(table.letters + 1, "09:40")
    erin = stage.cast.erin.person
    plan = _issued("retaliation_plan", case, erin, wrong, by=omar, approver=stage.cast.ines, channel=Channel.HAND)
    hand_over(plan, actor=omar, channel=Channel.HAND, outcome=Outcome.RECEIVED, at=clock.now(), note="In room Calder.")
    stage.say(f"Omar Haddad hands the plan {plan.reference} to Erin Lindqvist, who signs the receipt.")
    yield days.at(table.letters + 1, "15:10")
    right = _plan(stage, days, until=365)
    later = _issued("retaliation_plan", case, erin, right, by=omar, approver=stage.cast.ines)
    why = "The plan named the wrong day on which it ends."
    withdraw_document(
        Document.objects.get(pk=plan.pk), actor=stage.cast.ruth, reason=why, why=why, replaced_by=later.reference
    )
    stage.say(f"{plan.reference} had a wrong date: it is withdrawn, and {later.reference} takes its place.")
    yield days.at(table.letters + 1, "19:20")
    for letter in Document.objects.filter(recipient=erin, opened_at=None).order_by("pk"):
        open_document(letter, actor=stage.cast.erin)


def invite(stage: Stage, case: Case, days: Days, number: int) -> Scene:
    """An invitation that the investigator has written and that waits for a second person."""
    ines, to = stage.cast.ines, respondent_of(case)
    yield days.at(number, "11:35")
    if to is None:
        return
    told = {
        "topics": "What you wrote in your answer.\nThe messages of that week.",
        "on": (stage.today + timedelta(days=7)).isoformat(),
        "time": "10:00 UK time",
        "place": "Room Calder, Leeds, or by video call",
        "how_long": "About an hour",
        "present": "Inês Duarte: asks the questions\nOmar Haddad: takes notes",
        "notes_by": "Omar Haddad",
        "bring": "Messages or calendar entries that you want us to see.",
    }
    draft = write_draft(COMPOSERS["invitation_party"], case, to=to, given=told, actor=ines)
    review_draft(draft, actor=ines, reason=READ)
    stage.say(f"Inês Duarte writes the invitation {draft.reference}; it waits for a second person.")


def _plan(stage: Stage, days: Days, *, until: int) -> dict[str, Any]:
    day = days.exact(0)
    return {
        "activity": "You reported conduct at work and gave evidence.",
        "until": (day + timedelta(days=until + 60)).isoformat(),
        "decisions": "Pay\nRating\nProjects\nShifts",
        "reviewer": "Clara Nwosu, Director of Quality",
        "check_ins": "\n".join((day + timedelta(days=each)).isoformat() for each in (67, 90, 150, 240, 425)),
        "asked_by": "Daniel Price, HR Partner",
        "managers_told": "",
        "more_examples": "",
    }


def _issued(
    key: str,
    case: Case,
    to: Person | None,
    told: Mapping[str, Any],
    *,
    by: User,
    approver: User,
    channel: str = Channel.PAGE,
) -> Document:
    if to is None:
        raise LookupError("A letter needs somebody to go to.")
    draft = write_draft(COMPOSERS[key], case, to=to, given=told, actor=by)
    draft = review_draft(draft, actor=by, reason=READ)
    draft = approve_draft(draft, actor=approver, reason="It says what was decided, and no more.")
    issued = issue_draft(draft, actor=by, reason="Approved.", channel=channel).document
    if issued is None:
        raise LookupError(f"{draft.reference} was not issued.")
    return issued
