"""The watch for retaliation: somebody outside the line asks, nobody else reads it, and a concern leads to a case without a respondent."""

from datetime import timedelta
from typing import Any

import pytest

from backend.access.policy import can, scope
from backend.audit.timeline import entries, history
from backend.cases.actions.check_ins import (
    answer_check_in,
    escalate_check_in,
    hold_check_in,
    reschedule_check_in,
)
from backend.cases.actions.concerns import open_retaliation_case, raise_concern, settle_concern
from backend.cases.actions.watch import end_watch, hand_over_watch, note_wish, start_watch, tell_watch
from backend.cases.models import CheckIn, Concern, RetaliationWatch
from backend.deadlines.clockwork import sweep
from backend.documents.queries import letter_of
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from tests.builders import DECLARED

WHY = "For this test."
ALL_WELL: dict[str, Any] = dict.fromkeys(("schedule", "pay", "rating", "exclusion", "contact", "comments"), "none")
READERS = ("daniel", "omar", "hugo")


def a_watch(cast, case) -> RetaliationWatch:
    return start_watch(case, actor=cast.omar, reason=WHY, watcher=cast.daniel, declaration=DECLARED, told=["earlier"])


def test_the_watcher_stands_outside_both_lines_and_asks_on_the_days_of_the_profile(cast, a_case, frozen):
    case = a_case("implementing")
    with pytest.raises(Forbidden):
        start_watch(case, actor=cast.ruth, reason=WHY, watcher=cast.daniel, declaration=DECLARED, told=["earlier"])
    for inside in (cast.neil, cast.tomas, cast.martin, cast.helen):
        with pytest.raises(Refused) as refused:
            start_watch(case, actor=cast.omar, reason=WHY, watcher=inside, declaration=DECLARED, told=["earlier"])
        assert refused.value.code == "conflict-of-interest"
    with pytest.raises(Invalid):
        start_watch(case, actor=cast.omar, reason=WHY, watcher=cast.daniel, declaration=" ")
    watch = a_watch(cast, case)
    [entry] = entries(history(watch).filter(action="watch.start"))
    assert (cast.key_of(entry.actor), entry.reason) == ("omar", WHY)
    check_ins = list(CheckIn.objects.filter(watch=watch).order_by("due_on"))
    [intake] = case.grants.filter(user=cast.omar)
    assert intake.ends_at == frozen + timedelta(days=365)  # concerns reach intake until the watch ends
    assert [(row.due_on - watch.starts_on).days for row in check_ins] == [7, 30, 60, 90, 180, 365]
    assert (watch.ends_on - watch.starts_on).days in {365, 366}

    actions = set(history(case).values_list("action", flat=True))
    assert not any(action.startswith(("watch.", "check_in.")) for action in actions)
    for name in ("ines", "ruth", "clara", "martin", "neil", "noor", "lena", "joan", "sam"):
        assert not scope(getattr(cast, name), "check_in.view", CheckIn.objects.all()).exists(), name
        assert not can(getattr(cast, name), "watch.view", watch), name
    for name in READERS:
        assert can(getattr(cast, name), "check_in.view", check_ins[0]), name
    assert can(cast.erin, "check_in.view", check_ins[0])
    assert not can(cast.erin, "watch.view", watch)

    watch = hand_over_watch(
        watch, actor=cast.omar, reason="On leave.", watcher=cast.wanda, declaration=DECLARED, told=["earlier"]
    )
    assert not can(cast.daniel, "check_in.hold", check_ins[0])
    assert can(cast.wanda, "check_in.hold", check_ins[0])
    with pytest.raises(Refused):
        end_watch(watch, actor=cast.omar, reason=WHY)
    with clock.at(frozen + timedelta(days=367)):
        sweep(as_of=clock.now())
        watch.refresh_from_db()
        assert watch.state == "ended"


def test_letters_tell_the_protected_and_their_managers_without_the_case(cast, a_case):
    case = a_case("implementing")
    told = tell_watch(a_watch(cast, case), actor=cast.omar, reason=WHY)
    letters: list[Any] = [letter_of(document) for document in told]
    plan, notice = letters
    assert (plan.recipient.name, len(plan.check_ins)) == (cast.erin.name, 6)
    assert notice.recipient.name == cast.neil.name
    assert [each.name for each in notice.protected] == [cast.erin.name]
    assert notice.matter.startswith("WCH-")
    assert case.reference not in str(notice)


def test_a_check_in_is_held_answered_missed_or_left_out(cast, a_case, last_event, frozen):
    watch = a_watch(cast, a_case("implementing"))
    first, second, third, *_rest = CheckIn.objects.filter(watch=watch).order_by("due_on")
    with pytest.raises(Refused) as early:
        hold_check_in(second, actor=cast.daniel, reason=WHY, **ALL_WELL)
    assert early.value.code == "check-in-early"
    with clock.at(frozen + timedelta(days=6)):
        with pytest.raises(Invalid):
            hold_check_in(first, actor=cast.daniel, reason=WHY, **{**ALL_WELL, "pay": "awful"})
        for other in (cast.omar, cast.ines, cast.erin, cast.martin):
            with pytest.raises(Forbidden):
                hold_check_in(first, actor=other, reason=WHY, **ALL_WELL)
        first = answer_check_in(first, actor=cast.erin, reason=WHY, **ALL_WELL)
        assert (first.state, first.held_by) == ("held", cast.erin)
        assert not Concern.objects.exists()

    with clock.at(frozen + timedelta(days=31)):
        sweep(as_of=clock.now())
        second.refresh_from_db()
        assert second.state == "planned"  # some working days are left
    with clock.at(frozen + timedelta(days=41)):
        sweep(as_of=clock.now())
        second.refresh_from_db()
        assert (second.state, second.times_missed) == ("missed", 1)
        assert last_event(second) == ("check_in.miss", "system", "It was not held in time.")
        day = clock.today() + timedelta(days=2)
        second = reschedule_check_in(second, actor=cast.daniel, reason="She was ill.", due_on=day)
        assert (second.state, second.due_on) == ("planned", day)
    with clock.at(frozen + timedelta(days=80)):
        for _time in range(3):
            sweep(as_of=clock.now())
    with clock.at(frozen + timedelta(days=85)):
        for _time in range(3):
            sweep(as_of=clock.now())
        third.refresh_from_db()
        second.refresh_from_db()
        assert {second.state, third.state} == {"escalated"}
        with pytest.raises(Refused):
            escalate_check_in(third, actor=cast.omar, reason=WHY)
        assert hold_check_in(third, actor=cast.daniel, reason=WHY, **ALL_WELL).state == "held"

    erin = watch.people.get()
    for stranger in (cast.martin, cast.ines, cast.noor):
        with pytest.raises(Forbidden):
            note_wish(erin, actor=stranger, reason=WHY, no_contact=True)
    note_wish(erin, actor=cast.erin, reason="I would rather not be asked.", no_contact=True)
    assert set(CheckIn.objects.filter(watch=watch).values_list("state", flat=True)) == {"held", "escalated", "left_out"}
    watch.refresh_from_db()
    assert watch.state == "watching"  # decisions about her are still looked at first
    note_wish(erin, actor=cast.erin, reason="Do ask me.", no_contact=False)
    assert CheckIn.objects.filter(watch=watch, state="planned").count() == 3


def test_a_concern_leads_to_a_case_of_its_own_without_a_respondent(cast, a_case, last_event, frozen):
    case = a_case("implementing")
    watch = a_watch(cast, case)
    erin, first = watch.people.get(), CheckIn.objects.filter(watch=watch).order_by("due_on")[0]
    with pytest.raises(Forbidden):
        raise_concern(erin, actor=cast.martin, told="Nothing.")
    with pytest.raises(Invalid):
        raise_concern(erin, actor=cast.erin, told=" ")
    settled = raise_concern(erin, actor=cast.erin, told="I was left out of the planning meeting.")
    with pytest.raises(Forbidden):
        settle_concern(settled, actor=cast.daniel, reason=WHY, answer="It was an old list.")
    settled = settle_concern(settled, actor=cast.omar, reason=WHY, answer="An old list was used; it is mended.")
    assert settled.state == "settled"

    with clock.at(frozen + timedelta(days=7)):
        told = {**ALL_WELL, "rating": "serious", "note": "Two grades lower than last year."}
        hold_check_in(first, actor=cast.daniel, reason=WHY, **told)
        concern = Concern.objects.get(check_in=first)
        assert "ratings: yes, seriously" in concern.told
        assert last_event(concern) == ("watch.raise_concern", "daniel", "Told at a check-in.")
        opening: dict[str, Any] = {"title": "What followed at work", "nexus": "It is about a rating."}
        with pytest.raises(Forbidden):
            open_retaliation_case(concern, actor=cast.daniel, reason=WHY, **opening)
        opened = open_retaliation_case(concern, actor=cast.omar, reason=WHY, **opening)
    concern.refresh_from_db()
    assert (concern.state, concern.led_to, opened.kind) == ("case_opened", opened, "retaliation")
    assert list(opened.parties.values_list("role", "person__name")) == [("complainant", cast.erin.name)]
    for other in (cast.ines, cast.ruth, cast.martin):
        assert not can(other, "concern.view", concern)
        assert not can(other, "case.view", opened)


def test_what_happens_since_is_told_by_the_protected_person_and_followed_by_a_case(cast, a_case, sign_in):
    """Scenario 7, through the pages and the API."""
    case = a_case("implementing")
    omar = sign_in(cast.omar)
    started = {"watcher": cast.daniel.person.reference, "declaration": DECLARED, "told": ["earlier"], "reason": WHY}
    sent = omar.post(f"/api/v1/cases/{case.reference}/start-watch/", started, "application/json")
    assert sent.status_code == 201
    reference = sent.json()["reference"]
    told = omar.post(f"/api/v1/watches/{reference}/tell/", {"reason": WHY}, "application/json").json()
    assert len(told) == 2
    assert any(letter["title"] == "Protection from retaliation" for letter in told)

    erin = sign_in(cast.erin)
    mine = erin.get("/mine/watch/").content.decode()
    assert "Has anything bad happened since?" in mine
    assert cast.daniel.name in mine
    assert "Martin Hale" not in mine
    erin.post(f"/mine/watch/{reference}/concern/", {"told": "I was given every night shift."})
    assert "every night shift" in erin.get("/mine/watch/").content.decode()
    check_ins = erin.get("/api/v1/check-ins/").json()["results"]
    assert [row["state"] for row in check_ins] == ["planned"] * 6
    answered = erin.post(
        f"/mine/watch/check-ins/{check_ins[0]['reference']}/", {**ALL_WELL, "schedule": "serious", "note": "See above."}
    )
    assert answered.status_code == 302

    for stranger in (cast.martin, cast.ines, cast.ruth, cast.neil, cast.noor):
        browser = sign_in(stranger)
        assert browser.get(f"/watches/{reference}/").status_code == 404
        assert browser.get("/api/v1/concerns/").json()["results"] == []
        assert browser.get("/api/v1/check-ins/").json()["results"] == []
        assert "night shift" not in browser.get(f"/cases/{case.reference}/history/").content.decode()
    daniel = sign_in(cast.daniel)
    assert (
        "every night shift" in daniel.get(f"/concerns/{Concern.objects.order_by('pk')[0].reference}/").content.decode()
    )

    assert "Look at a concern about retaliation" in omar.get("/").content.decode()
    first, second = Concern.objects.order_by("pk")
    opened = omar.post(
        f"/concerns/{first.reference}/open-case/",
        {"title": "What followed at work", "nexus": "It is about shifts.", "respondent": "", "reason": WHY},
        follow=True,
    )
    assert "A manager" not in opened.content.decode()
    first.refresh_from_db()
    new = first.led_to
    assert new.kind == "retaliation"
    assert not new.parties.filter(role="respondent").exists()
    assert case.reference in omar.get(f"/cases/{new.reference}/links/").content.decode()
    assert new.reference not in sign_in(cast.ines).get(f"/cases/{case.reference}/links/").content.decode()
    settled = {"answer": "The shifts of last month were an error in the plan.", "reason": WHY}
    assert omar.post(f"/concerns/{second.reference}/settle/", settled).status_code == 302
    assert settled["answer"] in erin.get("/mine/watch/").content.decode()
    wish = erin.post(f"/api/v1/mine/watches/{reference}/note-wish/", {"no_contact": True}, "application/json")
    assert wish.status_code == 200
    assert {row["state"] for row in erin.get("/api/v1/check-ins/").json()["results"]} == {"held", "left_out"}
