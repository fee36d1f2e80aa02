"""Decisions and appeals at their pages and in the API: the same acts, and nothing of discipline on the complainant's side (I20)."""

from datetime import timedelta
from typing import Any

import pytest

from backend.decisions.models import Appeal, AppealDraft, Outcome, Remedy
from backend.demo.cast import Cast
from backend.kernel import clock
from tests.builders import WHY
from tests.decisions.scenes import filed, reviewed, with_reviewer
from tests.web.reading import text_of
from tests.web.test_cases_pages import Build, SignIn

pytestmark = pytest.mark.django_db
DISCIPLINE = ("warning", "accountability", "dismiss", "sanction", "discipline", "treatment")


def test_a_decision_maker_sees_what_waits_and_weighs_it_point_by_point(
    cast: Cast, a_case: Build, sign_in: SignIn
) -> None:
    case = a_case("findings_decided")
    ruth = sign_in(cast.ruth)
    assert case.reference in text_of(ruth.get("/decisions/"))
    assert case.reference not in text_of(sign_in(cast.tomas).get("/decisions/"))
    shown = text_of(ruth.get(f"/cases/{case.reference}/decision/"))
    assert "Earlier discipline that still counts" in shown
    assert "Earlier discipline" not in text_of(sign_in(cast.ines).get(f"/cases/{case.reference}/decision/"))
    url = f"/cases/{case.reference}/decision/decide/"
    given: dict[str, Any] = {
        "kinds": ["coaching"],
        "reason": "It fits.",
        "factor_nature": "Repeated.",
        "compared": "One | Two",
    }
    page = text_of(ruth.post(url, given))
    assert "three things with bars" in page
    given = {
        **given,
        "factor_trust": "Kept.",
        "factor_clarity_of_notice": "Known.",
        "compared": "A matter | Coaching | Alike.",
    }
    page = text_of(ruth.post(url, given))
    assert "say who reviewed this in law" in page
    ruth.post(url, {**given, "legal_review": "By counsel."})
    outcome = Outcome.objects.get(case=case)
    assert (outcome.weighed.count(), outcome.compared.get().followed) == (3, "Coaching")


def test_each_side_reads_its_own_decision_and_appeals_with_a_draft(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("implementing")
    erin, martin, at = sign_in(cast.erin), sign_in(cast.martin), f"/mine/decisions/{case.reference}/"
    due = (clock.today() + timedelta(days=9)).isoformat()
    right = {
        "person": cast.person("erin").reference,
        "kind": "restore_leave",
        "what": "Four days.",
        "due_on": due,
        "reason": WHY,
    }
    assert sign_in(cast.ruth).post(f"/cases/{case.reference}/decision/put-right/", right).status_code == 302
    hers, his = text_of(erin.get(at)), text_of(martin.get(at))
    assert "Four days." in hers
    assert not [word for word in DISCIPLINE if word in hers.lower()]
    assert "Final written warning" in his
    assert "Four days." not in his
    assert sign_in(cast.noor).get(at).status_code == 404
    assert "What follows for me" not in text_of(erin.get(f"{at}appeal/"))

    claim = {"against": ["1", "outcome"], "grounds": ["disproportionate"], "text": "Coaching would do."}
    martin.post(f"{at}appeal/", {"text": "Coaching", "step": "later"})
    assert AppealDraft.objects.get().given["text"] == "Coaching"
    assert "Coaching" in text_of(martin.get(f"{at}appeal/"))
    assert "What you send" in text_of(martin.post(f"{at}appeal/", {**claim, "step": "check"}))
    sent = martin.post(f"{at}appeal/", {**claim, "step": "confirm"})
    appeal = Appeal.objects.get(case=case)
    assert sent.headers["Location"] == f"/mine/appeals/{appeal.reference}/"
    assert "Coaching would do." in text_of(martin.get(sent.headers["Location"]))
    assert erin.get(sent.headers["Location"]).status_code == 404  # not admitted yet
    [task] = [each for each in ("Put right what was decided",) if each in text_of(sign_in(cast.daniel).get("/"))]
    assert task
    remedy = Remedy.objects.get(case=case)
    done = f"/cases/{case.reference}/decision/remedies/{remedy.uid}/complete/"
    assert sign_in(cast.daniel).post(done, {"note": "Booked.", "reason": WHY}).status_code == 302
    assert "Booked." in text_of(erin.get(at))


def test_a_reviewer_decides_at_the_pages_and_no_side_reads_it_before_the_letter(
    cast: Cast, a_case: Build, sign_in: SignIn
) -> None:
    case = a_case("implementing")
    appeal = filed(case, cast.martin, grounds=["unreasonable_on_evidence", "disproportionate"])
    with_reviewer(case, cast)
    ian, at, his = sign_in(cast.ian), f"/appeals/{appeal.reference}/", f"/mine/appeals/{appeal.reference}/"
    assert appeal.reference in text_of(ian.get("/appeals/"))
    assert sign_in(cast.ruth).get(at).status_code == 404
    until = (clock.today() + timedelta(days=5)).isoformat()
    ian.post(f"{at}admit/", {"comment_until": until, "reason": WHY})
    ian.post(f"{at}review/", {"reason": WHY})
    sign_in(cast.erin).post(f"{his}comment/", {"text": "It was as I said."})
    assert "It was as I said." in text_of(ian.get(at))
    assert "It was as I said." not in text_of(sign_in(cast.martin).get(his))
    answers = {"answer_unreasonable_on_evidence": "It follows.", "answer_disproportionate": "It fits.", "reason": WHY}
    assert "Choose at least one" in text_of(ian.post(f"{at}overturn/", answers))
    ian.post(f"{at}dismiss/", answers)
    assert "Under review" in text_of(sign_in(cast.martin).get(his))
    assert "It follows." not in text_of(sign_in(cast.martin).get(his))
    ian.post(f"{at}communicate/", {"reason": WHY})
    assert "It follows." in text_of(sign_in(cast.martin).get(his))
    told = text_of(sign_in(cast.erin).get(his))
    assert "It fits." not in told
    assert not [word for word in DISCIPLINE if word in told.lower()]


def test_programs_file_and_follow_an_appeal(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("implementing")
    martin = sign_in(cast.martin)
    claim = {"case": case.reference, "grounds": ["bias_conflict"], "text": "Not impartial.", "findings": [1]}
    send: Any = {"content_type": "application/json"}
    assert sign_in(cast.noor).post("/api/v1/mine/appeals/", claim, **send).status_code == 400
    made = martin.post("/api/v1/mine/appeals/", claim, **send)
    assert (made.status_code, made.json()["state"], made.json()["text"]) == (201, "filed", "Not impartial.")
    appeal = reviewed(Appeal.objects.get(), with_reviewer(case, cast))
    address = f"/api/v1/mine/appeals/{appeal.reference}/"
    assert sign_in(cast.erin).get(address).json()["text"] == ""
    given = {"answers": {"bias_conflict": "She was not."}, "upheld": ["bias_conflict"], "reason": WHY}
    over = sign_in(cast.ian).post(f"/api/v1/appeals/{appeal.reference}/overturn/", given, **send)
    assert (over.status_code, over.json()["state"]) == (200, "overturned")
    assert martin.get(address).json()["state"] == "under_review"
    priors = sign_in(cast.ruth).get(f"/api/v1/cases/{case.reference}/priors/")
    assert priors.status_code == 200
