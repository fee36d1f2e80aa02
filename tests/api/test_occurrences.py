"""What is due when, through the API: each sees their own, acts on their own part, and nobody learns a reason that is not theirs."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from backend.agreements.actions.calendar_sweep import sweep_occurrences
from backend.agreements.models import Agreement
from backend.audit.models import Event
from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.people.models import User
from tests.agreements.scenes import a_promise, dates, in_force, on
from tests.builders import a_duty

pytestmark = pytest.mark.django_db
Calls = Callable[[User | None], APIClient]
LIST, ASKED = "/api/v1/occurrences/", "/api/v1/obstacles/"


@pytest.fixture
def kept(cast: Cast, a_case: Callable[..., Case]) -> Agreement:
    first = clock.today() + timedelta(days=20)
    again = a_duty(cast, first, recurrence="FREQ=WEEKLY;COUNT=3", due="", cure_days=7)
    return in_force(a_case, cast, [again, a_promise(cast, first)])


def test_a_list_holds_what_is_ones_own(cast: Cast, api: Calls, kept: Agreement) -> None:
    own = f"{LIST}?agreement={kept.reference}"
    seen = {name: len(api(getattr(cast, name)).get(own).json()["results"]) for name in ("martin", "joan", "ruth")}
    assert seen == {"martin": 4, "joan": 4, "ruth": 4}
    for name in ("erin", "noor", "ines", "lena", "sam"):
        assert api(getattr(cast, name)).get(LIST).json()["results"] == []
    [promise] = api(cast.daniel).get(f"{own}&state=scheduled").json()["results"][-1:]
    assert promise["verifier"]["name"] == "Joan Mbeki"


def test_handed_in_and_checked(cast: Cast, api: Calls, kept: Agreement) -> None:
    one = dates(kept)[0]
    martin, joan, address = api(cast.martin), api(cast.joan), f"{LIST}{one.reference}/"
    assert {move["path"] for move in martin.get(address).json()["moves"]} == {"submit"}
    assert martin.post(f"{address}submit/", {"words": "Both days."}).json()["state"] == "submitted"
    assert {move["path"] for move in joan.get(address).json()["moves"]} == {"verify", "reject"}
    assert martin.post(f"{address}verify/", {"note": "I did it.", "reason": "Mine."}).status_code == 403
    assert joan.post(f"{address}reject/", {"missing": "Day two."}).json()["missing"] == "Day two."
    martin.post(f"{address}submit/", {"words": "Both days now."})
    done = joan.post(f"{address}verify/", {"note": "Certificate.", "reason": "Seen."})
    assert (done.status_code, done.json()["state"]) == (200, "verified")
    assert Event.objects.filter(action="occurrence.verify", actor=cast.joan.uid).count() == 1


def test_an_excuse_is_told_to_those_whom_it_concerns(cast: Cast, api: Calls, kept: Agreement) -> None:
    one = dates(kept)[0]
    address = f"{LIST}{one.reference}/"
    assert api(cast.joan).post(f"{address}excuse/", {"excuse": "medical"}).status_code == 403
    told = api(cast.ruth).post(f"{address}excuse/", {"excuse": "medical", "note": "His back."})
    assert (told.status_code, list(told.json()["errors"])) == (400, ["note"])
    assert api(cast.ruth).post(f"{address}excuse/", {"excuse": "medical"}).json()["state"] == "excused"
    assert api(cast.ruth).get(address).json()["excuse"] == "medical"
    assert api(cast.martin).get(address).json()["excuse"] == "medical"
    seen = api(cast.joan).get(address)
    assert "medical" not in seen.content.decode()
    assert "medical" not in api(cast.joan).get(LIST).content.decode()


def test_what_stood_in_the_way_is_kept_from_whoever_checks(cast: Cast, api: Calls, kept: Agreement) -> None:
    one = dates(kept)[0]
    with on(one.due_on + timedelta(days=1)):
        sweep_occurrences(as_of=clock.now())
        address = f"{ASKED}{one.reference}/"
        [asked] = api(cast.martin).get(ASKED).json()["results"]
        assert (asked["reference"], asked["state"]) == (one.reference, "asked")
        assert api(cast.martin).post(f"{address}answer/", {"words": "The train."}).json()["state"] == "answered"
        assert api(cast.ruth).get(address).json()["words"] == "The train."
        for name in ("joan", "erin", "clara", "noor"):
            assert api(getattr(cast, name)).get(address).status_code == 404
        early = api(cast.joan).post(f"{LIST}{one.reference}/refer/", {"reason": "Not shown."})
        assert (early.status_code, early.json()["type"].rsplit("/", 1)[1]) == (409, "cure-open")
