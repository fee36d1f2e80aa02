"""Checking an export as an outsider does: with the program that lies in it, and with a key that does not come from it."""

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Final

from backend.audit.sealed.keys import public_keys
from backend.records.bundle import verify_audit

KEY: Final = "operator.vkey"


class BrokenProofError(RuntimeError):
    """A document or an export is not what the register says that it is."""


def write_key(folder: Path) -> Path:
    """Write the public key of the log, as its operator hands it out on paper."""
    path = folder / KEY
    path.write_text("".join(f"{key.text}\n" for key in public_keys()), encoding="ascii")
    return path


def prove(bundle: Path, key: Path, *, request: str = "") -> None:
    """Check an export; BrokenProofError with the verifier’s own words unless its verdict is VERIFIED."""
    told = io.StringIO()
    asked = ["--request", request] if request else []
    with redirect_stdout(told), redirect_stderr(told):
        code = verify_audit.main([str(bundle), "--key", str(key), *asked])
    if code:
        raise BrokenProofError(f"{bundle.name}: {told.getvalue()}")
