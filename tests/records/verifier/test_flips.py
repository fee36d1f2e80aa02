"""Flip any one byte of any file of a bundle: it is never verified again."""

from argparse import Namespace

import pytest

from backend.records.bundle import verify_audit
from backend.records.bundle.verify_audit import CODES, Progress, Report
from tests.records.verifier.reference import Log, Signer, export, write_folder

IN_ALL = (
    "MANIFEST.json",
    "MANIFEST.note",
    "checkpoint",
    "disclosures.ndjson",
    "events.csv",
    "report.pdf",
    "README.txt",
    "keys.txt",
)
SAMPLED = {"events.ndjson": 3, "proofs.ndjson": 3}  # one byte in so many


def a_small_bundle(claim: str, entries: int) -> dict[str, bytes]:
    log = Log()
    for number in range(entries):
        log.add("ab"[number % 2], private={"reason": "why"} if number == 2 else None)
    return export(log, claim=claim, streams=["a"] if claim == "streams" else (), sizes=[1, 2]).signed()


@pytest.mark.parametrize(
    ("claim", "entries", "names"),
    [
        ("whole", 3, IN_ALL),
        ("whole", 2, ("events.ndjson",)),
        ("whole", 256, ("tiles-1.bin",)),
        ("streams", 3, ("events.ndjson", "proofs.ndjson")),
    ],
)
def test_no_byte_can_be_flipped(claim, entries, names, tmp_path):
    files = a_small_bundle(claim, entries)
    folder = write_folder(files, tmp_path / "bundle")
    options = Namespace(key=[Signer().vkey()], previous=[], request=None, bundle=folder)

    def verdict() -> str:
        return verify_audit.judge(options, Report(), Progress(None, live=False))[0]

    assert verdict() == "VERIFIED"
    believed = []
    for name in names:
        path, data = folder / name, files[name]
        for position in range(0, len(data), SAMPLED.get(name, 1)):
            bit = 1 << position % 8
            path.write_bytes(data[:position] + bytes([data[position] ^ bit]) + data[position + 1 :])
            if CODES[verdict()] in (0, 4):
                believed.append((name, position, bit))
        path.write_bytes(data)
    assert believed == []
    assert verdict() == "VERIFIED"


def test_no_letter_of_the_manifest_s_signature_can_change_its_case(tmp_path):
    files = a_small_bundle("whole", 2)
    folder, data = write_folder(files, tmp_path / "bundle"), files["MANIFEST.note"]
    options = Namespace(key=[Signer().vkey()], previous=[], request=None, bundle=folder)
    for position in range(len(data)):
        (folder / "MANIFEST.note").write_bytes(data[:position] + bytes([data[position] ^ 0x20]) + data[position + 1 :])
        assert verify_audit.judge(options, Report(), Progress(None, live=False))[0] in ("FAILED", "CANNOT VERIFY")
