"""The commands of whoever runs the log: seal, and the key."""

import pytest
from django.core.management import CommandError, call_command

from backend.audit.events import record
from backend.audit.models import Event, Log, Pending
from backend.audit.sealed.keys import key_path, public_keys, signing_key

pytestmark = pytest.mark.django_db


def told(capsys, *arguments, **options):
    call_command(*arguments, **options)
    return capsys.readouterr().out


def test_sealing_says_how_much_and_whether_it_is_signed(cast, capsys, settings):
    waiting = Pending.objects.count()
    assert f"{waiting} sealed; the log has {waiting} entries, signed." in told(capsys, "seal")
    record("event.list", None, actor=cast.lena)
    settings.PRODUCTION = True
    key_path().rename(key_path().with_suffix(".away"))
    assert "not signed: this machine does not hold the key" in told(capsys, "seal")
    with pytest.raises(CommandError, match="at least one"):
        call_command("seal", batch=0)


def test_sealing_refuses_a_log_that_was_cut(cast, capsys):
    call_command("seal")
    Log.objects.update(size=1)
    with pytest.raises(CommandError, match="restore-after-a-loss"):
        call_command("seal")


def test_the_key_is_made_once_shown_and_rotated_by_somebody_for_a_reason(cast, capsys, settings):
    settings.PRODUCTION = True  # where nothing is made up
    with pytest.raises(CommandError, match="no key yet"):
        call_command("audit_key", "show")
    with pytest.raises(CommandError, match="--by"):
        call_command("audit_key", "make")
    assert signing_key() is None

    first = told(capsys, "audit_key", "make", by=cast.sam.email).splitlines()[-1]
    with pytest.raises(CommandError, match="rotate it"):
        call_command("audit_key", "make", by=cast.sam.email)
    with pytest.raises(CommandError, match="reason"):
        call_command("audit_key", "rotate", by=cast.sam.email)
    assert [key.text for key in public_keys()] == [first]

    rotated = told(capsys, "audit_key", "rotate", by=cast.sam.email, reason="The yearly change.")
    shown = told(capsys, "audit_key", "show")
    assert [key.text for key in public_keys()] == [line for line in shown.splitlines() if line[0] != "#"]
    assert public_keys()[1].text in rotated
    assert shown.count("now") == 1
    assert set(Event.objects.filter(action__startswith="key.").values_list("action", "actor")) == {
        ("key.make", cast.sam.uid),
        ("key.rotate", cast.sam.uid),
    }
