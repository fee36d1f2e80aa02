"""The door of providers for programs: the same rules, told in the same words."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.referrals.actions.releasing import revoke_release
from backend.referrals.models import ProviderReport, Referral
from tests.referrals.referring import a_provider, helena, play_referral

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]


@pytest.fixture
def planned(a_case: Callable[..., Case], cast: Cast) -> Referral:
    return play_referral(a_case("outcome_decided"), cast, "planned")


def body(**told: object) -> dict[str, object]:
    today = clock.today().isoformat()
    return {
        "kind": "status",
        "first_day": today,
        "last_day": today,
        "kept": 2,
        "planned": 2,
        "complying": "yes",
        **told,
    }


def test_a_report_is_sent_and_read(planned: Referral, cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(helena(cast))
    address = f"/api/v1/practice/referrals/{planned.reference}/"
    seen = browser.get(address).json()
    assert seen["employee"] == "Martin Hale"
    assert "case" not in seen
    sent = browser.post(f"{address}report/", body(), content_type="application/json")
    assert sent.status_code == 201, sent.content
    report = sent.json()["reference"]
    told = browser.get(f"/api/v1/provider-reports/{report}/").json()
    assert (told["codes"]["kept"], told["codes"]["danger"]) == (2, "")
    assert sign_in(cast.mira).get(f"/api/v1/provider-reports/{report}/").status_code == 200
    for stranger in (cast.ruth, cast.hugo, cast.daniel, cast.noor):
        assert sign_in(stranger).get(f"/api/v1/provider-reports/{report}/").status_code == 404


@pytest.mark.parametrize(
    ("told", "field", "says"),
    [
        ({"kept": 5, "planned": 3}, "kept", "Of 3 planned"),
        ({"complying": "fit_to_return"}, "complying", "40.305"),
        ({"complying": "depressive episode"}, "complying", "1630.14"),
        ({"notes": "He talked about his father."}, "notes", "no such field"),
        ({"kind": "opinion"}, "kind", "one of these codes"),
    ],
)
def test_a_bad_report_is_refused_by_field(
    planned: Referral, cast: Cast, sign_in: SignIn, told: dict[str, object], field: str, says: str
) -> None:
    browser = sign_in(helena(cast))
    address = f"/api/v1/practice/referrals/{planned.reference}/report/"
    answer = browser.post(address, body(**told), content_type="application/json")
    assert answer.status_code == 400
    assert says in str(answer.json()["errors"][field])
    assert not ProviderReport.objects.filter(kind="status").exists()


def test_a_report_after_the_revocation_is_refused_and_for_others_it_is_not_there(
    planned: Referral, cast: Cast, sign_in: SignIn
) -> None:
    revoke_release(planned.releases.get(), actor=cast.martin)
    address = f"/api/v1/practice/referrals/{planned.reference}/"
    browser = sign_in(helena(cast))
    for answer in (
        browser.post(f"{address}report/", body(), content_type="application/json"),
        browser.get(address),
    ):
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/release-ended")
    assert browser.get("/api/v1/practice/referrals/").json()["results"] == []
    assert sign_in(cast.ruth).get(address).status_code == 404


def test_contacts_are_the_coordinators(cast: Cast, sign_in: SignIn) -> None:
    address = f"/api/v1/providers/{a_provider(cast).reference}/contacts/"
    browser = sign_in(cast.mira)
    given = {"name": "Petra", "email": "petra@calder.example"}
    made = browser.post(address, given, content_type="application/json")
    assert made.status_code == 201
    assert sign_in(cast.ruth).get(address).status_code == 404
    invited = browser.post(f"{address}{made.json()['uid']}/invite/", {}, content_type="application/json")
    assert set(invited.json()) == {"invited_at", "expires_at"}
    assert [each["has_account"] for each in browser.get(address).json()] == [False]


def test_a_file_goes_into_quarantine(planned: Referral, cast: Cast, sign_in: SignIn) -> None:
    report = ProviderReport.objects.get(referral=planned)
    address = f"/api/v1/provider-reports/{report.reference}/files/"
    paper = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n"
    answer = sign_in(helena(cast)).post(address, {"file": SimpleUploadedFile("note.pdf", paper)})
    assert (answer.status_code, answer.json()["state"]) == (201, "quarantined"), answer.content
    assert "note.pdf" not in answer.content.decode()
    for stranger, status in ((cast.mira, 403), (cast.martin, 403), (cast.ruth, 404)):
        assert sign_in(stranger).post(address, {"file": SimpleUploadedFile("n.pdf", paper)}).status_code == status
