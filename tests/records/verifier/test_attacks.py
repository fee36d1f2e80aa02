"""Every attack on a bundle, by somebody without the key and by an insider who signs the manifest anew."""

from collections.abc import Callable

import pytest

from tests.records.verifier import reference
from tests.records.verifier.asking import ask
from tests.records.verifier.reference import MADE, Log, Reference, Signer, disclosure, export, ndjson

HOUR = 3600
A_CASE, OTHER = "case:a", "case:b"


def a_log(*, epoch: int = 1, entries: int = 600) -> Log:
    log = Log(epoch=epoch)
    for number in range(entries):
        values = {"reason": f"reason {number}", "net": {"ip": "192.0.2.1"}} if number % 50 == 3 else None
        log.add((A_CASE, OTHER, "user:ines")[number % 3], private=values)
    return log


def whole(log: Log | None = None) -> Reference:
    return export(log or a_log())


def scoped(log: Log | None = None) -> Reference:
    return export(log or a_log(), claim="streams", streams=[A_CASE], sizes=[300])


def lines_of(bundle: Reference, name: str = "events.ndjson") -> list[bytes]:
    return bundle.files[name].splitlines()


def with_lines(bundle: Reference, lines: list[bytes], name: str = "events.ndjson") -> None:
    bundle.files[name] = ndjson(lines)


def edit(lines: list[bytes]) -> None:
    lines[5] = lines[5].replace(b"cases.view", b"cases.edit")


def drop(lines: list[bytes]) -> None:
    del lines[270]


def insert(lines: list[bytes]) -> None:
    lines.insert(280, lines[280])


def move(lines: list[bytes]) -> None:
    lines[3], lines[4] = lines[4], lines[3]


def truncate(lines: list[bytes]) -> None:
    del lines[-20:]


def drop_the_first(lines: list[bytes]) -> None:
    del lines[0]


def drop_the_export(lines: list[bytes]) -> None:
    del lines[-1]


def test_what_was_not_touched_is_verified(tmp_path):
    for number, bundle in enumerate((whole(), scoped())):
        answer = ask(bundle.signed(), tmp_path / str(number))
        assert (answer.verdict, answer.code) == ("VERIFIED", 0)
        assert answer.told["signed_by"][0] == "larkfield.example/audit+04fb3bff"


WHOLE = {
    edit: "entries 0 to 255",
    drop: "entries 256 to 511",
    insert: "entries 256 to 511",
    move: "entries 0 to 255",
    truncate: "removed",
    drop_the_first: "entries 0 to 255",
    drop_the_export: "removed",
}


@pytest.mark.parametrize(("attack", "told"), WHOLE.items(), ids=lambda each: getattr(each, "__name__", None))
@pytest.mark.parametrize("insider", [False, True], ids=["outsider", "insider"])
def test_a_line_of_a_whole_log_cannot_be_touched(attack, told, insider, tmp_path):
    bundle = whole()
    untouched, lines = bundle.signed(), lines_of(bundle)
    attack(lines)
    with_lines(bundle, lines)
    files = bundle.signed() if insider else untouched | {"events.ndjson": ndjson(lines)}
    answer = ask(files, tmp_path)
    assert (answer.verdict, answer.code) == ("FAILED", 1)
    assert told in answer.reason
    assert insider or "events.ndjson was changed" in answer.reason


SCOPED = {
    edit: "Entry 15 is not in the log in this form",
    drop: "does not fit|not in the log",
    move: "not in the log",
    truncate: "more proofs than entries",
    drop_the_first: "not in the log",
    drop_the_export: "more proofs than entries",
}


@pytest.mark.parametrize(("attack", "told"), SCOPED.items(), ids=lambda each: getattr(each, "__name__", None))
@pytest.mark.parametrize("insider", [False, True], ids=["outsider", "insider"])
def test_a_line_of_a_scoped_export_cannot_be_touched(attack, told, insider, tmp_path):
    bundle = export(a_log(entries=900), claim="streams", streams=[A_CASE])
    untouched, lines = bundle.signed(), lines_of(bundle)
    attack(lines)
    with_lines(bundle, lines)
    files = bundle.signed() if insider else untouched | {"events.ndjson": ndjson(lines)}
    answer = ask(files, tmp_path)
    assert answer.code == 1
    assert any(each in answer.reason for each in told.split("|"))


def without(bundle: Reference, position: int) -> None:
    """Drop a line together with its proof."""
    for name in ("events.ndjson", "proofs.ndjson"):
        lines = lines_of(bundle, name)
        del lines[position]
        with_lines(bundle, lines, name)


@pytest.mark.parametrize(
    ("position", "told"),
    [
        (0, "does not name the entry before it|has a gap"),
        (60, "has a gap"),
        (-2, "ends at number"),
        (-1, "not recorded in the log"),
    ],
)
def test_dropping_a_line_with_its_proof_is_seen_from_the_order_of_the_stream(position, told, tmp_path):
    bundle = scoped()
    without(bundle, position)
    answer = ask(bundle.signed(), tmp_path)
    assert answer.code == 1
    assert any(each in answer.reason for each in told.split("|"))


def test_dropping_from_a_selection_is_seen_from_what_the_export_recorded(tmp_path):
    bundle = export(a_log(), claim="selection", chosen=[4, 17, 80])
    assert ask(bundle.signed(), tmp_path / "1").code == 0
    without(bundle, 1)
    assert "not the entries that the export recorded" in ask(bundle.signed(), tmp_path / "2").reason


def test_a_later_line_cannot_be_slipped_in_although_it_is_in_the_log(tmp_path):
    log = a_log(entries=30)
    bundle = export(log, claim="selection", chosen=[4], later=2)
    proof = reference.proof_line(reference.Tree(log.hashes), 31, len(log.lines))
    with_lines(bundle, [*lines_of(bundle), log.lines[31]])
    with_lines(bundle, [*lines_of(bundle, "proofs.ndjson"), proof], "proofs.ndjson")
    assert "it was added" in ask(bundle.signed(), tmp_path).reason


def test_a_manifest_that_claims_less_than_the_log_recorded_is_refused(tmp_path):
    """The manifest is the insider's to sign, but the export's own entry is sealed."""
    for name, value in {
        "scope": {"kind": "case", "case": "EH-2026-0002"},
        "claim": "selection",
        "request": "AUD-2026-8",
        "level": "pseudonymised",
        "upto": 599,
        "count": 1,
    }.items():
        bundle = scoped()
        bundle.manifest[name] = value
        assert ask(bundle.signed(), tmp_path / name).code == 1, name


def test_withheld_lines_are_counted(tmp_path):
    bundle = export(a_log(), claim="streams", streams=[A_CASE], hide={3: "medical", 6: "medical"})
    answer = ask(bundle.signed(), tmp_path / "1")
    assert answer.code == 0
    assert "2 entries are in the log but not shown here: 2 medical." in answer.told["checks"]
    for number, stated in enumerate(({}, {"medical": 1}, {"privileged": 2}, {"medical": 3})):
        bundle.manifest["withheld"] = stated
        assert "withheld" in ask(bundle.signed(), tmp_path / f"x{number}").reason


def test_a_withheld_line_of_another_stream_does_not_cover_a_gap(tmp_path):
    bundle = scoped()
    log = a_log()
    lines, proofs = lines_of(bundle), lines_of(bundle, "proofs.ndjson")
    foreign = reference.proof_line(reference.Tree([*log.hashes, reference.leaf_hash(lines[-1])]), 10, 601)
    lines[3], proofs[3] = (
        reference.hidden(log.lines[10]),
        foreign,
    )  # entry 9 of the stream makes way for entry 10 of another
    with_lines(bundle, lines)
    with_lines(bundle, proofs, "proofs.ndjson")
    bundle.manifest["withheld"] = {"medical": 1}
    answer = ask(bundle.signed(), tmp_path)
    assert answer.code == 1
    assert "has a gap" in answer.reason


# Values -------------------------------------------------------------------------------------------------------------------------------
def replaced(bundle: Reference, old: str, new: str) -> None:
    assert old.encode() in bundle.files["disclosures.ndjson"]
    bundle.files["disclosures.ndjson"] = bundle.files["disclosures.ndjson"].replace(old.encode(), new.encode())


VALUES: dict[str, tuple[Callable[[Reference], None], str]] = {
    "changed": (lambda it: replaced(it, disclosure("reason", "reason 3"), disclosure("reason", "reason 4")), "was changed"),
    "swapped": (lambda it: replaced(it, disclosure("net", {"ip": "192.0.2.1"}), disclosure("reason", "reason 3")), "was changed"),
    "invented": (lambda it: replaced(it, '"values":{', '"values":{"diff":"eyJ4IjoxfQ",'), "does not have"),
    "for nobody": (lambda it: replaced(it, '{"index":53,', '{"index":54,'), "does not have"),
    "repeated": (lambda it: replaced(it, '{"index":53,', '{"index":3,'), "not in the order"),
}  # fmt: skip


@pytest.mark.parametrize(("attack", "told"), VALUES.values(), ids=VALUES)
def test_a_value_cannot_be_touched(attack, told, tmp_path):
    bundle = whole()
    attack(bundle)
    answer = ask(bundle.signed(), tmp_path)
    assert answer.code == 1
    assert told in answer.reason


def test_a_value_for_an_entry_that_is_not_shown_is_refused(tmp_path):
    bundle = export(a_log(), claim="streams", streams=[OTHER])
    with_lines(bundle, [b'{"index":3,"values":{"reason":"eA"}}'], "disclosures.ndjson")
    assert "does not show" in ask(bundle.signed(), tmp_path).reason


def test_a_value_that_is_gone_needs_a_record_of_its_erasure(tmp_path):
    log = a_log()
    log.values[53].pop("reason")
    answer = ask(whole(log).signed(), tmp_path / "silently")
    assert (answer.verdict, answer.code) == ("VERIFIED, VALUES MISSING", 4)
    assert "entry 53 (reason)" in answer.reason

    log = a_log()
    log.erase(53, "reason", "net")
    answer = ask(whole(log).signed(), tmp_path / "lawfully")
    assert answer.code == 0
    assert answer.told["values"]["erased"] == 2


def test_a_redaction_is_stated_and_covers_its_own_names_only(tmp_path):
    log = a_log()
    for values in log.values.values():
        values.pop("net")
    bundle = export(log, redactions=[{"names": ["net"], "why": "Addresses of the network"}])
    assert ask(bundle.signed(), tmp_path / "1").told["values"]["redacted"] == 12
    log.values[3].pop("reason")
    assert ask(export(log, redactions=[{"names": ["net"], "why": "x"}]).signed(), tmp_path / "2").code == 4


def test_a_redaction_for_so_many_entries_hides_no_more_than_those(tmp_path):
    log, rules = a_log(), [{"names": ["reason", "diff"], "why": "What would tell who reported", "entries": 2}]
    for index in (3, 53):
        log.values[index].pop("reason")
    answer = ask(export(log, redactions=rules).signed(), tmp_path / "1")
    assert answer.code == 0
    assert "Values kept back on purpose (diff, reason): What would tell who reported" in answer.notices
    log.values[103].pop("reason")
    answer = ask(export(log, redactions=rules).signed(), tmp_path / "2")
    assert answer.code == 4
    assert "1 entries more than “What would tell who reported” covers" in answer.reason


def test_values_that_are_withheld_on_purpose_are_not_missing(tmp_path):
    bundle = export(a_log(), shown=False)
    answer = ask(bundle.signed(), tmp_path / "1")
    assert answer.code == 0
    assert answer.told["values"]["withheld"] == 25  # the export's own reason too
    bundle.files["disclosures.ndjson"] = b'{"index":3,"values":{}}\n'
    assert "withheld" in ask(bundle.signed(), tmp_path / "2").reason


# Pruning ------------------------------------------------------------------------------------------------------------------------------
def a_pruned_log() -> tuple[Log, dict[int, str]]:
    log = a_log()
    log.prune(3, 4, 5, 9)
    return log, dict.fromkeys((3, 4, 5, 9), "pruned")


def test_pruned_entries_are_explained_by_the_log(tmp_path):
    log, hide = a_pruned_log()
    assert ask(export(log, hide=hide).signed(), tmp_path / "whole").code == 0
    mine = export(log, claim="streams", streams=[A_CASE], chosen=[3, 9, 600], hide={3: "pruned", 9: "pruned"})
    assert ask(mine.signed(), tmp_path / "scoped").code == 0


def test_pruning_that_the_log_does_not_record_is_refused(tmp_path):
    bundle = export(a_log(), hide={3: "pruned"})
    assert "explain 0" in ask(bundle.signed(), tmp_path).reason


def test_a_prune_record_with_other_hashes_is_refused(tmp_path):
    log = a_log()
    log.add("log", "audit.prune", ctx={"indexes": "3-3", "hashes": "00" * 32})
    assert "not those" in ask(export(log, hide={3: "pruned"}).signed(), tmp_path / "1").reason
    log.add("log", "audit.prune", ctx={"indexes": "2-4", "hashes": "00" * 32})
    assert "same entry" in ask(export(log, hide={3: "pruned"}).signed(), tmp_path / "2").reason


def test_an_entry_that_was_pruned_cannot_be_there(tmp_path):
    log = a_log()
    log.add("log", "audit.prune", ctx={"indexes": "3-3", "hashes": "00" * 32})
    assert "it was pruned" in ask(export(log).signed(), tmp_path).reason


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
