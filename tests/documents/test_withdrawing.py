"""A document that no longer holds: its file stays, and everybody who ever received it is told so."""

from collections.abc import Callable

import pytest

from backend.access.policy import can
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.issuing import Ties, issue
from backend.documents.actions.standing import acknowledge_document, open_document
from backend.documents.actions.withdrawing import withdraw_document
from backend.documents.models import Document
from backend.documents.queries import letter_of, reproduce
from backend.documents.vocabulary import STANDS, DocumentState
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.documents.writing import WHY

ACase = Callable[..., Case]
WRONG = "The letter named a wrong day."


@pytest.fixture
def letter(a_case: ACase) -> Document:
    """Give the notice of allegations that Martin got."""
    return Document.objects.get(matter=a_case("investigating").reference, kind="D3")


@pytest.mark.paper
def test_its_recipient_gets_a_notice_that_tells_no_story(letter: Document, cast: Cast) -> None:
    open_document(letter, actor=cast.martin)
    done = withdraw_document(letter, actor=cast.ines, reason=WHY, why=f" {WRONG} ")
    assert (done.state, done.withdrawn_at is not None) == (DocumentState.WITHDRAWN, True)
    notice = Document.objects.get(matter=letter.matter, kind="D21")
    said = letter_of(notice)
    assert (notice.recipient, notice.state) == (cast.martin.person, DocumentState.SENT)
    assert (said.withdrawn_reference, said.why) == (letter.reference, WRONG)  # type: ignore[attr-defined]
    assert "It is alleged" not in repr(said)
    assert reproduce(Document.objects.get(pk=letter.pk)).reproduced


def test_every_earlier_recipient_is_told_once_and_every_version_goes_with_it(letter: Document, cast: Cast) -> None:
    case, same = Case.objects.get(reference=letter.matter), letter_of(letter)
    for recipient in (cast.erin.person, cast.martin.person):
        issue(same, about=case, recipient=recipient, actor=cast.ines, reason=WHY, ties=Ties(redacts=letter))
    withdraw_document(letter, actor=cast.ines, reason=WHY, why=WRONG)
    told = Document.objects.filter(matter=letter.matter, kind="D21").values_list("recipient__name", flat=True)
    assert sorted(told) == ["Erin Lindqvist", "Martin Hale"]
    versions = Document.objects.filter(redacts=letter)
    assert {version.state for version in versions} == {DocumentState.WITHDRAWN}
    assert all(version.withdrawn_at for version in versions)


def test_a_notice_speaks_its_recipients_language(letter: Document, cast: Cast) -> None:
    person = cast.person("martin")
    person.language = "de-DE"
    person.save_base()
    withdraw_document(letter, actor=cast.ines, reason=WHY, why="Der Brief nannte einen falschen Tag.")
    notice = Document.objects.get(matter=letter.matter, kind="D21")
    said = letter_of(notice)
    assert (notice.language, notice.title) == ("de-DE", "Rücknahme eines Dokuments")
    assert said.what_to_do[0].startswith("Vernichten Sie jede Kopie")  # type: ignore[attr-defined]


def test_why_is_asked_for_since_every_recipient_reads_it(letter: Document, cast: Cast) -> None:
    with pytest.raises(Invalid) as told:
        withdraw_document(letter, actor=cast.ines, reason=WHY, why=" ")
    assert list(told.value.errors) == ["why"]
    assert Document.objects.get(pk=letter.pk).state in STANDS


def test_only_those_who_write_such_letters_withdraw_them(letter: Document, cast: Cast) -> None:
    for name in ("martin", "erin", "noor", "lena", "sam", "daniel", "tomas"):
        with pytest.raises(Forbidden):
            withdraw_document(letter, actor=getattr(cast, name), reason=WHY, why=WRONG)
    assert not Document.objects.filter(matter=letter.matter, kind="D21").exists()
    assert can(cast.omar, "document.withdraw", letter)


def test_what_was_withdrawn_is_not_withdrawn_again_and_not_answered(letter: Document, cast: Cast) -> None:
    open_document(letter, actor=cast.martin)
    withdraw_document(letter, actor=cast.ines, reason=WHY, why=WRONG)
    with pytest.raises(Refused):
        withdraw_document(letter, actor=cast.ines, reason=WHY, why=WRONG)
    with pytest.raises(Forbidden):
        acknowledge_document(letter, actor=cast.martin, reason=WHY)
    assert can(cast.martin, "document.open", letter)


def test_who_withdrew_it_can_read_the_notice_and_other_inquirers_cannot(letter: Document, cast: Cast) -> None:
    withdraw_document(letter, actor=cast.ines, reason=WHY, why=WRONG)
    notice = Document.objects.get(matter=letter.matter, kind="D21")
    assert can(cast.ines, "document.open", notice)
    assert can(cast.ruth, "document.open", notice)
    assert not can(cast.omar, "document.open", notice)
    assert not can(cast.noor, "document.view", notice)
