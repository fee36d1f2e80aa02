"""The pages of a workspace: begun knowingly, open for a while, nothing typed lost, and nothing secret left behind."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from backend.agreements.models import Agreement
from backend.audit.models import Event
from backend.demo.cast import Cast
from backend.kernel import clock
from backend.people.models import User
from backend.workspace.models import PrivatePage, SharedPage, Workspace
from tests.database import dumped
from tests.web.reading import selects
from tests.workspace.conftest import PASSPHRASE, PLANTED, TITLE, Own

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]
HOME = "/mine/workspace/"
NEW = "harbour violet copper sandwich"


@pytest.fixture
def browser(own: Own, sign_in: SignIn) -> Client:
    """Martin, with his workspace open."""
    client = sign_in(own.owner)
    assert client.post(HOME, {"passphrase": PASSPHRASE}).status_code == 302
    return client


def at(name: str, row: PrivatePage | SharedPage) -> str:
    return reverse(name, args=[row.uid])


def test_it_is_begun_by_somebody_who_read_what_a_lost_passphrase_means(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.noor)
    page = client.get(HOME).content.decode()
    assert "a lost passphrase cannot be recovered" in page
    assert page.index("cannot be recovered") < page.index('name="new"')
    missing = client.post(HOME, {"new": NEW, "again": NEW}).content.decode()
    assert "Tick this once you have read" in missing
    assert NEW not in missing
    differs = client.post(HOME, {"new": NEW, "again": NEW + "x", "understood": "on"}).content.decode()
    assert "The two are not the same" in differs
    short = client.post(HOME, {"new": "short", "again": "short", "understood": "on"}).content.decode()
    assert "at least 12 characters" in short
    assert not Workspace.objects.exists()
    assert client.post(HOME, {"new": NEW, "again": NEW, "understood": "on"}).status_code == 302
    assert "Nothing yet" in client.get(HOME).content.decode()


def test_a_wrong_passphrase_gets_a_plain_sentence_and_leaves_no_trace(own: Own, sign_in: SignIn) -> None:
    client, before = sign_in(own.owner), Event.objects.count()
    for _ in range(5):
        page = client.post(HOME, {"passphrase": "lantern orchard loud bicycle"}).content.decode()
        assert "This is not the passphrase of your workspace." in page
        assert "loud" not in page
    assert "There were five tries. Wait 15 minutes" in client.post(HOME, {"passphrase": PASSPHRASE}).content.decode()
    assert Event.objects.count() == before


def test_a_page_is_written_read_changed_and_deleted(own: Own, browser: Client) -> None:
    listed = browser.get(HOME)
    assert TITLE in listed.content.decode()
    assert "no-store" in listed.headers["Cache-Control"]
    sent = browser.post(HOME + "new/lose/", {"title": "Two", "lose": "My place <b>here</b>.\r\nAnd more."})
    page = PrivatePage.objects.latest("id")
    assert sent.headers["Location"] == at("my-workspace-page", page)
    shown = browser.get(at("my-workspace-page", page)).content.decode()
    assert "My place &lt;b&gt;here&lt;/b&gt;.\nAnd more." in shown
    assert "<title>Private page" in shown  # a browser's history names no page
    form = browser.get(at("my-workspace-change", page)).content.decode()
    assert "My place" in form
    changed = {"title": "Two", "lose": "Other.", "version": "1", "kind": "lose"}
    assert browser.post(at("my-workspace-change", page), changed).status_code == 302
    late = browser.post(at("my-workspace-change", page), {**changed, "lose": "Typed long ago."}).content.decode()
    assert "changed in another window" in late
    assert "Typed long ago." in late
    assert "Tick this" in browser.post(at("my-workspace-page-delete", page)).content.decode()
    assert browser.post(at("my-workspace-page-delete", page), {"certain": "on"}).status_code == 302
    assert PrivatePage.objects.count() == 1


def test_what_was_typed_survives_a_pause_a_wrong_passphrase_and_a_text_too_long(own: Own, browser: Client) -> None:
    typed = {"title": "Steps", "steps": "Breathe, then call."}
    with clock.at(clock.now() + timedelta(minutes=21)):
        page = browser.post(HOME + "new/coping/", typed).content.decode()
        assert "What you wrote is still here" in page
        assert "Breathe, then call." in page
        wrong = browser.post(HOME + "new/coping/", {**typed, "passphrase": "lantern orchard loud bicycle"})
        assert "This is not the passphrase" in wrong.content.decode()
        assert "Breathe, then call." in wrong.content.decode()
        long = browser.post(HOME + "new/coping/", {"title": "Steps", "steps": "x" * 2**20, "passphrase": PASSPHRASE})
        assert "This has 1,048,576 characters. Keep it to 20,000" in long.content.decode()
        assert "x" * 2**20 in long.content.decode()
        assert browser.post(HOME + "new/coping/", typed).status_code == 302
    assert PrivatePage.objects.count() == 2


def test_a_change_survives_a_pause_too(own: Own, browser: Client) -> None:
    changed = {"title": "Anew", "where": "Elsewhere.", "version": "1", "kind": "settings"}
    with clock.at(clock.now() + timedelta(minutes=21)):
        page = browser.post(at("my-workspace-change", own.page), changed).content.decode()
        assert "Elsewhere." in page
        sent = browser.post(at("my-workspace-change", own.page), {**changed, "passphrase": PASSPHRASE})
        assert sent.headers["Location"] == at("my-workspace-page", own.page)
        assert "Elsewhere." in browser.get(at("my-workspace-page", own.page)).content.decode()


def test_it_closes_by_itself_by_hand_and_with_the_session(own: Own, browser: Client) -> None:
    one = at("my-workspace-page", own.page)
    assert PLANTED in browser.get(one).content.decode()
    with clock.at(clock.now() + timedelta(minutes=21)):
        assert browser.get(one).headers["Location"] == f"{HOME}?{urlencode({'next': one})}"
    cookie = browser.cookies["workspace"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", HOME)
    kept = cookie.value
    browser.post(HOME + "close/")
    browser.cookies["workspace"] = kept
    assert browser.get(one).status_code == 302  # a copy of the cookie opens nothing


def test_neither_half_of_the_key_lies_where_the_other_does(own: Own, browser: Client) -> None:
    half = browser.session["workspace_half"]
    token = browser.cookies["workspace"].value
    assert half not in token
    assert not any(token in words for _, words in dumped())


def test_opening_leads_back_to_the_page_and_never_away(own: Own, sign_in: SignIn) -> None:
    one = at("my-workspace-page", own.page)
    for target, led in ((one, one), ("https://evil.example/", HOME), ("//evil.example/", HOME), (HOME + "../x", HOME)):
        sent = sign_in(own.owner, Client()).post(HOME, {"passphrase": PASSPHRASE, "next": target})
        assert sent.headers["Location"] == led


def test_another_passphrase_is_chosen_by_whoever_knows_the_present_one(own: Own, browser: Client) -> None:
    given = {"passphrase": "lantern orchard loud bicycle", "new": NEW, "again": NEW}
    assert "This is not the passphrase" in browser.post(HOME + "passphrase/", given).content.decode()
    assert browser.post(HOME + "passphrase/", {**given, "passphrase": PASSPHRASE}).status_code == 302
    assert TITLE in browser.get(HOME).content.decode()


def test_the_owner_takes_it_home_as_a_file(own: Own, browser: Client, sign_in: SignIn) -> None:
    file = browser.post(HOME + "file/")
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "attachment" in file.headers["Content-Disposition"]
    told = file.content.decode()
    assert TITLE in told
    assert "In which settings does it get difficult?\n" + PLANTED in told
    assert sign_in(own.owner, Client()).post(HOME + "file/").headers["Location"] == HOME  # closed, it gives nothing


def test_whoever_lost_the_passphrase_deletes_it_and_begins_anew(own: Own, sign_in: SignIn) -> None:
    client = sign_in(own.owner)
    assert reverse("my-workspace-delete") in client.get(HOME).content.decode()
    client.post(HOME + "delete/", {"certain": "on"})
    assert not PrivatePage.objects.exists()
    assert "a lost passphrase cannot be recovered" in client.get(HOME).content.decode()


def test_a_page_is_shared_and_withdrawn(
    own: Own, browser: Client, sign_in: SignIn, an_agreement: Callable[..., Agreement]
) -> None:
    assert "There is nobody to share with now" in browser.get(at("my-workspace-share", own.page)).content.decode()
    monitor = User.objects.get(person=an_agreement("active").monitor)
    assert "Choose one" in browser.post(at("my-workspace-share", own.page)).content.decode()
    assert browser.post(at("my-workspace-share", own.page), {"receiver": str(monitor.uid)}).status_code == 302
    copy, theirs = SharedPage.objects.get(), sign_in(monitor, Client())
    listed = theirs.get("/mine/shared-pages/").content.decode()
    assert own.owner.name in listed
    assert TITLE not in listed
    assert PLANTED in theirs.get(at("shared-page", copy)).content.decode()
    assert f"Shared with {monitor.name} since" in browser.get(HOME).content.decode()
    assert theirs.post(at("my-workspace-withdraw", copy)).status_code == 404
    assert browser.post(at("my-workspace-withdraw", copy)).status_code == 302
    assert theirs.get(at("shared-page", copy)).status_code == 404
    assert own.owner.name not in theirs.get("/mine/shared-pages/").content.decode()


@pytest.mark.parametrize("who", ["ines", "lena", "sam", "omar", "clara", "hugo", "mira", "noor"])
def test_for_every_role_it_is_not_there(own: Own, cast: Cast, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))
    for name in ("my-workspace-page", "my-workspace-change", "my-workspace-share", "my-workspace-page-delete"):
        assert client.get(at(name, own.page)).status_code == 404
    assert client.post(HOME, {"passphrase": PASSPHRASE}).status_code == 200  # their own is not begun
    found = client.get("/search/", {"q": TITLE}).content.decode()
    assert not re.search(rf"{own.workspace.uid}|{own.page.uid}", found)


def test_the_auditors_pages_do_not_tell_of_it(own: Own, cast: Cast, sign_in: SignIn) -> None:
    number = Event.objects.filter(stream=own.workspace.key).latest("id").pk
    client = sign_in(cast.lena)
    assert client.get(f"/audit/{number}/").status_code == 404
    listed = client.get("/audit/history/", {"actor": own.owner.email}).content.decode()
    assert "/audit/" in listed
    assert f"/audit/{number}/" not in listed


def test_a_page_that_was_changed_from_outside_keeps_nobody_from_the_others(own: Own, browser: Client) -> None:
    browser.post(HOME + "new/lose/", {"title": "Still here", "lose": "Much."})
    PrivatePage._base_manager.filter(pk=own.page.pk).update(sealed="A" * len(own.page.sealed))
    listed = browser.get(HOME).content.decode()
    assert "A page that does not open" in listed
    assert "Still here" in listed
    taken = browser.post(HOME + "file/").content.decode()
    assert "Still here" in taken
    assert "was damaged and does not open" in taken  # nobody believes that this is everything
    led = browser.get(at("my-workspace-page", own.page), follow=True)
    assert "was changed outside this product" in led.content.decode()
    assert browser.post(at("my-workspace-page-delete", own.page), {"certain": "on"}).status_code == 302


def test_more_pages_cost_no_more_queries(own: Own, browser: Client) -> None:
    browser.get(HOME)
    with selects() as few:
        browser.get(HOME)
    for number in range(3):
        browser.post(HOME + "new/lose/", {"title": f"Page {number}", "lose": "Much."})
    with selects() as many:
        assert "Page 2" in browser.get(HOME).content.decode()
    assert len(many) == len(few)
