"""Whatever is wrong with what is given, the answer is one clear sentence and the right exit code."""

import copy
import json
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.records.bundle import verify_audit
from tests.records.verifier.asking import Answer, ask
from tests.records.verifier.reference import (
    MADE,
    Log,
    Reference,
    Signer,
    export,
    ndjson,
    write_folder,
    write_zip,
)

A_CASE = "case:a"


def a_log() -> Log:
    log = Log()
    for number in range(8):
        log.add((A_CASE, "case:b")[number % 2], private={"reason": "why"} if number == 2 else None)
    return log


def whole() -> Reference:
    return export(a_log())


def scoped() -> Reference:
    return export(a_log(), claim="streams", streams=[A_CASE], sizes=[4])


def clear(answer: Answer, code: int, *told: str) -> None:
    """Hold that the verifier said this, in its own words."""
    assert answer.code == code, answer.reason
    assert "malformed (" not in answer.reason, "no sentence was written for this"
    for each in told:
        assert each in answer.reason


# The container ------------------------------------------------------------------------------------------------------------------------
def test_what_is_not_a_bundle_cannot_be_verified(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.zip").write_bytes(b"")
    (tmp_path / "text.zip").write_text("This is no zip file.")
    write_zip({}, tmp_path / "hollow.zip")
    write_zip({"bundle/" + name: data for name, data in whole().signed().items()}, tmp_path / "nested.zip")
    clear(ask(tmp_path / "nothing", tmp_path), 3, "nothing at")
    for name in ("empty.zip", "text.zip"):
        clear(ask(tmp_path / name, tmp_path), 3, "neither a folder nor a zip file")
    for name in ("folder", "hollow.zip", "nested.zip"):
        clear(ask(tmp_path / name, tmp_path), 3, "no MANIFEST.json")


def test_a_zip_file_is_read_like_a_folder(tmp_path):
    for number, bundle in enumerate((whole(), scoped())):
        assert ask(write_zip(bundle.signed(), tmp_path / f"{number}.zip"), tmp_path).code == 0


def test_a_damaged_zip_file_fails(tmp_path):
    data = write_zip(whole().signed(), tmp_path / "good.zip").read_bytes()
    for number, broken in enumerate((data[:-30], data[: len(data) // 2], b"PK")):
        path = tmp_path / f"{number}.zip"
        path.write_bytes(broken)
        clear(ask(path, tmp_path), 1, "zip file is damaged")
    start = data.index(b"events.ndjson") + 200
    (tmp_path / "flipped.zip").write_bytes(data[:start] + bytes([data[start] ^ 1]) + data[start + 1 :])
    assert ask(tmp_path / "flipped.zip", tmp_path).code == 1


def test_a_zip_file_that_would_harm_is_refused(tmp_path):
    files = whole().signed()
    bomb = write_zip(files | {"bomb": bytes(30 << 20)}, tmp_path / "bomb.zip")
    clear(ask(bomb, tmp_path), 1, "absurd size")
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.writestr("checkpoint", "one")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("checkpoint", "two")
    clear(ask(bomb, tmp_path), 1, "same name twice")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("checkpoint", "one")
    clear(ask(bomb, tmp_path), 1, "unusual way")


@pytest.mark.parametrize("name", ["MANIFEST.json", "MANIFEST.note", "checkpoint", "events.ndjson"])
def test_a_needed_file_that_is_missing_is_named(name, tmp_path):
    files = whole().signed()
    del files[name]
    clear(ask(files, tmp_path), 3, name)


def test_any_other_file_that_is_missing_fails(tmp_path):
    files = whole().signed()
    del files["report.pdf"]
    clear(ask(files, tmp_path), 1, "report.pdf is missing")


def test_a_file_that_is_not_listed_is_told_and_not_used(tmp_path):
    files = whole().signed()
    answer = ask(files | {"notes/extra\x1b[31m.txt": b"x"}, tmp_path)
    assert answer.code == 0
    assert "Not part of the export and not looked at: notes/extra?[31m.txt." in answer.notices


def test_a_file_of_absurd_size_is_not_read_to_its_end(tmp_path):
    for name in ("MANIFEST.json", "MANIFEST.note"):
        clear(ask(whole().signed() | {name: b" " * (17 << 20)}, tmp_path / name), 1, f"{name} is larger than")


def test_a_listed_file_that_was_changed_is_named(tmp_path):
    files = whole().signed()
    clear(ask(files | {"report.pdf": b"%PDF-1.7 tinY"}, tmp_path), 1, "report.pdf was changed after the export")


@pytest.mark.parametrize(
    "name",
    [
        "../secret",
        "/etc/passwd",
        "a/../../b",
        "..\\secret",
        "C:secret",
        "a//b",
        "",
        ".hidden",
        "a\x00b",
        "MANIFEST.json",
        "a/./b",
        "nul\n",
    ],
)
def test_a_manifest_may_not_name_a_file_outside_the_bundle(name, tmp_path):
    bundle = whole()
    listed = bundle.signed()
    manifest = json.loads(listed["MANIFEST.json"])
    manifest["files"][name] = "00" * 32
    clear(ask(resigned(bundle, json.dumps(manifest).encode()), tmp_path), 1, "may not be in a bundle")


def test_a_link_that_leads_out_of_the_bundle_is_refused(tmp_path):
    folder = write_folder(whole().signed(), tmp_path / "bundle")
    (tmp_path / "secret.pdf").write_bytes((folder / "report.pdf").read_bytes())
    (folder / "report.pdf").unlink()
    (folder / "report.pdf").symlink_to(tmp_path / "secret.pdf")
    clear(ask(folder, tmp_path), 1, "report.pdf", "link that leads out")


# The manifest -------------------------------------------------------------------------------------------------------------------------
def resigned(bundle: Reference, text: bytes) -> dict[str, bytes]:
    note = bundle.signer.note(f"evenhand-audit-bundle/1\n{sha256(text).hexdigest()}\n")
    return bundle.signed() | {"MANIFEST.json": text, "MANIFEST.note": note}


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"{", b"null", b"\xff", b'{"a":1.5}', b'{"a":NaN}', b'{"a":1e5}', b'{"a":1,"a":1}', b'{"a":' + b"9" * 5000 + b"}",
     b'{"a":9007199254740992}', b"[" * 100_000, b'{"a":' * 100_000, b"\xef\xbb\xbf{}"],
)  # fmt: skip
def test_a_manifest_that_is_not_an_object_is_refused(text, tmp_path):
    clear(ask(resigned(whole(), text), tmp_path), 1, "MANIFEST.json is not")


FIELDS = ("origin", "size", "export", "claim", "scope", "upto", "count", "level", "request", "withheld", "values", "redactions",
          "files", "anchors")  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_of_the_manifest_must_be_there_and_of_its_kind(name, tmp_path):
    bundle = whole()
    manifest = json.loads(bundle.signed()["MANIFEST.json"])
    for number, value in enumerate((None, 1.0, "x", True, -1, [], {}, [[]], [{"names": "x"}], {"x": "y"}, "")):
        if type(value) is type(manifest[name]) and name not in {
            "files",
            "export",
            "scope",
            "withheld",
            "claim",
            "values",
        }:
            continue
        if value == manifest[name]:
            continue
        text = json.dumps(manifest | {name: value}).replace("1.0", "1e0").encode()
        clear(ask(resigned(bundle, text), tmp_path / str(number)), 1)


def test_a_newer_format_is_not_judged(tmp_path):
    bundle = whole()
    bundle.manifest["format"] = "evenhand-audit-bundle/2"
    clear(ask(bundle.signed(), tmp_path / "1"), 3, "this program reads evenhand-audit-bundle/1")
    files = whole().signed()
    text = "evenhand-audit-bundle/2\n" + "00" * 32 + "\n"
    clear(ask(files | {"MANIFEST.note": Signer().note(text)}, tmp_path / "2"), 3, "this program reads")


@pytest.mark.parametrize("claim", ["range", "streams"])
def test_a_claim_must_be_spelt_out(claim, tmp_path):
    bundle = export(a_log(), claim="range", between=(2, 5)) if claim == "range" else scoped()
    assert ask(bundle.signed(), tmp_path / "good").code == 0
    field = {"range": "range", "streams": "streams"}[claim]
    for number, value in enumerate(
        (None, [], [2], [5, 2], [2, 9], ["2", "5"], [2, 6], [1, 5], {"x": "1"}, {"case:z": 4}, {A_CASE: 3})
    ):
        bundle.manifest[field] = value
        clear(ask(bundle.signed(), tmp_path / str(number)), 1)


def test_a_range_is_whole(tmp_path):
    log = a_log()
    empty = export(log, claim="range", between=(2, 1))
    answer = ask(empty.signed(), tmp_path / "empty")
    assert answer.code == 0
    bundle = export(a_log(), claim="range", between=(2, 5), hide={4: "medical"})
    answer = ask(bundle.signed(), tmp_path / "hidden")
    assert "Nothing is missing between entry 2 and entry 5." in answer.told["checks"]
    for name in ("events.ndjson", "proofs.ndjson"):
        lines = bundle.files[name].splitlines()
        bundle.files[name] = ndjson(lines[:3] + lines[4:])
    clear(ask(bundle.signed(), tmp_path / "gap"), 1, "missing between 2 and 5")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.replace(b"\n\n", b"\n"),
        lambda note: note.replace(b"\n\n", b""),
        lambda note: note.replace(b"\n", b"\r\n"),
        lambda note: note[:-1],
        lambda note: note[: len(note) // 2],
        lambda note: b"",
        lambda note: b"\xff" + note,
        lambda note: note + b"x",
        lambda note: note + note.splitlines(keepends=True)[-1][:20] + b"\n",
        lambda note: note + b"\n",
        lambda note: b"x" + note,
        lambda note: note.rstrip(b"=\n") + b"\n",
    ],
)
@pytest.mark.parametrize("name", ["MANIFEST.note", "checkpoint"])
def test_a_spoilt_note_is_refused(name, spoil, tmp_path):
    bundle = whole()
    if name == "checkpoint":
        bundle.files[name] = spoil(bundle.files[name])
        clear(ask(bundle.signed(), tmp_path), 1, "checkpoint")
    else:
        files = bundle.signed()
        clear(ask(files | {name: spoil(files[name])}, tmp_path), 1, name)


def test_the_manifest_has_no_signature_that_was_not_checked(tmp_path):
    """Else a flipped byte in the name of one signer would only make a stranger of it."""
    files, other = whole().signed(), Signer("witness.example/w", b"\x05" * 32)
    text = files["MANIFEST.note"].decode().split("\n\n")[0] + "\n"
    files["MANIFEST.note"] += other.line(text).encode()
    clear(ask(files, tmp_path / "1"), 3, "MANIFEST.note is signed by a key that you did not give")
    clear(ask(files | {"MANIFEST.note": Signer().note(text, MADE)}, tmp_path / "2"), 0)


R = "A" * 43 + "="


@pytest.mark.parametrize(
    "text",
    [
        f"larkfield.example/audit/1\n01\n{R}\n",
        f"larkfield.example/audit/1\n-1\n{R}\n",
        f"larkfield.example/audit/1\n٣\n{R}\n",
        f"larkfield.example/audit/1\n{1 << 63}\n{R}\n",
        f"larkfield.example/audit/1\n9\n{R}\nextension\n",
        "larkfield.example/audit/1\n9\nAAAA\n",
        "larkfield.example/audit/1\n9\n",
        f"larkfield.example/audit/1\n9\n{'A' * 42}B=\n",
        f"larkfield.example/audit\n9\n{R}\n",
        f"larkfield.example/audit/0\n9\n{R}\n",
        f"larkfield.example/audit/1\n9\n{R}\n",
        f"larkfield.example/audit/2\n9\n{R}\n",
        f"larkfield.example/audit/1\n8\n{R}\n",
    ],
)
def test_a_checkpoint_says_what_it_must_and_nothing_else(text, tmp_path):
    bundle = whole()
    bundle.files["checkpoint"] = Signer().note(text, MADE)
    clear(ask(bundle.signed(), tmp_path), 1)


def test_a_checkpoint_signed_at_an_impossible_time_is_refused(tmp_path):
    bundle = whole()
    text = bundle.files["checkpoint"].decode().split("\n\n")[0] + "\n"
    bundle.files["checkpoint"] = Signer().note(text, 1 << 63)
    clear(ask(bundle.signed(), tmp_path), 1, "impossible time")


def test_a_key_for_time_stamped_signatures_alone_is_enough_where_they_are(tmp_path):
    files = whole().signed()
    text = files["MANIFEST.note"].decode().split("\n\n")[0] + "\n"
    files["MANIFEST.note"] = (text + "\n" + Signer().cosignature(text, MADE)).encode()
    clear(ask(files, tmp_path, keys=[Signer().vkey(4)]), 0)


# What the auditor brings --------------------------------------------------------------------------------------------------------------
def test_key_files_may_come_from_any_editor(tmp_path):
    files, vkey = whole().signed(), Signer().vkey()
    for number, data in enumerate((
        vkey.encode(),
        f"# Larkfield\n\n{vkey}\n".encode(),
        f"\ufeff{vkey}\r\n".encode(),
        f"{vkey}\r\n".encode("utf-16"),
        f"{vkey} 0-\n".encode(),
    )):  # fmt: skip
        path = tmp_path / f"key {number}"
        path.write_bytes(data)
        clear(ask(files, tmp_path, keys=[str(path)]), 0)


def test_a_faulty_key_or_checkpoint_of_one_s_own_says_nothing_about_the_bundle(tmp_path):
    files = whole().signed()
    (tmp_path / "bad").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "none").write_bytes(b"# nothing\n")
    for key in (str(tmp_path / "absent"), str(tmp_path / "bad"), str(tmp_path / "none"), "x+y", "", str(tmp_path)):
        clear(ask(files, tmp_path, keys=[key]), 3)
    good = a_log().checkpoint(4)
    for spoilt in (b"", b"x", good[:-3], good.replace(b"\n\n", b"\n"), good.replace(b"\n4\n", b"\n5\n")):
        clear(ask(files, tmp_path, previous=[spoilt]), 3, "Your earlier checkpoint cannot be used")
    clear(ask(files, tmp_path, previous=[good.replace(b"\n", b"\r\n")]), 0)


@pytest.mark.parametrize("write", [write_folder, lambda files, path: write_zip(files, path.with_suffix(".zip"))])
def test_an_earlier_bundle_serves_as_the_earlier_checkpoint(write, tmp_path):
    log = a_log()
    earlier: Path = write(export(log).signed(), tmp_path / "earlier")
    log.add(A_CASE)
    later = write_folder(export(log).signed(), tmp_path / "later")
    assert verify_audit.main([str(later), "--key", Signer().vkey(), "--previous", str(earlier)]) == 0
    assert verify_audit.main([str(earlier), "--key", Signer().vkey(), "--previous", str(later)]) == 1


# Receipts -----------------------------------------------------------------------------------------------------------------------------
def stamped(*, text: bytes | None = None, size: int = 9, **extra: Any) -> Reference:
    bundle = whole()
    covered = sha256(bundle.files["checkpoint"] if text is None else text).digest()
    bundle.files[f"anchors/timestamp-{size}.tsr"] = b"\x30\x82\x04\x20" + covered + b"\x02\x01"
    entry = {
        "kind": "timestamp",
        "size": size,
        "at": "2026-09-21T14:13:20.000000Z",
        "file": f"anchors/timestamp-{size}.tsr",
    }
    bundle.manifest["anchors"] = [entry | extra]
    return bundle


def test_a_time_stamp_is_of_its_checkpoint(tmp_path):
    answer = ask(stamped().signed(), tmp_path / "1")
    assert answer.code == 0
    assert "openssl ts -verify -in anchors/timestamp-9.tsr -data checkpoint -CAfile" in answer.notices
    clear(ask(stamped(text=b"another").signed(), tmp_path / "2"), 1, "not a time stamp of the checkpoint")
    assert "not in the bundle" in ask(stamped(size=4).signed(), tmp_path / "3").notices
    clear(ask(stamped(file="anchors/other.tsr").signed(), tmp_path / "4"), 1, "not among the files")


def test_an_anchored_checkpoint_is_compared_with_the_log(tmp_path):
    log = a_log()
    kept = log.checkpoint(4)
    bundle = stamped(text=kept, size=4)
    bundle.files["anchors/directory-4.checkpoint"] = kept
    entry = {"kind": "directory", "size": 4, "at": "x", "file": "anchors/directory-4.checkpoint"}
    bundle.manifest["anchors"].append(entry)
    answer = ask(bundle.signed(), tmp_path / "1")
    assert answer.code == 0
    assert "-data anchors/directory-4.checkpoint" in answer.notices
    assert "The log has only grown since anchors/directory-4.checkpoint (4 entries)." in answer.told["checks"]

    other = Log()
    for _ in range(4):
        other.add("case:z")
    bundle.files["anchors/directory-4.checkpoint"] = other.checkpoint()
    bundle.manifest["anchors"] = [entry]
    clear(ask(bundle.signed(), tmp_path / "2"), 1, "The past was rewritten")
    bundle.files["anchors/directory-4.checkpoint"] = log.checkpoint(5)
    clear(ask(bundle.signed(), tmp_path / "3"), 1, "not the checkpoint that the manifest says")
    bundle.files["anchors/directory-4.checkpoint"] = Log(Signer(seed=b"\x01" * 32)).checkpoint()
    assert "was not compared" in ask(bundle.signed(), tmp_path / "4").notices


# Anything at all ----------------------------------------------------------------------------------------------------------------------
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.text(max_size=8) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
BUNDLES: list[Callable[[], Reference]] = [whole, scoped]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 1), data=st.data())
def test_any_value_in_any_field_gets_a_sentence(which, data, tmp_path):
    bundle = BUNDLES[which]()
    name = data.draw(st.sampled_from(sorted(bundle.manifest)))
    before = copy.deepcopy(bundle.manifest)
    bundle.manifest[name] = data.draw(JSON)
    inside = before[name]
    if isinstance(inside, dict) and inside and data.draw(st.booleans()):
        bundle.manifest[name] = inside | {data.draw(st.sampled_from(sorted(inside))): data.draw(JSON)}
    answer = ask(bundle.signed(), tmp_path)
    clear(answer, answer.code)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(which=st.integers(0, 1), data=st.data())
def test_any_bytes_in_any_file_get_a_sentence(which, data, tmp_path):
    bundle = BUNDLES[which]()
    name = data.draw(
        st.sampled_from(["checkpoint", "events.ndjson", "proofs.ndjson", "disclosures.ndjson", "tiles-1.bin"])
    )
    good = bundle.files.get(name, b"")
    junk = data.draw(st.binary(max_size=30) | JSON.map(lambda value: json.dumps(value).encode()))
    at = data.draw(st.integers(0, len(good)))
    bundle.files[name] = data.draw(
        st.sampled_from([junk, good[:at] + junk + good[at:], good[:at] + junk, junk + b"\n" + good])
    )
    answer = ask(bundle.signed(), tmp_path)
    clear(answer, answer.code)
    assert bundle.files[name] == good or answer.code or name in {"disclosures.ndjson", "proofs.ndjson", "tiles-1.bin"}
