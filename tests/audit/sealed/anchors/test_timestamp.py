"""The timestamp anchor against a real authority of openssl's, honest and dishonest."""

import subprocess
import time

import pytest

from backend.audit.sealed.anchors.anchor import AnchorError
from backend.audit.sealed.anchors.timestamp import LONGEST, TimestampAnchor
from tests.audit.sealed.anchors.authority import Authority, openssl


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make one authority for all these tests."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def authority(made, monkeypatch):
    """Give the authority, honest again."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made.answer, made.status, made.delay, made.location = None, 200, 0.0, ""
    made.configure("sha256, sha512")
    made.seen.clear()
    return made


@pytest.fixture
def url(authority):
    """Give the address where the authority answers."""
    with authority.served() as address:
        yield address


def test_openssl_confirms_the_stored_answer(authority, url, memory_history):
    sealed = memory_history.grow_to(40)
    receipt = TimestampAnchor(url).publish(sealed)
    assert authority.verify(receipt, sealed.note) == "Verification: OK"
    with pytest.raises(subprocess.CalledProcessError):
        authority.verify(receipt, sealed.note.replace("40", "41"))
    [headers] = authority.seen
    assert headers["Content-Type"] == "application/timestamp-query"
    printed = openssl(authority.folder, "ts", "-reply", "-in", "answer.tsr", "-text").decode()
    assert "Status: Granted." in printed
    assert "Hash Algorithm: sha256" in printed
    assert "Nonce: 0x" in printed


def test_the_authoritys_certificate_is_checked_when_its_root_is_given(authority, url, memory_history, tmp_path):
    sealed = memory_history.grow_to(40)
    receipt = TimestampAnchor(f"{url}#ca={authority.folder / 'ca.pem'}").publish(sealed)
    assert authority.verify(receipt, sealed.note) == "Verification: OK"
    stranger = Authority(tmp_path)
    for root in (stranger.folder / "ca.pem", tmp_path / "absent.pem", stranger.folder / "serial"):
        with pytest.raises(AnchorError, match="does not hold"):
            TimestampAnchor(f"{url}#ca={root}").publish(sealed)


def test_an_answer_to_another_question_is_refused(authority, url, memory_history):
    sealed = memory_history.grow_to(40)
    old = TimestampAnchor(url).publish(sealed)
    authority.answer = lambda query: old  # genuine, over the right note, and a replay
    with pytest.raises(AnchorError, match="nonce"):
        TimestampAnchor(url).publish(sealed)
    without_nonce = openssl(authority.folder, "ts", "-query", "-data", "ca.pem", "-no_nonce", "-sha256", "-cert")
    authority.answer = lambda query: authority.reply(without_nonce)
    with pytest.raises(AnchorError, match="nonce"):
        TimestampAnchor(url).publish(sealed)


def test_an_answer_about_something_else_is_refused(authority, url, memory_history):
    """The nonce is right, the imprint is another's: the query is changed on its way."""
    sealed = memory_history.grow_to(40)

    def about_something_else(query):
        at = query.index(b"\x04\x20") + 2
        return authority.reply(query[:at] + bytes(32) + query[at + 32 :])

    authority.answer = about_something_else
    with pytest.raises(AnchorError, match="imprint"):
        TimestampAnchor(url).publish(sealed)


def test_a_rejection_says_what_the_authority_said(authority, url, memory_history):
    authority.configure("sha512")
    with pytest.raises(AnchorError, match=r"declined: .*algorithm"):
        TimestampAnchor(url).publish(memory_history.grow_to(40))


def late(query):
    time.sleep(0.6)
    return query


def test_an_authority_that_is_slow_or_away_does_not_hold_us_up(authority, url, memory_history):
    sealed = memory_history.grow_to(40)
    authority.delay, authority.answer = 0.3, lambda query: bytes(40_000)
    with pytest.raises(AnchorError, match="too long"):
        TimestampAnchor(url, timeout=0.5).publish(sealed)
    authority.answer = late
    with pytest.raises(AnchorError, match="reached"):
        TimestampAnchor(url, timeout=0.2).publish(sealed)
    with pytest.raises(AnchorError, match="reached"):
        TimestampAnchor("http://127.0.0.1:9/tsr").publish(sealed)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "not a time stamp"),
        (b"<html>Sign in</html>", "not a time stamp"),
        (b"0\x03\x02\x01\x00", "not a time stamp"),
        (b"0\x05\x30\x03\x02\x01\x00", "no time stamp"),
        (b"0\x05\x30\x03\x02\x01\x05", "declined: revocation notification"),
        (b"0\x05\x30\x03\x02\x01\x63", "not a time stamp"),
        (bytes(LONGEST + 1), "too long"),
    ],
)
def test_garbage_is_told_from_a_time_stamp(authority, url, memory_history, answer, said):
    authority.answer = lambda query: answer
    with pytest.raises(AnchorError, match=said):
        TimestampAnchor(url).publish(memory_history.grow_to(40))


def test_a_truncated_answer_is_an_error_and_never_a_crash(authority, url, memory_history):
    sealed = memory_history.grow_to(40)
    anchor = TimestampAnchor(f"{url}#ca={authority.folder / 'ca.pem'}")
    for at in range(0, 700, 70):
        authority.answer = lambda query, at=at: authority.reply(query)[:at]
        with pytest.raises(AnchorError):
            anchor.publish(sealed)


@pytest.mark.parametrize("status", [302, 403, 500])
def test_what_is_no_answer_at_all_is_an_error_and_is_not_followed(authority, url, memory_history, status):
    authority.status, authority.location = status, "file:///etc/passwd" if status == 302 else ""
    with pytest.raises(AnchorError, match=f"answered {status}"):
        TimestampAnchor(url).publish(memory_history.grow_to(40))


def test_a_signature_that_was_changed_is_found_with_the_authoritys_root(authority, url, memory_history):
    sealed = memory_history.grow_to(40)
    authority.answer = lambda query: (answer := authority.reply(query))[:-1] + bytes([answer[-1] ^ 1])
    with pytest.raises(AnchorError, match="does not hold"):
        TimestampAnchor(f"{url}#ca={authority.folder / 'ca.pem'}").publish(sealed)
