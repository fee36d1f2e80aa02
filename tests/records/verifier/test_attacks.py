"""Every attack on a bundle, by somebody without the key and by an insider who signs the manifest anew."""

from collections.abc import Callable
from hashlib import sha256

import pytest

from tests.records.verifier import reference
from tests.records.verifier.asking import ask
from tests.records.verifier.reference import Log, Reference, disclosure, export, ndjson

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
    drop: "not in the log",
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


def test_lines_added_behind_the_last_are_seen(tmp_path):
    bundle = whole()
    with_lines(bundle, [*lines_of(bundle), lines_of(bundle)[-1]])
    assert "entries were added" in ask(bundle.signed(), tmp_path).reason


def test_a_line_with_its_proof_cannot_stand_twice(tmp_path):
    bundle = scoped()
    for name in ("events.ndjson", "proofs.ndjson"):
        lines = lines_of(bundle, name)
        with_lines(bundle, [*lines[:4], *lines[3:]], name)
    assert "out of order or repeated" in ask(bundle.signed(), tmp_path).reason


@pytest.mark.parametrize(
    ("seq", "prev", "told"),
    [
        (3, 596, "does not name the entry before it"),
        (201, 596, "does not name the entry before it"),
        (201, None, "does not name the entry before it"),
        (200, 597, "entries were moved or repeated"),
        (203, 597, "does not name the entry before it"),
        (203, 598, "has a gap"),
        (203, None, "does not name the entry before it"),
        (203, 700, "does not name the entry before it"),
    ],
)
@pytest.mark.parametrize("claim", ["whole", "streams", "range"])
def test_an_order_that_was_sealed_wrong_is_seen(claim, seq, prev, told, tmp_path):
    """Here the log itself is false: everything is signed and proven, but its numbers tell that something is missing."""
    log = a_log()
    log.heads[A_CASE] = (seq - 1, prev)
    log.add(A_CASE)
    answer = ask(
        export(log, claim=claim, streams=[A_CASE] if claim == "streams" else (), between=(0, 600)).signed(), tmp_path
    )
    assert answer.code == 1
    assert told in answer.reason or (seq == 3 and "moved or repeated" in answer.reason)


def test_a_digest_that_was_wrong_from_the_start_fails_too(tmp_path):
    bundle = whole()
    files = bundle.signed()
    text = files["MANIFEST.json"].replace(sha256(files["events.ndjson"]).hexdigest().encode(), b"0" * 64)
    note = bundle.signer.note(f"evenhand-audit-bundle/1\n{sha256(text).hexdigest()}\n")
    answer = ask(files | {"MANIFEST.json": text, "MANIFEST.note": note}, tmp_path / "1")
    assert answer.reason == "events.ndjson was changed after the export."
    answer = ask(files | {"MANIFEST.json": text}, tmp_path / "2")
    assert answer.reason == "MANIFEST.json was changed after it was signed."


def test_an_export_must_come_after_what_it_exports(tmp_path):
    bundle = whole()
    bundle.manifest["export"]["index"] = 5
    assert "contradicts itself" in ask(bundle.signed(), tmp_path).reason


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
