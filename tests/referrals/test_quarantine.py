"""A provider's file: closed before it is stored, opened by the custodian alone, and refused in words where it does not fit."""

import os
from collections.abc import Callable
from datetime import timedelta

import pytest

from backend.cases.models import Case
from backend.demo.cast import Cast
from backend.files.upkeep import drop_orphans as drop_stored
from backend.kernel import clock
from backend.kernel.errors import Forbidden, Invalid, Refused
from backend.referrals.actions.quarantine import MOST_FILES, receive_file
from backend.referrals.actions.releasing import revoke_release
from backend.referrals.closed_files import blocks_of, drop_orphans, path_of
from backend.referrals.models import ProviderFile, Referral
from tests.referrals.referring import helena, play_referral
from tests.referrals.reported import CLINICAL, PDF, a_file, a_report, joined, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(a_case: Callable[..., Case], cast: Cast) -> Referral:
    return play_referral(a_case("outcome_decided"), cast, "sent")


def test_a_file_is_closed_before_it_is_stored(sent: Referral, cast: Cast) -> None:
    file = a_file(sent, cast)
    assert (file.state, file.mime) == ("quarantined", "application/pdf")
    kept = path_of(file).read_bytes()
    assert CLINICAL.encode() not in kept
    assert b"note.pdf" not in kept
    assert joined(blocks_of(file)) == PDF + CLINICAL.encode()


def test_blocks_of_another_file_or_in_another_order_do_not_open(sent: Referral, cast: Cast) -> None:
    one, other = a_file(sent, cast, "x" * 600_000), a_file(sent, cast, "y" * 600_000)
    lines = path_of(one).read_bytes().splitlines(keepends=True)
    assert len(lines) == 3
    foreign = path_of(other).read_bytes().splitlines(keepends=True)
    wrong = {
        "swapped": [lines[1], lines[0], lines[2]],
        "cut": lines[:2],
        "empty": [],
        "longer": [*lines, lines[2]],
        "foreign": [lines[0], foreign[1], lines[2]],
        "changed": [lines[0][:-9] + b"AAAAAAAA\n", *lines[1:]],
    }
    place = path_of(one)
    place.chmod(0o600)
    for name, told in wrong.items():
        place.write_bytes(b"".join(told))
        with pytest.raises(Refused) as refused:
            joined(blocks_of(one))
        assert refused.value.code == "compartment-damaged", name
    place.write_bytes(b"".join(lines))
    assert len(joined(blocks_of(one))) > 600_000
    place.unlink()
    with pytest.raises(Refused, match="backup"):
        joined(blocks_of(one))


def test_what_does_not_fit_is_refused_in_words(sent: Referral, cast: Cast) -> None:
    report = a_report(sent, cast, "status")
    big = upload(content=PDF + b"0" * (40 * 2**20))
    wrong = {
        "larger than 25 MB": big,
        "is empty": upload(content=b""),
        "PDF or a picture": upload(name="note.txt", content=b"plain words"),
        "not taken": upload(name="note.exe", content=b"MZ"),
        "not what its name says": upload(name="note.pdf", content=b"\x89PNG\r\n\x1a\n0000"),
    }
    for words, given in wrong.items():
        with pytest.raises(Invalid) as refused:
            receive_file(report, given, actor=helena(cast))
        assert words in str(refused.value.errors), words
    assert not ProviderFile.objects.exists()
    for _ in range(MOST_FILES):
        receive_file(report, upload(), actor=helena(cast))
    with pytest.raises(Invalid) as refused:
        receive_file(report, upload(), actor=helena(cast))
    assert f"at most {MOST_FILES} files" in str(refused.value.errors)


def test_only_its_author_hands_a_file_in_and_only_under_a_release_in_force(sent: Referral, cast: Cast) -> None:
    report = a_report(sent, cast, "status")
    for stranger in (cast.mira, cast.martin, cast.ruth):
        with pytest.raises(Forbidden):
            receive_file(report, upload(), actor=stranger)
    receive_file(report, upload(), actor=helena(cast))
    revoke_release(sent.releases.get(state="active"), actor=cast.martin)
    with pytest.raises(Forbidden):
        receive_file(report, upload(), actor=helena(cast))


def test_a_closed_file_outlives_tidying_and_one_without_a_row_does_not(sent: Referral, cast: Cast) -> None:
    drop_stored()  # what other tests left in the folder
    file = a_file(sent, cast)
    orphan, young = path_of(file).with_name("0" * 32), path_of(file).with_name("1" * 32)
    for path in (orphan, young):
        path.write_bytes(b"x")
    old = clock.now().timestamp() - timedelta(days=3).total_seconds()
    for path in (orphan, path_of(file)):
        os.utime(path, (old, old))
    assert drop_stored() == 0
    assert drop_orphans() == 1
    assert (path_of(file).exists(), young.exists(), orphan.exists()) == (True, True, False)
