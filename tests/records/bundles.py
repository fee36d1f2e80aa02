"""Reading a bundle in a test, and having it checked by the program that lies in it."""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.audit.sealed.keys import public_keys
from backend.people.models import User
from backend.records.actions import build_export, request_export
from backend.records.bundle import verify_audit
from backend.records.models import Export
from backend.records.queries import EventFilter, export_path
from backend.records.scopes import ExportScope

PSEUDONYM = re.compile(r"P-[0-9A-HJKMNP-TV-Z]{8}")


@dataclass(frozen=True)
class Verdict:
    """What the program said, and how it ended."""

    code: int
    words: str


@dataclass(frozen=True)
class Bundle:
    """A bundle's files, read."""

    path: Path
    files: dict[str, bytes]

    @property
    def manifest(self) -> dict[str, Any]:
        """Read the manifest."""
        read: dict[str, Any] = json.loads(self.files["MANIFEST.json"])
        return read

    @property
    def lines(self) -> list[str]:
        """Give the lines of the entries."""
        return self.files["events.ndjson"].decode().splitlines()

    @property
    def leaves(self) -> list[dict[str, Any]]:
        """Read the open entries."""
        return [json.loads(line) for line in self.lines if not line.startswith("-")]

    @property
    def table(self) -> list[dict[str, str]]:
        """Read the table."""
        return list(csv.DictReader(io.StringIO(self.files["events.csv"].decode("utf-8-sig"))))

    @property
    def values(self) -> dict[int, dict[str, str]]:
        """Read the disclosed values."""
        return {
            row["index"]: row["values"]
            for row in map(json.loads, self.files["disclosures.ndjson"].decode().splitlines())
        }

    def text_of(self, name: str) -> str:
        """Give a file as text, a PDF by what it says."""
        if name.endswith(".pdf"):
            return subprocess.run(
                ["pdftotext", "-layout", "-", "-"], input=self.files[name], capture_output=True, check=True
            ).stdout.decode()
        return self.files[name].decode("utf-8", "replace")

    def mentions(self, word: str) -> list[str]:
        """Name the files that hold a word (whole: hashes have all sorts of letters), the program that checks left out."""
        word_alone = re.compile(rf"(?<![0-9A-Za-z+/]){re.escape(word)}(?![0-9A-Za-z+/])")
        texts = {name: f"{name}\n{self.text_of(name)}" for name in self.files if name != "verify_audit.py"}
        return [name for name, text in texts.items() if word_alone.search(text)]


def take_out(actor: User, scope: ExportScope | None = None, **options: Any) -> Export:
    """Ask for an export and write it."""
    asked = {"wanted": EventFilter(), "level": "pseudonymised", "reason": "Yearly review.", **options}
    return build_export(request_export(scope=scope or ExportScope(), actor=actor, **asked))


def read(export: Export) -> Bundle:
    """Open an export's bundle."""
    with zipfile.ZipFile(export_path(export)) as archive:
        return Bundle(export_path(export), {name: archive.read(name) for name in archive.namelist()})


def verify(bundle: Path, tmp_path: Path, *options: str) -> Verdict:
    """Have a bundle checked as an outsider does: another process, the program from the bundle, the key from elsewhere."""
    key, program = tmp_path / "operator.vkey", tmp_path / "verify_audit.py"
    key.write_text("".join(f"{each.text}\n" for each in public_keys()))
    with zipfile.ZipFile(bundle) as archive:
        program.write_bytes(archive.read("verify_audit.py"))
    command = [sys.executable, "-I", str(program), str(bundle), "--key", str(key), *options]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    return Verdict(run.returncode, run.stdout + run.stderr)


def unpack(bundle: Bundle, folder: Path) -> None:
    """Write a bundle's files into a folder."""
    for name, data in bundle.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def verdict_on(path: Path, key: Path) -> int:
    """Have a bundle checked in this process, many times over, and give the exit code alone."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return verify_audit.main([str(path), "--key", str(key), "--json"])
