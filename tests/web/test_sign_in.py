"""Signing in and out, as people see it and as the history tells it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt, encrypt
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.core import mail
from django.core.cache import cache
from django.test import Client

from backend.audit.disclosures import disclosed
from backend.audit.models import Disclosure, Event
from backend.demo.cast import PASSWORD, Cast

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


def tried(browser: Client, email: str, password: str = PASSWORD) -> str:
    """Try to sign in, and give the page; empty when it led on."""
    answer = browser.post("/account/login/", {"login": email, "password": password})
    return answer.content.decode() if answer.status_code == 200 else ""


def problems(page: str) -> list[str]:
    """Read the messages of a page."""
    return re.findall(r"<li>(?:<span[^>]*>[^<]*</span>)?([^<]+)</li>", page)


def test_sign_in_and_out_are_recorded(cast: Cast) -> None:
    browser = Client()
    assert tried(browser, cast.noor.email) == ""
    browser.post("/account/logout/")
    told = list(Event.objects.filter(actor=cast.noor.uid).order_by("pk").values_list("action", flat=True))
    assert told[-2:] == ["session.open", "session.close"]


def test_a_wrong_password_and_an_unknown_address_are_told_alike(cast: Cast) -> None:
    known = tried(Client(), cast.noor.email, "not it")
    unknown = tried(Client(), "nobody@larkfield.example", "not it")
    assert problems(known) == problems(unknown) != []


def test_a_failure_is_recorded_with_the_address_and_never_the_password(cast: Cast) -> None:
    tried(Client(), cast.noor.email, "a wrong password")
    event = Event.objects.get(action="session.fail")
    told = dict(
        disclosed(text) for text in Disclosure.objects.filter(event_id=event.pk).values_list("disclosure", flat=True)
    )
    assert told["tried"] == cast.noor.email
    assert "a wrong password" not in str(told)


def test_guessing_is_limited(cast: Cast) -> None:
    browser = Client()
    for _ in range(5):
        tried(browser, cast.noor.email, "not it")
    assert any("Too many" in told for told in problems(tried(browser, cast.noor.email)))


def test_nobody_signs_up(db: None) -> None:
    assert "No sign-up here" in Client().get("/account/signup/").content.decode()
    answer = Client().post("/account/signup/", {"email": "a@b.example", "password1": "calm-orchard-lantern"})
    assert "No sign-up here" in answer.content.decode()


def test_a_new_password_is_recorded_and_told_by_mail(cast: Cast, sign_in: SignIn) -> None:
    browser = Client()
    tried(browser, cast.noor.email)
    browser.post(
        "/account/password/change/",
        {"oldpassword": PASSWORD, "password1": "quiet-harbour-lantern", "password2": "quiet-harbour-lantern"},
    )
    assert Event.objects.filter(action="account.change_password", actor=cast.noor.uid).exists()
    assert mail.outbox[-1].subject == "Your password was changed"


def test_a_forgotten_password_is_reset_by_a_link_that_works_once(cast: Cast) -> None:
    browser = Client()
    browser.post("/account/password/reset/", {"email": cast.noor.email})
    [letter] = mail.outbox
    assert letter.subject == "Choose a new password"
    [link] = re.findall(r"https?://[^/]+(/\S+)", str(letter.body))
    form = browser.get(link).headers["Location"]
    given = {"password1": "quiet-harbour-lantern", "password2": "quiet-harbour-lantern"}
    assert browser.post(form, given).status_code == 302
    assert tried(Client(), cast.noor.email, "quiet-harbour-lantern") == ""
    assert "This link no longer works" in Client().get(link, follow=True).content.decode()


def test_nobody_learns_from_a_reset_which_addresses_have_an_account(cast: Cast) -> None:
    known = Client().post("/account/password/reset/", {"email": cast.noor.email})
    unknown = Client().post("/account/password/reset/", {"email": "nobody@larkfield.example"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert len(mail.outbox) == 1


def test_a_second_step_can_be_set_up_after_the_password_once_more(cast: Cast) -> None:
    browser = Client()
    tried(browser, cast.noor.email)
    asked = browser.get("/account/2fa/totp/activate/")
    assert asked.headers["Location"].startswith("/account/reauthenticate/")
    browser.post(asked.headers["Location"], {"password": PASSWORD})
    page = browser.get("/account/2fa/totp/activate/")
    assert page.status_code == 200
    assert "data:" not in page.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/account/login/",
        "/account/logout/",
        "/account/password/reset/",
        "/account/password/change/",
        "/account/2fa/",
        "/account/email/",
    ],
)
def test_every_page_about_the_account_is_in_our_look_under_the_strict_policy(
    cast: Cast, sign_in: SignIn, path: str
) -> None:
    browser = Client() if path == "/account/login/" else sign_in(cast.noor)
    answer = browser.get(path)
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "/static/web/app" in answer.content.decode()


def test_secrets_of_the_second_step_lie_closed_and_older_ones_still_open(cast: Cast, settings: Any) -> None:
    settings.VAULT_KEYS = [Fernet.generate_key().decode()]
    secret = "JBSWY3DPEHPK3PXP"
    kept = encrypt(secret)
    assert secret not in kept
    assert decrypt(kept) == secret
    assert decrypt(secret) == secret  # from before they were closed
    settings.VAULT_KEYS = [Fernet.generate_key().decode(), *settings.VAULT_KEYS]
    assert decrypt(kept) == secret  # a new key in front, the old one behind it
    settings.VAULT_KEYS = settings.VAULT_KEYS[:1]
    with pytest.raises(InvalidToken):
        decrypt(kept)
    names = MultiFernet([Fernet(key) for key in settings.VAULT_KEYS])
    with pytest.raises(InvalidToken):
        names.decrypt(encrypt(secret).removeprefix("closed:"))  # the vault's own key does not open it


def test_a_second_step_is_kept_closed_and_its_codes_still_count(cast: Cast) -> None:
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(cast.ines, secret)
    stored = Authenticator.objects.get(user=cast.ines)
    assert secret not in str(stored.data)
    [now] = yield_hotp_counters_from_time()
    assert not TOTP(stored).validate_code(format_hotp_value(hotp_value(secret, now + 999)))
    assert TOTP(stored).validate_code(format_hotp_value(hotp_value(secret, now)))
