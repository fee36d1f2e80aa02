"""The command that opens accounts."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from backend.access.roles import live_roles
from backend.people.models import User

pytestmark = pytest.mark.django_db


def run(monkeypatch, *arguments, password="correct horse battery"):
    monkeypatch.setenv("EVENHAND_PASSWORD", password)
    out = StringIO()
    call_command("open_account", *arguments, stdout=out)
    return out.getvalue()


def test_it_opens_an_account_with_roles(cast, monkeypatch, last_event):
    told = run(
        monkeypatch,
        "ada@larkfield.example",
        "Ada Stone",
        "--role",
        "intake",
        "--by",
        cast.sam.email,
        "--reason",
        "Hired.",
    )
    user = User.objects.get(email="ada@larkfield.example")
    assert "Ada Stone can sign in" in told
    assert live_roles(user) == {"intake"}
    assert last_event(user) == ("access.grant_role", "sam", "Hired.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["erin@larkfield.example", "Erin Two", "--reason", "x"], "already"),
        (["ada@larkfield.example", "Ada", "--site", "MOON", "--reason", "x"], "MOON"),
        (["ada@larkfield.example", "Ada", "--by", "nobody@larkfield.example", "--reason", "x"], "Nobody signs in"),
        (
            ["ada@larkfield.example", "Ada", "--role", "intake", "--by", "noor@larkfield.example", "--reason", "x"],
            "Not yours",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_half_done(cast, monkeypatch, arguments, words):
    with pytest.raises(CommandError, match=words):
        run(monkeypatch, *arguments)
    assert not User.objects.filter(email="ada@larkfield.example").exists()


def test_a_weak_password_is_refused(cast, monkeypatch):
    with pytest.raises(CommandError, match=r"short|common"):
        run(monkeypatch, "ada@larkfield.example", "Ada", "--reason", "x", password="12345")
