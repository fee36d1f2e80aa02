"""An entry, a proof, a value and a record of erasure have one form each."""

import json
from typing import Any

import pytest

from tests.records.verifier.asking import ask
from tests.records.verifier.reference import canonical, digest, export, ndjson
from tests.records.verifier.test_malformed import A_CASE, a_log, clear, scoped, whole


def leaf(**changes: Any) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(a_log().lines[0])
    value["stream"], value["event"]["id"] = "case:new", "x"
    for name, change in changes.items():
        (value["event"] if name in value["event"] else value)[name] = change
    return value


def text_of(value: Any) -> bytes:
    return canonical(value).encode()


ENTRIES: dict[str, bytes] = {
    "nothing": b"",
    "spaces": b" " + text_of(leaf()),
    "spaces after": text_of(leaf()) + b" ",
    "spaces within": json.dumps(leaf(), sort_keys=True).encode(),
    "another order": json.dumps(dict(reversed(leaf().items())), separators=(",", ":")).encode(),
    "not UTF-8": text_of(leaf(act="é")).replace("é".encode(), b"\xe9"),
    "UTF-16": text_of(leaf()).decode().encode("utf-16-le").replace(b"\n", b""),
    "escapes": text_of(leaf(act="é")).replace("é".encode(), b"\\u00e9"),
    "half a pair": text_of(leaf(act="é")).replace("é".encode(), b"\\ud800"),
    "a byte order mark": b"\xef\xbb\xbf" + text_of(leaf()),
    "a fraction": text_of(leaf(ctx={"n": 1.5})),
    "an exponent": text_of(leaf(ctx={"n": "E"})).replace(b'"E"', b"1e5"),
    "not a number": text_of(leaf(ctx={"n": float("nan")})),
    "a number too large": text_of(leaf(ctx={"n": 2**53})),
    "a number far too large": text_of(leaf(ctx={"n": "N"})).replace(b'"N"', b"9" * 6000),
    "a name twice": text_of(leaf()).replace(b'"v":1', b'"v":1,"v":1'),
    "too deep": text_of(leaf(ctx={"n": "D"})).replace(b'"D"', b"[" * 50_000 + b"]" * 50_000),
    "a list": b"[]",
    "a text": b'"event"',
    "no event": text_of({"event": None, "prev": None, "seq": 1, "stream": "case:new"}),
    "one field more": text_of({**leaf(), "more": 1}),
    "one field less": text_of({k: v for k, v in leaf().items() if k != "prev"}),
    "seq is zero": text_of(leaf(seq=0)),
    "seq is true": text_of(leaf(seq=True)),
    "seq is a text": text_of(leaf(seq="1")),
    "prev is true": text_of(leaf(seq=2, prev=True)),
    "stream is a number": text_of(leaf(stream=1)),
    "values are a list": text_of(leaf(sd=[])),
    "context is missing": text_of(leaf(ctx=None)),
    "version is true": text_of(leaf(v=True)),
    "a local time": text_of(leaf(at="2026-09-21T14:13:20+02:00")),
    "a time without fractions": text_of(leaf(at="2026-09-21T14:13:20Z")),
    "a short hash": b"-AAAA",
    "a hash written otherwise": b"-" + b"A" * 42 + b"B=",
    "a hash that is none": b"-\xff",
}  # fmt: skip


@pytest.mark.parametrize("line", ENTRIES.values(), ids=ENTRIES)
def test_an_entry_has_one_form_even_if_it_was_sealed_otherwise(line, tmp_path):
    log = a_log()
    bundle = export(log, shown=False)
    lines = bundle.files["events.ndjson"].splitlines()
    sealed = line if not line.startswith(b"-") else b"-" + b"A" * 43 + b"="
    bundle.files["events.ndjson"] = ndjson([*lines, line])
    text = f"{log.origin}\n10\n"
    log.lines.append(sealed)
    bundle.files["checkpoint"] = log.checkpoint()
    assert text in bundle.files["checkpoint"].decode()
    bundle.manifest["size"] = 10
    clear(ask(bundle.signed(), tmp_path), 1, "ntry 9")


def test_a_newer_form_of_entries_is_not_judged(tmp_path):
    log = a_log()
    log.lines.append(text_of(leaf(v=2)))
    clear(ask(export(log).signed(), tmp_path), 3, "newer form")


def test_the_last_line_must_be_ended_and_none_may_be_endless(tmp_path):
    bundle = whole()
    good = bundle.files["events.ndjson"]
    for number, data in enumerate((good[:-1], good[:-20], good + b"x" * (17 << 20) + b"\n")):
        bundle.files["events.ndjson"] = data
        clear(ask(bundle.signed(), tmp_path / str(number)), 1, "cut off")


def test_no_entries_at_all(tmp_path):
    for number, bundle in enumerate((whole(), scoped())):
        bundle.files["events.ndjson"] = b""
        clear(ask(bundle.signed(), tmp_path / str(number)), 1, "removed")


@pytest.mark.parametrize(
    "line",
    [b"", b"{}", b"[]", b"x", b'{"index":"0","proof":[]}', b'{"index":0,"proof":{}}', b'{"index":0,"proof":[1]}',
     b'{"index":-1,"proof":[]}',
     b'{"index":0,"proof":["AAAA"]}', b'{"index":0,"proof":[]}', b'{"index":9007199254740991,"proof":[]}',
     b'{"index":0,"proof":[' + b",".join([b'"' + b"A" * 43 + b'="'] * 65) + b"]}", b"[" * 100_000],
)  # fmt: skip
def test_a_proof_has_one_form(line, tmp_path):
    bundle = scoped()
    bundle.files["proofs.ndjson"] = ndjson([line, *bundle.files["proofs.ndjson"].splitlines()[1:]])
    clear(ask(bundle.signed(), tmp_path), 1)


@pytest.mark.parametrize(
    "line",
    [b"", b"{}", b"[]", b"x", b'{"index":"2","values":{}}', b'{"index":2,"values":[]}', b'{"index":2,"values":{"reason":1}}',
     b'{"index":2,"values":{"reason":"\xc3\xa9"}}', b'{"index":2,"values":{"reason":null}}', b'{"index":99,"values":{}}'],
)  # fmt: skip
def test_a_value_has_one_form(line, tmp_path):
    bundle = whole()
    bundle.files["disclosures.ndjson"] = ndjson([line])
    answer = ask(bundle.signed(), tmp_path)
    if b"null" in line:
        clear(answer, 4, "entry 2 (reason)")
    else:
        clear(answer, 1)


def test_a_value_whose_digest_fits_must_still_be_a_value(tmp_path):
    for number, text in enumerate(("eA", "WyJhIiwib3RoZXIiLDFd", "W10", "", "é")):
        log = a_log()
        index = log.add(A_CASE, private={"reason": "x"})
        event = json.loads(log.lines[index])
        event["event"]["sd"]["reason"] = digest(text)
        log.lines[index] = text_of(event)
        log.values[index] = {"reason": text}
        clear(ask(export(log).signed(), tmp_path / str(number)), 1, "reason")


def test_tiles_of_the_wrong_size_are_refused(tmp_path):
    for number, data in enumerate((b"\x00" * 32, b"x")):
        bundle = whole()
        bundle.files["tiles-1.bin"] = data
        clear(ask(bundle.signed(), tmp_path / str(number)), 1, "tiles-1.bin has the wrong size")


@pytest.mark.parametrize(
    "ctx",
    [{}, {"indexes": "x", "hashes": ""}, {"indexes": "5-2", "hashes": ""}, {"indexes": 5, "hashes": ""}, {"indexes": "1-1", "hashes": 1},
     {"indexes": "1", "hashes": ""},
     {"indexes": "9" * 16, "hashes": ""}, {"indexes": "", "hashes": ""}],
)  # fmt: skip
def test_a_record_of_pruning_has_one_form(ctx, tmp_path):
    log = a_log()
    log.add("log", "audit.prune", ctx=ctx)
    clear(ask(export(log).signed(), tmp_path), 1, "pruning")


def test_a_record_of_an_erasure_has_one_form(tmp_path):
    contexts: list[dict[str, Any]] = [{}, {"digests": "x"}, {"digests": None}]
    for number, ctx in enumerate(contexts):
        log = a_log()
        log.add("log", "audit.erase", ctx=ctx)
        clear(ask(export(log).signed(), tmp_path / str(number)), 1, "erasure")
