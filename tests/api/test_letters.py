"""Letters and documents at the door for programs: the same rules and the same words as on the pages."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.models import Document, LetterDraft
from backend.documents.vocabulary import DocumentState
from backend.kernel import clock
from tests.documents.measures import a_measure, measure_words
from tests.documents.writing import approved, warning_words, written

SignIn = Callable[..., Client]
ACase = Callable[..., Case]


def post(browser: Client, path: str, **body: Any) -> Any:
    return browser.post(f"/api/v1/{path}", body, content_type="application/json")


def body_for(case: Case, cast: Cast, **told: Any) -> dict[str, Any]:
    words = {name: value for name, value in warning_words(**told).items() if value != ""}
    return {"letter": "warning", "about": case.reference, "to": cast.person("martin").reference, "given": words}


def test_a_letter_is_written_approved_and_issued(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("implementing")
    daniel, clara = sign_in(cast.daniel), sign_in(cast.clara)
    made = post(daniel, "letters/", **body_for(case, cast))
    assert made.status_code == 201
    reference = made.json()["reference"]
    assert made.headers["Location"].endswith(f"/letters/{reference}/")
    read = daniel.get(f"/api/v1/letters/{reference}/").json()
    assert (read["state"], read["version"], read["remarks"]) == ("draft", 1, [])
    assert read["letter"]["consequence"] == read["given"]["consequence"]
    assert {move["path"] for move in read["moves"]} >= {"review", "discard"}
    for verb in ("review", "approve"):
        assert post(clara, f"letters/{reference}/{verb}/", reason="In order.").status_code == 200
    issued = post(daniel, f"letters/{reference}/issue/", reason="Decided.", channel="page").json()
    assert issued["state"] == "issued"
    assert Document.objects.get(reference=issued["document"]).recipient == cast.martin.person


def test_what_is_missing_or_strange_is_told_by_field(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("implementing")
    daniel = sign_in(cast.daniel)
    missing = post(daniel, "letters/", **body_for(case, cast, consequence=""))
    assert (missing.status_code, list(missing.json()["errors"])) == (400, ["consequence"])
    for name, value in (("letter", "poem"), ("about", "CASE-2026-000000"), ("supersedes", "DOC-2026-000000")):
        told = post(daniel, "letters/", **{**body_for(case, cast), name: value})
        assert (told.status_code, list(told.json()["errors"])) == (400, [name])
    hidden = post(sign_in(cast.ines), "letters/", **body_for(case, cast)).json()
    absent = post(sign_in(cast.ines), "letters/", **{**body_for(case, cast), "about": "CASE-2026-000000"}).json()
    assert hidden == absent


def test_a_refusal_for_words_lists_every_remark(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    draft = written(a_case("implementing"), cast, consequence="Erin Lindqvist will be told.")
    refused = post(sign_in(cast.clara), f"letters/{draft.reference}/review/", reason="Read.")
    told = refused.json()
    assert (refused.status_code, told["type"]) == (409, "/problems/letter-words")
    assert {"found": "Erin Lindqvist", "weight": "blocks", "field": "consequence"}.items() <= told["remarks"][0].items()
    read = sign_in(cast.clara).get(f"/api/v1/letters/{draft.reference}/").json()
    assert read["remarks"] == told["remarks"]


def test_a_later_version_is_not_overwritten(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    draft = a_measure(a_case("investigating"), cast)
    ines, path = sign_in(cast.ines), f"letters/{draft.reference}/revise/"
    said = {name: value for name, value in measure_words(pay="Your pay stays.").items() if value != ""}
    saved = post(ines, path, given=said, version=1)
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    stale = post(ines, path, given={**said, "pay": "It stays."}, version=1)
    assert (stale.status_code, stale.json()["type"]) == (409, "/problems/draft-changed")


def test_the_writer_does_not_approve(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    draft = a_measure(a_case("investigating"), cast)
    ines = sign_in(cast.ines)
    post(ines, f"letters/{draft.reference}/review/", reason="Read.")
    refused = post(ines, f"letters/{draft.reference}/approve/", reason="Mine.")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/second-person")
    assert post(sign_in(cast.hugo), f"letters/{draft.reference}/approve/", reason="Read.").status_code == 200


def test_lists_hold_what_a_person_may_see(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    case = a_case("implementing")
    warning, measure = written(case, cast), a_measure(case, cast)

    def seen(name: str) -> set[str]:
        rows = sign_in(getattr(cast, name)).get("/api/v1/letters/").json()["results"]
        return {row["reference"] for row in rows if row["kind"] != "D7"}

    assert seen("ruth") == {warning.reference, measure.reference}
    assert seen("daniel") == {warning.reference}
    assert seen("ines") == {measure.reference}
    for name in ("lena", "noor", "martin", "erin", "sam", "tomas"):
        assert seen(name) == set(), name


def test_kinds_of_letters_say_what_they_ask(cast: Cast, sign_in: SignIn) -> None:
    kinds = {kind["key"]: kind for kind in sign_in(cast.noor).get("/api/v1/letter-kinds/").json()}
    assert (kinds["warning"]["kind"], kinds["warning"]["about"]) == ("D10", "case")
    [measures] = [asked for asked in kinds["interim_measure"]["asks"] if asked["name"] == "measures"]
    assert (measures["kind"], len(measures["columns"])) == ("rows", 3)


def test_a_document_is_delivered_answered_and_withdrawn(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    notice = Document.objects.get(matter=a_case("investigating").reference, kind="D3")
    ines, martin, path = sign_in(cast.ines), sign_in(cast.martin), f"documents/{notice.reference}/"
    handed = post(ines, f"{path}hand-over/", channel="hand", outcome="left", at=clock.now().isoformat())
    assert (handed.status_code, handed.json()["handed_by"]) == (201, "Inês Duarte")
    early = post(martin, f"{path}acknowledge/")
    assert (early.status_code, early.json()["type"]) == (409, "/problems/document-unread")
    martin.get(f"/api/v1/{path}content/").getvalue()
    assert post(martin, f"{path}acknowledge/").json()["state"] == "acknowledged"
    read = ines.get(f"/api/v1/{path}").json()
    assert [row["outcome"] for row in read["deliveries"]] == ["", "left"]
    assert "withdraw" in {move["path"] for move in read["moves"]}
    auditor = sign_in(cast.lena).get(f"/api/v1/{path}").json()
    assert (auditor["deliveries"], auditor["recipient"], auditor["moves"]) == (None, None, [])
    done = post(ines, f"{path}withdraw/", reason="Wrong.", why="It named a wrong day.")
    assert done.json()["state"] == "withdrawn"
    assert Document.objects.filter(matter=notice.matter, kind="D21", recipient=cast.martin.person).exists()


def test_a_version_with_parts_left_out_is_started(cast: Cast, a_case: ACase, sign_in: SignIn) -> None:
    notice = Document.objects.get(matter=a_case("investigating").reference, kind="D3")
    removal = {"what": "identity", "reason": "It would tell.", "words": "shoulders"}
    path = f"documents/{notice.reference}/redact/"
    made = post(sign_in(cast.ines), path, to=cast.person("erin").reference, removals=[removal])
    assert (made.status_code, made.json()["redacts"]) == (201, notice.reference)
    wrong = post(sign_in(cast.ines), path, to=cast.person("erin").reference, removals=[{**removal, "words": "nowhere"}])
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["removals[0]"])


@pytest.mark.parametrize("ahead", [timedelta(days=-900), timedelta(days=1)])
def test_a_delivery_at_an_impossible_time_is_refused(
    cast: Cast, a_case: ACase, sign_in: SignIn, ahead: timedelta
) -> None:
    notice = Document.objects.get(matter=a_case("investigating").reference, kind="D3")
    body = {"channel": "post", "outcome": "returned", "at": (clock.now() + ahead).isoformat()}
    told = post(sign_in(cast.ines), f"documents/{notice.reference}/hand-over/", **body)
    assert (told.status_code, list(told.json()["errors"])) == (400, ["at"])
    assert Document.objects.get(pk=notice.pk).state == DocumentState.SENT


def test_an_approved_letter_is_issued_only_by_those_who_write_such_letters(
    cast: Cast, a_case: ACase, sign_in: SignIn
) -> None:
    draft = approved(a_case("implementing"), cast)
    answers = {
        name: post(sign_in(getattr(cast, name)), f"letters/{draft.reference}/issue/", reason="Now.").status_code
        for name in ("clara", "hugo", "ines", "lena", "martin", "noor")
    }
    assert answers == {"clara": 403, "hugo": 403, "ines": 404, "lena": 404, "martin": 404, "noor": 404}
    assert LetterDraft.objects.get(pk=draft.pk).document is None
