"""Check-ins, suspected breaches and easing through the API: the same actions, the same guards, and little for a monitor."""

from collections.abc import Callable
from datetime import timedelta

from rest_framework.test import APIClient

from backend.agreements.models import Agreement
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.monitoring.actions.check_ins import reschedule_agreement_check_in
from backend.monitoring.models import Breach, MonitorUndertaking
from backend.people.models import User
from tests.monitoring.scenes import GOOD, WHY, first_check_in, noticed

Calls = Callable[[User | None], APIClient]
Build = Callable[..., Agreement]


def test_a_monitor_holds_a_check_in_by_codes(cast: Cast, api: Calls, an_agreement: Build) -> None:
    check_in = first_check_in(an_agreement("active"))
    reschedule_agreement_check_in(check_in, actor=cast.joan, reason=WHY, due_on=clock.today())
    joan, address = api(cast.joan), f"/api/v1/agreement-check-ins/{check_in.reference}/"
    assert {move["path"] for move in joan.get(address).json()["moves"]} == {"hold", "miss", "reschedule"}
    wrong = joan.post(f"{address}hold/", {"answers": {**GOOD, "support": "his mood"}}, format="json")
    assert (wrong.status_code, set(wrong.json()["errors"])) == (400, {"support"})
    right = joan.post(f"{address}hold/", {"answers": GOOD, "lines": {"barriers": "None."}}, format="json")
    assert (right.status_code, right.json()["state"]) == (200, "held")
    again = joan.post(f"{address}hold/", {"answers": GOOD}, format="json")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/wrong-state")


def test_own_words_are_in_the_answer_to_the_two_who_meet_alone(cast: Cast, api: Calls, an_agreement: Build) -> None:
    check_in = first_check_in(an_agreement("active"))
    address = f"/api/v1/agreement-check-ins/{check_in.reference}/"
    sent = api(cast.martin).post(f"{address}write-words/", {"words": "I need Fridays."}, format="json")
    assert sent.status_code == 200
    for name, words in (("martin", "I need Fridays."), ("joan", "I need Fridays."), ("ruth", ""), ("daniel", "")):
        assert api(getattr(cast, name)).get(address).json()["own_words"] == words
    for name in ("erin", "noor", "ines", "omar"):
        assert api(getattr(cast, name)).get(address).status_code == 404


def test_facts_are_reported_and_the_monitor_hears_no_more(cast: Cast, api: Calls, an_agreement: Build) -> None:
    agreement, day = an_agreement("active"), clock.today()
    joan, address = api(cast.joan), f"/api/v1/obligations/{agreement.reference}-O1/report/"
    told = {
        "due_on": (day - timedelta(days=1)).isoformat(),
        "seen": [{"when": "Monday", "what": "The entry is missing."}],
        "asked_on": day.isoformat(),
        "reason": WHY,
    }
    early = joan.post(address, told, format="json")
    assert (early.status_code, early.json()["type"]) == (409, "/problems/barrier-open")
    made = joan.post(address, {**told, "was_answered": True}, format="json")
    assert made.status_code == 201
    assert set(made.json()) == {"agreement", "due_on"}
    breach = Breach.objects.get(agreement=agreement)
    assert joan.get(f"/api/v1/breaches/{breach.reference}/").status_code == 404
    assert joan.get("/api/v1/breaches/").json()["results"] == []
    assert api(cast.martin).get(f"/api/v1/breaches/{breach.reference}/").status_code == 404


def test_the_employee_answers_and_is_not_told_who_reported(cast: Cast, api: Calls, an_agreement: Build) -> None:
    breach = noticed(an_agreement("active"), cast)
    martin, address = api(cast.martin), f"/api/v1/breaches/{breach.reference}/"
    read = martin.get(address).json()
    assert read["reported_by"] == ""
    assert cast.joan.name not in martin.get(address).content.decode()
    assert {move["path"] for move in read["moves"]} == {"respond"}
    assert martin.post(f"{address}respond/", {"words": "No train ran."}, format="json").json()["state"] == "responded"
    ruth = api(cast.ruth)
    assert ruth.get(address).json()["reported_by"] == cast.joan.name
    given = {"result": "none", "weighed": "Read.", "reasons": "A ticket shows it.", "appeal_to": "Helen Marsh"}
    decided = ruth.post(f"{address}determine/", {**given, "reason": WHY}, format="json")
    assert (decided.status_code, decided.json()["result"]) == (200, "none")


def test_an_undertaking_is_given_by_its_monitor(cast: Cast, api: Calls, an_agreement: Build) -> None:
    row = MonitorUndertaking.objects.get(agreement=an_agreement("active"))
    address = f"/api/v1/undertakings/{row.uid}/"
    assert api(cast.daniel).get(address).json()["given_at"] is None
    assert api(cast.daniel).post(f"{address}give/", {}, format="json").status_code == 403
    assert api(cast.joan).post(f"{address}give/", {}, format="json").json()["given_at"]
