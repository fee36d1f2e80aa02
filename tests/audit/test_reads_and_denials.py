"""Reads fail closed, and a refusal outlives what was refused."""

import json

import pytest
from django.db import transaction

from backend.audit.models import Event
from backend.audit.origin import coming_from, unseen
from backend.audit.reads import denied, held_back_here, listed, note_held_back, viewed
from backend.audit.timeline import entries

pytestmark = pytest.mark.django_db


def newest():
    return Event.objects.order_by("-id").first()


def test_a_read_names_what_was_shown_to_whom(cast, a_case):
    case = a_case("opened")
    viewed(case, "case.view", actor=cast.omar, purpose="Assigning.")
    [entry] = entries([newest()])
    assert (entry.action.name, entry.actor, entry.obj, entry.reason) == (
        "case.view",
        cast.omar.uid,
        case.key,
        "Assigning.",
    )

    listed([case], "case.list", actor=cast.omar, filters={"q": "Harrogate"})
    assert newest().action == "case.list"
    assert "Harrogate" not in newest().body
    assert case.key not in newest().body
    assert '"count":1' in newest().body


def test_a_refusal_is_kept_when_the_refused_work_is_rolled_back(cast):
    class RefusedWorkError(Exception):
        pass

    with pytest.raises(RefusedWorkError), transaction.atomic():
        raise RefusedWorkError
    denied("case.close", actor=cast.noor, status=404, target="/cases/CASE-2026-XXXXXX/")
    [entry] = entries([newest()])
    assert (entry.action.name, entry.actor) == ("access.denied", cast.noor.uid)
    assert "CASE-2026" not in newest().body


def test_the_origin_is_told_and_network_details_can_be_left_out(cast):
    with coming_from("web", request_id="abc", address="192.0.2.7", agent="Browser"):
        denied("x", actor=cast.noor, status=404, target="/")
        assert '"door":"web"' in newest().body
        assert '"request":"abc"' in newest().body
        assert "192.0.2.7" not in newest().body
        assert '"net"' in newest().body
        with unseen():
            denied("x", actor=None, status=404, target="/")
            assert '"net"' not in newest().body
            assert "abc" not in newest().body


def test_what_a_guard_holds_back_is_recorded_with_its_code_on_either_door(cast, a_case, sign_in):
    case, omar = a_case("opened"), sign_in(cast.omar)
    answer = omar.post(f"/api/v1/cases/{case.reference}/close/", {"reason": "Done."}, "application/json")
    assert answer.status_code == 409
    event = newest()
    ctx = json.loads(event.body)["ctx"]
    assert (event.action, event.actor, ctx["code"], ctx["status"]) == (
        "access.held_back",
        cast.omar.uid,
        "wrong-state",
        409,
    )
    assert case.reference not in event.body

    case = a_case("conflict_cleared")
    given = {"user": cast.tomas.uid, "declaration": "None.", "reason": "Free."}
    page = omar.post(f"/cases/{case.reference}/people/assign/", given)
    assert page.context["form"].errors["user"]
    assert (newest().action, newest().actor) == ("access.held_back", cast.omar.uid)
    assert '"code":"conflict-of-interest"' in newest().body


def test_what_is_held_back_unseen_leaves_no_trace():
    with coming_from("web", address="192.0.2.7"), held_back_here() as codes:
        with unseen():
            note_held_back("too-early")
        assert codes == []
        note_held_back("too-late")
        note_held_back("too-late")
        assert codes == ["too-late"]
    note_held_back("nobody-listens")
