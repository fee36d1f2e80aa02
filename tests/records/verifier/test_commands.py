"""The verifier as a person meets it: one file on any computer, and the same in the product."""

import ast
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from backend.records.bundle import verify_audit
from tests.records.verifier.reference import Log, Signer, export, write_folder

SOURCE = Path(verify_audit.__file__)


@pytest.fixture
def bundle(tmp_path):
    log = Log()
    for number in range(600):
        log.add("case:\x1b]0;owned\x07" if number == 5 else "case:a", private={"reason": "x"} if number == 3 else None)
    (tmp_path / "larkfield.vkey").write_text(Signer().vkey() + "\n")
    (tmp_path / "kept").write_bytes(log.checkpoint(300))
    reference = export(log)
    reference.files["verify_audit.py"] = SOURCE.read_bytes()
    return write_folder(reference.signed(), tmp_path / "EXP-2026-0001")


def verify(bundle, *arguments):
    """Run the file that lies in the bundle, with an interpreter that finds nothing but the standard library."""
    command = [sys.executable, "-I", "-S", bundle / "verify_audit.py", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=bundle.parent, timeout=60, check=False)


def test_the_file_in_the_bundle_verifies_it(bundle):
    done = verify(bundle, bundle, "--key", "larkfield.vkey", "--previous", "kept", "--request", "AUD-2026-7")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nVERIFIED\n\nThis does not show:\n  - that everything that happened was recorded" in done.stdout
    assert "signed by larkfield.example/audit+04fb3bff" in done.stdout
    assert "The log has only grown since kept (300 entries)." in done.stdout
    assert (
        "so: kind everything; level identified; register EXP-2026-0001; made_at 2026-09-21T14:13:20.000000Z."
        in done.stdout
    )
    assert "--previous" not in done.stdout


def test_what_was_changed_is_told_in_a_sentence_without_a_traceback(bundle):
    lines = (bundle / "events.ndjson").read_bytes().splitlines(keepends=True)
    lines[300] = lines[300].replace(b"view", b"edit")
    (bundle / "events.ndjson").write_bytes(b"".join(lines))
    done = verify(bundle, bundle, "--key", "larkfield.vkey")
    assert (done.returncode, done.stderr) == (1, "")
    last = done.stdout.splitlines()[-1]
    assert last == (
        "FAILED: The entries do not lead to the signed root hash: an entry was changed, put in, taken out or moved."
        " The damage begins among entries 256 to 511. (events.ndjson was changed after the export.)"
    )


def test_exit_codes_for_what_was_not_understood_and_what_cannot_be_said(bundle):
    done = verify(bundle)
    assert done.returncode == 2
    assert "usage: verify_audit.py" in done.stderr
    assert verify(bundle, bundle).returncode == 3
    assert verify(bundle, bundle.parent / "nowhere", "--key", "larkfield.vkey").returncode == 3


def test_help_tells_verdicts_and_how_to_check_by_hand(bundle):
    told = verify(bundle, "--help").stdout
    for word in ("VERIFIED, VALUES MISSING", "CANNOT VERIFY", "sha256sum", "openssl pkeyutl", "--previous", "certutil"):
        assert word in told


def test_the_answer_in_json(bundle):
    done = verify(bundle, bundle, "--key", Signer().vkey(), "--json")
    told = json.loads(done.stdout)
    assert (told["verdict"], told["exit_code"], told["size"], told["entries"]) == ("VERIFIED", 0, 601, 601)
    assert told["values"]["shown"] == 2
    assert len(told["not_proven"]) >= 5


def test_progress_is_told_when_asked_for_and_never_in_the_answer(bundle):
    done = verify(bundle, bundle, "--key", "larkfield.vkey", "--json", "--progress")
    assert "Checking files: 100 %" in done.stderr
    assert json.loads(done.stdout)["verdict"] == "VERIFIED"


def test_text_from_a_bundle_cannot_speak_to_the_terminal(bundle):
    manifest = json.loads((bundle / "MANIFEST.json").read_bytes())
    assert manifest["format"] == "evenhand-audit-bundle/1"
    (bundle / "note\x1b[2J.txt").write_text("x")
    told = verify(bundle, bundle, "--key", "larkfield.vkey").stdout
    assert "note?[2J.txt" in told
    assert "\x1b" not in told
    assert verify_audit.shown("x" * 500) == "x" * 117 + "..."


def test_the_product_s_command_is_the_same_verifier(bundle):
    out = io.StringIO()
    call_command("verify_export", bundle, key=[str(bundle.parent / "larkfield.vkey")], stdout=out)
    assert "\nVERIFIED\n" in out.getvalue()
    (bundle / "events.csv").write_bytes(b"changed")
    with pytest.raises(SystemExit) as left:
        call_command("verify_export", str(bundle), "--key", Signer().vkey(), "--json", stdout=(out := io.StringIO()))
    assert left.value.code == 1
    assert json.loads(out.getvalue())["reason"] == "events.csv was changed after the export."
    with pytest.raises(CommandError, match="BUNDLE"):
        call_command("verify_export")


def test_the_verifier_is_one_file_that_runs_on_old_interpreters():
    tree = ast.parse(SOURCE.read_text(), feature_version=(3, 9))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert imported <= sys.stdlib_module_names
    assert not imported & {"socket", "urllib", "http", "subprocess", "ssl", "ctypes"}
    old = shutil.which("python3.9")
    if old and subprocess.run([old, "-V"], capture_output=True, check=False).returncode == 0:
        assert subprocess.run([old, "-I", SOURCE, "--help"], capture_output=True, check=False).returncode == 0


HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "verify-an-export.md"


@pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")
@pytest.mark.parametrize("note", ["MANIFEST.note", "checkpoint"])
def test_the_commands_for_checking_by_hand_work(note, bundle):
    signature = re.search(r"```sh\n(.+?)```", HOW_TO.read_text(), re.DOTALL)[1].replace(
        "larkfield.vkey", "../larkfield.vkey"
    )
    done = in_shell(signature.replace("MANIFEST.note", note), bundle)
    assert (done.returncode, done.stdout.strip()) == (0, "Signature Verified Successfully")
    (bundle / note).write_bytes((bundle / note).read_bytes().replace(b"1\n", b"2\n", 1))
    assert in_shell(signature.replace("MANIFEST.note", note), bundle).returncode == 1


def test_an_entry_and_a_value_hash_by_hand_to_what_they_should(bundle):
    entry = re.search(r"`(\(printf [^`]+ \| sha256sum)`", HOW_TO.read_text())[1]
    line = (bundle / "events.ndjson").read_bytes().splitlines()[0]
    assert in_shell(entry, bundle).stdout.split()[0] == verify_audit.leaf_hash(line).hex()
    hashed, opened = re.findall(r"`(printf %s \"\$VALUE[^`]+)`", HOW_TO.read_text())
    given = json.loads((bundle / "disclosures.ndjson").read_bytes().splitlines()[0])
    value = f"VALUE={given['values']['reason']}; "
    event = json.loads((bundle / "events.ndjson").read_bytes().splitlines()[given["index"]])["event"]
    assert in_shell(value + hashed, bundle).stdout.strip() == event["sd"]["reason"]
    assert json.loads(in_shell(value + opened, bundle).stdout)[1:] == ["reason", "x"]


def in_shell(command, folder):
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=folder, timeout=30, check=False)
