"""What anybody may learn of a copy: issued and unchanged, replaced, withdrawn, sealed, or not ours; and nothing else."""

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from backend.demo.cast import Cast
from backend.documents.actions.completing import issue_signed_copy
from backend.documents.actions.standing import supersede_document
from backend.documents.actions.withdrawing import _withdraw_version
from backend.documents.admission import TooManyChecks, admit
from backend.documents.letters import SignedLine
from backend.documents.making import make
from backend.documents.models import Document
from backend.documents.queries import content_of, letter_of, printed_part
from backend.documents.rendering import render
from backend.documents.sealing.pades import seal
from backend.documents.sealing.probing import empty_page
from backend.documents.verdict_words import OF_CODES, OF_FILES
from backend.documents.verification import LARGEST, Copy, Verdict, check_code_of, verdict_for_code, verdict_on
from backend.kernel.errors import Invalid
from backend.people.actions import system_user
from tests.documents.samples import notice

Issued = Callable[..., Document]


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


def test_a_file_is_ours_to_the_last_byte_and_not_with_one_byte_more_less_or_changed(issued: Issued) -> None:
    document = issued()
    content = content_of(document)
    assert verdict_on(content) == Verdict.ISSUED_UNCHANGED
    middle = len(content) // 2
    changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    for other in (changed, content + b"\n", content[:-1], b"\n" + content, b"", b"%PDF-1.7 something else"):
        assert verdict_on(other) == Verdict.NOT_OURS


def test_the_file_without_its_seal_is_not_the_one_that_was_issued(issued: Issued) -> None:
    document = issued()
    assert verdict_on(content_of(document)[: document.printed_size]) == Verdict.NOT_OURS
    assert verdict_on(printed_part(document)) == Verdict.NOT_OURS


def test_a_preview_is_not_ours_and_its_code_is_unknown(issued: Issued) -> None:
    document = issued()
    preview = render(notice())
    assert verdict_on(preview) == Verdict.NOT_OURS
    assert verdict_on(render(letter_of(document))) == Verdict.NOT_OURS
    assert verdict_on(content_of(document)) == Verdict.ISSUED_UNCHANGED


def test_what_was_replaced_or_withdrawn_is_told_by_file_and_by_code(issued: Issued) -> None:
    document = issued()
    content, code = content_of(document), document.check_code
    assert verdict_for_code(code) == Verdict.ISSUED
    document = supersede_document(document, actor=system_user(), reason="Replaced.")
    assert (verdict_on(content), verdict_for_code(code)) == (Verdict.SUPERSEDED, Verdict.SUPERSEDED)

    document = issued()
    content, code = content_of(document), document.check_code
    _withdraw_version(document, actor=system_user(), reason="Withdrawn.")
    assert (verdict_on(content), verdict_for_code(code)) == (Verdict.WITHDRAWN, Verdict.WITHDRAWN)


def test_the_offered_and_the_signed_copy_are_both_ours_and_have_codes_of_their_own(issued: Issued, cast: Cast) -> None:
    offered = issued()
    line = SignedLine(
        name="Martin Hale",
        role="Employee",
        meaning="Received",
        at="9 March 2026, 15:00 GMT (UTC+00:00)",
        sha256=offered.sha256,
    )
    signed = issue_signed_copy(offered, [line], about=cast.martin.person, actor=cast.ines, reason="Signed.")
    assert signed.check_code != offered.check_code
    for document in (offered, signed):
        assert verdict_on(content_of(document)) == Verdict.ISSUED_UNCHANGED
        assert verdict_for_code(document.check_code) == Verdict.ISSUED


@pytest.mark.django_db
def test_a_file_that_bears_our_seal_and_is_no_letter_is_told_as_that_alone(settings: object, tmp_path: Path) -> None:
    sealed = seal(empty_page()).content
    assert verdict_on(sealed) == Verdict.SEALED
    assert verdict_on(sealed + b"\n") == Verdict.NOT_OURS
    assert verdict_on(b" " + sealed) == Verdict.NOT_OURS
    settings.SEAL_DIR = tmp_path / "elsewhere"  # type: ignore[attr-defined]
    seal(empty_page())
    assert verdict_on(sealed) == Verdict.NOT_OURS  # another organisation's seal


def test_a_letter_that_was_made_and_never_issued_bears_the_seal_and_is_no_document(cast: Cast) -> None:
    assert verdict_on(make(notice()).content) == Verdict.SEALED


def test_a_code_is_read_as_it_was_meant(issued: Issued) -> None:
    code = issued().check_code
    plain = code.replace("-", "")
    for typed in (
        plain,
        code.lower(),
        f"  {code} ",
        " ".join(plain),
        code.replace("-", "–"),
        code.replace("-", "\u00a0"),
    ):
        assert check_code_of(typed) == code
    assert check_code_of("OIL0-1111-2222-3333") == "0110-1111-2222-3333"
    assert verdict_for_code(plain.replace("0", "o").replace("1", "l")) == Verdict.ISSUED


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "DOC-2026-7KQ4MZ", "U" * 16, "A" * 17, "äöüß" * 4, "A" * 10_000, "0000\x0000000000000"]
)
def test_what_is_no_code_is_refused_before_the_register_is_asked(typed: str) -> None:
    with pytest.raises(Invalid, match="need another look"):
        check_code_of(typed)


def test_a_reference_is_no_code_so_that_nobody_can_try_them_out(issued: Issued) -> None:
    with pytest.raises(Invalid):
        verdict_for_code(issued().reference)


def test_a_copy_is_the_same_in_one_piece_and_in_many(issued: Issued) -> None:
    content = content_of(issued())
    copy = Copy()
    for at in range(0, len(content), 3):
        copy.take(content[at : at + 3])
    assert copy.verdict() == verdict_on(content) == Verdict.ISSUED_UNCHANGED


def test_what_is_too_large_or_no_pdf_is_not_held() -> None:
    copy = Copy()
    copy.take(b"%PDF-" + bytes(LARGEST))
    assert copy.is_too_large
    assert copy._held == []
    with pytest.raises(Invalid):
        copy.verdict()
    other = Copy()
    for piece in (b"%P", b"NG", bytes(1000)):
        other.take(piece)
    assert other._held == []


def test_an_address_has_a_share_of_each_minute_and_others_keep_theirs(settings: object, frozen: object) -> None:
    settings.CHECKS_PER_MINUTE = 2  # type: ignore[attr-defined]
    for _ in range(2):
        admit("192.0.2.7")
    with pytest.raises(TooManyChecks):
        admit("192.0.2.7", forwarded="198.51.100.1")  # what a client claims counts for nothing
    admit("192.0.2.8")
    admit("2001:db8::1")
    admit("2001:db8::2")
    with pytest.raises(TooManyChecks):
        admit("2001:db8::3")  # one network
    settings.BEHIND_PROXY = True  # type: ignore[attr-defined]
    admit("192.0.2.7", forwarded="203.0.113.9, 198.51.100.1")
    admit("192.0.2.7", forwarded="203.0.113.8, 198.51.100.1")
    with pytest.raises(TooManyChecks):
        admit("192.0.2.7", forwarded="203.0.113.7, 198.51.100.1")


def test_every_verdict_has_words_that_keep_the_promises_of_the_page() -> None:
    assert set(OF_FILES) == set(Verdict) - {Verdict.ISSUED}
    assert set(OF_CODES) == set(Verdict) - {Verdict.ISSUED_UNCHANGED, Verdict.SEALED}
    assert not any("unchanged" in told.heading for told in OF_CODES.values())  # a code can't know
    for told in (*OF_FILES.values(), *OF_CODES.values()):
        sentences = re.split(r"[.:;] ", told.meaning)
        assert max(len(sentence.split()) for sentence in sentences) <= 25, told.meaning
        assert "!" not in told.meaning


def test_an_operator_checks_files_and_a_code(issued: Issued, tmp_path: Path) -> None:
    document = issued()
    good, bad, out = tmp_path / "good.pdf", tmp_path / "bad.pdf", StringIO()
    good.write_bytes(content_of(document))
    bad.write_bytes(content_of(document) + b" ")
    call_command("check_document", str(good), "--code", document.check_code, stdout=out)
    told = out.getvalue()
    assert "Issued by us, and unchanged (issued_unchanged)" in told
    assert "seal: holds, ours, B-B" in told
    assert document.reference not in told
    with pytest.raises(SystemExit, match="1"):
        call_command("check_document", str(bad), stdout=out)
    assert "seal: does not hold, ours" in out.getvalue()
    _withdraw_version(document, actor=system_user(), reason="Withdrawn.")
    with pytest.raises(SystemExit, match="3"):
        call_command("check_document", str(good), stdout=out)
    for wrong in ([], ["--code", "ABC"], [str(tmp_path / "absent.pdf")]):
        with pytest.raises(CommandError):
            call_command("check_document", *wrong, stdout=out)
