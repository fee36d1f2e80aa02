"""The parts of a bundle that tell people what it is and how to check it: README.txt, keys.txt and the program that checks."""

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from backend.audit.sealed.keys import known_keys
from backend.records.bundle.manifest import Recorded
from backend.records.bundle.selection import Selection
from backend.records.models import Export, Level

VERIFIER: Final = Path(__file__).with_name("verify_audit.py")

CLAIMS: Final = {
    "whole": "every entry of the log, from the first one to the checkpoint",
    "streams": "every entry of each matter that MANIFEST.json names, from the first one on",
    "range": "every entry between the two numbers that MANIFEST.json names",
    "selection": "the entries that a filter chose; the log itself records which and how many they are",
}
LEVELS: Final = {
    Level.PSEUDONYMISED.value: (
        "People appear under pseudonyms that are the same all through this export and different in every other. What people wrote, and"
        " old and new values, are not in it."
    ),
    Level.IDENTIFIED.value: (
        "People appear by name, and disclosures.ndjson holds the values, but for those that the rules in MANIFEST.json keep back. Treat"
        " this file as you treat the personal files of your organisation."
    ),
}
FILES: Final = """\
README.txt          this page
report.pdf          what this export holds, and how it was checked, to read and to print (sealed)
certificate.pdf     a statement about the export, with its digests, to sign (sealed)
events.csv          the entries, for a spreadsheet (times in UTC and in local time)
events.ndjson       the sealed entries themselves, one a line; "-" and a hash stands for one that stays closed
disclosures.ndjson  the values behind the entries (identified exports only)
proofs.ndjson       for each line its path to the signed root (unless the whole log is here)
tiles-1.bin         hashes of blocks of 256 entries, to say where damage is (the whole log only)
checkpoint          the signed root that everything is proven against
MANIFEST.json       what is claimed, and the SHA-256 of every file
MANIFEST.note       the signature over MANIFEST.json
anchors/            what others outside the organisation hold of the log, with their receipts
keys.txt            the log's public keys, for information: do not trust a key that comes with what it signs
verify_audit.py     the program that checks all this; it needs Python 3.9 or later and nothing else
"""


def write_papers(
    folder: Path, export: Export, selection: Selection, recorded: Recorded, withheld: Mapping[str, int]
) -> None:
    """Write what people need to understand and to check the bundle."""
    (folder / "verify_audit.py").write_bytes(VERIFIER.read_bytes())
    (folder / "keys.txt").write_text(_keys(), encoding="ascii")
    text = _readme(export, selection, recorded, withheld)
    here = [line for line in text.splitlines() if not _is_absent(line, folder)]
    (folder / "README.txt").write_text("\n".join(here) + "\n", encoding="utf-8")


def command(name: str, request: str = "") -> str:
    """Write the command that checks a bundle."""
    return f"python3 verify_audit.py {name} --key operator.vkey" + (f' --request "{request}"' if request else "")


def _is_absent(line: str, folder: Path) -> bool:
    listed = line.split("  ")[0]
    return any(line.startswith(name) for name in FILES.split("\n") if name) and not (
        listed == "README.txt" or (folder / listed.rstrip("/")).exists() or listed.startswith("MANIFEST")
    )


def _readme(export: Export, selection: Selection, recorded: Recorded, withheld: Mapping[str, int]) -> str:
    closed = ", ".join(f"{number:,} {name}" for name, number in withheld.items()) or "none"
    about = [
        f"Export {export.reference} of the audit history {recorded.origin}",
        "",
        f"Made         {recorded.at:%d %B %Y, %H:%M:%S} UTC",
        f"Request      {export.request or '(none was given)'}",
        f"Holds        {CLAIMS[selection.claim]}",
        f"Entries      {len(selection.indexes):,} of the first {selection.upto:,} of the log",
        f"Closed ones  {closed}",
        "",
        *textwrap.wrap(LEVELS[export.level], 88),
        "",
        "How to check it",
        "",
        *textwrap.wrap(
            "You need the public key of the log, operator.vkey. It was given to you by another way than this file, for example on the"
            " letter of your engagement. Unpack this archive into a folder, or leave it packed, and run:",
            88,
        ),
        "",
        f"    {command(export.file_name, export.request)}",
        "",
        *textwrap.wrap(
            "It ends with VERIFIED, FAILED, CANNOT VERIFY or VERIFIED, VALUES MISSING, and says why. Keep the file checkpoint: give it"
            " with --previous when you check a later export, and nobody can have rewritten what you saw today. Use a copy of"
            " verify_audit.py that you trust, if you have one.",
            88,
        ),
        "",
        "What is here",
        "",
    ]
    return "\n".join(about) + "\n" + FILES


def _keys() -> str:
    lines = ["# Public keys of the log, each with the sizes between which it signs. For information only.\n"]
    for known in known_keys():
        until = "" if known.until is None else str(known.until)
        lines.append(f"{known.key.text} {known.since}-{until}\n")
    return "".join(lines)
