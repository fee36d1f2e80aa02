"""Keeping the library in tests: Sam writes a clause anew, hands it in, and Hugo approves it."""

from datetime import date

from backend.clauses.actions.writing import (
    approve_clause_version,
    save_clause_version,
    submit_clause_version,
    write_clause_version,
)
from backend.clauses.models import Clause, ClauseVersion
from backend.demo.cast import Cast
from backend.kernel import clock

WORDS = "You will not treat anyone worse because they spoke up, and nobody does it for you.\n"


def words_anew(
    cast: Cast, text: str = WORDS, *, to: str = "approved", on: date | None = None, code: str = "C04"
) -> ClauseVersion:
    """Write a clause of the library anew, up to a state."""
    version = write_clause_version(Clause.objects.get(reference=code), actor=cast.sam, reason="Plainer words.")
    told = {name: getattr(version, name) for name in ("heading", "part", "note")}
    version = save_clause_version(version, actor=cast.sam, reason="Saved.", text=text, change="Shorter.", **told)
    if to != "draft":
        version = submit_clause_version(version, actor=cast.sam, reason="Ready.")
    if to == "approved":
        day = on or clock.today()
        version = approve_clause_version(version, actor=cast.hugo, reason="Reads well.", effective_from=day)
    return version
