"""A sealed file is what was printed and a seal behind it, which other programs find valid."""

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache
from io import BytesIO

import page
import pikepdf
import pytest

from backend.documents.finishing import ends_cleanly
from backend.documents.rendering import render
from backend.documents.sealing import signing
from backend.documents.sealing.checking import check_seal
from backend.documents.sealing.keys import certificate_chain, seal_facts, usable_material
from backend.documents.sealing.pades import seal
from backend.documents.sealing.probing import empty_page
from backend.kernel import clock
from backend.kernel.errors import Refused
from tests.documents.samples import notice

needs_pdfsig = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")


@cache
def printed() -> bytes:
    return render(notice())


def pdfsig(content, folder):
    (folder / "letter.pdf").write_bytes(content)
    command = ["pdfsig", "-nocert", "letter.pdf"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).stdout.decode()


def failures(content, profile):
    return [failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures]


@needs_pdfsig
def test_another_program_finds_the_seal_valid_and_over_the_whole_file(tmp_path):
    said = pdfsig(seal(printed()).content, tmp_path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Signer Certificate Common Name: Larkfield Instruments document seal" in said
    assert "Not total document signed" in pdfsig(seal(printed()).content + b"% more\n", tmp_path)


@needs_pdfsig
def test_one_changed_byte_is_found(tmp_path):
    content = bytearray(seal(printed()).content)
    for place in (200, len(printed()) - 40, len(content) - 30):
        content[place] ^= 1
        assert "Signature is Valid." not in pdfsig(bytes(content), tmp_path)
        assert not check_seal(bytes(content)).intact
        content[place] ^= 1
    assert check_seal(bytes(content)).is_ours


def test_what_was_printed_is_the_beginning_of_what_is_sealed():
    sealed = seal(printed(), reason="Issued after approval")
    assert sealed.content.startswith(printed())
    assert (sealed.level, sealed.note, sealed.certificate) == ("B-B", "", seal_facts().fingerprint)
    with pikepdf.open(BytesIO(sealed.content)) as pdf:
        signature = pdf.Root.Perms.DocMDP
        assert signature.Reason == "Issued after approval"
        assert signature.Name == "Larkfield Instruments"
        [reference] = signature.Reference
        assert reference.TransformMethod == "/DocMDP"
        assert reference.TransformParams.P == 1  # no changes


def test_a_table_that_would_end_in_a_line_break_is_sealed_anew(monkeypatch, tmp_path):
    """One seal in 128 would leave it unclear how long the table of what it added is: found by trying, and then mended."""
    monkeypatch.setattr(signing, "ATTEMPTS", 1)
    tried = ((reason, seal(printed(), reason=reason).content) for reason in (f"Issued {'x' * n}" for n in range(2000)))
    reason, _ = next(each for each in tried if not ends_cleanly(each[1][len(printed()) :]))
    assert ends_cleanly(printed())
    monkeypatch.undo()
    again = seal(printed(), reason=reason).content
    assert ends_cleanly(again)
    assert failures(again, "3a") == failures(again, "ua1") == []
    assert check_seal(again).is_ours
    if shutil.which("pdfsig"):
        assert "Signature is Valid." in pdfsig(again, tmp_path)


def test_the_seal_breaks_no_rule_of_accessible_and_lasting_files():
    """Whatever a printed file keeps of PDF/A-3a and PDF/UA-1, it keeps under its seal; its metadata stay byte for byte."""
    sealed = seal(printed()).content
    assert failures(sealed, "ua1") == []
    assert failures(sealed, "3a") == failures(printed(), "3a")
    with pikepdf.open(BytesIO(printed())) as before, pikepdf.open(BytesIO(sealed)) as after:
        assert before.Root.Metadata.read_raw_bytes() == after.Root.Metadata.read_raw_bytes()


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_the_sealed_file_is_well_formed(tmp_path):
    (tmp_path / "letter.pdf").write_bytes(seal(printed()).content)
    said = subprocess.run(["qpdf", "--check", "letter.pdf"], cwd=tmp_path, capture_output=True, check=True).stdout
    assert b"No syntax or stream encoding errors found" in said


def test_a_file_is_sealed_once():
    with pytest.raises(ValueError, match="last thing"):
        seal(seal(empty_page()).content)


def test_the_time_of_the_seal_is_the_clocks(frozen):
    assert check_seal(seal(empty_page()).content).signed_at == frozen
    with clock.at(frozen - timedelta(days=700)):  # a demonstration plays in the past
        assert check_seal(seal(empty_page()).content).signed_at == frozen - timedelta(days=700)


def test_nothing_is_sealed_with_a_certificate_that_has_expired_or_does_not_hold_yet():
    leaf = usable_material().leaf
    for moment, code in (
        (leaf.not_valid_after_utc + timedelta(seconds=1), "seal-expired"),
        (leaf.not_valid_before_utc - timedelta(seconds=1), "seal-unusable"),
    ):
        with clock.at(moment), pytest.raises(Refused) as refused:
            seal(empty_page())
        assert refused.value.code == code
    with clock.at(leaf.not_valid_after_utc):
        assert seal(empty_page()).level == "B-B"


def test_many_seal_at_once_and_at_first_need_with_one_key(settings):
    pages = [empty_page()] * 16
    with ThreadPoolExecutor(8) as pool:
        sealed = list(pool.map(seal, pages))
    assert len({one.certificate for one in sealed}) == 1
    assert len({one.content for one in sealed}) == 16
    assert all(check_seal(one.content).is_ours for one in sealed)
    assert sorted(path.name for path in settings.SEAL_DIR.iterdir()) == ["authority.pem", "known.pem", "seal.pem"]


def test_openssl_finds_the_published_certificates_in_order(tmp_path):
    leaf, root = certificate_chain().decode().split("-----END CERTIFICATE-----\n")[:2]
    for name, text in (("leaf.pem", leaf), ("root.pem", root)):
        (tmp_path / name).write_text(text + "-----END CERTIFICATE-----\n")
    command = ["openssl", "verify", "-x509_strict", "-CAfile", "root.pem", "leaf.pem"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout == b"leaf.pem: OK\n"
