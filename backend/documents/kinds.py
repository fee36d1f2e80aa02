"""The catalogue of formal documents, D1 to D27: to whom each goes and what is asked of its recipient."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class DocumentKind:
    """One entry of the catalogue; `answer` is delivery, receipt or signature."""

    code: str
    title: str
    to: str
    answer: str


@cache
def document_kinds() -> dict[str, DocumentKind]:
    """Read the catalogue, in its order."""
    table = tomllib.loads((files("backend.documents") / "kinds.toml").read_text("utf-8"))
    return {code: DocumentKind(code=code, **facts) for code, facts in table.items()}


def asks_for_answer(code: str) -> str:
    """Tell what the recipient of such a document is asked for."""
    known = document_kinds().get(code)
    return known.answer if known else "delivery"


def kinds_that_ask(answer: str) -> tuple[str, ...]:
    """List the kinds whose recipients are asked for an answer: delivery, receipt or signature."""
    return tuple(code for code, kind in document_kinds().items() if kind.answer == answer)
