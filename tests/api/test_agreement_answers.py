"""Around an answer to an offer, for programs: the same acts as on the pages, with the same refusals."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from rest_framework.test import APIClient

from backend.agreements.actions.signing import offer_agreement
from backend.agreements.models import Agreement, Signature
from backend.demo.cast import PASSWORD, Cast
from backend.kernel import clock
from backend.people.models import User
from tests.agreements.answers import PICTURE, WHY, sign, with_release
from tests.agreements.answers import an_amendment as amended

Calls = Callable[[User | None], APIClient]
Plays = Callable[..., Agreement]


def pages() -> BytesIO:
    scan = BytesIO(PICTURE)
    scan.name = "pages.png"
    return scan


def on_paper(agreement: Agreement, **told: Any) -> dict[str, Any]:
    usual = {
        "sha256": agreement.offered_sha256,
        "signed_on": str(clock.today()),
        "place": "Leeds",
        "first_witness": "Asha Patel",
        "first_witness_role": "HR adviser",
        "second_witness": "Tom Reed",
        "second_witness_role": "Union representative",
        "reason": WHY,
    }
    return {**usual, **told}


def test_a_change_is_proposed_read_and_signed(cast: Cast, api: Calls, an_agreement: Plays) -> None:
    """Scenario 8."""
    active, daniel = an_agreement("active"), api(cast.daniel)
    clause = active.clauses.order_by("seq")[1]
    body = {
        "reason": "The course is full until spring.",
        "effective_on": str(clock.today() + timedelta(days=14)),
        "clauses": {clause.code: "Other words."},
        "duties": [
            {
                "replaces": 1,
                "kind": "education",
                "what": "Take the spring course.",
                "due": "in spring",
                "due_on": str(active.ends_on),
                "proof": "The attendance record",
                "verifier": cast.person("joan").reference,
            }
        ],
    }
    address = f"/api/v1/agreements/{active.reference}/amend/"
    for person, status in ((cast.martin, 403), (cast.ines, 404), (cast.noor, 404), (None, 401)):
        assert api(person).post(address, body).status_code == status
    made = daniel.post(address, body)
    assert (made.status_code, made.json()["version"], made.json()["state"]) == (201, 2, "drafting")
    told = daniel.get(f"/api/v1/agreements/{made.json()['reference']}/changes/").json()
    assert [each["code"] for each in told["clauses"]] == [clause.code]
    assert (told["clauses"][0]["was"], told["clauses"][0]["becomes"]) == (clause.text, "Other words.")
    assert told["obligations"][0]["becomes"].startswith("Take the spring course.")
    assert daniel.post(address, body).json()["type"] == "/problems/amendment-open"
    assert api(cast.martin).get(f"/api/v1/agreements/{made.json()['reference']}/").status_code == 404


def test_an_unsigned_change_leaves_the_version_in_force(cast: Cast, api: Calls, an_agreement: Plays) -> None:
    active = an_agreement("active")
    version = amended(active, cast)
    martin = api(cast.martin)
    declined = martin.post(f"/api/v1/agreements/{version.reference}/decline/", {"password": PASSWORD})
    assert declined.json()["state"] == "declined"
    assert martin.get(f"/api/v1/agreements/{active.reference}/").json()["state"] == "active"


def test_a_signature_is_taken_back_with_the_password(cast: Cast, api: Calls, an_agreement: Plays) -> None:
    released = offer_agreement(with_release(an_agreement("drafted"), cast), actor=cast.daniel, reason=WHY)
    sign(released, cast.martin)
    address = f"/api/v1/agreements/{released.reference}/revoke/"
    early = {"sha256": released.offered_sha256, "typed_name": "Ruth Adeyemi", "password": PASSWORD}
    countersigned = api(cast.ruth).post(f"/api/v1/agreements/{released.reference}/countersign/", early)
    assert countersigned.json()["type"] == "/problems/revocation-open"
    assert api(cast.ruth).post(address, {"password": PASSWORD}).status_code == 403
    assert api(cast.martin).post(address, {"password": "no"}).status_code == 400
    assert api(cast.martin).post(address, {"password": PASSWORD}).json()["state"] == "revoked"


def test_paper_is_recorded_and_objected_to(cast: Cast, api: Calls, an_agreement: Plays) -> None:
    offered, daniel = an_agreement("offered"), api(cast.daniel)
    address = f"/api/v1/agreements/{offered.reference}/"
    sent = {**on_paper(offered), "file": pages()}
    signed = daniel.post(f"{address}record-paper-signature/", sent, format="multipart")
    assert (signed.status_code, signed.json()["state"]) == (200, "signed_by_employee")
    assert api(cast.martin).get(f"{address}paper/").json()["recorded_by"] == cast.daniel.name
    assert not Signature.objects.filter(agreement=offered).exists()
    assert api(cast.martin).post(f"{address}object-to-record/", {"objection": "Not me."}).status_code == 201
    assert daniel.post(f"{address}take-back-record/", {"reason": WHY}).json()["state"] == "approved"


def test_not_signing_on_paper_needs_no_pages(cast: Cast, api: Calls, an_agreement: Plays) -> None:
    """Scenario 5."""
    offered = an_agreement("offered")
    address = f"/api/v1/agreements/{offered.reference}/record-paper-refusal/"
    answer = api(cast.daniel).post(address, on_paper(offered), format="multipart")
    assert (answer.status_code, answer.json()["state"]) == (200, "declined")


def test_a_translation_and_a_comment(cast: Cast, api: Calls, an_agreement: Plays) -> None:
    offered, martin = an_agreement("offered"), api(cast.martin)
    address = f"/api/v1/agreements/{offered.reference}/"
    told = {
        "language": "Polish",
        "translator": "Ewa Nowak",
        "translator_role": "Sworn translator",
        "explained_on": str(clock.today()),
        "file": pages(),
        "reason": WHY,
    }
    assert api(cast.daniel).post(f"{address}record-translation/", told, format="multipart").status_code == 200
    signing = {"sha256": offered.offered_sha256, "typed_name": "Martin Hale", "password": PASSWORD}
    assert martin.post(f"{address}sign/", signing).json()["type"] == "/problems/language-open"
    martin.post(f"{address}confirm-language/", {"read_in": "Polish"})
    assert martin.post(f"{address}sign/", signing).status_code == 200
    assert martin.post(f"{address}comment/", {"text": "For the record."}).status_code == 201
    assert [each["text"] for each in api(cast.ruth).get(f"{address}comments/").json()] == ["For the record."]


def test_an_agreement_stands_still(cast: Cast, api: Calls, an_agreement: Plays) -> None:
    active, ruth = an_agreement("active"), api(cast.ruth)
    address, until = f"/api/v1/agreements/{active.reference}/", str(clock.today() + timedelta(days=20))
    assert api(cast.daniel).post(f"{address}suspend/", {"until": until, "reason": WHY}).status_code == 403
    assert ruth.post(f"{address}suspend/", {"until": until, "reason": WHY}).json()["state"] == "suspended"
    assert ruth.post(f"{address}resume/", {"reason": WHY}).json()["state"] == "active"
