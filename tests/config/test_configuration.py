"""Changed settings stand in the history; secrets never do."""

import json

import pytest

from backend.audit.disclosures import disclosed
from backend.audit.models import Disclosure, Event
from backend.config import environment
from backend.config.configuration import CHANGE, note_settings, recorded_settings
from backend.config.environment import secret, text
from backend.config.upkeep import note, verify

pytestmark = pytest.mark.django_db


def told():
    event = Event.objects.filter(action=CHANGE).order_by("-pk")[0]
    values = dict(disclosed(row.disclosure) for row in Disclosure.objects.filter(event_id=event.pk))
    return json.loads(event.body)["ctx"], values


def test_the_first_time_everything_is_told_and_then_only_changes(cast, monkeypatch):
    assert recorded_settings() is None
    assert set(note_settings(actor=cast.system)) == set(environment.VALUES)
    assert told()[0]["first"] is True
    assert note_settings(actor=cast.system) == []

    monkeypatch.setitem(environment.VALUES, "EVENHAND_ZONE", "Europe/Berlin")
    assert note_settings(actor=cast.system) == ["EVENHAND_ZONE"]
    ctx, values = told()
    assert (ctx["changed"], ctx["first"]) == (["EVENHAND_ZONE"], False)
    assert "Berlin" not in json.dumps(ctx)
    assert values["settings"]["EVENHAND_ZONE"] == "Europe/Berlin"
    assert values["before"] == {"EVENHAND_ZONE": "Europe/London"}


def test_a_secret_is_told_as_set_or_not_set(cast, monkeypatch):
    for name in ("THE_SECRET", "THE_ADDRESS"):
        monkeypatch.setitem(environment.READ, name, None)
        monkeypatch.setitem(environment.VALUES, name, "")
        monkeypatch.setenv(name, "hunter2-hunter2")
    monkeypatch.setitem(environment.READ, "THE_SECRET_FILE", None)
    monkeypatch.setitem(environment.VALUES, "THE_SECRET_FILE", "")
    assert secret("THE_SECRET", "x", production=False, stand_in="y") == "hunter2-hunter2"
    assert text("THE_ADDRESS", "", "x", private=True) == "hunter2-hunter2"
    note_settings(actor=cast.system)
    _, values = told()
    assert values["settings"]["THE_SECRET"] == values["settings"]["THE_ADDRESS"] == "(set)"
    assert values["settings"]["DATABASE_URL"] == "(set)"
    assert "hunter2" not in json.dumps(values)


def test_the_clock_asks_for_both(cast):
    note(lambda done, total: None)
    verify(lambda done, total: None)
    assert set(Event.objects.order_by("-pk").values_list("action", flat=True)[:2]) == {"config.change", "log.verify"}
