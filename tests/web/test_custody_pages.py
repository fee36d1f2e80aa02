"""The pages of custody: the coordinator looks, seals and weighs; the employee answers; nobody else finds any of it."""

from collections.abc import Callable

import pytest
from django.test import Client

from backend.audit.models import Event
from backend.cases.models import Case, Obligation
from backend.demo.cast import Cast
from backend.referrals.actions.barriers import SUSPECTED_OWED, answer_query, ask_barrier, find_no_excuse
from backend.referrals.models import BarrierQuery, ProviderFile, Referral
from tests.referrals.referring import helena, play_referral
from tests.referrals.reported import CLINICAL, PDF, a_file, a_report
from tests.web.reading import text_of

SignIn = Callable[..., Client]
WORDS = "My train did not run."


@pytest.fixture
def sent(a_case: Callable[..., Case], cast: Cast) -> Referral:
    return play_referral(a_case("outcome_decided"), cast, "sent")


@pytest.fixture
def file(sent: Referral, cast: Cast) -> ProviderFile:
    return a_file(sent, cast)


@pytest.fixture
def asked(sent: Referral, cast: Cast) -> BarrierQuery:
    return ask_barrier(a_report(sent, cast), actor=helena(cast))


def test_the_custodian_downloads_and_seals_a_file(file: ProviderFile, cast: Cast, sign_in: SignIn) -> None:
    mira = sign_in(cast.mira)
    listed = mira.get("/custody/")
    assert file.reference in text_of(listed)
    page = mira.get(f"/custody/files/{file.reference}/")
    assert "note.pdf" in text_of(page)
    assert CLINICAL not in text_of(page)
    download = mira.get(f"/custody/files/{file.reference}/open/")
    assert download.getvalue() == PDF + CLINICAL.encode()
    assert download["Content-Disposition"] == f'attachment; filename="{file.reference}.pdf"'
    assert "no-store" in download["Cache-Control"]
    assert Event.objects.filter(action="provider_file.open", actor=cast.mira.uid).count() == 1

    act = f"/custody/files/{file.reference}/moves/seal/"
    assert "The employee is told by letter" in text_of(mira.get(act))
    done = mira.post(act, {}, follow=True)
    assert "The file is sealed, and the employee is told." in text_of(done)
    assert "Download the file" not in text_of(done)
    refused = mira.get(f"/custody/files/{file.reference}/open/")
    assert refused.status_code == 409
    assert "sealed" in text_of(refused)
    assert mira.get(act).status_code == 302  # it can't be done twice: back to the file
    assert mira.get(f"/custody/files/{file.reference}/moves/burn/").status_code == 404


def test_nobody_else_finds_custody(file: ProviderFile, asked: BarrierQuery, cast: Cast, sign_in: SignIn) -> None:
    pages = (
        "/custody/",
        f"/custody/files/{file.reference}/",
        f"/custody/files/{file.reference}/open/",
        f"/custody/questions/{asked.reference}/",
    )
    for person in (cast.ruth, cast.hugo, cast.daniel, cast.martin, cast.erin, cast.sam, helena(cast)):
        client = sign_in(person)
        for page in pages:
            assert client.get(page).status_code == 404, (person.email, page)


def test_the_employee_answers_and_the_coordinator_weighs(asked: BarrierQuery, cast: Cast, sign_in: SignIn) -> None:
    martin, mira = sign_in(cast.martin), sign_in(cast.mira)
    own = f"/mine/questions/{asked.reference}/"
    assert "Please answer by" in text_of(martin.get("/mine/questions/"))
    assert "Your coordinator alone reads what you write" in text_of(martin.get(own))
    empty = martin.post(own, {"words": " "})
    assert "Write in a sentence what stood in the way" in text_of(empty)
    sent = martin.post(own, {"words": WORDS}, follow=True)
    assert WORDS in text_of(sent)
    assert mira.get(own).status_code == 404  # it is his to answer

    page = mira.get(f"/custody/questions/{asked.reference}/")
    assert WORDS in text_of(page)
    act = f"/custody/questions/{asked.reference}/moves/excuse/"
    assert "Choose one of the excuses" in text_of(mira.post(act, {}))
    done = mira.post(act, {"excuse": "force_majeure"}, follow=True)
    assert "Beyond anybody’s control" in text_of(done)
    assert "It is no breach" in text_of(martin.get(own))
    refused = martin.post(own, {"words": "Once more."})
    assert refused.status_code == 200
    assert BarrierQuery.objects.get().state == "excused"


def test_whoever_decides_notes_what_follows_without_a_cause(
    asked: BarrierQuery, cast: Cast, sent: Referral, sign_in: SignIn
) -> None:
    ruth, act = sign_in(cast.ruth), f"/cases/{sent.case.reference}/follow-up/"
    assert ruth.get(act).status_code == 302
    find_no_excuse(answer_query(asked, actor=cast.martin, words=WORDS), actor=cast.mira)
    page = ruth.get(act)
    assert "Look at what was not kept to" in text_of(page)
    assert WORDS not in text_of(page)
    assert sign_in(cast.mira).get(act).status_code == 404
    assert sign_in(cast.daniel).get(act).status_code == 403
    assert ruth.post(act, {"reason": "He was heard; nothing is added."}).status_code == 302
    assert not Obligation.objects.filter(kind=SUSPECTED_OWED, discharged_at=None).exists()


def test_what_waits_stands_on_the_home_page_of_whom_it_waits_for(
    file: ProviderFile, asked: BarrierQuery, cast: Cast, sign_in: SignIn
) -> None:
    tasks = {
        "Look at a provider’s file": {"mira"},
        "Say what stood in the way": {"martin"},
        "Weigh what stood in the way": set(),
    }
    people = ("mira", "martin", "ruth", "daniel", "erin")

    def seen() -> dict[str, set[str]]:
        homes = {key: text_of(sign_in(getattr(cast, key)).get("/")) for key in people}
        return {label: {key for key, home in homes.items() if label in home} for label in tasks}

    assert seen() == tasks
    answer_query(asked, actor=cast.martin, words=WORDS)
    assert seen() == {**tasks, "Say what stood in the way": set(), "Weigh what stood in the way": {"mira"}}


def test_the_page_of_the_referral_leads_to_what_waits(file: ProviderFile, cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.mira).get(f"/referrals/{file.referral.reference}/").content.decode()
    assert "Nothing for you to do now" not in page
    assert f"/custody/files/{file.reference}/" in page
    section = sign_in(cast.ruth).get(f"/cases/{file.referral.case.reference}/referrals/").content.decode()
    assert "Prepare a referral" not in section  # one at a time
    assert file.reference not in section
