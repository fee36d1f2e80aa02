"""Run the verifier as an auditor does, and read its answer."""

import contextlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.records.bundle import verify_audit
from tests.records.verifier.reference import Signer, write_folder


@dataclass(frozen=True)
class Answer:
    """What the verifier said."""

    code: int
    told: dict[str, Any]

    @property
    def verdict(self) -> str:
        return str(self.told["verdict"])

    @property
    def reason(self) -> str:
        return str(self.told["reason"])

    @property
    def notices(self) -> str:
        return "\n".join(self.told["notices"])


def ask(
    bundle: Path | Mapping[str, bytes],
    where: Path,
    *,
    keys: Iterable[str] | None = None,
    previous: Iterable[bytes] = (),
    request: str | None = None,
) -> Answer:
    """Verify a bundle (a path, or files to be written first) with the given keys and kept checkpoints."""
    path = bundle if isinstance(bundle, Path) else write_folder(bundle, where / "bundle")
    arguments = [str(path), "--json"]
    for key in [Signer().vkey()] if keys is None else keys:
        arguments += ["--key", key]
    for number, checkpoint in enumerate(previous):
        kept = where / f"kept-{number}"
        kept.write_bytes(checkpoint)
        arguments += ["--previous", str(kept)]
    if request is not None:
        arguments += ["--request", request]
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = verify_audit.main(arguments)
    answer = Answer(code, json.loads(said.getvalue()))
    assert verify_audit.CODES[answer.verdict] == code
    assert "Traceback" not in answer.reason
    assert code == 0 or "\n" not in answer.reason.strip()
    return answer
