"""How a document reaches its recipient: by a page and a notice that says nothing, or on paper with a receipt."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from backend.access.policy import can
from backend.audit.timeline import entries, history
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.delivering import hand_over, note_listed, send_notice
from backend.documents.actions.issuing import issue
from backend.documents.actions.standing import (
    acknowledge_document,
    note_silence,
    open_document,
    refuse_document,
    supersede_document,
)
from backend.documents.jobs import follow_up
from backend.documents.models import Delivery, Document
from backend.documents.vocabulary import Channel, DocumentState, Outcome
from backend.jobs.models import Job
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import add_person, system_user
from tests.documents.samples import notice
from tests.documents.writing import WHY

ACase = Callable[..., Case]


@pytest.fixture
def letter(a_case: ACase) -> Document:
    """Give the notice of allegations that Martin got, as it stands after its issue."""
    return Document.objects.get(matter=a_case("investigating").reference, kind="D3")


def handed(document: Document, cast: Cast, **told: Any) -> Delivery:
    """Hand a paper copy over, as Inês; anything may be told otherwise."""
    usual: dict[str, Any] = {
        "channel": Channel.HAND,
        "outcome": Outcome.RECEIVED,
        "at": clock.now(),
        "actor": cast.ines,
    }
    return hand_over(document, **{**usual, **told})


def again(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def delivery_of(document: Document) -> Delivery:
    return Delivery.objects.select_related("document__recipient").get(document=document, channel=Channel.PAGE)


def test_the_notice_by_mail_names_nobody_and_no_matter(letter: Document, cast: Cast) -> None:
    send_notice(delivery_of(letter))
    [sent] = mail.outbox
    assert sent.to == [cast.martin.email]
    for word in ("Martin", "Hale", "Duarte", letter.reference, letter.matter, letter.title, "allegation", letter.kind):
        assert word not in str(sent.subject) + str(sent.body)
    assert "/documents/" in str(sent.body)
    assert delivery_of(letter).arrived_at is not None
    send_notice(delivery_of(letter))
    assert len(mail.outbox) == 1


def test_a_notice_is_asked_for_only_where_letters_are_told_by_mail(
    a_case: ACase, cast: Cast, settings: Any, letter: Document
) -> None:
    asked = Job.objects.filter(kind="document.notify").count()
    settings.LETTER_NOTICES = False
    issue(notice(), about=cast.martin.person, recipient=cast.martin.person, actor=cast.ines, reason=WHY)
    assert Job.objects.filter(kind="document.notify").count() == asked
    settings.LETTER_NOTICES = True
    issue(notice(), about=cast.martin.person, recipient=cast.martin.person, actor=cast.ines, reason=WHY)
    assert Job.objects.filter(kind="document.notify").count() == asked + 1


def test_an_address_that_the_server_refuses_is_told_and_the_letter_counts_as_come_back(
    letter: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_backend: EmailBackend, messages: list[Any]) -> int:
        raise SMTPRecipientsRefused({messages[0].to[0]: (550, b"unknown")})

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    send_notice(delivery_of(letter))
    failed = delivery_of(letter)
    assert (failed.failure, failed.arrived_at) == ("The mail server refused the address.", None)
    assert again(letter).state == DocumentState.BOUNCED
    assert "@" not in "".join(event.body for event in history(failed))


def test_who_has_no_account_is_to_get_the_letter_by_hand(cast: Cast) -> None:
    agency = add_person("Dana Cole", email="dana@agency.example", actor=system_user(), reason=WHY)
    document = issue(notice(), about=agency, recipient=agency, actor=cast.ines, reason=WHY)
    send_notice(delivery_of(document))
    assert "hand the letter over" in delivery_of(document).failure
    assert again(document).state == DocumentState.BOUNCED
    assert mail.outbox == []


def test_a_letter_arrives_when_its_recipients_own_list_shows_it(letter: Document, cast: Cast) -> None:
    note_listed([letter], actor=cast.ines)
    assert again(letter).state == DocumentState.SENT
    note_listed([letter], actor=cast.martin)
    assert again(letter).state == DocumentState.DELIVERED
    note_listed([again(letter)], actor=cast.martin)
    assert [entry.action.name for entry in entries(history(letter))].count("document.arrive") == 1


def test_receipt_is_confirmed_after_opening_and_not_before(letter: Document, cast: Cast) -> None:
    with pytest.raises(Refused, match="Open the letter first"):
        acknowledge_document(letter, actor=cast.martin, reason=WHY)
    open_document(letter, actor=cast.martin)
    done = acknowledge_document(letter, actor=cast.martin, reason=WHY)
    assert (done.state, done.answered_at is not None) == (DocumentState.ACKNOWLEDGED, True)


@pytest.mark.parametrize("act", [acknowledge_document, refuse_document])
@pytest.mark.parametrize("name", ["ines", "erin", "noor", "ruth", "lena"])
def test_nobody_answers_for_the_recipient(
    letter: Document, cast: Cast, act: Callable[..., Document], name: str
) -> None:
    open_document(letter, actor=cast.martin)
    with pytest.raises(Forbidden):
        act(letter, actor=getattr(cast, name), reason=WHY)
    assert act(letter, actor=cast.martin, reason=WHY).answered_at is not None


def test_silence_ends_nothing_an_answer_still_counts(letter: Document, cast: Cast) -> None:
    silent = note_silence(letter, actor=system_user(), reason="No answer.")
    assert silent.state == DocumentState.NO_RESPONSE
    open_document(silent, actor=cast.martin)
    assert acknowledge_document(silent, actor=cast.martin, reason=WHY).state == DocumentState.ACKNOWLEDGED


def test_a_paper_that_was_received_counts_as_opened_and_confirmed(letter: Document, cast: Cast) -> None:
    delivery = handed(letter, cast, note="In her office.")
    document = again(letter)
    assert (document.state, document.opened_at is not None) == (DocumentState.ACKNOWLEDGED, True)
    assert (delivery.handed_by, delivery.outcome) == (cast.ines, Outcome.RECEIVED)
    assert "her office" not in "".join(event.body for event in history(delivery))


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.REFUSED, DocumentState.REFUSED),
        (Outcome.LEFT, DocumentState.DELIVERED),
        (Outcome.RETURNED, DocumentState.BOUNCED),
    ],
)
def test_the_document_follows_what_happened_to_its_paper(
    letter: Document, cast: Cast, outcome: str, state: str
) -> None:
    handed(letter, cast, outcome=outcome, channel=Channel.POST, witness="Tomas Berg")
    assert again(letter).state == state


def test_a_second_attempt_after_a_refusal_is_recorded(letter: Document, cast: Cast) -> None:
    handed(letter, cast, outcome=Outcome.REFUSED, witness="Tomas Berg")
    handed(again(letter), cast)
    assert letter.deliveries.filter(channel=Channel.HAND).count() == 2


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"outcome": Outcome.REFUSED}, "witness"),
        ({"outcome": "lost"}, "outcome"),
        ({"channel": Channel.PAGE}, "channel"),
        ({"at": "later"}, "at"),
        ({"at": "earlier"}, "at"),
    ],
)
def test_what_is_wrong_with_a_delivery_is_told(letter: Document, cast: Cast, told: dict[str, Any], field: str) -> None:
    days = {"later": timedelta(days=1), "earlier": timedelta(days=-9)}
    if isinstance(told.get("at"), str):
        told = {**told, "at": clock.now() + days[told["at"]]}
    with pytest.raises(Invalid) as error:
        handed(letter, cast, **told)
    assert list(error.value.errors) == [field]
    assert letter.deliveries.filter(channel=Channel.HAND).count() == 0


def test_only_those_who_write_such_letters_hand_them_over(letter: Document, cast: Cast) -> None:
    for name in ("ruth", "hugo", "daniel", "martin", "erin", "noor", "lena"):
        assert not can(getattr(cast, name), "document.hand_over", letter), name
        with pytest.raises(Forbidden):
            handed(letter, cast, actor=getattr(cast, name))
    assert can(cast.omar, "document.hand_over", letter)


def test_what_does_not_stand_or_has_no_recipient_is_not_handed_over(letter: Document, cast: Cast) -> None:
    supersede_document(letter, actor=system_user(), reason=WHY)
    with pytest.raises(Refused, match="no longer stands"):
        handed(again(letter), cast)
    case = Case.objects.get(reference=letter.matter)
    memo = issue(replace(notice(), matter=case.reference), about=case, recipient=None, actor=cast.ines, reason=WHY)
    with pytest.raises(Refused, match="addressed to nobody"):
        handed(memo, cast)


def test_a_fortnight_of_silence_is_noted_where_a_receipt_was_asked_for(letter: Document) -> None:
    acknowledgement = Document.objects.filter(kind="D1", state=DocumentState.SENT).latest("pk")
    with clock.at(letter.issued_at + timedelta(days=13)):
        follow_up(lambda done, total: None)
    assert again(letter).state == DocumentState.SENT
    with clock.at(letter.issued_at + timedelta(days=15)):
        follow_up(lambda done, total: None)
    assert again(letter).state == DocumentState.NO_RESPONSE
    assert again(acknowledgement).state == DocumentState.SENT  # it asked for no answer
