"""Agreements: drawn up from the library, signed over the very bytes that were offered, with the password once more."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from backend.agreements.actions.signing import decline_agreement
from backend.agreements.models import Agreement, Signature
from backend.audit.models import Disclosure, Event
from backend.cases.models import Case
from backend.demo.cast import PASSWORD, Cast
from backend.kernel import clock
from backend.people.models import User
from tests.agreements.scenes_de import a_german_draft, speaks_german
from tests.builders import a_draft

Calls = Callable[[User | None], APIClient]


@pytest.fixture
def offered(an_agreement: Callable[..., Agreement]) -> Agreement:
    return an_agreement("offered")


def signing(agreement: Agreement, **told: Any) -> dict[str, Any]:
    return {
        "sha256": agreement.offered_sha256,
        "typed_name": "Martin Hale",
        "meaning": "agree_under_protest",
        "password": PASSWORD,
        **told,
    }


def test_the_employee_reads_and_signs(cast: Cast, api: Calls, offered: Agreement) -> None:
    martin, address = api(cast.martin), f"/api/v1/agreements/{offered.reference}/"
    read = martin.get(address).json()
    assert {move["path"] for move in read["moves"]} == {"sign", "decline"}
    assert len(martin.get(f"{address}clauses/").json()) > 10
    signed = martin.post(f"{address}sign/", signing(offered, sha256=read["offered_sha256"]))
    assert (signed.status_code, signed.json()["state"]) == (200, "signed_by_employee")
    signature = Signature.objects.get(agreement=offered)
    assert (signature.meaning, signature.factors) == ("agree_under_protest", ["password"])
    assert api(cast.ines).get(address).status_code == 404

    countersigned = {"sha256": read["offered_sha256"], "typed_name": "Ruth Adeyemi", "password": PASSWORD}
    assert api(cast.ruth).post(f"{address}countersign/", countersigned).json()["state"] == "active"
    signatures = martin.get(f"{address}signatures/").json()
    assert [row["meaning"] for row in signatures] == ["agree_under_protest", "countersign"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"password": "not mine"}, (400, "/problems/password-wrong")),
        ({"sha256": "0" * 64}, (409, "/problems/document-changed")),
        ({"typed_name": "Somebody Else"}, (400, "/problems/invalid")),
        ({"meaning": "countersign"}, (400, "/problems/invalid")),
        ({"factors": ["password"]}, (400, "/problems/invalid")),
    ],
)
def test_a_signature_is_refused(
    cast: Cast, api: Calls, offered: Agreement, told: dict[str, Any], expected: tuple[int, str]
) -> None:
    response = api(cast.martin).post(f"/api/v1/agreements/{offered.reference}/sign/", signing(offered, **told))
    assert (response.status_code, response.json()["type"]) == expected
    assert not Signature.objects.filter(agreement=offered).exists()


@pytest.mark.parametrize("verb", ["sign", "decline", "revoke"])
def test_links_of_others_are_refused_alike_whatever_they_lead_to(
    cast: Cast, api: Calls, an_agreement: Callable[..., Agreement], verb: str
) -> None:
    """Replayed, forged, expired and other people's: one status, one answer, and the same questions to the database."""
    offered, signed = an_agreement("offered"), an_agreement("signed")
    forged = Agreement(reference="AGR-2026-ZZZZZZ", offered_sha256="0" * 64)
    forged_bytes = Agreement(reference=offered.reference, offered_sha256="f" * 64)
    for name in ("noor", "erin", "joan", "ines"):
        device, seen = api(getattr(cast, name)), set()
        for each in (offered, signed, forged, forged_bytes):
            address, told = f"/api/v1/agreements/{each.reference}/{verb}/", signing(each)
            with CaptureQueriesContext(connection) as queries:
                refused = device.post(address, told)
            seen.add((refused.status_code, refused.content.decode().replace(address, ""), len(queries)))
            with clock.at(clock.now() + timedelta(days=30)):
                later = api(getattr(cast, name)).post(address, told)
            assert (later.status_code, later.content) == (refused.status_code, refused.content)
        assert {status for status, _, _ in seen} == {404}, name
        assert len(seen) == 1, name
    assert not Signature.objects.filter(agreement=offered).exists()
    assert Signature.objects.filter(agreement=signed).count() == 1


def test_guessing_the_password_is_limited_and_never_written_down(
    cast: Cast, api: Calls, offered: Agreement, caplog: pytest.LogCaptureFixture
) -> None:
    martin, address = api(cast.martin), f"/api/v1/agreements/{offered.reference}/sign/"
    statuses = [martin.post(address, signing(offered, password=f"guess-{n}")).status_code for n in range(11)]
    assert statuses == [400] * 10 + [429]
    assert martin.post(address, signing(offered)).status_code == 429
    written = [*Event.objects.values_list("body", flat=True), *Disclosure.objects.values_list("disclosure", flat=True)]
    assert not any("guess-1" in text for text in [*written, caplog.text])


def test_declining_is_an_end_of_its_own(cast: Cast, api: Calls, offered: Agreement) -> None:
    given = {"comment": "I do not agree with the finding.", "password": PASSWORD}
    response = api(cast.martin).post(f"/api/v1/agreements/{offered.reference}/decline/", given)
    assert (response.status_code, response.json()["state"]) == (200, "declined")


def test_the_decision_maker_decides_the_alternative(
    cast: Cast, api: Calls, offered: Agreement, last_event: Callable[..., tuple[str, str, str]]
) -> None:
    address, ruth = f"/api/v1/agreements/{offered.reference}/choose-alternative/", api(cast.ruth)
    early = ruth.post(address, {"reason": "Too early."})
    assert (early.status_code, early.json()["type"]) == (409, "/problems/wrong-state")
    decline_agreement(offered, actor=cast.martin, reason="I decline.", factors=["password"])
    for person, status in ((cast.daniel, 403), (cast.martin, 403), (cast.ines, 404), (cast.noor, 404), (None, 401)):
        assert api(person).post(address, {"reason": "Not mine."}).status_code == status
    assert ruth.post(address, {}).status_code == 400
    assert ruth.post(address, {"reason": "As the offer said."}).json()["state"] == "declined"
    assert last_event(offered) == ("agreement.choose_alternative", "ruth", "As the offer said.")
    assert ruth.post(address, {"reason": "Once more."}).json()["type"] == "/problems/alternative-decided"


def test_an_agreement_is_drawn_up_from_the_library(cast: Cast, api: Calls, a_case: Callable[..., Case]) -> None:
    case, daniel, draft = a_case("implementing"), api(cast.daniel), a_draft(cast)
    joan = cast.person("joan").reference
    body = {
        "starts_on": str(draft.starts_on),
        "review_on": str(draft.review_on),
        "ends_on": str(draft.ends_on),
        "monitor": joan,
        "officer": cast.person("ruth").reference,
        "alternative": draft.alternative,
        "clauses": draft.clauses,
        "duties": [
            {
                "kind": "education",
                "what": "Take part in the course.",
                "due": "in ten weeks",
                "due_on": str(draft.duties[0].due_on),
                "proof": "The attendance record",
                "verifier": joan,
            }
        ],
        "reason": "Follows from the outcome.",
    }
    address = f"/api/v1/cases/{case.reference}/agreements/"
    short = daniel.post(address, {**body, "clauses": {}})
    assert (short.status_code, list(short.json()["errors"])) == (400, ["clauses"])
    made = daniel.post(address, body)
    assert made.status_code == 201, made.json()
    assert daniel.get(made["Location"]).json()["state"] == "drafting"
    [duty] = daniel.get(f"{made['Location']}obligations/").json()
    assert duty["reference"] == f"{made.json()['reference']}-O1"
    assert api(cast.martin).get(made["Location"]).status_code == 404


def test_the_monitor_checks_obligations_and_sees_no_more(
    cast: Cast, api: Calls, an_agreement: Callable[..., Agreement]
) -> None:
    agreement, joan = an_agreement("active"), api(cast.joan)
    [duty] = joan.get("/api/v1/obligations/").json()["results"]
    address = f"/api/v1/obligations/{duty['reference']}/"
    assert {move["path"] for move in joan.get(address).json()["moves"]} == {"verify"}
    assert joan.post(f"{address}verify/", {"note": "Record seen.", "reason": "Seen."}).json()["state"] == "met"
    assert joan.get(f"/api/v1/cases/{agreement.case.reference}/").status_code == 404
    assert joan.get(f"/api/v1/cases/{agreement.case.reference}/timeline/").status_code == 404


def test_the_language_is_told_where_the_employee_speaks_another(
    cast: Cast, api: Calls, a_case: Callable[..., Case]
) -> None:
    case = a_case("implementing")
    speaks_german(cast, "martin")
    draft = a_german_draft(cast)
    sent: dict[str, Any] = {
        name: value for name, value in vars(draft).items() if name not in {"monitor", "officer", "duties"}
    }
    sent |= {
        "monitor": draft.monitor.reference,
        "officer": cast.person("ruth").reference,
        "duties": [],
        "reason": "The outcome asks for it.",
    }
    for name in ("starts_on", "review_on", "ends_on"):
        sent[name] = sent[name].isoformat()
    address, daniel = f"/api/v1/cases/{case.reference}/agreements/", api(cast.daniel)
    untold = daniel.post(address, {**sent, "language": ""}, format="json")
    assert untold.status_code == 400
    assert "de-DE is proposed" in str(untold.json())
    assert "Choose one of" in str(daniel.post(address, {**sent, "language": "fr"}, format="json").json())
    made = daniel.post(address, sent, format="json")
    assert (made.status_code, made.json()["language"]) == (201, "de-DE")
    clauses = daniel.get(f"/api/v1/agreements/{made.json()['reference']}/clauses/").json()
    assert {clause["library_version"].partition("/")[0] for clause in clauses} == {"de-DE"}
    words = {clause["code"]: clause["heading"] for clause in daniel.get("/api/v1/clauses/?language=de-DE").json()}
    assert (words["C06"], "C43" in words) == ("Verpflichtungen", False)
    assert daniel.get("/api/v1/clauses/?language=fr").status_code == 400
