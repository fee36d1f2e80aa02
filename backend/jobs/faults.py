"""What is kept of an error: enough to find the line, nothing that a person wrote or is called."""

import traceback
from pathlib import Path
from typing import Final

from backend.kernel.errors import Problem, Refused

_ROOT: Final = Path(__file__).resolve().parents[2]
_LONGEST: Final = 5


def describe_error(error: BaseException) -> str:
    """Tell an error by class, code and place; its message may quote a name or a parameter, so it is left out."""
    chain: list[str] = []
    link: BaseException | None = error
    while link is not None and len(chain) < _LONGEST:
        chain.append(f"{_class_of(link)}{_code_of(link)}{_place_of(link)}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return ", caused by ".join(chain)


def is_final(error: BaseException) -> bool:
    """Tell whether another attempt can't help: not understood, permitted or there (a guard may let go later)."""
    return isinstance(error, Problem) and not isinstance(error, Refused)


def _class_of(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _code_of(error: BaseException) -> str:
    if isinstance(error, Problem):
        return f" [{error.code}]"
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None) or getattr(error, "errno", None)
    return f" [{code}]" if isinstance(code, int | str) else ""


def _place_of(error: BaseException) -> str:
    ours = [
        (Path(frame.filename).relative_to(_ROOT), frame)
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(_ROOT / "backend")
    ]
    if not ours:
        return ""
    path, frame = ours[-1]
    return f" at {path.as_posix()}:{frame.lineno} in {frame.name}"
