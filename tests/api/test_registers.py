"""The registers for programs: the same acts as on the pages, refused with the same words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from backend.demo.cast import Cast
from backend.kernel import clock
from backend.people.models import User
from backend.referrals.actions.loading import load_interventions
from backend.referrals.models import FitnessRequest, Licence, Provider, ProviderTie, SupportSuggestion
from tests.referrals.referring import a_provider, an_intervention

Calls = Callable[[User | None], APIClient]
ROOT = "/api/v1"
pytestmark = pytest.mark.django_db


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def post(client: APIClient, path: str, **told: Any) -> Any:
    return client.post(f"{ROOT}/{path}", told, format="json")


def test_a_provider_with_its_licence_and_its_tie(cast: Cast, api: Calls) -> None:
    an_intervention()
    mira, ruth = api(cast.mira), api(cast.ruth)
    told = {"name": "Calder Practice", "service": "Sessions", "offers": ["individual-cbt"], "modalities": ["video"]}
    assert post(ruth, "providers/", **told).status_code == 403
    assert post(mira, "providers/", **{**told, "offers": ["nothing"]}).status_code == 400
    refused = post(mira, "providers/", **{**told, "name": "x" * 201, "email": "nobody"})
    assert set(refused.json()["errors"]) == {"name", "email"}
    made = post(mira, "providers/", **told)
    assert made.status_code == 201
    at = f"providers/{made.json()['reference']}"
    assert post(mira, "providers/", **told).status_code == 409
    licence = {"holder": "H. Marsh", "number": "1", "authority": "HCPC", "expires_on": day(90)}
    entered = post(mira, f"{at}/add-licence/", **licence)
    assert (entered.status_code, entered.json()["standing"]) == (201, "not_verified")
    uid = entered.json()["uid"]
    assert post(mira, f"licences/{uid}/verify/", how="").status_code == 400
    assert post(mira, f"licences/{uid}/verify/", how="Public register.").json()["standing"] == "holds"
    other = a_provider(cast, "Meridian Counselling")
    tie = post(mira, f"{at}/add-tie/", other=other.reference, what="One owner.")
    assert tie.status_code == 201
    detail = ruth.get(f"{ROOT}/{at}/").json()
    assert (detail["offers"], len(detail["licences"]), len(detail["ties"])) == (["individual-cbt"], 1, 1)
    assert detail["moves"] == []
    assert {move["path"] for move in mira.get(f"{ROOT}/{at}/").json()["moves"]} == {"suspend", "remove"}
    assert post(mira, f"provider-ties/{tie.json()['uid']}/end/", reason="Sold.").status_code == 200
    assert ProviderTie.objects.get().ended_on == clock.today()
    assert post(mira, f"licences/{uid}/end/").status_code == 400
    assert post(mira, f"licences/{uid}/end/", reason="She left.").status_code == 200
    assert Licence.objects.get(number="1").ended_on == clock.today()
    assert post(mira, f"{at}/suspend/", reason="No places.").json()["state"] == "suspended"
    assert [row["name"] for row in mira.get(f"{ROOT}/providers/?state=suspended").json()["results"]] == [told["name"]]
    assert api(cast.daniel).get(f"{ROOT}/providers/").json()["results"] == []


def test_the_evidence_is_read_by_code_and_reviewed(cast: Cast, api: Calls) -> None:
    load_interventions(actor=cast.system)
    hugo, lena = api(cast.hugo), api(cast.lena)
    row = lena.get(f"{ROOT}/interventions/cbt_individual/").json()
    assert {grade["track"] for grade in row["grades"]} == {"affects_others", "self_directed"}
    assert row["grades"][0]["citations"][0]["title"]
    review: dict[str, Any] = {"track": "affects_others", "certainty": "very_low", "direction": "unknown"}
    review |= {"summary": "Little is known.", "applicability": "Studied elsewhere.", "citations": []}
    review |= {"reviewed_on": day(0), "review_due": day(300)}
    at = "interventions/cbt_individual/grade/"
    assert post(lena, at, **review).status_code == 403
    refused = post(hugo, at, **review)
    assert set(refused.json()["errors"]) == {"citations"}
    review["citations"] = [{"title": "A study", "year": 2026, "checked": day(0)}]
    assert post(hugo, at, **{**review, "score": 7}).status_code == 400
    graded = post(hugo, at, **review)
    assert (graded.status_code, graded.json()["number"]) == (201, 2)
    assert graded.json()["citations"] == [{"title": "A study", "year": 2026, "checked": day(0)}]
    due = hugo.get(f"{ROOT}/interventions/?due=yes").json()["results"]
    assert due == []
    made = post(hugo, "interventions/", code="group_work", name="Group work", kind="training")
    assert made.status_code == 201
    assert post(hugo, "interventions/group_work/retire/", reason="Not offered.").json()["retired_on"] == day(0)


def test_an_examination_is_asked_approved_told_and_answered(cast: Cast, api: Calls) -> None:
    provider = a_provider(cast)
    daniel, hugo, mira, noor = (api(getattr(cast, key)) for key in ("daniel", "hugo", "mira", "noor"))
    told: dict[str, Any] = {"person": cast.person("noor").reference, "provider": provider.reference}
    told |= {"coordinator": cast.person("mira").reference, "facts": ["Stopped the van."], "tasks": ["Driving"]}
    told["payer"] = "The company."
    assert post(mira, "fitness-requests/", **told).status_code == 403
    assert post(daniel, "fitness-requests/", **{**told, "facts": []}).status_code == 400
    made = post(daniel, "fitness-requests/", **told)
    assert made.status_code == 201
    at = f"fitness-requests/{made.json()['reference']}"
    assert noor.get(f"{ROOT}/{at}/").status_code == 404
    assert post(hugo, f"{at}/approve/", reason="x").status_code == 400  # nobody is asked for a reason
    assert post(hugo, f"{at}/approve/").json()["state"] == "approved"
    assert post(mira, f"{at}/offer/").json()["state"] == "offered"
    assert noor.get(f"{ROOT}/{at}/").json()["about"]["facts"] == ["Stopped the van."]
    assert post(noor, f"{at}/answer/", answer="able", answered_on=day(0)).status_code == 403
    assert post(mira, f"{at}/answer/", answer="fit", answered_on=day(0)).status_code == 400
    limits = {"restrictions": ["no_travel"], "until": day(30)}
    answered = post(mira, f"{at}/answer/", answer="able_with_restrictions", answered_on=day(0), **limits)
    assert answered.json()["answer"] == "able_with_restrictions"
    assert daniel.get(f"{ROOT}/{at}/").json()["about"]["restrictions"] == ["no_travel"]
    assert FitnessRequest.objects.get().state == "answered"


def test_help_is_pointed_out_and_only_its_reader_lists_it(cast: Cast, api: Calls) -> None:
    provider = a_provider(cast)
    daniel, noor = api(cast.daniel), api(cast.noor)
    told = {"person": cast.person("noor").reference, "provider": provider.reference}
    assert post(api(cast.joan), "support-suggestions/", **told).status_code == 403
    made = post(daniel, "support-suggestions/", **told)
    assert (made.status_code, made.json()) == (201, {"provider": provider.reference})
    assert daniel.get(f"{ROOT}/support-suggestions/").status_code == 405
    assert daniel.get(f"{ROOT}/mine/support/").json()["results"] == []
    [row] = noor.get(f"{ROOT}/mine/support/").json()["results"]
    assert (row["provider"], row["seen_at"]) == (provider.name, None)
    assert post(daniel, f"mine/support/{row['uid']}/see/").status_code == 404
    assert post(noor, f"mine/support/{row['uid']}/see/").json()["seen_at"]
    assert SupportSuggestion.objects.get().seen_at is not None
    assert Provider.objects.count() == 1
