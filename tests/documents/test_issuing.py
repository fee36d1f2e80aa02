"""An issued document can be proved for ever, and every opening by those it was sent to is recorded first."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from backend.access.policy import can, scope
from backend.audit.models import Event, Subject
from backend.audit.timeline import entries, history
from backend.demo.cast import Cast
from backend.documents.actions.issuing import Ties, issue
from backend.documents.actions.standing import open_document
from backend.documents.letters import Letter
from backend.documents.models import Document, DocumentContent
from backend.documents.queries import content_of, letter_of, letterhead, reproduce
from backend.documents.samples import sample_letter
from backend.documents.typesetting import Unprintable
from backend.documents.vocabulary import DocumentState
from backend.documents.withdrawal_letter import WithdrawalNotice
from backend.kernel.errors import Forbidden
from tests.documents.samples import agreement, audit_certificate, named, notice
from tests.statements import WRITES_EVENT

Issued = Callable[..., Document]


ISSUED = (notice(), agreement(), sample_letter(WithdrawalNotice, "ar"), audit_certificate())


@pytest.mark.parametrize("letter", ISSUED, ids=named)
def test_every_issued_document_hashes_to_what_was_recorded(letter: Letter, issued: Issued) -> None:
    """I15."""
    document = issued(letter)
    proof = reproduce(Document.objects.get(pk=document.pk))
    assert proof.intact
    assert proof.reproduced
    assert proof.same_template
    assert document.size == len(content_of(document))


def test_issuing_is_told_with_the_digest(issued: Issued, people: Cast) -> None:
    document = issued(classification="restricted_identity")
    told = entries(history(document))[0]
    assert (told.action.name, told.actor, told.reason) == ("document.issue", people.ines.uid, "Plan approved")
    assert told.facts["sha256"] == document.sha256 == hashlib.sha256(content_of(document)).hexdigest()
    assert told.stream == document.stream == people.martin.person.stream
    assert Subject.objects.filter(event_id=told.number, person_id=people.martin.person.uid, role="recipient").exists()
    assert document.history.count() == 1


def test_the_reference_and_mark_are_given_at_the_issue(issued: Issued) -> None:
    document = issued(classification="restricted_identity")
    letter = letter_of(document)
    assert letter.reference == document.reference
    assert document.reference.startswith("DOC-2026-")
    assert letter.mark == "Restricted: identity"
    assert document.file_name == f"{document.reference}.pdf"


def test_the_history_holds_nothing_that_the_letter_says(issued: Issued) -> None:
    document = issued()
    bodies = "".join(Event.objects.filter(obj=document.key).values_list("body", flat=True))
    assert "Lindqvist" not in bodies
    assert "massaged" not in json.dumps(list(document.history.values()), default=str)


def test_the_recipient_opens_it_and_the_first_time_is_kept(issued: Issued, people: Cast) -> None:
    document = issued()
    assert open_document(document, actor=people.martin) == content_of(document)
    first = Document.objects.get(pk=document.pk).opened_at
    assert first is not None
    open_document(Document.objects.get(pk=document.pk), actor=people.martin, purpose="Read again")
    assert Document.objects.get(pk=document.pk).opened_at == first
    told = [(entry.action.name, entry.actor) for entry in entries(history(document))]
    assert told == [("document.open", people.martin.uid)] * 2 + [("document.issue", people.ines.uid)]


def test_nobody_else_may_open_or_see_it(issued: Issued, people: Cast) -> None:
    document = issued()
    people.noor.is_superuser = True
    assert not can(people.noor, "document.view", document)
    assert not scope(people.noor, "document.view", Document.objects.all()).exists()
    with pytest.raises(Forbidden):
        open_document(document, actor=people.noor)
    assert history(document).count() == 1


@pytest.mark.parametrize("reading", ["first", "again"])
def test_without_a_record_of_the_opening_nothing_is_shown(issued: Issued, people: Cast, reading: str) -> None:
    document = issued()
    if reading == "again":
        open_document(document, actor=people.martin)

    def full(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(WRITES_EVENT):
            raise OperationalError("disk full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(full), pytest.raises(OperationalError):
        open_document(document, actor=people.martin)
    assert history(document).count() == (1 if reading == "first" else 2)


@pytest.mark.parametrize(
    "change", ["UPDATE documents_documentcontent SET content = 'x'", "DELETE FROM documents_documentcontent"]
)
def test_the_database_refuses_to_change_what_was_issued(issued: Issued, change: str) -> None:
    document = issued()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert reproduce(document).intact


def test_a_letter_that_cannot_be_printed_leaves_nothing_behind(
    issued: Issued, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(notice()), "more_styles", ("nothing.css",))
    before = Document.objects.count(), DocumentContent.objects.count()
    with pytest.raises((Unprintable, LookupError)):
        issue(notice(), about=people.martin.person, recipient=None, actor=people.ines, reason="Plan approved")
    assert (Document.objects.count(), DocumentContent.objects.count()) == before


def test_a_later_document_supersedes_an_earlier_one(issued: Issued) -> None:
    first = issued(agreement())
    second = issued(agreement(), ties=Ties(supersedes=first))
    first.refresh_from_db()
    assert (first.state, second.state) == (DocumentState.SUPERSEDED, DocumentState.SENT)
    assert [row for row in Document.objects.current() if row in {first, second}] == [second]
    assert reproduce(first).reproduced


@pytest.mark.django_db
def test_the_letterhead_comes_from_the_settings(settings: Any) -> None:
    settings.ORGANISATION, settings.ORGANISATION_ADDRESS = (
        "Larkfield Instruments",
        "Larkfield Instruments Ltd\n\n Leeds ",
    )
    assert letterhead().address == ("Larkfield Instruments Ltd", "Leeds")
