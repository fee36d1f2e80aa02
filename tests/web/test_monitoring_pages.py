"""Check-ins, suspected breaches and easing on the pages: the monitor, the employee, the HR partner and the decision maker."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from backend.agreements.actions.obligations import verify_duty
from backend.agreements.actions.voiding import void_agreement
from backend.agreements.models import Agreement
from backend.cases.actions.appointments import appoint
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.monitoring.actions.check_ins import miss_agreement_check_in, write_own_words
from backend.monitoring.actions.determining import appeal_breach
from backend.monitoring.actions.easing import propose_easing
from backend.monitoring.models import AgreementCheckIn, Breach, MonitorUndertaking
from tests.monitoring.scenes import GOOD, WHY, answered, at_day, determined, first_check_in, held, noticed, suspected
from tests.web.reading import form_of, selects, text_of

SignIn = Callable[..., Client]
Build = Callable[..., Agreement]


def test_a_monitor_records_three_lines_and_sees_no_reasons(cast: Cast, an_agreement: Build, sign_in: SignIn) -> None:
    agreement, joan = an_agreement("active"), sign_in(cast.joan)
    check_in = first_check_in(agreement)
    write_own_words(check_in, actor=cast.martin, words="I need Friday mornings.")
    listing = text_of(joan.get("/agreements/obligations/check-ins/"))
    assert cast.martin.name in listing
    url = f"/agreements/obligations/check-ins/{check_in.reference}/"
    with at_day(check_in.due_on):
        page = joan.get(url)
        assert "I need Friday mornings." in text_of(page)
        wrong = joan.post(
            url, {"held_on": clock.today().isoformat(), "barriers": "nothing", "barriers_line": "He is a predator."}
        )
        assert wrong.status_code == 200
        assert "He is a predator." in wrong.content.decode()
        done = joan.post(url, {**form_of(page), **GOOD, "support_line": "A room with a door."}, follow=True)
    assert "The check-in was recorded." in text_of(done)
    check_in.refresh_from_db()
    assert (check_in.state, check_in.lines) == ("held", {"support": "A room with a door."})


def test_what_a_monitor_sees_holds_no_finding_no_case_and_nobody_who_complained(
    cast: Cast, an_agreement: Build, sign_in: SignIn
) -> None:
    """I21."""
    agreement, joan = an_agreement("active"), sign_in(cast.joan)
    noticed(agreement, cast)
    check_in, duty = first_check_in(agreement), agreement.obligations.first()
    for url in (
        "/agreements/obligations/check-ins/",
        f"/agreements/obligations/check-ins/{check_in.reference}/",
        f"/agreements/obligations/check-ins/{check_in.reference}/reschedule/",
        f"/agreements/obligations/{agreement.reference}/{duty.seq}/report/",
        "/agreements/obligations/",
        "/",
    ):
        page = joan.get(url)
        assert page.status_code == 200, url
        words = page.content.decode()
        for hidden in (agreement.case.reference, cast.erin.name, "substantiated", "conference", "harass", "BRE-"):
            assert hidden not in words, (url, hidden)
    breach = Breach.objects.get()
    for url in (
        "/agreements/breaches/",
        f"/agreements/breaches/{breach.reference}/",
        f"/agreements/{agreement.reference}/followed/",
    ):
        assert breach.reference not in joan.get(url).content.decode()
    assert joan.get(f"/agreements/{agreement.reference}/followed/").status_code == 404


def test_the_undertaking_is_one_button(cast: Cast, an_agreement: Build, sign_in: SignIn) -> None:
    row = MonitorUndertaking.objects.get(agreement=an_agreement("active"))
    joan = sign_in(cast.joan)
    assert "Give your undertaking as a monitor" in text_of(joan.get("/"))
    url = f"/agreements/obligations/check-ins/undertakings/{row.uid}/"
    assert sign_in(cast.martin).post(url).status_code == 404
    assert "Your undertaking is recorded." in text_of(joan.post(url, follow=True))
    row.refresh_from_db()
    assert row.given_at is not None


def test_a_monitor_notes_a_miss_and_the_employee_says_what_got_in_the_way(
    cast: Cast, an_agreement: Build, sign_in: SignIn
) -> None:
    agreement, joan = an_agreement("active"), sign_in(cast.joan)
    check_in = first_check_in(agreement)
    with at_day(check_in.due_on):
        url = f"/agreements/obligations/check-ins/{check_in.reference}/miss/"
        done = joan.post(url, {"missed_by": "employee", "reason": "He did not come."}, follow=True)
        assert "The employee was not there" in text_of(done)
        martin = sign_in(cast.martin)
        assert "Say what got in the way of a check-in" in text_of(martin.get("/"))
        page = martin.get(f"/mine/agreements/{agreement.reference}/check-ins/")
        assert "Say what got in the way" in text_of(page)
        sent = martin.post(f"/mine/check-ins/{check_in.reference}/barrier/", {"in_the_way": "not_told"}, follow=True)
        assert "We did not hold it" in text_of(sent)


def test_an_employee_sees_the_next_day_in_words_and_writes_beforehand(
    cast: Cast, an_agreement: Build, sign_in: SignIn
) -> None:
    agreement, martin = an_agreement("active"), sign_in(cast.martin)
    check_in = first_check_in(agreement)
    assert "Your check-ins, and your own words" in text_of(martin.get(f"/mine/agreements/{agreement.reference}/"))
    with selects() as asked:
        page = martin.get(f"/mine/agreements/{agreement.reference}/check-ins/")
    assert len(asked) <= 12
    assert cast.joan.name in text_of(page)
    url = f"/mine/check-ins/{check_in.reference}/words/"
    long = martin.post(url, {"words": "x" * 2001})
    assert "x" * 2001 in long.content.decode()
    assert "Your words were saved." in text_of(martin.post(url, {"words": "Mine."}, follow=True))
    assert (
        "Mine."
        not in sign_in(cast.ruth).get(f"/agreements/obligations/check-ins/{check_in.reference}/").content.decode()
    )
    assert sign_in(cast.erin).get(url).status_code == 404
    assert martin.get(f"/agreements/obligations/check-ins/{check_in.reference}/").status_code == 404


def test_from_the_facts_to_the_decision_by_three_people(cast: Cast, an_agreement: Build, sign_in: SignIn) -> None:
    agreement = an_agreement("active")
    joan, daniel, martin, ruth = (sign_in(user) for user in (cast.joan, cast.daniel, cast.martin, cast.ruth))
    url = f"/agreements/obligations/{agreement.reference}/1/report/"
    day = clock.today()
    facts = {
        "due_on": (day - timedelta(days=1)).isoformat(),
        "when_1": "Monday, 9:00",
        "what_1": "The list does not hold the entry.",
        "exhibits": "E-1 | List | In your letter box",
        "asked_on": (day - timedelta(days=14)).isoformat(),
        "was_answered": "0",
        "reason": "Seen on the list.",
    }
    wrong = joan.post(url, {**facts, "what_1": "He is a predator."})
    assert wrong.context["form"].errors["what_1"]
    assert "The facts were reported." in text_of(joan.post(url, facts, follow=True))
    breach = Breach.objects.get(agreement=agreement)

    assert "Look at reported facts and give notice" in text_of(daniel.get("/"))
    notice = f"/agreements/breaches/{breach.reference}/notice/"
    page = daniel.get(notice)
    assert "Monday, 9:00 | The list does not hold the entry." in page.content.decode()
    soon = daniel.post(notice, form_of(page, respond_by=day.isoformat(), reason="Facts were reported."))
    assert soon.context["form"].errors["respond_by"]
    assert "You gave notice" in text_of(daniel.post(notice, form_of(page, reason="Facts were reported."), follow=True))

    assert "Answer a question about one obligation" in text_of(martin.get("/"))
    mine = f"/mine/notices/{breach.reference}/"
    shown = text_of(martin.get(mine))
    assert "Nothing has been decided." in shown
    assert cast.joan.name not in shown
    assert "Your answer was sent." in text_of(martin.post(mine, {"words": "No train ran."}, follow=True))
    assert sign_in(cast.erin).get(mine).status_code == 404

    decide = f"/agreements/breaches/{breach.reference}/determine/"
    assert daniel.get(decide).status_code == 403
    page = ruth.get(decide)
    assert "No train ran." in text_of(page)
    given = {"result": "minor", "weighed": "Read.", "reasons": "The entry is missing.", "step": "1"}
    given |= {"appeal_to": "Helen Marsh", "reason": "Decided."}
    assert "You decided on a suspected breach" in text_of(ruth.post(decide, given, follow=True))
    told = text_of(martin.get(mine))
    assert "A minor breach" in told
    assert "You can appeal until" in told
    sent = martin.post(f"{mine}appeal/", {"grounds": ["new_evidence"], "words": "My ticket."}, follow=True)
    assert "Your appeal was sent." in text_of(sent)


def test_a_list_for_those_who_decide_and_for_nobody_else(cast: Cast, an_agreement: Build, sign_in: SignIn) -> None:
    breach = suspected(an_agreement("active"), cast)
    for name in ("ruth", "daniel", "hugo"):
        assert breach.reference in sign_in(getattr(cast, name)).get("/agreements/breaches/").content.decode()
    for name in ("ines", "erin", "martin", "noor", "lena", "sam", "omar"):
        assert breach.reference not in sign_in(getattr(cast, name)).get("/agreements/breaches/").content.decode()
    with selects() as asked:
        sign_in(cast.ruth).get("/agreements/breaches/")
    assert len(asked) <= 14


def test_a_kept_stretch_is_decided_by_the_decision_maker_and_read_by_the_employee(
    cast: Cast, an_agreement: Build, sign_in: SignIn
) -> None:
    agreement = an_agreement("active")
    for number in range(1, 7):
        last = held(AgreementCheckIn.objects.get(agreement=agreement, number=number), cast)

    for duty in agreement.obligations.select_related("agreement__case"):
        verify_duty(duty, actor=cast.joan, reason=WHY, note="Seen.")
    with at_day(last.due_on + timedelta(days=1)):
        made = propose_easing(agreement, actor=cast.system)
        assert made is not None
        easing = made
        ruth, martin = sign_in(cast.ruth), sign_in(cast.martin)
        assert "Look at a stretch that was kept" in text_of(ruth.get("/"))
        assert "kept since" in text_of(ruth.get(f"/agreements/{agreement.reference}/followed/"))
        assert "What became easier" not in text_of(martin.get(f"/mine/agreements/{agreement.reference}/check-ins/"))
        url = f"/agreements/easings/{easing.reference}/grant/"
        assert sign_in(cast.daniel).get(url).status_code == 403
        given = {"kind": "fewer_check_ins", "every": "P1M", "reasons": "Everything was kept.", "reason": "Kept."}
        ruth.post(url, given, follow=True)
        assert "What became easier" in text_of(martin.get(f"/mine/agreements/{agreement.reference}/check-ins/"))


def test_a_voided_agreement_tells_the_monitor_that_it_ended_and_nothing_else(
    cast: Cast, an_agreement: Build, sign_in: SignIn
) -> None:
    agreement = an_agreement("active")
    void_agreement(agreement, actor=cast.ruth, reason="The finding was set aside on appeal.")
    words = text_of(sign_in(cast.joan).get("/agreements/obligations/check-ins/"))
    assert f"The agreement with {cast.martin.name} has ended." in words
    for hidden in ("appeal", "set aside", "overturn", "void"):
        assert hidden not in words.lower()


def test_a_page_that_comes_too_late_leads_back(cast: Cast, an_agreement: Build, sign_in: SignIn) -> None:
    breach = determined(an_agreement("active"), cast)
    assert sign_in(cast.ruth).get(f"/agreements/breaches/{breach.reference}/determine/").status_code == 302
    assert sign_in(cast.martin).get(f"/mine/notices/{breach.reference}/appeal/").status_code == 200
    appeal_breach(breach, actor=cast.martin, grounds=["new_evidence"], words="Here.")
    assert sign_in(cast.martin).get(f"/mine/notices/{breach.reference}/appeal/").status_code == 302
    assert sign_in(cast.ruth).get(f"/agreements/breaches/{breach.reference}/nonsense/").status_code == 404


def test_a_late_appeal_says_why_and_its_reviewer_which_cause_excuses_it(
    cast: Cast, an_agreement: Build, sign_in: SignIn
) -> None:
    breach = determined(an_agreement("active"), cast)
    assert breach.appeal_until
    mine, answer = f"/mine/notices/{breach.reference}/", f"/agreements/breaches/{breach.reference}/decide_appeal/"
    given = {"grounds": ["new_evidence"], "words": "My ticket."}
    with clock.at(breach.appeal_until + timedelta(days=1)):
        martin = sign_in(cast.martin)
        assert "You may still appeal if you had a good cause." in text_of(martin.get(mine))
        assert martin.post(f"{mine}appeal/", given).context["form"].errors["late_reason"]
        sent = martin.post(f"{mine}appeal/", {**given, "late_reason": "I lay in hospital."}, follow=True)
        assert "I lay in hospital." in text_of(sent)
        appoint(
            breach.case,
            cast.wanda,
            "appeal_reviewer",
            declaration="None.",
            told=["earlier"],
            actor=cast.omar,
            reason=WHY,
        )
        wanda = sign_in(cast.wanda)
        assert "I lay in hospital." in text_of(wanda.get(answer))
        said = {"answer": "confirmed", "reasons": "It stands.", "reason": WHY}
        assert wanda.post(answer, said).context["form"].errors["good_cause"]
        wanda.post(answer, {**said, "good_cause": "A paper of the hospital."}, follow=True)
        assert "A paper of the hospital." in text_of(martin.get(mine))


@pytest.mark.parametrize("name", ["answered", "missed"])
def test_the_staffs_page_tells_what_follows(cast: Cast, an_agreement: Build, sign_in: SignIn, name: str) -> None:
    agreement = an_agreement("active")
    if name == "answered":
        answered(agreement, cast)
        assert "Decide on a suspected breach" in text_of(sign_in(cast.ruth).get("/"))
    else:
        check_in = first_check_in(agreement)
        with at_day(check_in.due_on):
            miss_agreement_check_in(check_in, actor=cast.joan, reason=WHY, missed_by="monitor")
        assert "The monitor was not there" in text_of(
            sign_in(cast.ruth).get(f"/agreements/{agreement.reference}/followed/")
        )
