"""The product does not start when something would switch its history off or give its key away."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from backend.audit.checks import REFUSED, history_is_on, key_is_private, somebody_is_told
from backend.audit.sealed.keys import key_path, signing_key


def ids(messages):
    return [message.id for message in messages]


def test_history_can_not_be_switched_off(settings, monkeypatch):
    assert history_is_on(None) == []
    settings.SIMPLE_HISTORY_ENABLED = False
    assert ids(history_is_on(None)) == ["audit.E001"]
    settings.SIMPLE_HISTORY_ENABLED = True
    monkeypatch.setattr("backend.audit.checks.get_commands", lambda: dict.fromkeys(REFUSED, "simple_history"))
    assert ids(history_is_on(None)) == ["audit.E002"] * 3


@pytest.mark.parametrize("name", REFUSED)
def test_commands_that_would_rewrite_the_history_are_refused(name):
    with pytest.raises(CommandError, match="only added to"):
        call_command(name)


def test_nobody_else_may_read_the_key(settings):
    assert key_is_private(None) == []
    signing_key()
    assert key_is_private(None) == []
    key_path().chmod(0o640)
    [message] = key_is_private(None)
    assert not message.is_serious()
    settings.PRODUCTION = True
    [message] = key_is_private(None)
    assert message.is_serious()


def test_an_alarm_reaches_somebody(settings):
    assert somebody_is_told(None) == []
    settings.PRODUCTION = True
    assert ids(somebody_is_told(None)) == ["audit.W004"]
    settings.AUDIT_ALARM_MAIL = ["watch@larkfield.example"]
    assert somebody_is_told(None) == []
