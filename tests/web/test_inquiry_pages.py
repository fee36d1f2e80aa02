"""An investigation through its pages: each form acts, and a refusal stands beside what was typed."""

from datetime import timedelta

import pytest

from backend.investigation.models import (
    ConfidentialityRequest,
    CredibilityAssessment,
    Interview,
    InvestigationPlan,
    NoticeDeferral,
    Statement,
    Task,
)
from backend.kernel import clock
from tests.builders import advance

pytestmark = pytest.mark.django_db
WHY = "For this test."


def days(number):
    return (clock.today() + timedelta(days=number)).isoformat()


def sent(browser, path, **fields):
    answer = browser.post(path, fields)
    assert answer.status_code == 302, answer.content.decode()[-3000:]


def plan_words(**told):
    words = {"scope": "The evening.", "issues": "What was done?", "sources": "Both sides.", "sequence": "In order."}
    return {**words, "interviews_until": days(20), "report_by": days(40), "reason": WHY, **told}


def test_a_plan_through_its_pages(cast, a_case, sign_in):
    case = a_case("planning")
    ines, omar = sign_in(cast.ines), sign_in(cast.omar)
    plan = f"/cases/{case.reference}/plan/"
    assert "None is written yet" in ines.get(plan).content.decode()
    wrong = ines.post(f"{plan}write/", plan_words(report_by=days(5))).content.decode()
    assert "The report comes after the interviews." in wrong
    assert "What was done?" in wrong
    sent(ines, f"{plan}write/", **plan_words())
    sent(ines, f"{plan}moves/submit/", reason=WHY)
    assert omar.get(f"{plan}moves/return/").status_code == 200
    sent(omar, f"{plan}moves/return/", reason=WHY, note="Who was at the table?")
    assert "Who was at the table?" in ines.get(plan).content.decode()
    sent(ines, f"{plan}write/", **plan_words(sources="Four people."), seen="1")
    stale = ines.post(f"{plan}write/", {**plan_words(sources="Five people."), "seen": "1"}).content.decode()
    assert "Four people." in stale
    assert "Five people." in stale
    sent(ines, f"{plan}moves/submit/", reason=WHY)
    assert "Approve the plan or send it back" in omar.get(f"/cases/{case.reference}/").content.decode()
    sent(omar, f"{plan}moves/approve/", reason=WHY)
    assert InvestigationPlan.objects.get(case=case).approved_by == cast.omar
    sent(
        ines,
        f"{plan}defer/",
        ground="safety_at_risk",
        why="He was seen waiting for her.",
        expires_on=days(7),
        reason=WHY,
    )
    assert NoticeDeferral.objects.get(case=case).is_live
    assert "He was seen waiting for her." in omar.get(plan).content.decode()

    sent(ines, f"{plan}tasks/usual/", owner=str(cast.ines.uid))
    sent(ines, f"{plan}tasks/add/", what="Read the rota.", owner=str(cast.ines.uid), due_on=days(1))
    task = Task.objects.get(case=case, what="Read the rota.")
    assert "Read the rota." in ines.get("/").content.decode()
    sent(ines, f"{plan}tasks/{task.uid}/", what="Read both rotas.", owner=str(cast.ines.uid), due_on=days(1))
    sent(ines, f"{plan}tasks/{task.uid}/done/")
    assert "Read both rotas." not in ines.get("/").content.decode()
    sent(ines, f"{plan}tasks/{task.uid}/undo/")
    assert Task.objects.get(pk=task.pk).done_at is None
    for stranger in (cast.tomas, cast.martin, cast.erin, cast.noor):
        assert sign_in(stranger).get(plan).status_code == 404


def test_an_interview_and_its_record_through_their_pages(cast, a_case, sign_in):
    case = a_case("investigating")
    ines, erin, at = sign_in(cast.ines), sign_in(cast.erin), f"/cases/{case.reference}/"
    person, now = cast.person("erin").reference, clock.now()
    told = {
        "planned_on": days(0), "planned_time": "00:01", "place": "Room Aire", "medium": "in_person",
        "topics": "The evening\nThe morning", "prompts": "What do you remember?", "reason": WHY,
    }  # fmt: skip
    sent(ines, f"{at}interviews/new/", person=person, **told)
    interview = Interview.objects.get(case=case)
    assert interview.topics == ["The evening", "The morning"]
    page = f"{at}interviews/{interview.reference}/"
    sent(ines, f"{page}change/", **{**told, "place": "Room Calder"})
    held = {
        "held_on": days(0),
        "held_time": "00:01",
        "present": "Joan Mbeki: companion",
        "recording": "notes",
        "reason": WHY,
    }
    bare = ines.post(f"{page}held/", {**held, "advisories": ["role"]}).content.decode()
    assert "must be said before the first question" in bare
    sent(ines, f"{page}held/", **held, advisories=["role", "no_retaliation", "confidentiality_limits"])
    assert "Joan Mbeki" in ines.get(page).content.decode()
    sent(
        ines,
        f"{page}record/",
        passages="Inês Duarte: What did you see?\n\nErin Lindqvist: He came.\n\nThen he left.",
        reason=WHY,
    )
    record = Statement.objects.get(case=case)
    assert record.passages[1] == {"speaker": "Erin Lindqvist", "words": "He came.\n\nThen he left."}
    mine = f"/mine/statements/{record.reference}/"
    assert erin.get(mine).status_code == 404
    sent(ines, f"{at}records/{record.reference}/offer/", reason=WHY)
    assert "Check the record of your interview" in erin.get("/").content.decode()
    nothing = erin.post(f"{mine}correct/", {"passage_1": "What did you see?", "passage_2": "He came.\n\nThen he left."})
    assert "Change at least one passage." in nothing.content.decode()
    words = erin.get(f"{mine}sign/").content.decode()
    assert record.reference in words
    assert case.reference not in words
    record = Statement.objects.get(pk=record.pk)
    wrong = erin.post(f"{mine}sign/", {"meaning": "confirm", "typed_name": "E. L.", "sha256": record.text_sha256})
    assert "Type the full name" in wrong.content.decode()
    sent(erin, f"{mine}sign/", meaning="confirm", typed_name=cast.erin.name, sha256=record.text_sha256)
    assert Statement.objects.get(pk=record.pk).answered_at > now
    assert erin.get(f"{mine}correct/").status_code == 302
    assert "Signed" in ines.get(f"{at}interviews/").content.decode()
    assert sign_in(cast.omar).get(f"{at}interviews/").status_code == 404


def test_what_stands_beside_through_its_pages(cast, a_case, sign_in):
    case = advance(a_case("investigating"), cast, to="answered")
    ines, hugo, at = sign_in(cast.ines), sign_in(cast.hugo), f"/cases/{case.reference}/"
    ask = {
        "person": cast.person("erin").reference,
        "about": "That evening",
        "why": "Two more people will be asked.",
        "reason": WHY,
    }
    assert (
        "This covers too much."
        in ines.post(f"{at}interviews/discretion/", {**ask, "about": "Everything"}).content.decode()
    )
    sent(ines, f"{at}interviews/discretion/", **ask)
    assert "That evening" in sign_in(cast.erin).get("/mine/statements/").content.decode()
    request = ConfidentialityRequest.objects.get(case=case)
    sent(ines, f"{at}interviews/discretion/{request.uid}/end/", reason=WHY)
    assert "That evening" not in sign_in(cast.erin).get("/mine/statements/").content.decode()

    weighed = {"fact": "How often", "factor": "motive", "bearing": "neutral", "text": "None is known.", "reason": WHY}
    sent(ines, f"{at}allegations/1/weighed/new/", **weighed)
    row = CredibilityAssessment.objects.get(case=case)
    sent(ines, f"{at}allegations/1/weighed/{row.uid}/", **{**weighed, "text": "None was named."}, seen="1")
    assert "None was named." in hugo.get(f"{at}allegations/1/").content.decode()
    sent(ines, f"{at}allegations/1/weighed/{row.uid}/withdraw/", reason=WHY)
    assert "None was named." not in hugo.get(f"{at}allegations/1/").content.decode()

    assert f"{at}plan/update/" in ines.get(f"{at}plan/").content.decode()
    assert f"{at}plan/update/" not in hugo.get(f"{at}plan/").content.decode()
    assert "take the name out" in ines.post(f"{at}plan/update/", {"text": "Erin was heard."}).content.decode()
    sent(ines, f"{at}plan/update/", text="The interviews are over.")
    for side in (cast.erin, cast.martin):
        assert "The interviews are over." in sign_in(side).get("/mine/updates/").content.decode()
    party = case.parties.get(role="complainant")
    sent(ines, f"{at}people/{party.uid}/label/", label="Person A", reason=WHY)
    assert "Person A" in ines.get(f"{at}people/").content.decode()

    stay = {"basis": "police_request", "details": "Letter of today.", "reason": WHY}
    assert "at the latest" in hugo.post(f"{at}plan/stay/", {**stay, "review_on": days(30)}).content.decode()
    sent(hugo, f"{at}plan/stay/", **stay, review_on=days(10))
    assert "Letter of today." in ines.get(f"{at}plan/").content.decode()
    sent(hugo, f"{at}plan/stay/review/", review_on=days(12), reason=WHY)
    sent(hugo, f"{at}moves/resume/", reason=WHY)
    assert "Letter of today." not in ines.get(f"{at}plan/").content.decode()
