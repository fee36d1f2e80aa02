"""How a provider gets in: one link, once, for a week; and nothing to be learned from one that does not open."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.audit.models import Event
from backend.demo.cast import Cast
from backend.jobs.models import Job
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, NotVisible, Refused
from backend.people.models import User
from backend.referrals.actions.inviting import (
    add_contact,
    end_contact,
    invite_contact,
    revoke_invitation,
    take_up_invitation,
)
from backend.referrals.models import ProviderContact, ProviderInvitation
from tests.referrals.referring import a_provider

pytestmark = pytest.mark.django_db
PASSWORD = "quiet-harbour-lantern"


@pytest.fixture
def contact(cast: Cast) -> ProviderContact:
    return add_contact(a_provider(cast), name="Petra Lindholm", email="petra@calder.example", actor=cast.mira)


def link_to(contact: ProviderContact, cast: Cast) -> str:
    mail.outbox.clear()
    invite_contact(contact, actor=cast.mira)
    [letter] = mail.outbox
    assert letter.to == ["petra@calder.example"]
    [path] = re.findall(r"https?://[^/]+(/practice/invited/\S+)", str(letter.body))
    return str(path)


def code_for(secret: str) -> str:
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counters[len(counters) // 2])))


def take_up(path: str, browser: Client) -> int:
    page = browser.get(path).content.decode()
    [secret] = re.findall(r"<code>([A-Z2-7]+)</code>", page)
    given = {"password": PASSWORD, "again": PASSWORD, "code": code_for(secret)}
    return browser.post(path, given).status_code


def test_a_link_opens_one_account_with_a_second_step(contact: ProviderContact, cast: Cast) -> None:
    path = link_to(contact, cast)
    token = path.split("/")[-2]
    assert not ProviderInvitation.objects.filter(digest=token).exists()
    assert not Job.objects.filter(params__icontains=token).exists()
    assert Client().get(path).status_code == 200  # a scanner of mail looks, and uses nothing up
    assert take_up(path, Client()) == 302
    user = User.objects.get(email="petra@calder.example")
    assert user.person is not None
    assert (user.person.kind, ProviderContact.objects.get(pk=contact.pk).user) == ("third_party", user)
    assert Authenticator.objects.filter(user=user, type="totp").count() == 1
    assert Event.objects.filter(action="account.add_factor", actor=user.uid).exists()
    cache.clear()
    browser = Client()
    answer = browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert answer.headers["Location"].startswith("/account/2fa/authenticate/")
    assert browser.get("/practice/").status_code == 302


def test_what_does_not_open_is_answered_alike(contact: ProviderContact, cast: Cast) -> None:
    revoked = link_to(contact, cast)
    replaced = link_to(contact, cast)  # the first is revoked by the second
    expired = link_to(contact, cast)
    invitation = ProviderInvitation.objects.get(used_at=None, revoked_at=None)
    with clock.at(invitation.expires_at + timedelta(seconds=1)):
        answers = [Client().get(path) for path in (revoked, replaced, expired, "/practice/invited/abc/")]
        answers += [
            Client().post(path, {"password": PASSWORD, "again": PASSWORD, "code": "123456"})
            for path in (revoked, expired, "/practice/invited/abc/")
        ]
    used = link_to(contact, cast)
    assert take_up(used, Client()) == 302
    answers.append(Client().get(used))
    ended = link_to(ProviderContact.objects.get(pk=contact.pk), cast)
    end_contact(ProviderContact.objects.get(pk=contact.pk), actor=cast.mira, reason="She left.")
    answers.append(Client().get(ended))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    unlike = {"X-Request-Id", "Expires", "Last-Modified"}  # the answer’s own number and moment
    assert len({tuple(sorted((n, v) for n, v in a.headers.items() if n not in unlike)) for a in answers}) == 1


def test_every_link_that_does_not_open_costs_the_same_look(contact: ProviderContact, cast: Cast) -> None:
    revoked = link_to(contact, cast)
    link_to(contact, cast)
    Client().get("/practice/invited/warm/")
    counts = []
    for path in (revoked, "/practice/invited/guessed/"):
        with CaptureQueriesContext(connection) as asked:
            Client().get(path)
        counts.append([re.sub(r"'[^']*'|_x\d+", "?", each["sql"])[:60] for each in asked.captured_queries])
    assert counts[0] == counts[1]


def test_no_link_stands_in_any_table(contact: ProviderContact, cast: Cast) -> None:
    path = link_to(contact, cast)
    token = path.split("/")[-2]
    browser = Client()
    browser.get(path)
    browser.post(path, {"password": "short", "again": "short", "code": "1"})
    browser.get(f"{path}more/")
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        assert "referrals_providerinvitation" in tables
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own
            assert token not in str(cursor.fetchall()), table


def test_a_wrong_code_or_two_passwords_use_nothing_up(contact: ProviderContact, cast: Cast) -> None:
    path, browser = link_to(contact, cast), Client()
    [secret] = re.findall(r"<code>([A-Z2-7]+)</code>", browser.get(path).content.decode())
    wrong = {"password": PASSWORD, "again": PASSWORD, "code": "000000" if code_for(secret) != "000000" else "000001"}
    assert "This code does not fit" in browser.post(path, wrong).content.decode()
    differ = {"password": PASSWORD, "again": f"{PASSWORD}!", "code": code_for(secret)}
    assert "The two passwords differ" in browser.post(path, differ).content.decode()
    common = {"password": "password1234", "again": "password1234", "code": code_for(secret)}
    assert browser.post(path, common).status_code == 200
    assert not User.objects.filter(email="petra@calder.example").exists()
    assert take_up(path, browser) == 302


def test_an_account_is_set_up_anew_with_another_second_step(contact: ProviderContact, cast: Cast) -> None:
    take_up(link_to(contact, cast), Client())
    before = Authenticator.objects.get(user__email="petra@calder.example").pk
    take_up(link_to(ProviderContact.objects.get(pk=contact.pk), cast), Client())
    assert Authenticator.objects.get(user__email="petra@calder.example").pk != before
    assert User.objects.filter(email="petra@calder.example").count() == 1


def test_only_a_coordinator_names_and_invites(contact: ProviderContact, cast: Cast) -> None:
    for stranger in (cast.ruth, cast.hugo, cast.sam, cast.martin):
        for act in (
            lambda who: add_contact(a_provider(cast), name="A", email="a@b.example", actor=who),
            lambda who: invite_contact(contact, actor=who),
            lambda who: end_contact(contact, actor=who, reason="No."),
        ):
            with pytest.raises(Forbidden):
                act(stranger)
    with pytest.raises(Refused) as taken:
        add_contact(a_provider(cast), name="Noor", email=cast.noor.email, actor=cast.mira)
    assert taken.value.code == "address-taken"
    with pytest.raises(Invalid):
        add_contact(a_provider(cast), name="", email="nothing", actor=cast.mira)
    with pytest.raises(Refused) as twice:
        add_contact(a_provider(cast), name="Petra", email="PETRA@calder.example", actor=cast.mira)
    assert twice.value.code == "contact-listed"


def test_a_revoked_link_lets_nobody_in(contact: ProviderContact, cast: Cast) -> None:
    token = link_to(contact, cast).split("/")[-2]
    invitation = ProviderInvitation.objects.get(contact=contact)
    revoke_invitation(invitation, actor=cast.mira)
    with pytest.raises(NotVisible):
        take_up_invitation(token, password=PASSWORD)
    with pytest.raises(Refused):
        revoke_invitation(invitation, actor=cast.mira)


def test_a_mail_that_does_not_go_out_leaves_no_invitation(
    contact: ProviderContact, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("backend.referrals.actions.inviting.send_mail", away)
    with pytest.raises(Refused) as refused:
        invite_contact(contact, actor=cast.mira)
    assert refused.value.code == "mail-failed"
    assert not ProviderInvitation.objects.exists()
