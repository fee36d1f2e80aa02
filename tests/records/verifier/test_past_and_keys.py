"""What only an earlier checkpoint can tell, and whose key is believed."""

import pytest

from tests.records.verifier.asking import ask
from tests.records.verifier.reference import MADE, Log, Signer, export
from tests.records.verifier.test_attacks import A_CASE, OTHER, a_log, scoped, whole

HOUR = 3600


# The past -----------------------------------------------------------------------------------------------------------------------------
def test_an_older_genuine_bundle_is_recognised_by_the_request_or_a_newer_checkpoint(tmp_path):
    log = a_log()
    old = export(log, request="AUD-2025-1").signed()
    log.add(A_CASE)
    newer = log.checkpoint()
    answer = ask(old, tmp_path)
    assert answer.code == 0
    assert any("--request" in each for each in answer.told["not_proven"])
    assert "not yours" in ask(old, tmp_path, request="AUD-2026-7").reason
    assert "older than your checkpoint" in ask(old, tmp_path, previous=[newer]).reason
    assert ask(old, tmp_path, request="AUD-2025-1").code == 0


@pytest.mark.parametrize("make", [whole, scoped], ids=["whole", "scoped"])
def test_a_tree_rebuilt_with_the_signing_key_contradicts_a_kept_checkpoint(make, tmp_path):
    honest = a_log()
    kept = honest.checkpoint(300)
    assert ask(make(honest).signed(), tmp_path / "honest", previous=[kept]).code == 0

    rewritten = Log()
    for number in range(600):
        rewritten.add((A_CASE, OTHER, "user:ines")[number % 3], "cases.edit" if number == 7 else "cases.view")
    files = make(rewritten).signed()
    answer = ask(files, tmp_path / "rewritten")
    assert answer.code == 0, "nothing but an earlier checkpoint can tell"
    assert any("--previous" in each for each in answer.told["not_proven"])
    answer = ask(files, tmp_path / "rewritten", previous=[kept])
    assert answer.code == 1
    assert "The past was rewritten" in answer.reason


def test_a_split_view_is_seen_when_two_auditors_compare(tmp_path):
    one, other = a_log(), a_log()
    one.add(A_CASE, "cases.close")
    other.add(A_CASE, "cases.reopen")
    bundle = whole(one)
    assert ask(bundle.signed(), tmp_path, previous=[other.checkpoint()]).code == 1
    assert ask(bundle.signed(), tmp_path, previous=[one.checkpoint(601)]).code == 0


def test_a_log_that_was_cut_short_is_seen(tmp_path):
    log = a_log()
    kept = log.checkpoint()
    shorter = a_log(entries=500)
    answer = ask(whole(shorter).signed(), tmp_path, previous=[kept])
    assert answer.code == 1
    assert "rolled back" in answer.reason


def test_a_checkpoint_of_the_same_size_must_be_the_same(tmp_path):
    log = a_log()
    bundle = scoped(log)
    assert ask(bundle.signed(), tmp_path, previous=[log.checkpoint()]).code == 0
    twin = a_log()
    twin.add("exports")
    assert "rewritten" in ask(bundle.signed(), tmp_path, previous=[twin.checkpoint()]).reason


def test_a_missing_consistency_proof_is_asked_for(tmp_path):
    log = a_log()
    answer = ask(scoped(log).signed(), tmp_path, previous=[log.checkpoint(299)])
    assert (answer.verdict, answer.code) == ("CANNOT VERIFY", 3)
    assert "from size 299" in answer.reason


def test_a_checkpoint_of_the_empty_log_is_extended_by_every_log(tmp_path):
    assert ask(scoped().signed(), tmp_path, previous=[Log().checkpoint()]).code == 0


def test_a_restore_is_told_and_does_not_break_what_it_kept(tmp_path):
    before = a_log()
    kept = before.checkpoint(300)
    after = a_log(epoch=2, entries=400)
    after.add("log", "log.restore", ctx={"lost_from": 400, "until": 600})
    answer = ask(whole(after).signed(), tmp_path, previous=[kept])
    assert answer.code == 0
    assert "Entry 400 declares that the log was restored" in answer.notices
    assert "lost_from" in answer.notices

    answer = ask(whole(after).signed(), tmp_path, previous=[before.checkpoint()])
    assert answer.code == 1
    assert "entries were lost" in answer.reason

    for _ in range(300):
        after.add(A_CASE)
    answer = ask(whole(after).signed(), tmp_path / "grown", previous=[before.checkpoint()])
    assert answer.code == 1
    assert "Entry 400 declares that the log was restored" in answer.reason


def test_a_bundle_of_an_epoch_before_the_kept_one_is_older(tmp_path):
    answer = ask(whole(a_log()).signed(), tmp_path, previous=[a_log(epoch=2, entries=10).checkpoint()])
    assert "older" in answer.reason


def test_a_checkpoint_of_another_log_is_refused(tmp_path):
    other = Signer("northmoor.example/audit", b"\x09" * 32)
    strange = Log(other)
    strange.add(A_CASE)
    kept = strange.checkpoint()
    files = whole().signed()
    assert ask(files, tmp_path, previous=[kept]).code == 3, "nothing vouches for it"
    answer = ask(files, tmp_path, keys=[Signer().vkey(), other.vkey()], previous=[kept])
    assert answer.code == 1
    assert "another log" in answer.reason


def test_entries_dated_before_a_checkpoint_but_sealed_after_it_are_told(tmp_path):
    log = a_log()
    kept = log.checkpoint(at=MADE)
    log.add(A_CASE, at=MADE - HOUR + 60)
    assert ask(whole(log).signed(), tmp_path / "1", previous=[kept]).notices == ""
    for hours in (2, 3):
        log.add(A_CASE, at=MADE - hours * HOUR)
    answer = ask(whole(log).signed(), tmp_path / "2", previous=[kept])
    assert answer.code == 0
    assert "2 entries say that they happened more than an hour before" in answer.notices
    assert ask(whole(log).signed(), tmp_path / "3", previous=[log.checkpoint(300, at=None)]).notices == ""


# Keys ---------------------------------------------------------------------------------------------------------------------------------
def test_a_key_that_was_not_given_verifies_nothing(tmp_path):
    files = whole().signed()
    stranger = Signer(seed=b"\x01" * 32)
    for keys in ([], [stranger.vkey()], [Signer("other.example/log").vkey()]):
        answer = ask(files, tmp_path, keys=keys)
        assert (answer.verdict, answer.code) == ("CANNOT VERIFY", 3)


def test_a_key_in_the_bundle_is_never_trusted(tmp_path):
    bundle = whole()
    bundle.files["keys.txt"] = (Signer().vkey() + "\n").encode()
    files = bundle.signed()
    assert ask(files, tmp_path, keys=[]).code == 3
    answer = ask(files, tmp_path, keys=[str(tmp_path / "bundle" / "keys.txt")])
    assert answer.code == 3
    assert "lies in the bundle itself" in answer.reason


def test_a_forger_with_a_key_of_the_same_name_is_not_believed(tmp_path):
    forged = Log(Signer(seed=b"\x66" * 32))
    forged.add(A_CASE)
    answer = ask(whole(forged).signed(), tmp_path)
    assert answer.code == 3
    assert "a key that you did not give" in answer.reason


def test_a_manifest_signed_by_another_of_the_given_keys_is_refused(tmp_path):
    other = Signer("northmoor.example/audit", b"\x09" * 32)
    bundle = whole()
    bundle.signer = other
    answer = ask(bundle.signed(), tmp_path, keys=[Signer().vkey(), other.vkey()])
    assert answer.code == 1
    assert "another key than that of the log" in answer.reason


def test_a_witness_beside_the_log_is_named_and_a_broken_one_refused(tmp_path):
    witness = Signer("witness.example/w1", b"\x0b" * 32)
    bundle = whole()
    text = bundle.files["checkpoint"].decode().split("\n\n")[0] + "\n"
    bundle.files["checkpoint"] += witness.cosignature(text, MADE).encode()
    files = bundle.signed()
    assert len(ask(files, tmp_path / "1").told["signed_by"]) == 2
    answer = ask(files, tmp_path / "2", keys=[Signer().vkey(), witness.vkey()])
    assert answer.told["signed_by"][2].startswith("witness.example/w1+")
    bundle.files["checkpoint"] = (
        bundle.files["checkpoint"].rpartition(b"\xe2\x80\x94")[0] + witness.line("other").encode()
    )
    assert ask(bundle.signed(), tmp_path / "3", keys=[Signer().vkey(), witness.vkey()]).code == 1
