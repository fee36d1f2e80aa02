"""The seal's key: from a file of one's own or another authority's, held against its certificate, watched, renewed."""

import subprocess
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from django.core.management import call_command
from django.core.management.base import CommandError

from backend.documents.checks import seal_has_not_expired, seal_is_private, seal_is_set, seal_lasts
from backend.documents.sealing.authority import authority_at, new_seal
from backend.documents.sealing.checking import check_seal
from backend.documents.sealing.keys import (
    certificate_chain,
    known_fingerprints,
    make_own,
    own_path,
    renew_own,
    seal_facts,
    usable_material,
)
from backend.documents.sealing.pades import seal
from backend.documents.sealing.probing import empty_page
from backend.kernel import clock
from backend.kernel.errors import Refused

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


def ids(messages):
    return [message.id for message in messages]


def openssl(folder, *arguments):
    return subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, check=True).stdout.decode()


def run(*arguments):
    out = StringIO()
    call_command("seal_key", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.fixture
def authority(tmp_path):
    """Give an authority that is not the organisation's own."""
    return authority_at(tmp_path / "authority.pem", "Trust Services Ltd", since=BEGUN)


def test_a_trial_makes_its_own_seal_and_a_site_in_production_is_told_to(settings):
    settings.PRODUCTION = True
    assert ids(seal_is_set(None)) == ["documents.E001"]
    with pytest.raises(Refused) as refused:
        seal(empty_page())
    assert refused.value.code == "seal-missing"
    assert not own_path().exists()

    settings.PRODUCTION = False
    assert seal_is_set(None) == []
    assert check_seal(seal(empty_page()).content).is_ours
    facts = seal_facts()
    assert (facts.subject, facts.is_own_certificate, facts.timestamped) == (
        "CN=Larkfield Instruments document seal,O=Larkfield Instruments",
        True,
        False,
    )


def test_what_was_made_in_production_is_used_and_never_overwritten(settings):
    settings.PRODUCTION = True
    told = run("make")
    assert "Vouched for: by the organisation alone" in told
    kept = own_path().read_bytes()
    with pytest.raises(CommandError, match="already"):
        run("make")
    assert own_path().read_bytes() == kept
    assert own_path().stat().st_mode & 0o777 == 0o600
    assert "sealed as B-B, and its seal holds" in run("show")
    assert run("show", "--pem").encode() == certificate_chain()
    assert seal_is_set(None) == seal_is_private(None) == seal_lasts(None) == seal_has_not_expired(None) == []


def test_what_was_sealed_before_a_renewal_stays_ours():
    with pytest.raises(Refused, match="No seal was made here"):
        renew_own()
    make_own()
    before, first = seal(empty_page()), x509.load_pem_x509_certificates(certificate_chain())
    renew_own()
    after, second = seal(empty_page()), x509.load_pem_x509_certificates(certificate_chain())
    assert before.certificate != after.certificate
    assert check_seal(before.content).is_ours
    assert check_seal(after.content).is_ours
    assert known_fingerprints() == {before.certificate, after.certificate}
    assert first[0] != second[0]
    assert first[1] == second[1]  # the authority that recipients trust is the same


def test_another_authority_certifies_a_key_that_was_made_here(settings, tmp_path, authority):
    (tmp_path / "request.pem").write_text(run("csr"))
    with pytest.raises(CommandError, match="waits"):
        run("csr")
    key = settings.SEAL_DIR / "requested-key.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    openssl(tmp_path, "x509", "-req", "-in", "request.pem", "-CA", "authority.pem", "-CAkey", "authority.pem",
            "-days", "90", "-copy_extensions", "copy", "-out", "leaf.pem")  # fmt: skip
    root = authority.certificate.public_bytes(Encoding.PEM)
    (tmp_path / "chain.pem").write_bytes((tmp_path / "leaf.pem").read_bytes() + root)
    settings.SEAL_KEY, settings.SEAL_CERTIFICATES = str(key), str(tmp_path / "chain.pem")
    assert seal_is_set(None) == []
    assert check_seal(seal(empty_page()).content).is_ours
    facts = seal_facts()
    assert (facts.issuer, facts.is_own_certificate) == (
        "CN=Trust Services Ltd document authority,O=Trust Services Ltd",
        False,
    )
    assert not own_path().exists()


def test_a_key_behind_a_passphrase_opens_with_it_alone(settings):
    settings.SEAL_PASSPHRASE = "between the looms"
    make_own()
    assert b"ENCRYPTED PRIVATE KEY" in own_path().read_bytes()
    assert b"ENCRYPTED PRIVATE KEY" in (settings.SEAL_DIR / "authority.pem").read_bytes()
    assert check_seal(seal(empty_page()).content).is_ours
    for wrong in ("", "between the rooms"):
        settings.SEAL_PASSPHRASE = wrong
        assert ids(seal_is_set(None)) == ["documents.E002"]
        with pytest.raises(Refused, match="passphrase"):
            seal(empty_page())


def test_an_rsa_key_seals_too(settings, tmp_path):
    openssl(tmp_path, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "leaf.pem", "-days", "9",
            "-subj", "/CN=Larkfield seal")  # fmt: skip
    settings.SEAL_KEY, settings.SEAL_CERTIFICATES = str(tmp_path / "key.pem"), str(tmp_path / "leaf.pem")
    assert check_seal(seal(empty_page()).content).is_ours
    assert seal_facts().is_own_certificate  # it is signed by itself


@pytest.mark.parametrize("kind", [("rsa:1024",), ("ed25519",)])
def test_a_weak_or_strange_key_is_refused(settings, tmp_path, kind):
    openssl(
        tmp_path,
        "req",
        "-x509",
        "-newkey",
        *kind,
        "-nodes",
        "-keyout",
        "key.pem",
        "-out",
        "leaf.pem",
        "-subj",
        "/CN=Seal",
    )
    settings.SEAL_KEY, settings.SEAL_CERTIFICATES = str(tmp_path / "key.pem"), str(tmp_path / "leaf.pem")
    with pytest.raises(Refused, match="ECDSA, or RSA of at least 2048 bits"):
        seal(empty_page())
    assert ids(seal_is_set(None)) == ["documents.E002"]


def test_key_and_certificates_have_to_fit(settings, tmp_path, authority):
    one, other = (new_seal(authority, "Larkfield", since=BEGUN) for _ in range(2))
    stranger = authority_at(tmp_path / "stranger.pem", "Stranger", since=BEGUN).certificate.public_bytes(Encoding.PEM)
    certificate = other[other.index(b"-----BEGIN CERTIFICATE") :]
    ends = certificate.index(b"-----END CERTIFICATE-----\n") + 26
    path = tmp_path / "seal.pem"
    settings.SEAL_KEY = str(path)
    for content, said in (
        (one, ""),
        (one[: one.index(b"-----BEGIN CERTIFICATE")] + certificate, "does not belong"),
        (other[: other.index(b"-----BEGIN CERTIFICATE")] + certificate[ends:] + certificate[:ends], "out of order"),
        (other[: other.index(b"-----BEGIN CERTIFICATE")] + certificate[:ends] + stranger, "out of order"),
        (one[: one.index(b"-----BEGIN CERTIFICATE")], "certificates are malformed"),
        (certificate, "key is malformed"),
        (b"", "malformed"),
    ):
        path.write_bytes(content)
        path.chmod(0o600)
        assert ids(seal_is_set(None)) == (["documents.E002"] if said else [])
        if said:
            with pytest.raises(Refused, match=said):
                seal(empty_page())
    path.unlink()
    with pytest.raises(Refused, match="can’t be read"):
        seal(empty_page())


def test_nobody_else_may_read_the_key(settings):
    assert seal_is_private(None) == []
    make_own()
    assert seal_is_private(None) == []
    own_path().chmod(0o640)
    [message] = seal_is_private(None)
    assert not message.is_serious()
    settings.PRODUCTION = True
    [message] = seal_is_private(None)
    assert message.is_serious()


def test_the_end_of_the_certificate_is_told_a_month_before():
    make_own()
    until = usable_material().leaf.not_valid_after_utc
    for before, told, fails in (
        (timedelta(days=31), [], []),
        (timedelta(days=29), ["documents.W004"], []),
        (-timedelta(days=1), ["documents.W004"], ["documents.E005"]),
    ):
        with clock.at(until - before):
            assert ids(seal_lasts(None)) == told
            assert ids(seal_has_not_expired(None)) == fails
    assert seal_is_set(None) == []  # a running site is not stopped for it


def test_a_long_name_of_an_organisation_is_cut_where_certificates_end(settings):
    settings.ORGANISATION = "Föreningen för " + "mycket " * 20
    assert check_seal(seal(empty_page()).content).is_ours
    load_pem_private_key(own_path().read_bytes(), None)
