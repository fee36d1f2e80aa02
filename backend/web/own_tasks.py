"""What waits for somebody as an employee, whatever else they are here."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.access.policy import scope
from backend.agreements.models import Occurrence
from backend.agreements.queries.keeping import own_dates_to_do, own_questions
from backend.agreements.queries.reach import own_offers
from backend.cases.queries import own_allegations
from backend.documents.models import Document
from backend.investigation.queries.inquiry import statements_to_check
from backend.people.models import User
from backend.web.agreements.paper_tasks import own_paper_tasks
from backend.web.decisions.tasks import decision_tasks
from backend.web.forms.inquiry import end_of
from backend.web.own_evidence import review_tasks

MOST = 20
Tasks = list[dict[str, Any]]


def own_tasks(person: User, waits: frozenset[str]) -> Tasks:
    """Tell of offers, of allegations to answer, of what was said, decided and shown, and of new letters."""
    tasks = _offers(person) if "offer" in waits else []
    tasks += own_paper_tasks(person) if "paper" in waits else []
    tasks += _dates(person) if "date" in waits else []
    tasks += _allegations(person) if "party" in waits else []
    tasks += _statements(person) if "statement" in waits else []
    tasks += [*decision_tasks(person), *review_tasks(person)] if "party" in waits else []
    return tasks + (_letters(person) if "letter" in waits else [])


def _offers(person: User) -> Tasks:
    return [
        {
            "label": _("Read and answer the offer of an agreement"),
            "url": reverse("my-agreement", args=[agreement.reference]),
            "reference": agreement.reference,
            "note": _("You may sign, sign under protest, or decline."),
            "due": agreement.offer_expires_at,
        }
        for agreement in own_offers(person)
    ]


def _dates(person: User) -> Tasks:
    """Tell of questions what stood in the way, and of what is to be done now under an agreement; each obligation once."""
    asked = list(own_questions(person)[:MOST])
    heard = {question.occurrence_id for question in asked}
    questions = [
        {
            "label": _("Say what stood in the way"),
            "url": reverse("my-barrier", args=_named(question.occurrence)),
            "reference": question.occurrence.agreement.reference,
            "note": question.occurrence.duty.what,
            "due": question.answer_by,
        }
        for question in asked
    ]
    to_do = [row for row in own_dates_to_do(person)[:MOST] if row.pk not in heard]
    return questions + [
        {
            "label": row.duty.what,
            "url": reverse("my-date", args=_named(row)),
            "reference": row.agreement.reference,
            "note": _("Shown by: %(proof)s") % {"proof": row.duty.proof},
            "due": end_of(row.due_on),
        }
        for row in to_do
    ]


def _named(row: Occurrence) -> list[object]:
    return [row.agreement.reference, row.duty.seq, row.number]


def _allegations(person: User) -> Tasks:
    return [
        {
            "label": _("Answer what is alleged"),
            "url": reverse("my-allegation", args=[allegation.reference]),
            "reference": allegation.reference,
            "note": _("It is not a finding. A late answer is still taken."),
            "due": allegation.answer_due_at,
        }
        for allegation in own_allegations(person)
    ]


def _statements(person: User) -> Tasks:
    return [
        {
            "label": _("Check the record of your interview"),
            "url": reverse("my-statement", args=[statement.reference]),
            "reference": statement.reference,
            "note": _("You may correct it, confirm it or leave it unsigned."),
            "due": end_of(statement.correct_until) if statement.correct_until else None,
        }
        for statement in statements_to_check(person)
    ]


def _letters(person: User) -> Tasks:
    received = Document.objects.filter(recipient=person.person_id, opened_at=None)
    unread = scope(person, "document.open", received).count()
    if not unread:
        return []
    note = _("Letters are kept for you; nothing is lost if you read them later.")
    words = ngettext("Read %(count)s new letter", "Read %(count)s new letters", unread) % {"count": unread}
    return [{"label": words, "url": reverse("letters"), "note": note, "due": None}]
