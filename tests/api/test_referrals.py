"""Referrals at the door for programs: prepared, gated and told to those who decide by one word; the employee's own answer and release."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import PASSWORD, Cast
from backend.kernel import clock
from backend.people.models import User
from backend.referrals.actions.releasing import offer_release
from backend.referrals.models import Referral
from tests.referrals.referring import (
    WHY,
    a_contact,
    a_memo,
    a_provider,
    an_intervention,
    play_referral,
    release_ends,
    said,
)

pytestmark = pytest.mark.django_db
Calls = Callable[[User | None], APIClient]
CLINICAL = "never came to his second session"


@pytest.fixture
def decided(a_case: Callable[..., Case]) -> Case:
    return a_case("outcome_decided")


def spoken() -> dict[str, Any]:
    told = asdict(said())
    return {name: value for name, value in told.items() if name not in {"decline_reason", "end_note"}}


def test_a_referral_is_prepared_and_gated_through_the_api(decided: Case, cast: Cast, api: Calls) -> None:
    ruth, hugo = api(cast.ruth), api(cast.hugo)
    an_intervention()
    first, second = a_provider(cast), a_provider(cast, "Meridian Counselling")
    ends = str(clock.today() + timedelta(days=200))
    begun = {"intervention": "individual-cbt", "ends_on": ends, **spoken()}
    assert api(cast.ines).post(f"/api/v1/cases/{decided.reference}/referrals/", begun, format="json").status_code == 403
    strange = {**begun, "decline_reason": "Words put into somebody’s mouth."}
    assert ruth.post(f"/api/v1/cases/{decided.reference}/referrals/", strange, format="json").status_code == 400
    made = ruth.post(f"/api/v1/cases/{decided.reference}/referrals/", begun, format="json")
    assert made.status_code == 201, made.json()
    address = made.headers["Location"]
    assert ruth.post(f"{address}gate/", {"coordinator": cast.person("mira").reference}).status_code == 409
    memo = asdict(a_memo())
    assert ruth.post(f"{address}write-memo/", memo, format="json").status_code == 200
    assert ruth.post(f"{address}approve-memo/").status_code == 403
    assert hugo.post(f"{address}approve-memo/").status_code == 200
    assert ruth.post(f"{address}read-evidence/", {"why": ""}).status_code == 400
    assert ruth.post(f"{address}read-evidence/", {"why": WHY}).status_code == 200
    guard = {
        "setting": "conference",
        "control": "It ends with the working part.",
        "owner": cast.person("clara").reference,
        "review_on": str(clock.today() + timedelta(days=60)),
    }
    assert ruth.post(f"{address}add-safeguard/", guard).status_code == 200
    chosen = {"treating": [first.reference, second.reference]}
    assert ruth.post(f"{address}choose-providers/", chosen, format="json").status_code == 200
    assert ruth.post(f"{address}gate/", {"reason": "No."}).status_code == 400  # nobody is asked for a reason
    done = ruth.post(f"{address}gate/", {"coordinator": cast.person("mira").reference})
    assert (done.status_code, done.json()["state"]) == (200, "approved")
    assert ruth.get(f"{address}memo/").json()["facts"] == list(a_memo().facts)


def test_whoever_decides_learns_one_word_and_the_coordinator_the_course(decided: Case, cast: Cast, api: Calls) -> None:
    referral = play_referral(decided, cast, "sent")
    address = f"/api/v1/referrals/{referral.reference}/"
    assert api(cast.mira).get(f"{address}course/").json()["provider"]["name"] == "Calder Practice"
    assert api(cast.ruth).get(f"{address}course/").status_code == 403
    assert api(cast.ruth).get(f"{address}disclosures/").status_code == 403
    assert api(cast.ruth).get(address).json()["state"] == "under_way"
    standing = f"/api/v1/cases/{decided.reference}/referrals/"
    expected = {"reference": referral.reference, "state": "under_way", "complying": "unknown", "limits": []}
    for person in (cast.ruth, cast.clara):
        rows = api(person).get(standing).json()
        assert [{**row, "as_of": 0, "is_revoked": 0} for row in rows] == [{**expected, "as_of": 0, "is_revoked": 0}]
    assert api(cast.ines).get(standing).json() == []
    assert api(cast.erin).get(standing).status_code == 404
    for person in (cast.clara, cast.ines, cast.erin, cast.lena, cast.sam):
        assert api(person).get(address).status_code == 404


def test_the_employee_answers_signs_and_revokes(decided: Case, cast: Cast, api: Calls) -> None:
    referral = play_referral(decided, cast, "offered")
    martin, mine = api(cast.martin), f"/api/v1/mine/referrals/{referral.reference}/"
    read = martin.get(mine).json()
    assert {move["path"] for move in read["moves"]} == {"accept", "decline"}
    chosen = read["offered"][0]["provider"]["reference"]
    assert martin.post(f"{mine}accept/", {"provider": "PRV-2026-000000"}).status_code == 400
    assert martin.post(f"{mine}accept/", {"provider": chosen}).json()["state"] == "accepted"
    assert api(cast.mira).get(mine).status_code == 404
    fresh = Referral.objects.get(pk=referral.pk)
    release = offer_release(fresh, expires_on=release_ends(fresh), actor=cast.mira)
    address = f"/api/v1/releases/{release.reference}/"
    told = martin.get(address).json()
    assert told["terms"]["discloser"] == "Calder Practice"
    signing = {"sha256": told["offered_sha256"], "typed_name": "Martin Hale", "password": PASSWORD}
    assert api(cast.mira).post(f"{address}sign/", signing).status_code == 403
    assert martin.post(f"{address}sign/", {**signing, "password": "not mine"}).status_code == 400
    assert martin.post(f"{address}sign/", signing).json()["state"] == "active"
    contact = a_contact(cast, a_provider(cast))
    sent = api(cast.mira).post(f"/api/v1/referrals/{referral.reference}/send/", {"to": str(contact.uid)})
    assert sent.status_code == 200
    assert len(martin.get(f"{mine}disclosures/").json()) == 1
    assert martin.post(f"{address}revoke/").json()["state"] == "revoked"
    assert Referral.objects.get(pk=referral.pk).state == "accepted"
    rows = api(cast.ruth).get(f"/api/v1/cases/{decided.reference}/referrals/").json()
    assert [(row["complying"], row["is_revoked"]) for row in rows] == [("unknown", True)]


def test_what_people_write_stands_in_no_event(decided: Case, cast: Cast, api: Calls) -> None:
    referral = play_referral(decided, cast, "offered")
    martin = api(cast.martin)
    answer = martin.post(f"/api/v1/mine/referrals/{referral.reference}/decline/", {"words": CLINICAL})
    assert answer.json()["state"] == "declined"
    told = [str(row) for row in Event.objects.filter(action__startswith="referral.").values()]
    assert told
    assert not any(CLINICAL in row for row in told)
