"""Pages around an answer to an offer: one signature from two devices, links refused alike, paper, translation, comment, change, pause."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import BytesIO
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from backend.agreements.actions.signing import offer_agreement
from backend.agreements.models import Agreement, AgreementComment, PaperRecord, Signature
from backend.audit.models import Event
from backend.cases.models import Obligation
from backend.demo.cast import PASSWORD, Cast
from backend.kernel import clock
from backend.people.actions import move_person
from tests.agreements.answers import PICTURE, WHY, sign, with_release

SignIn = Callable[..., Client]
Plays = Callable[..., Agreement]
VALUES = re.compile(r"'[^']*'|\"s\d+_x\d+\"|\b\d+\b|::\w+")
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def offered(an_agreement: Plays) -> Agreement:
    return an_agreement("offered")


def said(agreement: Agreement, **told: str) -> dict[str, str]:
    usual = {
        "sha256": agreement.offered_sha256,
        "read": "on",
        "electronic": "on",
        "meaning": "agree",
        "comment": "",
        "typed_name": "Martin Hale",
        "step": "confirm",
        "password": PASSWORD,
    }
    return {**usual, **told}


def looks(response: Any) -> tuple[int, str]:
    return response.status_code, CHANGING.sub("", response.content.decode())


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Let several devices act at the same moment, each on a connection of its own."""
    start, answers = Barrier(len(acts)), []

    def answer(act: Callable[[], Any]) -> None:
        try:
            start.wait()
            answers.append(act())
        finally:
            connection.close()

    threads = [Thread(target=answer, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_two_devices_sign_once(cast: Cast, offered: Agreement, sign_in: SignIn) -> None:
    """On either database, with threads and transactions of their own."""
    devices, path = [sign_in(cast.martin) for _ in range(2)], f"/mine/agreements/{offered.reference}/sign/"
    answers = at_once(*(partial(device.post, path, said(offered), follow=True) for device in devices))
    pages = [answer.content.decode() for answer in answers]
    assert Signature.objects.filter(agreement=offered).count() == 1
    assert [answer.status_code for answer in answers] == [200, 200]
    assert all("You signed the agreement" in page for page in pages)
    assert sum("Your answer counts once" in page for page in pages) == 1


@pytest.mark.django_db(transaction=True)
def test_signing_and_declining_at_once_is_one_answer(cast: Cast, offered: Agreement, sign_in: SignIn) -> None:
    path, devices = f"/mine/agreements/{offered.reference}", [sign_in(cast.martin) for _ in range(2)]
    answers = at_once(
        partial(devices[0].post, f"{path}/sign/", said(offered), follow=True),
        partial(devices[1].post, f"{path}/decline/", said(offered), follow=True),
    )
    assert [answer.status_code for answer in answers] == [200, 200]
    signature, told = Signature.objects.get(agreement=offered), Agreement.objects.get(pk=offered.pk)
    assert told.state == {"agree": "signed_by_employee", "decline": "declined"}[signature.meaning]
    events = Event.objects.filter(action__in=["agreement.sign", "agreement.decline"], obj=offered.key)
    assert [event.action for event in events] == [f"agreement.{'sign' if signature.meaning == 'agree' else 'decline'}"]


@pytest.mark.django_db(transaction=True)
def test_the_page_and_the_programs_sign_once_between_them(cast: Cast, offered: Agreement, sign_in: SignIn) -> None:
    page, program = sign_in(cast.martin), sign_in(cast.martin)
    told = {"sha256": offered.offered_sha256, "typed_name": "Martin Hale", "meaning": "agree", "password": PASSWORD}
    address = f"/api/v1/agreements/{offered.reference}/sign/"
    answers = at_once(
        partial(page.post, f"/mine/agreements/{offered.reference}/sign/", said(offered), follow=True),
        partial(program.post, address, told, content_type="application/json"),
    )
    assert {answer.status_code for answer in answers} in ({200}, {200, 409})
    assert Signature.objects.filter(agreement=offered).count() == 1
    assert Event.objects.filter(action="agreement.sign", obj=offered.key).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("meaning", ["agree", "agree_under_protest"])
def test_a_form_that_is_sent_twice_leads_to_the_one_signature(
    cast: Cast, offered: Agreement, sign_in: SignIn, meaning: str
) -> None:
    martin = sign_in(cast.martin)
    for _ in range(2):
        page = martin.post(f"/mine/agreements/{offered.reference}/sign/", said(offered, meaning=meaning), follow=True)
    assert "Your answer counts once" in page.content.decode()
    late = martin.post(f"/mine/agreements/{offered.reference}/decline/", said(offered), follow=True)
    assert "You signed the agreement" in late.content.decode()
    assert Signature.objects.get(agreement=offered).meaning == meaning


@pytest.mark.django_db
def test_links_of_others_are_refused_alike_whatever_they_lead_to(
    cast: Cast, an_agreement: Plays, sign_in: SignIn
) -> None:
    """Replayed, forged, expired and other people's: the same status, and the same words."""
    offered, signed = an_agreement("offered"), an_agreement("signed")
    forged = Agreement(reference="AGR-2026-ZZZZZZ", offered_sha256="0" * 64)
    forged_bytes = Agreement(reference=offered.reference, offered_sha256="f" * 64)
    for name in ("noor", "erin", "joan", "ines"):
        device = sign_in(getattr(cast, name))
        seen = set()
        for verb in ("sign", "decline", "revoke"):
            for each in (offered, signed, forged, forged_bytes):
                path = f"/mine/agreements/{each.reference}/{verb}/"
                seen.add(looks(device.get(f"{path}?sha256={each.offered_sha256}")))
                seen.add(looks(device.post(path, said(each))))
            with clock.at(clock.now() + timedelta(days=30)):
                path = f"/mine/agreements/{offered.reference}/{verb}/"
                later = sign_in(getattr(cast, name))
                seen.add(looks(later.post(path, said(offered))))
        assert {status for status, _ in seen} == {404}, name
        assert len(seen) == 1, name
    assert Signature.objects.filter(agreement=offered).count() == 0
    assert Signature.objects.filter(agreement=signed).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["sign", "decline", "revoke"])
def test_refusing_a_link_is_the_same_work_whatever_it_leads_to(
    cast: Cast, an_agreement: Plays, sign_in: SignIn, verb: str
) -> None:
    """How long a refusal takes would tell as much as its words: the same questions are asked, and no password is tried."""
    offered, signed = an_agreement("offered"), an_agreement("signed")
    forged = Agreement(reference="AGR-2026-ZZZZZZ", offered_sha256="0" * 64)
    device, asked = sign_in(cast.erin), set()
    with override_settings(PASSWORD_HASHERS=[]):
        for each in (offered, signed, forged):
            path = f"/mine/agreements/{each.reference}/{verb}/"
            for act in (
                partial(device.get, path, {"sha256": each.offered_sha256}),
                partial(device.post, path, said(each)),
            ):
                with CaptureQueriesContext(connection) as queries:
                    assert act().status_code == 404
                asked.add(tuple(VALUES.sub("?", query["sql"]) for query in queries))
    assert len(asked) == 1
    martin = sign_in(cast.martin)
    with CaptureQueriesContext(connection) as queries:  # the look finds a difference where there is one
        martin.post(f"/mine/agreements/{offered.reference}/sign/", said(offered))
    assert tuple(VALUES.sub("?", query["sql"]) for query in queries) not in asked


@pytest.mark.django_db
def test_no_stale_link_of_ones_own_signs_anything(cast: Cast, offered: Agreement, sign_in: SignIn) -> None:
    martin, path = sign_in(cast.martin), f"/mine/agreements/{offered.reference}/sign/"
    assert martin.post(path, said(offered, sha256="0" * 64)).status_code == 409
    assert martin.post(path, said(offered, sha256="")).status_code == 302
    with clock.at(clock.now() + timedelta(days=9)):
        assert (
            "does not wait for your answer"
            in sign_in(cast.martin).post(path, said(offered), follow=True).content.decode()
        )
    assert not Signature.objects.filter(agreement=offered).exists()


@pytest.mark.django_db
def test_a_signature_is_taken_back_in_the_same_two_steps(cast: Cast, an_agreement: Plays, sign_in: SignIn) -> None:
    released = offer_agreement(with_release(an_agreement("drafted"), cast), actor=cast.daniel, reason=WHY)
    sign(released, cast.martin)
    martin, page = sign_in(cast.martin), f"/mine/agreements/{released.reference}/"
    assert "Take your signature back" in martin.get(page).content.decode()
    form = f"{page}revoke/?sha256={released.offered_sha256}"
    assert "Step 1 of 2" in martin.get(form).content.decode()
    wrong = martin.post(f"{page}revoke/", said(released, password="no"))
    assert "Nothing was taken back" in wrong.content.decode()
    done = martin.post(f"{page}revoke/", said(released), follow=True).content.decode()
    assert "You took your signature back" in done
    assert Agreement.objects.get(pk=released.pk).state == "revoked"


@pytest.mark.django_db
def test_a_comment_stands_where_the_whole_agreement_is_read_and_nowhere_else(
    cast: Cast, an_agreement: Plays, sign_in: SignIn
) -> None:
    active, words = an_agreement("active"), "I still see finding A1 differently."
    martin, path = sign_in(cast.martin), f"/mine/agreements/{active.reference}/"
    assert martin.post(f"{path}comment/", {"text": " "}).status_code == 200
    martin.post(f"{path}comment/", {"text": words})
    assert AgreementComment.objects.get().text == words
    assert words in martin.get(path).content.decode()
    assert words in sign_in(cast.ruth).get(f"/agreements/{active.reference}/").content.decode()
    joan = sign_in(cast.joan)
    duty = active.obligations.get()
    for page in ("/agreements/obligations/", f"/agreements/obligations/{active.reference}/{duty.seq}/"):
        shown = joan.get(page)
        assert (shown.status_code, words in shown.content.decode()) == (200, False)


@pytest.mark.django_db
def test_paper_is_recorded_shown_as_paper_and_objected_to(cast: Cast, offered: Agreement, sign_in: SignIn) -> None:
    daniel, path = sign_in(cast.daniel), f"/agreements/{offered.reference}/"
    assert "Record an answer on paper" in daniel.get(path).content.decode()
    told = {
        "sha256": offered.offered_sha256,
        "answer": "agree",
        "signed_on": str(clock.today()),
        "place": "Leeds",
        "first_witness": "Asha Patel",
        "first_witness_role": "HR adviser",
        "second_witness": "Tom Reed",
        "second_witness_role": "Union representative",
        "reason": WHY,
    }
    without = daniel.post(f"{path}paper/", told).content.decode()
    assert "Add a scan of the signed pages." in without
    assert "Asha Patel" in without
    scan = BytesIO(PICTURE)
    scan.name = "pages.png"
    daniel.post(f"{path}paper/", {**told, "file": scan})
    assert PaperRecord.objects.get().scan is not None
    martin, mine = sign_in(cast.martin), f"/mine/agreements/{offered.reference}/"
    assert "Look at what was recorded from paper" in martin.get("/").content.decode()
    page = martin.get(mine).content.decode()
    assert "This is not a signature on screen." in page
    assert "Asha Patel" in page
    assert f"{mine}objection/" in page
    assert "Look at what was recorded" not in sign_in(cast.erin).get("/").content.decode()
    assert "Settle an objection" not in daniel.get("/").content.decode()
    assert martin.get(f"{mine}pages/").headers["Content-Type"] == "image/png"
    assert sign_in(cast.erin).get(f"{mine}pages/").status_code == 404
    martin.post(f"{mine}objection/", {"objection": "I did not sign."})
    assert "Look at what was recorded" not in martin.get("/").content.decode()
    assert "Settle an objection to a record from paper" in daniel.get("/").content.decode()
    ruth = sign_in(cast.ruth)
    assert "Settle an objection" not in ruth.get("/").content.decode()
    refused = ruth.post(
        f"{path}countersign/",
        {"sha256": offered.offered_sha256, "read": "on", "typed_name": "Ruth Adeyemi", "password": PASSWORD},
    )
    assert "The employee objected" in refused.content.decode()
    assert "Take the record from paper back" in daniel.get(path).content.decode()
    daniel.post(f"{path}moves/take_back_record/", {"reason": WHY})
    assert "Settle an objection" not in daniel.get("/").content.decode()
    assert Agreement.objects.get(pk=offered.pk).state == "approved"


@pytest.mark.django_db
def test_a_translation_is_handed_over_and_its_language_confirmed(
    cast: Cast, offered: Agreement, sign_in: SignIn
) -> None:
    copy = BytesIO(PICTURE)
    copy.name = "polish.png"
    told = {
        "language": "Polish",
        "translator": "Ewa Nowak",
        "translator_role": "Sworn translator",
        "explained_on": str(clock.today()),
        "file": copy,
        "reason": WHY,
    }
    sign_in(cast.daniel).post(f"/agreements/{offered.reference}/translate/", told)
    martin, path = sign_in(cast.martin), f"/mine/agreements/{offered.reference}/"
    page = martin.get(path).content.decode()
    assert "Ewa Nowak" in page
    row = offered.translations.get()
    assert martin.get(f"{path}translations/{row.uid}/").status_code == 200
    blocked = martin.post(f"{path}sign/", said(offered)).content.decode()
    assert "Say first in which language you read it." in blocked
    martin.post(f"{path}language/", {"read_in": "Polish"})
    assert martin.post(f"{path}sign/", said(offered)).status_code == 302


@pytest.mark.django_db
def test_an_agreement_stands_still_and_goes_on(cast: Cast, an_agreement: Plays, sign_in: SignIn) -> None:
    active = an_agreement("active")
    ruth, path = sign_in(cast.ruth), f"/agreements/{active.reference}/"
    ruth.post(f"{path}suspend/", {"until": str(clock.today() + timedelta(days=20)), "reason": WHY})
    assert (
        "This agreement stands still"
        in sign_in(cast.martin).get(f"/mine/agreements/{active.reference}/").content.decode()
    )
    assert "Let the agreement go on" in ruth.get(path).content.decode()
    ruth.post(f"{path}moves/resume/", {"reason": WHY})
    assert Agreement.objects.get(pk=active.pk).state == "active"


@pytest.mark.django_db
def test_the_monitor_is_confirmed_after_a_move(cast: Cast, an_agreement: Plays, sign_in: SignIn) -> None:
    active = an_agreement("active")
    daniel, path = sign_in(cast.daniel), f"/agreements/{active.reference}/"
    assert "Confirm the monitor" not in daniel.get(path).content.decode()
    move_person(cast.person("martin"), None, actor=cast.system, reason=WHY)
    assert "Confirm the monitor" in daniel.get(path).content.decode()
    daniel.post(f"{path}monitor/", {"reason": "Joan still fits."})
    assert not Obligation.objects.filter(kind="agreement.confirm_monitor", discharged_at=None).exists()
