"""A time stamp of an authority makes the seal stronger; an authority that does not answer holds no letter up."""

import shutil
import subprocess
import time
from datetime import timedelta

import pytest
from asn1crypto.cms import ContentInfo

from backend.documents.sealing import timestamps
from backend.documents.sealing.checking import check_seal
from backend.documents.sealing.pades import seal
from backend.documents.sealing.probing import empty_page
from backend.kernel import clock
from tests.audit.sealed.anchors.authority import Authority, openssl
from tests.documents.test_sealing_check import hole


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make one authority for all these tests."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def authority(made, monkeypatch):
    """Give the authority, honest again, and forgotten by those who ask."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made.answer, made.status = None, 200
    made.configure("sha256, sha512")
    made.seen.clear()
    timestamps.authority_of.cache_clear()
    return made


@pytest.fixture
def url(authority, settings):
    """Give the address where the authority answers, and set it."""
    with authority.served() as address:
        settings.SEAL_TIMESTAMP = f"{address}#ca={authority.folder / 'ca.pem'}"
        yield address


def test_a_seal_with_a_time_stamp_tells_the_authoritys_time(authority, url, tmp_path):
    began = clock.now()
    with clock.at(began - timedelta(days=300)):  # what our own clock says does not matter
        sealed = seal(empty_page())
    assert (sealed.level, sealed.note) == ("B-T", "")
    checked = check_seal(sealed.content)
    assert (checked.level, checked.is_ours, checked.covers_whole_file) == ("B-T", True, True)
    assert abs(checked.signed_at - clock.now()) < timedelta(minutes=2)
    if shutil.which("pdfsig"):
        (tmp_path / "page.pdf").write_bytes(sealed.content)
        said = subprocess.run(["pdfsig", "-nocert", "page.pdf"], cwd=tmp_path, capture_output=True, check=True).stdout
        assert b"Signature is Valid." in said


def test_an_authority_is_asked_once_a_seal_after_the_first(authority, url):
    seal(empty_page())
    authority.seen.clear()
    assert [seal(empty_page()).level for _ in range(2)] == ["B-T", "B-T"]
    assert len(authority.seen) == 2


def test_without_an_answer_the_seal_is_made_and_says_so_and_a_batch_does_not_wait(authority, url, monkeypatch):
    authority.status = 500
    first = seal(empty_page())
    assert (first.level, first.note) == ("B-B", "The time-stamping authority answered 500.")
    assert check_seal(first.content).is_ours
    assert check_seal(first.content).level == "B-B"

    authority.status = 200
    assert seal(empty_page()).note == first.note  # it rests
    assert len(authority.seen) == 1
    monkeypatch.setattr(time, "monotonic", lambda now=time.monotonic: now() + timestamps.RESTS)
    assert seal(empty_page()).level == "B-T"


@pytest.mark.parametrize(
    "answer", [b"", b"<html>Sign in</html>", b"0\x05\x30\x03\x02\x01\x00", b"0\x05\x30\x03\x02\x01\x02"]
)
def test_what_is_no_time_stamp_is_none(authority, url, answer):
    authority.answer = lambda query: answer
    sealed = seal(empty_page())
    assert sealed.level == "B-B"
    assert sealed.note


def test_a_replayed_time_stamp_is_none(authority, url):
    kept = openssl(authority.folder, "ts", "-query", "-data", "ca.pem", "-sha256", "-cert")
    answer = authority.reply(kept)
    authority.answer = lambda query: answer
    sealed = seal(empty_page())
    assert (sealed.level, sealed.note) == (
        "B-B",
        "The time stamp answers another question than ours (its nonce differs).",
    )


def test_an_authority_that_is_not_the_one_we_trust_is_none(authority, url, settings, tmp_path):
    stranger = Authority(tmp_path)
    settings.SEAL_TIMESTAMP = f"{url}#ca={stranger.folder / 'ca.pem'}"
    sealed = seal(empty_page())
    assert sealed.level == "B-B"
    assert "does not hold" in sealed.note


def test_a_time_stamp_that_was_put_on_another_seal_does_not_count(authority, url):
    one, other = (seal(empty_page()).content for _ in range(2))
    begin, end = hole(one)
    mine, theirs = (ContentInfo.load(bytes.fromhex(each[begin + 1 : end - 1].decode())) for each in (one, other))
    assert hole(other) == (begin, end)
    mine["content"]["signer_infos"][0]["unsigned_attrs"] = theirs["content"]["signer_infos"][0]["unsigned_attrs"]
    moved = one[: begin + 1] + mine.dump(force=True).hex().encode().ljust(end - begin - 2, b"0") + one[end - 1 :]
    checked = check_seal(moved)
    assert (checked.is_ours, checked.level) == (
        True,
        "B-B",
    )  # the seal holds: a time stamp is no part of what is sealed
