"""Issued documents on pages: how far each has come, its recipient's answer, delivery on paper, withdrawal, versions, proof."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.issuing import issue
from backend.documents.models import Document, LetterDraft
from backend.documents.queries import letter_of
from backend.documents.vocabulary import DocumentState
from backend.kernel import clock

SignIn = Callable[..., Client]
ACase = Callable[..., Case]


@pytest.fixture
def notice(a_case: ACase) -> Document:
    """Give the notice of allegations that Martin got."""
    return Document.objects.get(matter=a_case("investigating").reference, kind="D3")


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def again(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def on_paper(**told: str) -> dict[str, str]:
    now = timezone.localtime(clock.now())
    return {"channel": "hand", "outcome": "received", "at": now.strftime("%Y-%m-%dT%H:%M"), **told}


def test_a_letter_arrives_when_its_recipient_sees_it_listed(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    sign_in(cast.ines).get(f"/documents/{notice.reference}/")
    assert again(notice).state == DocumentState.SENT
    page = text(sign_in(cast.martin).get("/documents/"))
    assert "Please confirm receipt" in page
    assert again(notice).state == DocumentState.DELIVERED


def test_confirming_and_not_confirming_are_as_near_as_each_other(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    martin, at = sign_in(cast.martin), f"/documents/{notice.reference}/"
    page = text(martin.get(at))
    assert f'<a class="button" href="{at}acknowledge/">' in page
    assert f'<a class="button" href="{at}refuse/">' in page
    assert "does not mean that you agree" in page
    early = text(martin.post(f"{at}acknowledge/"))
    assert "Open the letter first" in early
    martin.get(f"{at}file/")
    assert martin.post(f"{at}acknowledge/", {"words": "I do not agree with it."}).status_code == 302
    assert again(notice).state == DocumentState.ACKNOWLEDGED
    after = text(martin.get(at))
    assert "Receipt confirmed" in after
    assert f"{at}refuse/" not in after


def test_an_answer_stays_in_the_course_after_the_letter_was_withdrawn(
    cast: Cast, sign_in: SignIn, notice: Document
) -> None:
    martin, ines, at = sign_in(cast.martin), sign_in(cast.ines), f"/documents/{notice.reference}/"
    martin.get(f"{at}file/")
    martin.post(f"{at}acknowledge/")
    ines.post(f"{at}withdraw/", {"why": "It named a wrong day.", "reason": "Corrected."})
    assert again(notice).state == DocumentState.WITHDRAWN
    assert "Receipt confirmed" in text(ines.get(at))


def test_a_letter_can_be_refused_without_a_word(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    martin, at = sign_in(cast.martin), f"/documents/{notice.reference}/"
    assert "Nothing is taken as agreed or admitted by that." in text(martin.get(f"{at}refuse/"))
    assert martin.post(f"{at}refuse/").status_code == 302
    assert again(notice).state == DocumentState.REFUSED


@pytest.mark.parametrize("verb", ["acknowledge", "refuse"])
def test_nobody_answers_for_the_recipient(cast: Cast, sign_in: SignIn, notice: Document, verb: str) -> None:
    at = f"/documents/{notice.reference}/{verb}/"
    answers = {name: sign_in(getattr(cast, name)).post(at).status_code for name in ("ines", "lena", "noor", "erin")}
    assert answers == {"ines": 403, "lena": 403, "noor": 404, "erin": 404}
    assert again(notice).answered_at is None


def test_a_delivery_on_paper_is_recorded_with_its_receipt(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    ines, at = sign_in(cast.ines), f"/documents/{notice.reference}/"
    assert f"{at}hand-over/" in text(ines.get(at))
    refused = text(ines.post(f"{at}hand-over/", on_paper(outcome="refused")))
    assert "Name a witness" in refused
    assert ines.post(f"{at}hand-over/", on_paper(outcome="refused", witness="Tomas Berg")).status_code == 302
    page = text(ines.get(at))
    assert "By hand: Refused" in page
    assert "Witness: Tomas Berg" in page
    assert sign_in(cast.ruth).get(f"{at}hand-over/").status_code == 403
    assert sign_in(cast.martin).get(f"{at}hand-over/").status_code == 403


def test_what_came_back_is_noted(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    ines, at = sign_in(cast.ines), f"/documents/{notice.reference}/"
    assert ines.post(f"{at}returned/", {"reason": "The post brought it back."}).status_code == 302
    assert again(notice).state == DocumentState.BOUNCED
    assert ines.get(f"{at}returned/").status_code == 302


def test_withdrawing_says_who_is_told_and_its_recipient_reads_so(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    ines, at = sign_in(cast.ines), f"/documents/{notice.reference}/"
    page = text(ines.get(f"{at}withdraw/"))
    assert "These people are told" in page
    assert "Martin Hale" in page
    assert "Say in a sentence why" in text(ines.post(f"{at}withdraw/", {"reason": "Wrong."}))
    given = {"why": "It named a wrong day.", "reason": "Corrected."}
    assert ines.post(f"{at}withdraw/", given).status_code == 302
    mine = text(sign_in(cast.martin).get("/documents/"))
    assert "Don’t rely on it" in mine
    assert "Withdrawal of a document" in mine
    assert "Don’t rely on it." in text(sign_in(cast.martin).get(at))
    assert ines.get(f"{at}withdraw/").status_code == 302
    assert sign_in(cast.martin).get(f"{at}withdraw/").status_code == 403


def test_a_version_with_parts_left_out_is_started_from_ticked_passages_and_words(
    cast: Cast, sign_in: SignIn, notice: Document
) -> None:
    ines, at = sign_in(cast.ines), f"/documents/{notice.reference}/redact/"
    page = ines.get(at)
    passages = page.context["form"].passages
    place = next(number for number, (path, _where, _text) in enumerate(passages) if path == "allegations[0].where")
    given = {
        "to": cast.person("erin").reference, "words_0": "shoulders", "words_0_class": "identity", "words_0_reason": "It would tell.",
        f"passage_{place}": "on",
    }  # fmt: skip
    told = text(ines.post(at, given))
    assert "Choose which kind of content this is." in told
    assert 'value="It would tell."' in told
    given |= {f"passage_{place}_class": "third_party", f"passage_{place}_reason": "About another person."}
    answer = ines.post(at, given, follow=True)
    draft = LetterDraft.objects.get(redacts=notice)
    assert answer.redirect_chain == [(f"/letters/{draft.reference}/", 302)]
    read = text(answer)
    assert "What is left out of this version" in read
    assert "It would tell." in read
    assert "shoulders" not in read
    assert "shoulders" in repr(letter_of(notice))
    assert sign_in(cast.martin).get(at).status_code == 403


def test_words_that_stand_nowhere_are_told_beside_their_field(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    given = {
        "to": cast.person("erin").reference, "words_1": "Nobody of this name", "words_1_class": "other", "words_1_reason": "Why.",
    }  # fmt: skip
    page = sign_in(cast.ines).post(f"/documents/{notice.reference}/redact/", given)
    assert page.context["form"].errors["words_1"] == ["This stands nowhere in the document."]


def test_a_document_is_proved_while_one_looks(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    case = Case.objects.get(reference=notice.matter)
    fresh = issue(
        letter_of(notice), about=case, recipient=cast.martin.person, actor=cast.ines, reason="Sealed in this test."
    )
    for who in (cast.ines, cast.martin):
        page = text(sign_in(who).get(f"/documents/{fresh.reference}/proof/"))
        assert "Yes. Everything below was checked just now." in page
        assert "The seal is intact and covers the whole file." in page
    stranger = text(sign_in(cast.ines).get(f"/documents/{notice.reference}/proof/"))  # sealed under another test's key
    assert "Not everything holds." in stranger
    assert sign_in(cast.lena).get(f"/documents/{notice.reference}/proof/").status_code == 403
    assert sign_in(cast.noor).get(f"/documents/{notice.reference}/proof/").status_code == 404


def test_an_auditor_gets_no_act_and_no_name(cast: Cast, sign_in: SignIn, notice: Document) -> None:
    page = text(sign_in(cast.lena).get(f"/documents/{notice.reference}/"))
    assert "Martin" not in page
    assert "More actions" not in page
    assert "What happened to it" not in page
