"""Custody through the API: the same acts, the same limits, and no reason that would stand in a history."""

from collections.abc import Callable

import pytest
from django.test import Client

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.referrals.actions.barriers import ask_barrier
from backend.referrals.models import BarrierQuery, Referral
from tests.referrals.referring import helena, play_referral
from tests.referrals.reported import CLINICAL, PDF, a_file, a_report

SignIn = Callable[..., Client]
JSON = "application/json"


@pytest.fixture
def sent(a_case: Callable[..., Case], cast: Cast) -> Referral:
    return play_referral(a_case("outcome_decided"), cast, "sent")


def test_a_file_is_listed_read_downloaded_and_sealed(sent: Referral, cast: Cast, sign_in: SignIn) -> None:
    file, mira = a_file(sent, cast), sign_in(cast.mira)
    [row] = mira.get("/api/v1/provider-files/").json()["results"]
    assert row["reference"] == file.reference
    assert "name" not in row
    address = f"/api/v1/provider-files/{file.reference}/"
    read = mira.get(address).json()
    assert (read["name"], [move["path"] for move in read["moves"]]) == ("note.pdf", ["clear", "seal", "misdirect"])
    download = mira.get(f"{address}file/")
    assert download.getvalue() == PDF + CLINICAL.encode()
    sealed = mira.post(f"{address}seal/", {}, content_type=JSON)
    assert (sealed.status_code, sealed.json()["state"]) == (200, "over_disclosure")
    refused = mira.get(f"{address}file/")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/file-sealed")
    for stranger in (cast.ruth, cast.martin, cast.lena, helena(cast)):
        client = sign_in(stranger)
        assert client.get("/api/v1/provider-files/").json()["results"] == []
        assert client.get(address).status_code == client.get(f"{address}file/").status_code == 404


def test_a_question_is_answered_by_the_employee_and_weighed_by_codes(
    sent: Referral, cast: Cast, sign_in: SignIn
) -> None:
    query = ask_barrier(a_report(sent, cast), actor=helena(cast))
    martin, mira = sign_in(cast.martin), sign_in(cast.mira)
    address = f"/api/v1/barrier-queries/{query.reference}/"
    assert martin.post(f"{address}excuse/", {"excuse": "sickness"}, content_type=JSON).status_code == 403
    assert mira.post(f"{address}answer/", {"words": "x"}, content_type=JSON).status_code == 403
    assert martin.post(f"{address}answer/", {}, content_type=JSON).status_code == 400
    answered = martin.post(f"{address}answer/", {"words": "The train did not run."}, content_type=JSON)
    assert (answered.status_code, answered.json()["state"]) == (200, "answered")
    assert mira.get(address).json()["words"] == "The train did not run."
    assert mira.post(f"{address}excuse/", {"excuse": "hospital"}, content_type=JSON).status_code == 400
    weighed = mira.post(f"{address}excuse/", {"excuse": "force_majeure"}, content_type=JSON)
    assert weighed.json()["state"] == "excused"
    assert BarrierQuery.objects.get().excuse == "force_majeure"
    for stranger in (cast.ruth, cast.daniel, cast.clara, helena(cast)):
        assert sign_in(stranger).get(address).status_code == 404
