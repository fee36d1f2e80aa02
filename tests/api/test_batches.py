"""Batches of letters through the API."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.documents.actions.batching import issue_batch
from backend.documents.models import Batch
from tests.documents.approved import WHY, approved_letters

pytestmark = pytest.mark.django_db


def test_letters_are_issued_together_and_each_is_told(
    api: Any, cast: Cast, a_case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PRINTERS", 1)
    letters = [letter.reference for letter in approved_letters(cast, a_case("investigating"), 2)]
    told = {"letters": letters, "reason": WHY}
    strange = api(cast.noor).post("/api/v1/batches/", told)
    assert (strange.status_code, strange.json()["errors"]) == (
        400,
        {"letters": [f"{letters[0]} is not among the approved letters that you may issue."]},
    )

    created = api(cast.ines).post("/api/v1/batches/", told)
    assert created.status_code == 201
    assert created.json()["state"] == "under_way"
    detail = api(cast.ines).get(created["Location"]).json()
    assert [move["path"] for move in detail["moves"]] == ["cancel"]
    assert detail["counts"]["waiting"] == 2
    twice = api(cast.ines).post("/api/v1/batches/", told)
    assert twice.status_code == 400
    assert api(cast.noor).get(created["Location"]).status_code == 404

    issue_batch(Batch.objects.get(), lambda done, total: None)
    detail = api(cast.ines).get(created["Location"]).json()
    assert (detail["state"], detail["counts"]["issued"]) == ("done", 2)
    assert all(letter["document"].startswith("DOC-") for letter in detail["letters"])
    refused = api(cast.ines).post(f"{created['Location']}retry/", {"reason": WHY})
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "nothing-failed")
