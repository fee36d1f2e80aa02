"""Pages of a return to work: the checklist, the notice, the decision with its consequence, the employee's page and the follow-up list."""

from datetime import timedelta

import pytest

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.returns.models import FollowUpStep, ReturnToWork
from backend.returns.queries.plans import usual_steps
from tests.builders import WHY
from tests.returns.scenes import TO, approved, back_on, checked, on_leave, ready, refused, reviewer_of
from tests.safeguards.scenes import in_place
from tests.web.reading import form_of, selects, text_of
from tests.web.test_cases_pages import Build, SignIn

pytestmark = pytest.mark.django_db


def test_a_return_goes_from_the_wish_to_the_plan(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    in_place(case, cast)
    on_leave(case, cast)
    daniel, ruth, martin, joan = map(sign_in, (cast.daniel, cast.ruth, cast.martin, cast.joan))
    ask = f"/mine/returns/{case.reference}/ask/"
    assert ask in martin.get("/mine/returns/").content.decode()
    martin.post(ask, {"reason": "I would like to come back."})
    rtw = ReturnToWork.objects.get()
    one, mine = f"/returns/{rtw.reference}/", f"/mine/returns/{rtw.reference}/"
    assert one in daniel.get("/").content.decode()
    assert "Temporary measure".lower() in text_of(daniel.get(f"/cases/{case.reference}/returns/")).lower()

    daniel.post(f"{one}moves/check/", {"returns_on": back_on().isoformat(), "place": "Leeds", "reason": WHY})
    page = text_of(daniel.get(one))
    assert "1 of those affected not told yet" in page
    assert "moves/approve/" not in ruth.get(one).content.decode()
    assert back_on().strftime("%B %Y") not in text_of(martin.get(mine))  # no day before those affected know it
    given = form_of(daniel.get(f"{one}notify/"), reason=WHY, check_ins="")
    refused = daniel.post(f"{one}notify/", {**given, "protections": "He received a warning."})
    assert "may tell of discipline" in text_of(refused)
    told = {**given, "protections": "You are not in Leeds on the same days.\nMessages go through Daniel Price."}
    assert daniel.post(f"{one}notify/", told).status_code == 302

    assert "Decide on a return to work" in text_of(ruth.get("/"))
    approve = f"{one}moves/approve/"
    assert approve in ruth.get(one).content.decode()
    before = ruth.get(approve)
    assert "Whoever was affected knows the day already" in text_of(before)
    steps = "\n".join(f"{day.isoformat()} | {what}" for day, what in usual_steps(back_on()))
    filled = {
        "reasons": "What was due is done.",
        "conditions": "You leave client events with the working part.",
        "holder": "Joan Mbeki",
        "steps": steps,
        "plan_ends_on": (back_on() + timedelta(days=180)).isoformat(),
        "appeal_to": TO,
        "reason": WHY,
    }
    wrong = ruth.post(approve, {**filled, "steps": "soon | First talk"})
    assert "is no day" in text_of(wrong)
    assert "soon | First talk" in wrong.content.decode()
    assert ruth.post(approve, filled).status_code == 302
    own = text_of(martin.get(mine))
    assert "You return on" in own
    assert "First talk" in own
    assert "You may appeal until" in own
    assert "Erin" not in own
    assert "First talk" in text_of(joan.get("/follow-ups/"))
    step = FollowUpStep.objects.order_by("due_on")[0]
    with clock.at(clock.now() + timedelta(days=14)):
        assert f"/follow-ups/{step.reference}/" in joan.get("/").content.decode()
        assert case.reference not in joan.get(f"/follow-ups/{step.reference}/").content.decode()
        joan.post(f"/follow-ups/{step.reference}/moves/hold/", {"note": "Conditions are clear."})
    step.refresh_from_db()
    assert step.state == "done"


def test_what_is_missing_is_put_aside_by_two(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    rtw = checked(a_case("active"), cast, safeguarded=False)
    ruth, clara, daniel = map(sign_in, (cast.ruth, cast.clara, cast.daniel))
    one = f"/returns/{rtw.reference}/"
    write, second = f"{one}override/safeguards/", f"{one}override/safeguards/second/"
    assert write in ruth.get(one).content.decode()
    assert write not in daniel.get(one).content.decode()
    assert f"{one}override/told/" not in ruth.get(one).content.decode()
    assert daniel.get(write).status_code == 403
    ruth.post(write, {"why": "The place of work is another one."})
    assert second not in ruth.get(one).content.decode()
    assert second in clara.get(one).content.decode()
    assert "The place of work is another one." in text_of(clara.get(second))
    assert clara.post(second, {"reason": "So it is."}).status_code == 302
    assert "put aside in writing by two people" in text_of(daniel.get(one))


def test_deferring_and_refusing_say_what_follows(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    rtw = ready(a_case("active"), cast)
    ruth, martin = sign_in(cast.ruth), sign_in(cast.martin)
    one = f"/returns/{rtw.reference}/"
    assert "What was told to those affected is taken back" in text_of(ruth.get(f"{one}moves/defer/"))
    later = clock.today() + timedelta(days=20)
    given = {
        "reasons": "The desk is not ready.",
        "decided_again_on": later.isoformat(),
        "needed": "A desk.",
        "appeal_to": TO,
    }
    assert ruth.post(f"{one}moves/defer/", {**given, "reason": WHY}).status_code == 302
    assert "Decided again on" in text_of(martin.get(f"/mine/returns/{rtw.reference}/"))
    assert ruth.get(f"{one}moves/refuse/").status_code == 302  # too late: it must be checked again first


def test_it_does_not_exist_for_others(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    rtw = approved(ready(case, cast), cast)
    step = rtw.steps.order_by("seq")[0]
    for key in ("ines", "omar", "erin", "noor", "lena", "sam", "neil", "mira"):
        browser = sign_in(getattr(cast, key))
        for path in (
            f"/returns/{rtw.reference}/",
            f"/returns/{rtw.reference}/moves/void/",
            f"/mine/returns/{rtw.reference}/",
            f"/follow-ups/{step.reference}/",
            f"/cases/{case.reference}/returns/",
        ):
            assert browser.get(path).status_code == 404, (key, path)
        for path in ("/", "/follow-ups/", "/mine/returns/"):
            assert rtw.reference not in browser.get(path).content.decode(), (key, path)
    assert sign_in(cast.joan).get(f"/returns/{rtw.reference}/").status_code == 404
    assert sign_in(cast.martin).get(f"/returns/{rtw.reference}/").status_code == 404
    head = sign_in(cast.ines).get(f"/cases/{case.reference}/")
    assert "Time to appeal against a decision on a return" not in text_of(head)
    assert "Step of a follow-up plan" not in text_of(head)


def test_an_end_is_told_without_what_was_decided(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    rtw = approved(ready(a_case("active"), cast), cast)
    ruth, martin = sign_in(cast.ruth), sign_in(cast.martin)
    assert ruth.post(f"/returns/{rtw.reference}/moves/void/", {"reason": "Its basis is gone."}).status_code == 302
    page = text_of(martin.get(f"/mine/returns/{rtw.reference}/"))
    assert "This has ended" in page
    assert "Its basis is gone." not in page
    assert rtw.reasons not in page


def test_pages_need_few_queries(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    rtw = approved(ready(a_case("active"), cast), cast)
    other = Case.objects.get(pk=rtw.case_id)
    for user, path, most in (
        (cast.martin, "/mine/returns/", 12),
        (cast.martin, f"/mine/returns/{rtw.reference}/", 9),
        (cast.joan, "/follow-ups/", 9),
        (cast.daniel, f"/returns/{rtw.reference}/", 25),
        (cast.daniel, f"/cases/{other.reference}/", 25),
    ):
        browser = sign_in(user)
        browser.get(path)
        with selects() as found:
            assert browser.get(path).status_code == 200
        assert len(found) <= most, (path, len(found))


def test_an_appeal_goes_from_the_page_of_the_decision_to_the_answer(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    rtw = refused(checked(a_case("active"), cast), cast)
    martin, omar, ruth, daniel = map(sign_in, (cast.martin, cast.omar, cast.ruth, cast.daniel))
    mine = f"/mine/returns/{rtw.reference}/"
    assert f"{mine}appeal/" in martin.get(mine).content.decode()
    empty = martin.post(f"{mine}appeal/", {"words": "The room was ready."})
    assert "The room was ready." in empty.content.decode()
    assert martin.post(f"{mine}appeal/", {"grounds": ["new_evidence"], "words": "It was ready."}).status_code == 302
    page = martin.get(mine)
    assert "It was ready." in text_of(page)
    assert f"{mine}appeal/" not in page.content.decode()
    assert martin.get(f"{mine}appeal/").status_code == 302

    assert f"/cases/{rtw.case.reference}/people/appoint/" in omar.get("/").content.decode()
    wanda = sign_in(reviewer_of(rtw.case, cast))
    assert "Name somebody who decides on an appeal" not in text_of(omar.get("/"))
    appeal = rtw.appeals.get()
    one = f"/returns/appeals/{appeal.reference}/"
    assert one in wanda.get("/").content.decode()
    assert one not in ruth.get("/").content.decode()
    assert f"{one}moves/admit/" in wanda.get(one).content.decode()
    assert "moves/" not in ruth.get(one).content.decode()
    assert ruth.get(f"{one}moves/admit/").status_code == 403
    assert martin.get(one).status_code == 404
    until = (clock.today() + timedelta(days=7)).isoformat()
    assert wanda.post(f"{one}moves/admit/", {"comment_until": until, "reason": WHY}).status_code == 302
    assert cast.wanda.name in text_of(martin.get(mine))
    bad = wanda.post(f"{one}moves/set_aside/", {"reasons": "Erin Lindqvist agreed.", "reason": WHY})
    assert "must not name" in text_of(bad)
    said = {"reasons": "The room was ready on that day.", "reason": WHY}
    assert wanda.post(f"{one}moves/set_aside/", said).status_code == 302
    own = text_of(martin.get(mine))
    assert "Your return is looked at again" in own
    assert said["reasons"] in own
    assert "Decide on a return to work" in text_of(daniel.get("/"))
    again = ruth.get(f"/returns/{rtw.reference}/")
    assert "Somebody else decides" in text_of(again)
    assert "moves/refuse/" not in again.content.decode()
    assert f"/returns/{rtw.reference}/" not in ruth.get("/").content.decode()
    assert "moves/refuse/" in sign_in(cast.clara).get(f"/returns/{rtw.reference}/").content.decode()


def test_leave_without_a_plan_waits_for_the_hr_partner(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    daniel, ruth, martin = map(sign_in, (cast.daniel, cast.ruth, cast.martin))
    begin = f"/cases/{case.reference}/returns/new/"
    assert begin not in daniel.get("/").content.decode()
    on_leave(case, cast)
    assert begin in daniel.get("/").content.decode()
    for other in (ruth, martin):
        assert begin not in other.get("/").content.decode()
    assert daniel.post(begin, {"trigger": "interim_measure", "reason": WHY}).status_code == 302
    home = daniel.get("/").content.decode()
    assert begin not in home
    assert f"/returns/{ReturnToWork.objects.get().reference}/" in home


def test_remote_work_is_no_leave(cast: Cast, a_case: Build, sign_in: SignIn) -> None:
    case = a_case("active")
    on_leave(case, cast, "remote_work")
    assert f"/cases/{case.reference}/returns/new/" not in sign_in(cast.daniel).get("/").content.decode()
