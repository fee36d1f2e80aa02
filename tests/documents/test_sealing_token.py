"""A key on a token seals as one in a file does; what the token refuses is told, and not tried until it locks itself."""

import os
import shutil
import subprocess
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pkcs11
import pytest

from backend.documents.sealing import signing
from backend.documents.sealing.authority import authority_at, new_seal
from backend.documents.sealing.checking import check_seal
from backend.documents.sealing.keys import seal_facts, usable_material
from backend.documents.sealing.location import TokenKey
from backend.documents.sealing.pades import seal
from backend.documents.sealing.probing import empty_page
from backend.documents.sealing.token import Token
from backend.kernel import clock
from backend.kernel.errors import Refused

PIN = "482913"
MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
MODULE = next((path for path in MODULES if Path(path).exists()), "")
needs_softhsm = pytest.mark.skipif(
    not MODULE or shutil.which("softhsm2-util") is None, reason="softhsm2 is not installed"
)


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """Make one token that holds an EC key, another EC key, and an RSA key, each with its certificate beside it."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        util(folder, "--init-token", "--free", "--label", "Seal of Larkfield", "--so-pin", "99887766")
        authority = authority_at(folder / "authority.pem", "Larkfield", since=clock.now())
        for number, name in enumerate(("letters", "other")):
            pem = new_seal(authority, "Larkfield", since=clock.now())
            (folder / f"{name}.pem").write_bytes(pem)
            bring_in(folder, name, number)
        new = ["-newkey", "rsa:2048", "-nodes", "-keyout", "rsa.key", "-out", "rsa.crt", "-subj", "/CN=Seal"]
        subprocess.run(["openssl", "req", "-x509", *new], cwd=folder, capture_output=True, check=True)
        (folder / "rsa.pem").write_bytes((folder / "rsa.key").read_bytes() + (folder / "rsa.crt").read_bytes())
        bring_in(folder, "rsa", 2)
        yield folder


def util(folder, *arguments):
    command = ["softhsm2-util", *arguments, "--pin", PIN]
    subprocess.run(command, cwd=folder, capture_output=True, check=True)


def bring_in(folder, name, number):
    key = subprocess.run(["openssl", "pkey", "-in", f"{name}.pem"], cwd=folder, capture_output=True, check=True).stdout
    (folder / f"{name}.key").write_bytes(key)
    util(folder, "--import", f"{name}.key", "--token", "Seal of Larkfield", "--label", name, "--id", f"a{number}")


@pytest.fixture
def on_token(token, settings):
    """Give a function that sets a key on the token."""

    def use(query, certificates="letters", pin=PIN):
        settings.SEAL_KEY = f"pkcs11:token=Seal%20of%20Larkfield;{query}?module-path={MODULE}"
        settings.SEAL_CERTIFICATES, settings.SEAL_PIN = str(token / f"{certificates}.pem"), pin

    return use


@needs_softhsm
@pytest.mark.parametrize(
    ("query", "certificates"), [("object=letters", "letters"), ("id=%A1", "other"), ("object=rsa;id=%a2", "rsa")]
)
def test_a_key_on_a_token_seals(on_token, query, certificates, tmp_path):
    on_token(query, certificates)
    sealed = seal(empty_page())
    assert check_seal(sealed.content).is_ours
    assert sealed.certificate == seal_facts().fingerprint
    (tmp_path / "page.pdf").write_bytes(sealed.content)
    if shutil.which("pdfsig"):
        said = subprocess.run(["pdfsig", "-nocert", "page.pdf"], cwd=tmp_path, capture_output=True, check=True).stdout
        assert b"Signature is Valid." in said


def openings(monkeypatch):
    """Count how often a session is opened."""
    opened, opens = [], Token._open

    def count(self):
        opened.append(1)
        opens(self)

    monkeypatch.setattr(Token, "_open", count)
    return opened


@needs_softhsm
def test_many_seal_at_once_over_one_session(on_token, monkeypatch):
    on_token("object=letters")
    opened = openings(monkeypatch)
    with ThreadPoolExecutor(4) as pool:
        sealed = list(pool.map(seal, [empty_page()] * 12))
    assert all(check_seal(one.content).is_ours for one in sealed)
    assert opened == [1]


@needs_softhsm
def test_a_session_that_has_gone_is_opened_again(on_token):
    on_token("object=letters")
    seal(empty_page())
    pkcs11.lib(MODULE).reinitialize()  # the token was pulled out and put in again
    assert check_seal(seal(empty_page()).content).is_ours
    token: Any = signing._signer(usable_material(), PIN)._key
    token._session.close()
    assert check_seal(seal(empty_page()).content).is_ours


@needs_softhsm
def test_a_process_that_was_forked_opens_a_session_of_its_own(on_token):
    on_token("object=letters")
    seal(empty_page())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of earlier tests
        child = os.fork()
    if child == 0:
        holds = False
        try:
            holds = check_seal(seal(empty_page()).content).is_ours
        finally:
            os._exit(0 if holds else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert check_seal(seal(empty_page()).content).is_ours


@needs_softhsm
def test_a_wrong_pin_is_given_to_the_token_once(on_token, monkeypatch):
    on_token("object=letters", pin="000000")
    opened = openings(monkeypatch)
    for _ in range(5):
        with pytest.raises(Refused, match="does not accept its PIN"):
            seal(empty_page())
    assert opened == [1]
    on_token("object=letters")
    assert check_seal(seal(empty_page()).content).is_ours


@needs_softhsm
@pytest.mark.parametrize(
    ("query", "said"),
    [("object=other", "does not belong to its certificate"), ("object=absent", "NoSuchKey"), ("id=%00", "NoSuchKey")],
)
def test_a_key_that_does_not_fit_or_is_not_there_is_told(on_token, query, said):
    on_token(query)
    for _ in range(2):
        with pytest.raises(Refused, match=said):
            seal(empty_page())


@needs_softhsm
def test_a_token_that_is_not_there_is_told(on_token, settings):
    on_token("object=letters")
    settings.SEAL_KEY = settings.SEAL_KEY.replace("Larkfield", "Lark")
    with pytest.raises(Refused, match="NoSuchToken"):
        seal(empty_page())
    settings.SEAL_KEY = settings.SEAL_KEY.replace(".so", ".os")
    with pytest.raises(Refused, match="does not answer"):
        seal(empty_page())


def test_a_uri_names_module_token_and_key():
    read = TokenKey.read(
        "pkcs11:token=Seal%20of%20L;serial=12ab;object=letters;id=%01%ff;type=private?module-path=/usr/lib/x.so"
    )
    assert read == TokenKey("/usr/lib/x.so", "Seal of L", "12ab", "letters", b"\x01\xff")


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("pkcs11:", "module-path"),
        ("pkcs11:token=a;object=b", "module-path"),
        ("pkcs11:token=a;object=b?module-path=x.so", "full path"),
        ("pkcs11:object=b?module-path=/x.so", "name the token"),
        ("pkcs11:token=a?module-path=/x.so", "and the key"),
        ("pkcs11:token=a;object=b;type=cert?module-path=/x.so", "private key"),
        ("pkcs11:token=a;object=b;slot-id=1?module-path=/x.so", "“slot-id”"),
        ("pkcs11:token=a;object=b?module-path=/x.so&pin-value=1234", "“pin-value”"),
        ("pkcs11:token=a;token=b;object=b?module-path=/x.so", "twice"),
    ],
)
def test_a_uri_that_is_not_understood_says_why(settings, uri, said, tmp_path):
    with pytest.raises(ValueError, match=said):
        TokenKey.read(uri)
