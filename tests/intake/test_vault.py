"""Names that are given in trust: encrypted, opened by two for a reason, and told to the reporter."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import override_settings

from backend.access.policy import can
from backend.audit.actions import ACTIONS
from backend.audit.models import Event, Subject
from backend.cases.actions.opening import accept_report
from backend.cases.models import Case
from backend.config import environment
from backend.config.environment import keys
from backend.demo.cast import Cast
from backend.intake.models import MailboxMessage, Report, VaultIdentity
from backend.intake.queries.naming import reporter_shown_to
from backend.intake.vault import (
    GivenIdentity,
    approve_opening,
    ask_to_open,
    give_identity,
    let_name_be_known,
    read_identity,
    refuse_opening,
)
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.people.actions import system_user

pytestmark = pytest.mark.django_db
WHY = "The person is to be asked to speak to the police, and we cannot reach them."
NAME = GivenIdentity(name="Quentin Marlowe-Ashby", contact="0700 900 123")


@pytest.fixture
def nameless(cast: Cast, a_report: Callable[..., Report]) -> Report:
    return a_report(reporter=None, mode="anonymous")


def test_a_name_is_opened_by_two_and_the_reporter_is_told(
    cast: Cast, nameless: Report, last_event: Callable[..., Any]
) -> None:
    with pytest.raises(Refused) as empty:
        ask_to_open(nameless, purpose=WHY, actor=cast.omar)
    assert empty.value.code == "no-identity"
    give_identity(nameless, NAME, actor=system_user())
    assert "Quentin" not in VaultIdentity.objects.get().sealed
    for stranger in (cast.ines, cast.clara, cast.martin, cast.lena, cast.sam):
        with pytest.raises(Forbidden):
            ask_to_open(nameless, purpose=WHY, actor=stranger)
    with pytest.raises(Invalid):
        ask_to_open(nameless, purpose="Because.", actor=cast.omar)

    opening = ask_to_open(nameless, purpose=WHY, actor=cast.omar)
    assert last_event(opening) == ("identity.ask", "omar", WHY)
    with pytest.raises(Refused):
        ask_to_open(nameless, purpose=WHY, actor=cast.omar)
    with pytest.raises(Refused) as alone:
        approve_opening(opening, actor=cast.omar, reason="Agreed with myself.")
    assert alone.value.code == "second-person"
    for reader in (cast.omar, cast.priya):
        with pytest.raises(Forbidden):
            read_identity(opening, actor=reader)
    assert not MailboxMessage.objects.exists()

    opening = approve_opening(opening, actor=cast.priya, reason="There is no milder way.")
    assert last_event(opening)[:2] == ("identity.approve", "priya")
    told = MailboxMessage.objects.get(report=nameless)
    assert WHY in told.text
    assert told.read_at is None
    assert read_identity(opening, actor=cast.omar) == read_identity(opening, actor=cast.priya) == NAME
    assert Event.objects.filter(stream=opening.key, action="identity.read").count() == 2
    with pytest.raises(Forbidden):
        read_identity(opening, actor=cast.wanda)
    with clock.at(clock.now() + timedelta(days=8)), pytest.raises(Forbidden):
        read_identity(opening, actor=cast.omar)
    _nothing_names(nameless)


def _nothing_names(report: Report) -> None:
    """Look for the name in every table; and the history of the report doesn't tell that somebody asked."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            assert not [row for row in cursor.fetchall() if "Quentin" in str(row) or "900 123" in str(row)], table
    told = set(Event.objects.filter(stream=report.key).values_list("action", flat=True))
    assert not {name for name in told if name.startswith("identity.")} - {"identity.give"}
    assert not Subject.objects.filter(event_id__in=Event.objects.filter(stream=report.key).values("pk")).exists()
    assert {ACTIONS[name].compartment for name in ACTIONS if name.startswith("identity.")} == {"identity"}


def test_a_refused_request_opens_nothing_and_whoever_is_named_learns_nothing(
    cast: Cast, a_report: Callable[..., Report]
) -> None:
    report = a_report(reporter=None, mode="anonymous", respondent=cast.person("hugo"))
    give_identity(report, NAME, actor=system_user())
    opening = ask_to_open(report, purpose=WHY, actor=cast.omar)
    assert not can(cast.hugo, "identity.view", opening)
    with pytest.raises(Forbidden):
        approve_opening(opening, actor=cast.hugo, reason="I want to know.")
    opening = refuse_opening(opening, actor=cast.wanda, reason="Ask them by a message first.")
    assert opening.state == "refused"
    with pytest.raises(Forbidden):
        read_identity(opening, actor=cast.omar)
    assert not MailboxMessage.objects.exists()


def test_keys_are_changed_by_putting_a_new_one_in_front(cast: Cast, nameless: Report, monkeypatch: Any) -> None:
    first, second = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    with override_settings(VAULT_KEYS=[first]):
        give_identity(nameless, NAME, actor=system_user())
        opening = ask_to_open(nameless, purpose=WHY, actor=cast.omar)
        opening = approve_opening(opening, actor=cast.hugo, reason="Agreed.")
    with override_settings(VAULT_KEYS=[second, first]):
        assert read_identity(opening, actor=cast.omar) == NAME
        give_identity(nameless, GivenIdentity(name="Another Name"), actor=system_user())
    with override_settings(VAULT_KEYS=[first]), pytest.raises(Refused) as lost:
        read_identity(opening, actor=cast.omar)
    assert lost.value.code == "vault-key-missing"
    for name in ("SOME_KEYS", "SOME_KEYS_FILE"):
        monkeypatch.setitem(environment.READ, name, None)
        monkeypatch.setitem(environment.VALUES, name, "")
    for value in ("", "stand-in", "too-short"):
        monkeypatch.setenv("SOME_KEYS", value)
        with pytest.raises(ImproperlyConfigured):
            keys("SOME_KEYS", "x", production=True, stand_in="stand-in")
    monkeypatch.setenv("SOME_KEYS", f"{second} {first}")
    assert keys("SOME_KEYS", "x", production=True, stand_in="stand-in") == [second, first]


def test_a_name_in_confidence_is_known_to_intake_until_the_reporter_lets_it_go(
    cast: Cast, a_report: Callable[..., Report], last_event: Callable[..., Any]
) -> None:
    report = a_report(triaged=True, mode="confidential")
    with pytest.raises(Refused):
        give_identity(report, NAME, actor=cast.erin)
    told = {"title": "Conduct at a conference", "kind": "harassment", "nexus": "A company event."}
    report = accept_report(report, actor=cast.omar, reason="Clear enough.", **told)
    case = Case.objects.get(report_links__report=report)
    assert cast.person("erin").pk not in case.parties.values_list("person", flat=True)
    shown = {person: reporter_shown_to(getattr(cast, person), report) for person in ("omar", "erin", "ines", "clara")}
    assert shown == {"omar": cast.person("erin"), "erin": cast.person("erin"), "ines": None, "clara": None}
    with pytest.raises(Forbidden):
        let_name_be_known(report, actor=cast.omar)
    report = let_name_be_known(report, actor=cast.erin)
    assert last_event(report)[:2] == ("report.give_name", "erin")
    assert reporter_shown_to(cast.ines, report) == cast.person("erin")
    with pytest.raises(Refused):
        let_name_be_known(report, actor=cast.erin)
