"""Reads of the clause library: what is in force on a day, with one small question while nothing changed, and what changed between two."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Subquery

from backend.clauses.delivered import delivered
from backend.clauses.library import Library, LibraryClause, RuleFact
from backend.clauses.models import Clause, ClauseRule, ClauseVersion
from backend.clauses.vocabulary import LANGUAGES, RuleState, Standing, VersionState
from backend.kernel import clock

Mark = tuple[Any, ...]


def library_in_force(language: str = "en-GB", on: date | None = None) -> Library:
    """Give the library of a language as it counts on a day; the delivered words count until the tables were filled.

    What was read is kept for the process. One question to the append-only histories tells whether anything was written since, by whomever.
    """
    mark = _mark()
    return _read(language, on or clock.today(), mark) if mark else delivered(language)


def libraries_in_force(on: date | None = None) -> Mapping[str, Library]:
    """Give the library of every language as it counts on a day, with the one question that one of them costs."""
    mark, day = _mark(), on or clock.today()
    return {language: _read(language, day, mark) if mark else delivered(language) for language in LANGUAGES}


def version_in_force(clause: Clause, language: str, on: date | None = None) -> ClauseVersion | None:
    """Find the words of a clause that count on a day."""
    rows = ClauseVersion.objects.in_force(on or clock.today())
    found: ClauseVersion | None = rows.filter(clause=clause, language=language).first()
    return found


def superseded_in(rows: Iterable[ClauseVersion], on: date | None = None) -> set[int]:
    """Tell which approved versions a later one in force took the place of."""
    day, counting, older = on or clock.today(), set[tuple[int, str]](), set[int]()
    approved = [row for row in rows if row.state == VersionState.APPROVED and row.effective_from]
    for row in sorted(approved, key=lambda row: (row.effective_from or day, row.number), reverse=True):
        if (row.effective_from or day) > day:
            continue
        if (row.clause_id, row.language) in counting:
            older.add(row.pk)
        counting.add((row.clause_id, row.language))
    return older


@lru_cache(maxsize=16)
def _read(language: str, day: date, mark: Mark) -> Library:
    rows = ClauseVersion.objects.in_force(day).filter(language=language).select_related("clause")
    newest: dict[str, ClauseVersion] = {}
    for row in rows:
        newest.setdefault(row.clause.reference, row)
    words = sorted(newest.values(), key=lambda row: (row.clause.place, row.clause.reference))
    return Library(
        language=language,
        version=f"{mark[0]}",
        clauses={row.clause.reference: _clause(row) for row in words if not row.clause.is_prohibition},
        prohibited={row.clause.reference: row.text for row in words if row.clause.is_prohibition},
        rules=tuple(_rule(row) for row in ClauseRule.objects.filter(state=RuleState.IN_FORCE).select_related("clause")),
    )


def _mark() -> Mark:
    """Name the last change: histories only grow, and each row names its record and its moment."""
    rules = ClauseRule.history.order_by("-history_id")
    found: Mark | None = (
        ClauseVersion.history.order_by("-history_id")
        .annotate(
            rule=Subquery(rules.values("history_id")[:1]),
            rule_uid=Subquery(rules.values("uid")[:1]),
            rule_date=Subquery(rules.values("history_date")[:1]),
        )
        .values_list("history_id", "uid", "history_date", "rule", "rule_uid", "rule_date")
        .first()
    )
    return found or ()


def _clause(row: ClauseVersion) -> LibraryClause:
    return LibraryClause(
        code=row.clause.reference,
        part=row.part,
        when=row.clause.when,
        heading=row.heading,
        text=row.text,
        note=row.note,
        order=row.clause.place,
        number=row.number,
        sha256=row.sha256,
        version_id=row.pk,
    )


def _rule(row: ClauseRule) -> RuleFact:
    return RuleFact(
        code=row.clause.reference,
        profile=row.profile,
        kinds=tuple(row.kinds),
        standing=Standing(row.standing),
        needs_counsel=row.needs_counsel,
        why=row.why,
        source=row.source,
        checked_on=row.checked_on,
        next_check=row.next_check,
        age=row.pk,
    )
